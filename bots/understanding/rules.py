"""Understanding by rules: sure where it speaks, and honest about what it did not understand."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bots.answers import Heard, HeardSlot
from bots.roles.table import SLOTS
from bots.slots import SlotRecord
from bots.understanding import choices, intents, money, places, rooms, timespans
from bots.understanding.language import detect_language
from bots.understanding.words import Reading

MAX_CHARACTERS = 4000  # a text has at most 1600; what is longer is read up to here and is never complete
_BUDGET_CUE = re.compile(
    r"budget|spend|afford|up to|\bmax|\bunder\b|\bpay\b|buy\b|presupuesto|gastar|hasta|tope|maximo|comprar"
)
_PRICE_CUE = re.compile(r"asking|\bget\b|\btake\b|\bsell\b|list (?:it )?for|\bpido\b|vender|happy with|\bwant for it")
_DEBT_CUE = re.compile(r"\bowe|mortgage|\blien|payoff|pay off|left on|\bloan|debo|debemos|hipoteca|prestamo|gravamen")
_OTHER_MONEY = re.compile(
    r"down payment|enganche|\brent|renta|\btax|per month|a month|/mo|al mes|appraised|zillow|zestimate|"
    r"neighbor|comps?\b"
)
_OTHER_AFTER = re.compile(rf"\s*(?:for|as|in|on|de|para)?\s*(?:the|a|my|our|el|la)?\s*(?:{_OTHER_MONEY.pattern})")
_CLAUSES = re.compile(r"[;!?\n]|\. |\b(?:and|but|y|pero)\b")
_TOO_SOON = re.compile(
    r"(?: \w+){0,3} (?:too (?:fast|soon|quick|early|tight)|not enough|(?:muy|"
    r"demasiado) (?:pronto|rapido))\b"
)
_FREE_TEXT = ("seller.mortgage", "seller.upgrades", "seller.decision_maker")
_DECIDERS = re.compile(
    r"\b(?:(?:just|only) (?:me|myself)|(?:me and )?my (?:wife|husband|spouse|partner|brother|sister|mom|"
    r"dad|siblings?|family)|solo yo|"
    r"mi (?:espos[oa]|herman[oa]|pareja|familia|mama|papa))\b"
)
_WHY_VAGUE = (
    "seller.price",
    "buyer.budget",
    "seller.motivation",
    "seller.address",
    "buyer.area",
    "lead.area",
    "lead.intent",
)


@dataclass(slots=True)
class _Message:
    """One turn's words with what the rules need to read them, and what they found so far."""

    reading: Reading
    pending: str
    role: str
    known: Mapping[str, SlotRecord]
    today: date
    yes_days: int
    slots: list[HeardSlot] = field(default_factory=list)
    intents: set[str] = field(default_factory=set)
    side: str = ""

    @property
    def folded(self) -> str:
        return self.reading.folded

    def asks(self, *names: str) -> bool:
        return self.pending in names

    def hear(self, name: str, value: int | str | bool, start: int, end: int, confidence: float) -> None:
        """A definite value; the first rule that speaks of a slot keeps it."""
        evidence = self.reading.take(start, end)
        if evidence and not self.has(name):
            self.slots.append(HeardSlot(name, value, SLOTS[name].unit, evidence, confidence))

    def hear_vague(self, name: str, start: int, end: int) -> None:
        evidence = self.reading.take(start, end)
        self.slots.append(HeardSlot(name, None, SLOTS[name].unit, evidence, 0.4, vague=True))

    def has(self, name: str) -> bool:
        return any(slot.name == name for slot in self.slots)


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
    message = _Message(reading, pending_slot, role, known, today, timeline_yes_days)
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


# -- Which side the lead is on -----------------------------------------------------------------------------------------


def _read_intent(message: _Message) -> None:
    """Buying, selling or both; also settles on whose slots the other facts land."""
    said = choices.intents_said(message.reading, asked=message.asks("lead.intent"))
    if "both" in said or {"buy", "sell"} <= set(said):
        value, spans = "both", list(said.values())
    elif said:
        value, spans = next(iter(said)), [next(iter(said.values()))]
    else:
        message.side = _side(message, None)
        return
    message.side = _side(message, value)
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    if message.role == "lead" or _is_other_side(message.role, value):
        # Not marked as understood yet: "buy a 3 bed house" also holds the bedrooms.
        message.slots.append(HeardSlot("lead.intent", value, "", message.reading.text[start:end].strip(), 0.95))


def _take_intent(message: _Message) -> None:
    for phrase in choices.INTENT:
        for match in phrase.pattern.finditer(message.folded):
            if not phrase.only_asked or message.has("lead.intent"):
                message.reading.take(*match.span())


def _is_other_side(role: str, value: str) -> bool:
    return (role, value) in {("buyer", "sell"), ("buyer", "both"), ("seller", "buy"), ("seller", "both")}


def _side(message: _Message, said: str | None) -> str:
    if said in ("buy", "sell"):
        return "buyer" if said == "buy" else "seller"
    if message.role != "lead":
        return message.role
    record = message.known.get("lead.intent")
    value = said or (record["value"] if record and not record["vague"] else None)
    return {"buy": "buyer", "sell": "seller", "both": "seller"}.get(value or "", "lead")


# -- Facts -------------------------------------------------------------------------------------------------------------


def _read_address(message: _Message) -> None:
    if message.side == "buyer" and not message.asks("seller.address"):
        return
    found = places.address(message.reading, asked=message.asks("seller.address"))
    if found is not None:
        start, end, confidence = found
        message.hear("seller.address", message.reading.text[start:end].strip(" ,.\n"), start, end, confidence)


def _read_rooms(message: _Message) -> None:
    if message.side == "seller":
        return
    if (size := rooms.size_sqft(message.reading)) and SLOTS["buyer.size_sqft"].minimum <= size[0]:
        message.hear("buyer.size_sqft", *size, 0.9)
    asked = message.asks("buyer.bedrooms")
    found = rooms.bedrooms(message.reading, asked=asked)
    if found is not None and (message.side == "buyer" or asked):
        message.hear("buyer.bedrooms", *found, 0.95)
        for bath in rooms.BATHROOMS.finditer(message.folded):
            message.reading.take(*bath.span())


def _read_timeline(message: _Message) -> None:
    asked = message.asks("seller.timeline", "buyer.timeline", "lead.timeline")
    spans = timespans.timespans(message.reading, message.today, asked=asked)
    name = f"{message.side}.timeline"
    denied = [span for span in spans if re.search(r"\bnot\s+(?:in\s+)?$|\bno\s+$", message.folded[: span.start])]
    for span in denied if len(spans) > 1 else []:
        message.reading.take(span.start, span.end)
        spans.remove(span)
    spans = [span for span in spans if not _TOO_SOON.match(message.folded, span.end)]
    if spans and spans[-1].days <= SLOTS[name].maximum:
        for span in spans[:-1]:
            message.reading.take(span.start, span.end)
        message.hear(name, spans[-1].days, spans[-1].start, spans[-1].end, 0.9)


def _read_money(message: _Message) -> None:
    asked = message.asks("seller.price", "buyer.budget")
    corrects = bool(intents.CORRECTION.search(message.folded)) and _money_slot(message) in message.known
    amounts = money.amounts(message.reading, asked_for_money=asked or corrects)
    kept = [amount for amount in amounts if not amount.denied] or amounts
    for amount in amounts:
        if amount.denied and len(amounts) > 1:
            message.reading.take(amount.start, amount.end)
    for amount in reversed(kept):
        _place_amount(message, amount)


def _money_slot(message: _Message) -> str:
    return {"seller": "seller.price", "buyer": "buyer.budget"}.get(message.side, "")


def _place_amount(message: _Message, amount: money.Amount) -> None:
    """The words before an amount say whose it is; without any the side of the lead does."""
    line_start, line_end = message.reading.line_of(amount.start)
    clause = _CLAUSES.split(message.folded[line_start : amount.start])[-1]
    after = message.folded[amount.end : line_end]
    if _OTHER_MONEY.search(clause) or _OTHER_AFTER.match(after):
        return
    if _DEBT_CUE.search(clause) or re.match(r"\s*(?:left|mortgage|loan|de hipoteca)", after):
        message.hear("seller.mortgage", message.reading.text[amount.start : amount.end], amount.start, amount.end, 0.9)
        for cue in _DEBT_CUE.finditer(message.folded, line_start, line_end):
            message.reading.take(*cue.span())
        return
    name = _money_slot(message)
    both = any(slot.name == "lead.intent" and slot.value == "both" for slot in message.slots)
    if message.side == "lead" or both:
        name = "buyer.budget" if _BUDGET_CUE.search(clause) else "seller.price" if _PRICE_CUE.search(clause) else name
    slot = SLOTS.get(name)
    if slot and slot.minimum <= amount.usd <= slot.maximum:
        hedged = bool(re.search(r"\b(?:maybe|perhaps|quiza|tal vez)\b", clause))
        message.hear(name, amount.usd, amount.start, amount.end, 0.7 if hedged else 0.95 if amount.sure else 0.85)


def _choice_reader(name: str, table: tuple[choices.Phrase, ...], side: str) -> Callable[[_Message], None]:
    def read(message: _Message) -> None:
        asked = message.asks(name)
        if not asked and message.side != side:
            return
        found = choices.chosen(message.reading, table, asked=asked)
        if found is not None:
            value, start, end = found
            message.hear(name, value, start, end, 0.95 if asked else 0.85)
            _take_same(message, table, value)

    return read


def _take_same(message: _Message, table: tuple[choices.Phrase, ...], value: str) -> None:
    """Other words for the same value are understood with it; of a home's condition the worst word stands for all."""
    for phrase in table:
        if not phrase.only_asked and (phrase.value == value or table is choices.CONDITION):
            for match in phrase.pattern.finditer(message.folded):
                message.reading.take(*match.span())


def _read_moving_to(message: _Message) -> None:
    found = places.moving_to(message.reading) if message.side == "seller" else None
    if found is not None:
        start, end = found
        message.hear("seller.moving_to", message.reading.text[start:end], start, end, 0.85)


def _read_motivation(message: _Message) -> None:
    # Without the question asked, "moving to" of a buyer or "baby" of a small talker says nothing of a sale.
    _choice_reader("seller.motivation", choices.MOTIVATION, "seller")(message)


def _read_area(message: _Message) -> None:
    whole_answer = message.asks("buyer.area", "lead.area") and not message.slots and not message.intents
    found = places.area(message.reading, asked=whole_answer)
    if found is None or intents.VAGUE.search(message.folded[found[0] : found[1]]):
        return
    start, end, confidence = found
    name = f"{message.side}.area"
    message.hear(name, message.reading.text[start:end].strip(" ,."), start, end, confidence)


def _read_extended(message: _Message) -> None:
    """Answers to the extended set; free text only when it was asked for."""
    _choice_reader("seller.contact_channel", choices.CONTACT_CHANNEL, "")(message)
    if message.asks("seller.decision_maker") and (match := _DECIDERS.search(message.folded)):
        message.hear("seller.decision_maker", match.group(), *match.span(), 0.95)
    if message.asks(*_FREE_TEXT) and not message.slots and not message.intents:
        text = message.reading.text.strip()
        if text and "?" not in text and not intents.VAGUE.search(message.folded):
            message.hear(message.pending, text[:200], 0, len(text), 0.8)


# -- Yes, no and maybe -------------------------------------------------------------------------------------------------

YES_MEANS: dict[str, tuple[str | bool, float]] = {
    "buyer.preapproval": ("approved", 0.7),
    "seller.listed_before": (True, 0.95),
    "seller.mortgage": ("yes", 0.8),
}
NO_MEANS: dict[str, tuple[str | bool, float]] = {
    "buyer.preapproval": ("not_started", 0.85),
    "seller.listed_before": (False, 0.95),
    "seller.mortgage": ("none", 0.9),
    "seller.upgrades": ("none", 0.9),
    "seller.decision_maker": ("nobody else", 0.8),
    "seller.condition": ("move_in_ready", 0.6),
}


def _read_yes_no(message: _Message) -> None:
    """A bare yes or no to what was asked. It answers nothing when the message already did."""
    if not message.pending or message.has(message.pending):
        return
    yes, no = intents.YES.match(message.folded), intents.NO.match(message.folded)
    if yes and message.pending == "seller.timeline":
        message.hear(message.pending, message.yes_days, *yes.span("yes"), 0.9)
    elif yes and message.pending in YES_MEANS:
        value, confidence = YES_MEANS[message.pending]
        message.hear(message.pending, value, *yes.span("yes"), confidence)
    elif no and message.pending in NO_MEANS:
        value, confidence = NO_MEANS[message.pending]
        message.hear(message.pending, value, *no.span("no"), confidence)
    elif no and message.pending in ("seller.timeline", "buyer.timeline", *_WHY_VAGUE) and not message.slots:
        message.hear_vague(message.pending, *no.span("no"))


def _read_vague(message: _Message) -> None:
    match = intents.VAGUE.search(message.folded)
    if match is None:
        return
    if message.pending and not message.has(message.pending):
        message.hear_vague(message.pending, *match.span())
        message.intents.add("vague")
    message.reading.take(*match.span())


def _read_free_motivation(message: _Message) -> None:
    """A reason in words of the lead's own is still a reason; the model may say which."""
    if not message.asks("seller.motivation") or message.slots or message.intents or "?" in message.folded:
        return
    words = [word for word in message.reading.leftover() if len(word) > 2]
    if len(words) >= 2:
        start = message.folded.index(words[0])
        message.slots.append(
            HeardSlot("seller.motivation", "other", "", message.reading.text[start:].strip()[:200], 0.6)
        )


def _read_correction(message: _Message) -> None:
    changed = any(
        slot.name in message.known and not slot.vague and message.known[slot.name]["value"] != slot.value
        for slot in message.slots
    )
    if changed:
        message.intents.add("correction")
    if message.slots:
        for match in intents.CORRECTION.finditer(message.folded):
            message.reading.take(*match.span())


def _read_not_interested(message: _Message) -> None:
    """ "Not selling, I want to buy" is a change of mind, no farewell: only words without a fact say goodbye."""
    if "wrong_number" in message.intents or any(not slot.vague for slot in message.slots):
        return
    if match := intents.NOT_INTERESTED.search(message.folded):
        message.reading.take(*match.span())
        message.intents.add("not_interested")
        message.slots.clear()


READERS: tuple[Callable[[_Message], None], ...] = (
    _read_intent,
    _read_address,
    _read_rooms,
    _read_timeline,
    _read_money,
    _choice_reader("buyer.preapproval", choices.PREAPPROVAL, "buyer"),
    _read_moving_to,
    _read_motivation,
    _choice_reader("seller.condition", choices.CONDITION, "seller"),
    _read_area,
    _read_extended,
    _read_yes_no,
    _read_not_interested,
    _read_vague,
    _read_free_motivation,
    _read_correction,
    _take_intent,
)


# -- The rest ----------------------------------------------------------------------------------------------------------

_COVERS_QUESTION = frozenset(
    {"asks_if_bot", "asks_for_person", "wants_appointment", "instructs_the_assistant", "objection"}
)


def _questions(message: _Message) -> tuple[str, ...]:
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


def _small_talk(message: _Message) -> None:
    for match in intents.LEGAL_OR_MONEY.finditer(message.folded):
        message.reading.take(*match.span())
    for name, pattern in (("greeting", intents.GREETING), ("thanks", intents.THANKS)):
        for match in pattern.finditer(message.folded):
            message.intents.add(name)
            message.reading.take(*match.span())
    for pattern, group in ((intents.YES, "yes"), (intents.NO, "no")):
        match = pattern.match(message.folded)
        if match and message.slots:
            message.reading.take(*match.span(group))


_NEEDS_LISTENING = frozenset({"question", "objection"})


def _complete(message: _Message, left: list[str], questions: tuple[str, ...]) -> bool:
    """Every meaningful word was understood, and what was understood needs no words of its own in the answer."""
    says_something = bool(message.slots or message.intents)
    facts_only = not questions or "question_about_facts" in message.intents
    unsure = any(slot.confidence < 0.65 and not slot.vague for slot in message.slots)
    return says_something and not left and facts_only and not unsure and not message.intents & _NEEDS_LISTENING


def _confidence(message: _Message, left: list[str]) -> float:
    definite = [slot.confidence for slot in message.slots if not slot.vague]
    telling = message.intents - {"greeting", "thanks"}
    if definite:
        return round(sum(definite) / len(definite) - min(0.25, 0.03 * len(left)), 3)
    if telling or message.slots:
        return 0.8
    return 0.3 if left or not message.folded.strip() else 0.7
