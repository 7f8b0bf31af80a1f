"""Heard slots against what a reader noted down, message by message."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.workload.records import Said
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

    def add(self, said: Mapping[str, Any], labels: Mapping[str, Any]) -> list[str]:
        """Count one message; returns a sentence for each slot that was not as labelled. A label None says "stated,
        with a value that is not noted": it is counted neither way."""
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


def stated(heard: Heard | None) -> dict[str, Any]:
    """Definite values by the names of the model's form, which are the same whoever asks."""
    if heard is None:
        return {}
    return {SLOTS[slot.name].answer_property: slot.value for slot in heard.slots if not slot.vague}


def against(said: Sequence[Said], heard: Sequence[Mapping[str, Any] | None]) -> Against:
    """All labelled messages that made a turn; `heard` is None where a message made none."""
    found = Against()
    for message, values in zip(said, heard, strict=False):
        if message.slots is not None and values is not None:
            found.add(values, message.slots)
    return found


def same(heard: Any, label: Any) -> bool:
    """Numbers by value; words without case, accents of typography and an article before them."""
    if isinstance(heard, bool) or isinstance(label, bool) or isinstance(heard, int | float):
        return bool(heard == label)
    return _plain(str(heard)) == _plain(str(label))


def _plain(text: str) -> str:
    words = re.sub(r"[^\w\s]", " ", text.casefold()).split()
    while words and words[0] in (
        "the",
        "el",
        "la",
        "near",
        "around",
        "somewhere",
        "close",
        "to",
        "cerca",
        "de",
        "zona",
    ):
        words.pop(0)
    return " ".join(words)
