"""Understanding by rules: sure where it speaks, and honest about what it did not understand."""

from collections.abc import Callable, Mapping
from datetime import date

from bots.answers import Heard
from bots.slots import SlotRecord
from bots.understanding import choices, facts, intents, replies
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
    questions = _questions(message)
    _small_talk(message)
    left = reading.leftover()
    return Heard(
        slots=tuple(message.slots),
        intents=frozenset(message.intents),
        language=detect_language(text, language),
        complete=_complete(message, left, questions) and len(text) <= MAX_CHARACTERS,
        source="rules",
        questions=questions,
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


_COVERS_QUESTION = frozenset(
    {"asks_if_bot", "asks_for_person", "wants_appointment", "instructs_the_assistant", "objection"}
)


def _questions(message: Message) -> tuple[str, ...]:
    """The lead's own questions. One that an intent already covers ("can I see the house?") is no second one."""
    found = []
    for start, end in intents.own_questions(message.reading):
        words = message.folded[start:end]
        covered = bool(message.intents & _COVERS_QUESTION) and any(
            pattern.search(words) for name, pattern in intents.TABLE if name in _COVERS_QUESTION
        )
        hedge = any(slot.evidence.casefold() in words for slot in message.slots if not slot.vague) and not _asks_fact(
            words
        )
        if not covered and not hedge:
            found.append(message.reading.text[start:end].strip())
            message.intents.add("question_about_facts" if _asks_fact(words) else "question")
    return tuple(found)


def _asks_fact(words: str) -> bool:
    return bool(intents.FACT_QUESTION.search(words))


def _small_talk(message: Message) -> None:
    for match in intents.LEGAL_OR_MONEY.finditer(message.folded):
        message.reading.take(*match.span())
    for name, pattern in (("greeting", intents.GREETING), ("thanks", intents.THANKS)):
        for match in pattern.finditer(message.folded):
            message.intents.add(name)
            message.reading.take(*match.span())
    for pattern, group in ((intents.YES, "yes"), (intents.NO, "no")):
        answer = pattern.match(message.folded)
        if answer and message.slots:
            message.reading.take(*answer.span(group))


_NEEDS_LISTENING = frozenset({"question", "objection"})


def _complete(message: Message, left: list[str], questions: tuple[str, ...]) -> bool:
    """Every meaningful word was understood, and what was understood needs no words of its own in the answer."""
    says_something = bool(message.slots or message.intents)
    facts_only = not questions or "question_about_facts" in message.intents
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
