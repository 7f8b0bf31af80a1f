"""Worded situations: several variants each, so that the same text never reaches one lead twice."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple


class SituationText(NamedTuple):
    """`variant_id` goes into the conversation's `variants_said` when the text is sent."""

    text: str
    variant_id: str


class NothingNewToSay(Exception):
    """Every variant that fits was already said to this lead."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who writes, to whom. `company` is the location's name; `first_name` may be empty."""

    company: str
    first_name: str = ""


def situation_text(
    line: str,
    *,
    role: str,
    slot: str,
    approach: str,
    lead_in: str,
    language: str,
    tone: str,
    speaker: Speaker,
    variants_said: Collection[str],
    max_characters: int = 160,
    disclose: bool = False,
    honest_time: str = "",
    assistant_name: str = "",
) -> SituationText:
    """The words of a situation, at most `max_characters` GSM-7 characters. Raises NothingNewToSay."""
    raise NotImplementedError
