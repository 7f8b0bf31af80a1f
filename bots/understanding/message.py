"""One turn's words while rules read them, with what was found so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bots.answers import HeardSlot
from bots.roles.table import SLOTS
from bots.slots import SlotRecord
from bots.understanding.words import Reading


@dataclass(slots=True)
class Message:
    """One turn's words with what the rules need to read them, and what they found so far.

    `remarked`: a courtesy, an aside or something known already was understood, which fills no slot and is no intent.
    """

    reading: Reading
    pending: str
    role: str
    known: Mapping[str, SlotRecord]
    today: date
    yes_days: int
    slots: list[HeardSlot] = field(default_factory=list)
    intents: set[str] = field(default_factory=set)
    side: str = ""
    remarked: bool = False

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

    def remark(self, start: int, end: int) -> None:
        """Words that are understood and call for nothing."""
        self.reading.take(start, end)
        self.remarked = True

    def has(self, name: str) -> bool:
        return any(slot.name == name for slot in self.slots)
