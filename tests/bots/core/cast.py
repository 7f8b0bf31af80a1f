"""Shorthand for the pure parts of the bots: what was heard, what is known, one moment in time."""

from datetime import UTC, date, datetime
from typing import Any

from bots.answers import Heard, HeardSlot
from bots.roles.table import SLOTS
from bots.scoring import ConversationFacts
from bots.situation import Situation
from bots.slots import Slots, merged
from bots.understanding.rules import understand_by_rules

NOW = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def heard_slot(
    name: str, value: Any, *, evidence: str = "", confidence: float = 0.95, vague: bool = False
) -> HeardSlot:
    return HeardSlot(name, None if vague else value, SLOTS[name].unit, evidence or str(value), confidence, vague)


def heard(*slots: HeardSlot, intents: tuple[str, ...] = (), **more: Any) -> Heard:
    return Heard(slots=slots, intents=frozenset(intents), **more)


def known(**values: Any) -> Slots:
    """Known slots: known(seller__price=450000)."""
    slots = (heard_slot(name.replace("__", "."), value) for name, value in values.items())
    return merged({}, heard(*slots), 1, NOW)


HOT_SELLER = {
    "seller__address": "12 Oak St",
    "seller__motivation": "relocation",
    "seller__timeline": 30,
    "seller__condition": "minor_work",
    "seller__price": 450_000,
}
HOT_BUYER = {
    "buyer__budget": 450_000,
    "buyer__preapproval": "cash",
    "buyer__bedrooms": 3,
    "buyer__timeline": 30,
    "buyer__area": "Round Rock",
}


def situation(role: str, before: Slots, words: Heard, **more: Any) -> Situation:
    """The situation after these words were merged into what stood before."""
    return Situation(
        role=role,
        slots=merged(before, words, 2, NOW),
        known_before=before,
        heard=words,
        now=NOW,
        facts=ConversationFacts(),
        **more,
    )


def understood(text: str, pending: str = "", role: str = "", known_slots: Slots | None = None) -> Heard:
    """Rules on a text; the role is that of the pending slot unless given."""
    role = role or (pending.partition(".")[0] or "lead")
    return understand_by_rules(
        text, pending_slot=pending, role=role, known=known_slots or {}, today=TODAY, language="en"
    )


def values(words: Heard) -> dict[str, Any]:
    return {slot.name: slot.value for slot in words.slots if not slot.vague}
