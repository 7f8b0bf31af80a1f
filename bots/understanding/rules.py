"""Understanding by rules: sure where it speaks, and honest about what it did not understand."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bots.answers import Heard, HeardSlot
from bots.roles.table import SLOTS
from bots.slots import SlotRecord
from bots.understanding import (
    aside_facts,
    asked_name,
    everyday,
    fact_money,
    fact_places,
    fact_sides,
    fact_times,
    facts,
    intents,
    narrative,
    places,
    questions,
    reasons,
    replies,
    small_talk,
    telling,
    trouble,
    vocabulary,
    wear,
)
from bots.understanding.language import detect_language
from bots.understanding.message import Message
from bots.understanding.spelling import Spelled, spelled
from bots.understanding.tables import answer_words, asked_of_us, condition, loan
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
    meant = spelled(text[:MAX_CHARACTERS])
    reading = Reading(meant.text)
    message = Message(reading, pending_slot, role, known, today, timeline_yes_days)
    message.intents |= intents.intents(reading)
    for read in READERS:
        read(message)
    _spare_general_questions(message)
    asked = _questions(message)
    _take_answers(message)
    left = _left(message)
    return Heard(
        slots=tuple(_in_own_words(slot, meant) for slot in message.slots),
        intents=frozenset(message.intents),
        language=detect_language(text, language),
        complete=_complete(message, left) and len(text) <= MAX_CHARACTERS,
        source="rules",
        questions=tuple(meant.own(words) for words in asked),
        confidence=_confidence(message, left),
        not_understood=" ".join(left),
    )


def _in_own_words(slot: HeardSlot, meant: Spelled) -> HeardSlot:
    """Evidence and names are the lead's own letters; only the rules read what was meant."""
    value = meant.own(slot.value) if isinstance(slot.value, str) and SLOTS[slot.name].type in _OWN_WORDS else slot.value
    return replace(slot, evidence=meant.own(slot.evidence), value=value)


_OWN_WORDS = ("text", "address")
READERS: tuple[Callable[[Message], None], ...] = (
    small_talk.read_small_talk,
    replies.read_just_looking,
    fact_sides.read_intent,
    asked_name.read_asked_name,
    aside_facts.read_aside_facts,
    fact_places.read_address,
    fact_places.read_home_asked_about,
    fact_places.read_place_alone,
    facts.read_rooms,
    fact_times.read_timeline,
    fact_money.read_money,
    facts.choice_reader("buyer.preapproval", loan.PREAPPROVAL, "buyer"),
    facts.read_lender,
    fact_places.read_moving_to,
    facts.read_motivation,
    facts.choice_reader("seller.condition", condition.CONDITION, "seller"),
    wear.read_told_wear,
    replies.read_yes_no,
    replies.read_agreement,
    fact_places.read_area,
    facts.read_extended,
    replies.read_not_interested,
    replies.read_vague,
    reasons.read_told_reason,
    replies.read_free_motivation,
    replies.read_correction,
    fact_sides.take_intent,
    replies.read_acknowledgement,
    replies.read_wishes,
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
        "asks_for_listings",
        "asks_how_it_works",
        "asks_who_sent",
        "says_how_to_reach",
        "wants_appointment",
        "instructs_the_assistant",
        "objection",
    }
)


def _questions(message: Message) -> tuple[str, ...]:
    """The lead's own questions. One that an intent already covers ("can I see the house?") is no second one."""
    found, for_agents = [], True
    for start, end in questions.own_questions(message.reading):
        words = message.folded[start:end]
        covered = any(
            pattern.search(words) and not (name == "asks_for_help" and _asks_fact(words))
            for name, pattern in intents.TABLE
            if name in _COVERS_QUESTION & message.intents
        ) or bool(small_talk.GOODBYE.search(words) or _asks_for_somebody(message, start, end))
        hedge = not _asks_fact(words) and _states_something(message, words)
        if not covered and not hedge:
            found.append(message.reading.text[start:end].strip())
            message.intents.add("question_about_facts" if _asks_fact(words) else "question")
            for_agents = for_agents and bool(asked_of_us.ADVICE.search(words))
            _take_if_general(message, start, end)
    if found and for_agents and "question_about_facts" not in message.intents:
        message.intents.add("asks_our_agents")
    return tuple(found)


def _take_if_general(message: Message, start: int, end: int) -> None:
    """A question that is made of words of asking alone is understood: it states no fact of the lead's own."""
    for match in questions.FACT_QUESTION.finditer(message.folded, start, end):
        message.reading.take(*match.span())
    words = message.reading.leftover_at(start, end)
    if not _CONDITION.search(message.folded, start, end) and all(_only_asks(message, at, word) for at, word in words):
        message.remark(start, end)


def _asks_for_somebody(message: Message, start: int, end: int) -> bool:
    """ "Is this Kelsey?" was read as asking who writes."""
    return "asks_who_writes" in message.intents and not message.reading.leftover(start, end)


_CONDITION = re.compile(r"\b(?:if|unless|suppose|assuming|si)\b")
_WHERE_IT_LIES = re.compile(r"\b(?:on|at|in|near|by|around|off|en|de|sobre|named|called)(?: (?:the|la|el))? (?:\w+ )?$")


def _only_asks(message: Message, at: int, word: str) -> bool:
    """A word of asking, a common one, or the name of a place that is asked about."""
    word = word.removesuffix("'s")
    if word in vocabulary.QUESTION or word in vocabulary.ALWAYS or word in vocabulary.LIFE or word.endswith("n't"):
        return True
    if word in everyday.HOME_PARTS:
        return message.side != "seller"
    if word in everyday.EVERYDAY or telling.is_tellable(word):
        return True
    return word.isalpha() and bool(_WHERE_IT_LIES.search(message.folded, 0, at))


def _states_something(message: Message, words: str) -> bool:
    """ "Maybe 400k?" states a fact. Buying and selling are also just spoken of: "can I sell it fast?" """
    told = (slot for slot in message.slots if slot.name != "lead.intent" or message.asks("lead.intent"))
    return any(slot.evidence.casefold() in words for slot in told if not slot.vague)


def _asks_fact(words: str) -> bool:
    return bool(questions.FACT_QUESTION.search(words))


def _take_answers(message: Message) -> None:
    for match in trouble.LEGAL_OR_MONEY.finditer(message.folded):
        message.reading.take(*match.span())
    if any(not slot.vague for slot in message.slots):
        for hedge in small_talk.HEDGE.finditer(message.folded):
            message.reading.take(*hedge.span())
    for pattern, group in ((answer_words.YES, "yes"), (answer_words.NO, "no")):
        answer = pattern.match(message.reading.unread())
        if answer and message.slots:
            message.reading.take(*answer.span(group))


def _left(message: Message) -> list[str]:
    """Words that may still say something that is asked for."""
    life = message.side == "buyer" or ("seller.motivation" in message.known and not message.asks("seller.motivation"))
    wishes = message.side == "buyer"
    home = any(slot.name == "seller.condition" and not slot.vague for slot in message.slots)
    days = not (message.pending.endswith(".timeline") and not message.has(message.pending))
    left = [
        (at, word)
        for at, word in message.reading.leftover_at()
        if not vocabulary.harmless(word, life=life, wishes=wishes, days=days, home=home)
    ]
    told = narrative.told_words(message, left)
    if left and len(told) == len(left):
        message.remarked = True
    return [word for at, word in left if at not in told]


def _complete(message: Message, left: list[str]) -> bool:
    """Every meaningful word was understood. Whether the answer needs words of its own is for the decision to say."""
    says_something = bool(message.slots or message.intents or message.remarked)
    unsure = any(slot.confidence < 0.65 and not slot.vague for slot in message.slots)
    if _is_settled(message, left):
        return not unsure
    if _leaves_place(message):
        return False
    return says_something and not left and not unsure


_SAYS_WHERE = ("buyer.area", "lead.area", "seller.moving_to", "seller.area", "seller.address")


def _leaves_place(message: Message) -> bool:
    """A place was named that no slot holds: where a buyer looks or a seller goes, while that is open."""
    if any(message.has(name) for name in _SAYS_WHERE):
        return False
    name = "seller.moving_to" if message.side == "seller" else "buyer.area"
    return name not in message.known and places.unheard(message.reading)


_PERSON_TAKES_OVER = frozenset({"asks_for_person", "legal_or_money_trouble", "anger", "threat", "wants_appointment"})
_OVER = frozenset({"not_interested", "wrong_number"})
_TURNS = re.compile(r"\b(?:but|unless|except|maybe|until|however|though|pero|aunque|quiza|tal vez|a menos)\b")


def _is_settled(message: Message, left: list[str]) -> bool:
    """What is left unread can change nothing: a person takes over and reads it, or the lead has said farewell."""
    if any(sign.isdigit() for word in left for sign in word) or message.intents & {"question", "question_about_facts"}:
        return False
    if message.intents & _PERSON_TAKES_OVER:
        return True
    return bool(message.intents & _OVER) and not _TURNS.search(message.folded)


def _confidence(message: Message, left: list[str]) -> float:
    definite = [slot.confidence for slot in message.slots if not slot.vague]
    telling = message.intents - {"greeting", "thanks"}
    if definite:
        return round(sum(definite) / len(definite) - min(0.25, 0.03 * len(left)), 3)
    if telling or message.slots:
        return 0.8
    return 0.3 if left or not message.folded.strip() else 0.7
