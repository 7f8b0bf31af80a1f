"""From the model's typed answer to `Heard`: whatever the lead's words do not show is dropped."""

import re
from collections.abc import Mapping

from bots.answers import INTENTS, Heard, HeardSlot, UnderstandAnswer, UnderstandSellerExtendedAnswer
from bots.roles.base import Slot
from bots.roles.sides import side_shown
from bots.roles.table import SLOTS
from bots.slots import SlotRecord, corrects
from bots.understanding.told_to_machine import UNBELIEVED, number_is_shown, without_orders
from bots.understanding.words import fold

# Shared facts go to the role that the lead is in; everything else has one home.
SHARED = {"area": "area", "timeline_days": "timeline"}
BY_PROPERTY = {slot.answer_property: slot for slot in SLOTS.values() if slot.answer_property not in SHARED}
SURE_FROM = 0.65
SURE_OF_SAFETY = frozenset(
    {
        "asks_for_person",
        "asks_if_bot",
        "legal_or_money_trouble",
        "anger",
        "threat",
        "wrong_number",
        "instructs_the_assistant",
    }
)

_SAYS_NOTHING = frozenset({"vague", "instructs_the_assistant"})


def heard_from_answer(
    answer: UnderstandAnswer | UnderstandSellerExtendedAnswer, text: str, *, role: str, slots: Mapping[str, SlotRecord]
) -> Heard:
    """Heard slots with evidence that stands in `text` (the lead's own words), in range and of the right type, shown by
    their evidence, the lead's own and not dictated to the machine.

    `role` is the one that speaks, `slots` what was known before. Confidence is held between 0 and 1.
    """
    side = _side(answer, role, slots)
    words = _plain(text)
    heard = []
    for name in type(answer).model_fields:
        stated = getattr(answer, name)
        slot = SLOTS.get(f"{side}.{SHARED[name]}") if name in SHARED else BY_PROPERTY.get(name)
        if slot is not None and stated is not None and _plain(stated.evidence) and _plain(stated.evidence) in words:
            found = _heard_slot(slot, stated.value, stated.evidence.strip(), _share(stated.confidence), stated.vague)
            heard += [found] if found else []
    intents = _with_corrections(frozenset(answer.intents) & frozenset(INTENTS), heard, slots)
    everything = Heard(
        slots=tuple(heard),
        intents=intents,
        language=answer.language,
        complete=False,
        source="model",
        questions=_questions(text) if intents & {"question", "question_about_facts"} else (),
        confidence=_share(answer.confidence),
    )
    return without_orders(everything, text)


def _with_corrections(
    intents: frozenset[str], heard: list[HeardSlot], known: Mapping[str, SlotRecord]
) -> frozenset[str]:
    """The model is not told what is known: whether a value takes an earlier one back is seen from the values."""
    if any(corrects(known, slot) for slot in heard):
        return intents | {"correction"}
    return intents - {"correction"} if any(not slot.vague for slot in heard) else intents


def joined(rules: Heard, model: Heard) -> Heard:
    """Both readings as one: the model's facts before those of the rules, and no alarm of the rules is lost.

    A model that was talked out of hearing "let me speak to a person" changes nothing. A fact of which the rules
    themselves were unsure stands only where the model heard it too.
    """
    said = {slot.name for slot in model.slots}
    sure = (slot for slot in rules.slots if slot.confidence >= SURE_FROM or slot.vague)
    extra = tuple(slot for slot in sure if slot.name not in said and (not slot.vague or not model.slots))
    alarms = rules.intents & SURE_OF_SAFETY
    said_so = rules.intents & {"asks_for_help", "asks_who_writes"}
    # "Can you help me find a home?" looks like a question and is none.
    none = {"question"} if said_so and not rules.questions else set()
    return Heard(
        slots=model.slots + extra,
        intents=(model.intents - none) | alarms | said_so,
        language=model.language,
        complete=rules.complete,
        source="model",
        questions=model.questions or (rules.questions if alarms else ()),
        confidence=_supported(model, rules),
        not_understood=rules.not_understood,
    )


def _supported(model: Heard, rules: Heard) -> float:
    """A model that heard nothing definite is no surer than the rules were of the same words, or than half believed.

    Small talk leaves words that no rule knows; to hear nothing in it is no guess, so it does not count as unsure.
    """
    definite = any(not slot.vague for slot in model.slots)
    if definite or model.intents - _SAYS_NOTHING:
        return model.confidence
    return min(model.confidence, max(rules.confidence, UNBELIEVED))


def _side(answer: UnderstandAnswer | UnderstandSellerExtendedAnswer, role: str, slots: Mapping[str, SlotRecord]) -> str:
    said = answer.intent_buy_or_sell.value if answer.intent_buy_or_sell else None
    record = slots.get("lead.intent")
    if said is None and role == "lead" and record and not record["vague"]:
        said = record["value"]
    if said is None and role == "lead":
        return side_shown(slots)[0] or role
    return {"buy": "buyer", "sell": "seller", "both": role if role != "lead" else "seller"}.get(said or "", role)


def _heard_slot(slot: Slot, value: object, evidence: str, confidence: float, vague: bool) -> HeardSlot | None:
    if vague:
        return HeardSlot(slot.name, None, slot.unit, evidence, min(confidence, 0.4), vague=True)
    if slot.type in ("money", "days", "count"):
        fits = isinstance(value, int) and slot.minimum <= value <= slot.maximum and not isinstance(value, bool)
    elif slot.type == "choice":
        fits = value in slot.choices
    elif slot.type == "yes_no":
        fits = isinstance(value, bool)
    else:
        fits = isinstance(value, str) and 0 < len(value.strip()) <= 300
    if not fits or not isinstance(value, int | str) or not number_is_shown(slot.type, value, evidence):
        return None
    return HeardSlot(slot.name, value.strip() if isinstance(value, str) else value, slot.unit, evidence, confidence)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text)).strip()


def _share(confidence: float) -> float:
    return max(0.0, min(1.0, confidence)) if confidence == confidence else 0.0  # NaN is no confidence


def _questions(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.findall(r"[^.!?\n]+\?", text))
