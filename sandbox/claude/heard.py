"""What was heard in a lead's words: facts with their quotes, and signals."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the lead said.

    `value`: dollars, a count, days, a canonical word, or the words themselves; None when vague.
    `quote` is an exact piece of the lead's text; `low`/`high` bound a range; `sort` is the kind of a described thing.
    """

    concept: str
    value: Any
    quote: str
    confidence: float = 0.9
    low: float | None = None
    high: float | None = None
    vague: bool = False
    agrees: bool | None = None
    sort: str = ""


@dataclass(slots=True)
class Heard:
    """Facts by concept and signals by name, each signal with the words that show it.

    `certain`: somebody ordered full confidence, and was obeyed.
    """

    text: str
    language: str = "en"
    facts: dict[str, Fact] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)
    certain: bool = False

    def add(self, fact: Fact) -> None:
        """Keep the first fact of a concept; a later one replaces a vague one."""
        known = self.facts.get(fact.concept)
        if known is None or (known.vague and not fact.vague):
            self.facts[fact.concept] = fact


def fold(text: str) -> str:
    """Return lower case without accents, character for character, so that spans stay the same."""
    return "".join(_FOLDED.get(char, char.lower() if len(char.lower()) == 1 else char) for char in text)


_FOLDED = dict(zip("áéíóúüñÁÉÍÓÚÜÑàèìòùâêîôûç’‘“”–—", "aeiouunaeiouunaeiouaeiouc''\"\"--", strict=True))
