"""Understanding by rules: sure where it speaks, and honest about what it did not understand."""

from collections.abc import Callable, Mapping
from datetime import date

from bots.answers import Heard
from bots.slots import SlotRecord
from bots.understanding import choices, facts, intents, questions, replies, small_talk, trouble
from bots.understanding.language import detect_language
from bots.understanding.message import Message
from bots.understanding.words import Reading

MAX_CHARACTERS = 4000  # a text has at most 1600; what is longer is read up to here and is never complete


def understand_by_rules(
    text: str,
    *,
    pending_slot: str,
    role: str,
    known: Mapping[str, SlotRecord],
    today: date,
    language: str,
    timeline_yes_days: int = 45,
) -> Heard:
    """What the lead's words say. `text` may hold several bubbles, one per line; `language` is the one so far.

    `timeline_yes_days`: what a plain yes to the seller's timeline question means.
    """
    reading = Reading(text[:MAX_CHARACTERS])
    message = Message(reading, pending_slot, role, known, today, timeline_yes_days)
    message.intents |= intents.intents(reading)
    for read in READERS:
        read(message)
    _spare_general_questions(message)
    asked = _questions(message)
    _small_talk(message)
    left = reading.leftover()
    return Heard(
        slots=tuple(message.slots),
        intents=frozenset(message.intents),
        language=detect_language(text, language),
        complete=_complete(message, left, asked) and len(text) <= MAX_CHARACTERS,
        source="rules",
        questions=asked,
        confidence=_confidence(message, left),
        not_understood=" ".join(left),
    )


READERS: tuple[Callable[[Message], None], ...] = (
    facts.read_intent,
    facts.read_address,
    facts.read_rooms,
    facts.read_timeline,
    facts.read_money,
    facts.choice_reader("buyer.preapproval", choices.PREAPPROVAL, "buyer"),
    facts.read_moving_to,
    facts.read_motivation,
    facts.choice_reader("seller.condition", choices.CONDITION, "seller"),
    facts.read_area,
    facts.read_extended,
    replies.read_yes_no,
    replies.read_not_interested,
    replies.read_vague,
    replies.read_free_motivation,
    replies.read_correction,
    facts.take_intent,
)


def _spare_general_questions(message: Message) -> None:
    """Legal words that stand only in a buyer's general questions are no trouble of the lead's own."""
    asked = [
        span
        for span in questions.own_questions(message.reading)
        if trouble.is_general_question(message.folded, *span, side=message.side)
    ]
    found = [m.start() for m in trouble.LEGAL_OR_MONEY.finditer(message.folded)]
    if asked and all(any(start <= at < end for start, end in asked) for at in found):
        message.intents.discard("legal_or_money_trouble")


_COVERS_QUESTION = frozenset(
    {
        "asks_if_bot",
        "asks_who_writes",
        "asks_for_person",
        "asks_for_help",
        "wants_appointment",
        "instructs_the_assistant",
        "objection",
    }
)


def _questions(message: Message) -> tuple[str, ...]:
    """The lead's own questions. One that an intent already covers ("can I see the house?") is no second one."""
    found = []
    for start, end in questions.own_questions(message.reading):
        words = message.folded[start:end]
        covered = any(
            pattern.search(words) and not (name == "asks_for_help" and _asks_fact(words))
            for name, pattern in intents.TABLE
            if name in _COVERS_QUESTION & message.intents
        ) or bool(small_talk.GOODBYE.search(words))
        hedge = not _asks_fact(words) and _states_something(message, words)
        if not covered and not hedge:
            found.append(message.reading.text[start:end].strip())
            message.intents.add("question_about_facts" if _asks_fact(words) else "question")
    return tuple(found)


def _states_something(message: Message, words: str) -> bool:
    """ "Maybe 400k?" states a fact. Buying and selling are also just spoken of: "can I sell it fast?" """
    told = (slot for slot in message.slots if slot.name != "lead.intent" or message.asks("lead.intent"))
    return any(slot.evidence.casefold() in words for slot in told if not slot.vague)


def _asks_fact(words: str) -> bool:
    return bool(questions.FACT_QUESTION.search(words))


def _small_talk(message: Message) -> None:
    for match in trouble.LEGAL_OR_MONEY.finditer(message.folded):
        message.reading.take(*match.span())
    for name, pattern in small_talk.SMALL_TALK:
        for match in pattern.finditer(message.folded):
            message.intents.add(name)
            message.reading.take(*match.span())
    for pattern, group in ((intents.YES, "yes"), (intents.NO, "no")):
        answer = pattern.match(message.folded)
        if answer and message.slots:
            message.reading.take(*answer.span(group))


_NEEDS_LISTENING = frozenset({"question", "objection"})


def _complete(message: Message, left: list[str], asked: tuple[str, ...]) -> bool:
    """Every meaningful word was understood, and what was understood needs no words of its own in the answer."""
    says_something = bool(message.slots or message.intents)
    facts_only = not asked or "question_about_facts" in message.intents
    unsure = any(slot.confidence < 0.65 and not slot.vague for slot in message.slots)
    return says_something and not left and facts_only and not unsure and not message.intents & _NEEDS_LISTENING


def _confidence(message: Message, left: list[str]) -> float:
    definite = [slot.confidence for slot in message.slots if not slot.vague]
    telling = message.intents - {"greeting", "thanks"}
    if definite:
        return round(sum(definite) / len(definite) - min(0.25, 0.03 * len(left)), 3)
    if telling or message.slots:
        return 0.8
    return 0.3 if left or not message.folded.strip() else 0.7
