"""What a decision writes back to the CRM, as values; nothing here touches a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bots.decisions import Decision
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
    """Effects of a decision: only differences. `note` is the packet's text and only given on a handoff."""
    raise NotImplementedError
