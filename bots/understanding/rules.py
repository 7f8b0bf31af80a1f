"""Understanding by rules: sure where it speaks, and honest about what it did not understand."""

from collections.abc import Mapping
from datetime import date

from bots.answers import Heard
from bots.slots import SlotRecord


def understand_by_rules(
    text: str, *, pending_slot: str, role: str, known: Mapping[str, SlotRecord], today: date, language: str
) -> Heard:
    """What the lead's words say. `text` may hold several bubbles, one per line. `language` is the one so far."""
    raise NotImplementedError
