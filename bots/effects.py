"""What a decision writes back to the CRM, as values; nothing here touches a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bots.decisions import Decision
from bots.roles import buyer, seller
from bots.roles.table import SLOTS
from bots.slots import SlotRecord


@dataclass(frozen=True, slots=True)
class AddTags:
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemoveTags:
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetFields:
    """By attribute name of the field map. Only what the lead gave, and our own bookkeeping."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    body: str


@dataclass(frozen=True, slots=True)
class Opportunity:
    """`value_cents` is the lead's own price or budget, never a valuation."""

    value_cents: int


Effect = AddTags | RemoveTags | SetFields | Note | Opportunity


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lead stood before or stands after a turn. `tags` are those that the CRM holds as far as we know."""

    role: str
    slots: Mapping[str, SlotRecord]
    temperature: str = ""
    score: int | None = None
    tags: frozenset[str] = frozenset()


TEMPERATURES = ("hot", "warm", "cold")
TEMPERATURE_TAGS = frozenset(f"{word}-{kind}" for word in TEMPERATURES for kind in ("lead", "buyer", "seller"))
VALUE_SLOT = {"seller": seller.PRICE, "buyer": buyer.BUDGET}


def effects(
    decision: Decision,
    before: Standing,
    after: Standing,
    *,
    now: datetime,
    summary: str,
    next_step: str,
    note: str = "",
) -> list[Effect]:
    """Effects of a decision: only differences. `note` is the packet's text and only given on a handoff.

    An opener engages nobody: it sets no tag, no score and no temperature, whatever `after` holds.
    """
    if decision.is_opener:
        return _of_opener(decision, now, next_step)
    wanted = _wanted_tags(decision, after)
    gone = _outdated_temperatures(before, wanted)
    add = tuple(sorted(wanted - before.tags))
    found: list[Effect] = [AddTags(add)] if add else []
    if gone:
        found.append(RemoveTags(gone))
    if fields := _fields(decision, before, after, now, summary, next_step):
        found.append(SetFields(fields))
    if note and decision.hands_off:
        found.append(Note(note))
    value_cents = _changed_value_cents(before, after)
    if value_cents is not None:
        found.append(Opportunity(value_cents))
    return found


def _of_opener(decision: Decision, now: datetime, next_step: str) -> list[Effect]:
    if not decision.speaks:
        return []
    return [SetFields({"next_step": next_step, "last_bot_contact": now.isoformat()})]


def _wanted_tags(decision: Decision, after: Standing) -> set[str]:
    tags = {"ai-engaged"}
    if after.temperature:
        tags.add(f"{after.temperature}-lead")
        if after.role != "lead":
            tags.add(f"{after.temperature}-{after.role}")
    if decision.switch is not None and decision.switch.accepted:
        tags.add(f"handoff-{decision.switch.from_role}-to-{decision.switch.to_role}")
    if decision.hands_off:
        tags.add("human-follow-up-needed")
    if decision.handoff_reason == "hot_and_complete":
        tags |= {"ai-qualified", f"{after.role}-qualified"}
    if decision.handoff_reason == "wants_appointment":
        tags.add("needs-manual-scheduling")
    if {"legal_or_money", "threat"} & set(decision.risk_flags):
        tags.add("compliance-alert")
    if decision.stop_bot:
        tags.add("ai-off")
    return tags


def _outdated_temperatures(before: Standing, wanted: set[str]) -> tuple[str, ...]:
    """Temperature tags that the CRM holds, or that the turn before asked for and that may still be on their way."""
    held = before.tags & TEMPERATURE_TAGS
    if before.temperature:
        held |= {f"{before.temperature}-lead"}
        held |= {f"{before.temperature}-{before.role}"} & TEMPERATURE_TAGS
    return tuple(sorted(held - wanted))


def _fields(
    decision: Decision, before: Standing, after: Standing, now: datetime, summary: str, next_step: str
) -> dict[str, Any]:
    values: dict[str, Any] = {
        SLOTS[name].crm_attribute: record["value"]
        for name, record in after.slots.items()
        if _is_new(name, before, record)
    }
    if after.score is not None and after.score != before.score:
        values["qualification_score"] = after.score
    if after.temperature and after.temperature != before.temperature:
        values["temperature"] = after.temperature
    values["questions_answered"] = decision.score.questions_answered
    values["summary"] = summary
    values["next_step"] = next_step
    if decision.speaks:
        values["last_bot_contact"] = now.isoformat()
    return values


def _is_new(name: str, before: Standing, record: SlotRecord) -> bool:
    """A definite value of the lead's own: what came from the CRM is not written back to it."""
    if record["source"] != "lead" or record["vague"]:
        return False
    earlier = before.slots.get(name)
    return earlier is None or earlier["vague"] or earlier["value"] != record["value"]


def _changed_value_cents(before: Standing, after: Standing) -> int | None:
    slot = VALUE_SLOT.get(after.role)
    record = after.slots.get(slot.name) if slot else None
    if slot is None or record is None or not _is_new(slot.name, before, record):
        return None
    return int(record["value"]) * 100
