"""Heard slots against what a reader noted down, message by message."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bots.answers import Heard
from bots.roles.table import SLOTS


@dataclass(slots=True)
class Against:
    """Definite values of labelled messages. A wrong value is both a false and a missed one."""

    right: int = 0
    false: int = 0
    missed: int = 0
    messages: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.false + self.missed) if self.right + self.missed else 1.0

    def add(self, heard: Heard | None, labels: Mapping[str, Any]) -> list[str]:
        """Count one message; returns a sentence for each slot that was not as labelled. A label None says "stated,
        with a value that is not noted": it is counted neither way."""
        said = {SLOTS[slot.name].answer_property: slot.value for slot in heard.slots if not slot.vague} if heard else {}
        self.messages += 1
        faults = []
        for name in sorted(said.keys() | labels.keys()):
            if name in labels and labels[name] is None:
                continue
            if name in said and name in labels and same(said[name], labels[name]):
                self.right += 1
                continue
            self.false += name in said
            self.missed += name in labels
            faults.append(f"{name} is {said.get(name)!r}, labelled {labels.get(name)!r}")
        return faults


def same(heard: Any, label: Any) -> bool:
    """Numbers by value; words without case, accents of typography and an article before them."""
    if isinstance(heard, bool) or isinstance(label, bool) or isinstance(heard, int | float):
        return bool(heard == label)
    return _plain(str(heard)) == _plain(str(label))


def _plain(text: str) -> str:
    words = re.sub(r"[^\w\s]", " ", text.casefold()).split()
    while words and words[0] in ("the", "el", "la", "near", "around", "somewhere", "cerca", "de", "zona"):
        words.pop(0)
    return " ".join(words)
