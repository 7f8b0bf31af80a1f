"""What is known of a lead, slot by slot, in the shape that a conversation stores.

`Slots` maps a slot's full name to its record: value, unit, evidence, confidence, vague, message_id, source ("lead" or
"crm"), at (ISO, UTC) and history (earlier values, oldest first). Nothing here changes its arguments.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bots.answers import Heard, HeardSlot
from bots.roles.base import BotRole, Slot
from bots.roles.table import SLOTS

SlotRecord = dict[str, Any]
Slots = dict[str, SlotRecord]
_HISTORY_KEEPS = ("value", "evidence", "message_id", "source", "at", "vague")


def merged(
    known: Mapping[str, SlotRecord],
    heard: Heard,
    message_id: int | None,
    at: datetime,
    *,
    messages: Sequence[tuple[int, str]] = (),
) -> Slots:
    """Known slots with what was heard on top: corrections replace, a vague word never replaces a definite one.

    `messages`: the turn's (id, body) pairs; each slot is then credited to the newest message that holds its evidence,
    else to `message_id`. Merging the same words twice changes nothing.
    """
    slots: Slots = dict(known)
    for slot in heard.slots:
        before = slots.get(slot.name)
        if before is None or _replaces(slot, before):
            source_id = _message_of(slot.evidence, messages, message_id)
            slots[slot.name] = _record(slot, before, source_id, at)
    return slots


# A second value of these stands beside the first: one more reason, one more place, a purpose besides the other.
_ADDS = frozenset({"seller.motivation", "seller.moving_to", "seller.upgrades", "buyer.area", "lead.area"})
# Of these the later stage follows from the earlier one and takes nothing back.
_STAGES = {"buyer.preapproval": ("not_started", "in_progress", "approved")}


def corrects(known: Mapping[str, SlotRecord], slot: HeardSlot, *, says_so: bool = False) -> bool:
    """The lead takes back a definite value of their own. Saying it again, more exactly, or one more thing of its kind
    takes nothing back, and neither does a loan that has come further. `says_so`: the words themselves take something
    back ("actually", "I meant"), so that one more thing of its kind stands in place of the first."""
    before = known.get(slot.name)
    if before is None or slot.vague or before["vague"] or before["source"] != "lead":
        return False
    if slot.name in _ADDS and not says_so:
        return False
    old, new = before["value"], slot.value
    stages = _STAGES.get(slot.name, ())
    if old in stages and new in stages:
        return stages.index(new) < stages.index(old)
    if isinstance(old, str) and isinstance(new, str):
        return not _says_more(old, new)
    return bool(old != new)


def _says_more(old: str, new: str) -> bool:
    """One holds the words of the other: "10418 Heron" and "10418 Heron Bay Ct, Riverview FL"."""
    one, other = (set(re.findall(r"\w+", words.casefold())) for words in (old, new))
    return one <= other or other <= one


def with_crm_values(known: Mapping[str, SlotRecord], attributes: Mapping[str, Any], at: datetime) -> Slots:
    """Known slots with the CRM's filled fields as a weaker source: the lead's own words always stand above them.

    A field that holds what the lead told another role is our own write come back, not a second fact.
    """
    slots: Slots = dict(known)
    told = {slot.crm_attribute for slot in SLOTS.values() if slots.get(slot.name, {}).get("source") == "lead"}
    for slot in _slots_of_crm():
        if slot.crm_attribute in told:
            continue
        value = _usable_crm_value(slot, attributes.get(slot.crm_attribute))
        before = slots.get(slot.name)
        if value is None or (before is not None and (before["source"] == "lead" or before["value"] == value)):
            continue
        slots[slot.name] = {
            "value": value,
            "unit": slot.unit,
            "evidence": "",
            "confidence": 0.6,
            "vague": False,
            "message_id": None,
            "source": "crm",
            "at": at.isoformat(),
            "history": _history(before),
        }
    return slots


def record_of(slots: Mapping[str, SlotRecord], slot: Slot) -> SlotRecord | None:
    """The record of a fact, its own or one that another role heard; a definite one before a vague one."""
    found = [slots[name] for name in (slot.name, *slot.also_from) if name in slots]
    return next((record for record in found if not record["vague"]), found[0] if found else None)


def value_of(slots: Mapping[str, SlotRecord], slot: Slot) -> Any:
    """The definite value, or None when unknown or vague."""
    record = record_of(slots, slot)
    return None if record is None or record["vague"] else record["value"]


def is_known(slots: Mapping[str, SlotRecord], slot: Slot) -> bool:
    return value_of(slots, slot) is not None


def is_vague(slots: Mapping[str, SlotRecord], slot: Slot) -> bool:
    record = record_of(slots, slot)
    return record is not None and bool(record["vague"])


def missing(slots: Mapping[str, SlotRecord], role: BotRole, *, extended: bool) -> tuple[Slot, ...]:
    """Slots of the role that are not known, in the order of asking: never answered before vaguely answered."""
    open_slots = [slot for slot in role.asked_slots(extended=extended) if not is_known(slots, slot)]
    return tuple(sorted(open_slots, key=lambda slot: is_vague(slots, slot)))  # sorted() keeps the order otherwise


def answered_core(slots: Mapping[str, SlotRecord], role: BotRole) -> int:
    return sum(is_known(slots, SLOTS[name]) for name in role.core)


def known_for_prompt(slots: Mapping[str, SlotRecord]) -> str:
    """One line per definite fact, for a prompt's `known_slots`; "nothing yet" when there is none."""
    lines = [f"{SLOTS[name].label}: {shown(record)}" for name, record in sorted(slots.items()) if not record["vague"]]
    return "\n".join(lines) or "nothing yet"


def shown(record: SlotRecord) -> str:
    """A value as people read it: "$450,000", "45 days", "yes"."""
    value, unit = record["value"], record["unit"]
    if record["vague"] or value is None:
        return "vague"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unit == "usd":
        return f"${value:,}"
    if unit in ("days", "sqft"):
        return f"{value:,} {unit}"
    return str(value).replace("_", " ")


def _replaces(slot: HeardSlot, before: SlotRecord) -> bool:
    if before["source"] == "crm":
        return not slot.vague
    if slot.vague:
        return False
    return bool(before["vague"]) or slot.value != before["value"]


def _record(slot: HeardSlot, before: SlotRecord | None, message_id: int | None, at: datetime) -> SlotRecord:
    return {
        "value": slot.value,
        "unit": slot.unit,
        "evidence": slot.evidence,
        "confidence": slot.confidence,
        "vague": slot.vague,
        "message_id": message_id,
        "source": "lead",
        "at": at.isoformat(),
        "history": _history(before),
    }


def _history(before: SlotRecord | None) -> list[dict[str, Any]]:
    if before is None:
        return []
    return [*before.get("history", []), {key: before.get(key) for key in _HISTORY_KEEPS}]


def _message_of(evidence: str, messages: Sequence[tuple[int, str]], otherwise: int | None) -> int | None:
    wanted = evidence.casefold()
    return next((pk for pk, body in reversed(messages) if wanted in body.casefold()), otherwise)


def _slots_of_crm() -> tuple[Slot, ...]:
    """One slot per CRM attribute: where roles share a fact, the role that asks for it keeps it."""
    by_attribute: dict[str, Slot] = {}
    for slot in SLOTS.values():
        if slot.name != "lead.timeline":
            by_attribute.setdefault(slot.crm_attribute, slot)
    return tuple(by_attribute.values())


def _usable_crm_value(slot: Slot, value: Any) -> Any:
    """A CRM value as the slot holds it, or None when it does not fit: a field of the wrong type is no fact."""
    if value is None or value == "" or isinstance(value, list | dict):
        return None
    if slot.type in ("money", "days", "count"):
        return _whole_number(slot, value)
    if slot.type == "yes_no":
        return value if isinstance(value, bool) else {"yes": True, "no": False}.get(str(value).strip().lower())
    text = str(value).strip()
    if slot.type == "choice":
        choice = text.lower().replace(" ", "_").replace("-", "_")
        return choice if choice in slot.choices else None
    return text or None


def _whole_number(slot: Slot, value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    try:
        number = round(float(str(value).replace(",", "").replace("$", "")))
    except (ValueError, OverflowError):
        return None
    return number if slot.minimum <= number <= (slot.maximum or number) else None
