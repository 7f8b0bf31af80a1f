"""How much of a labelled set of texts is hidden: recall by kind, and what was hidden although it should stay.

A text is {id, text, identity, hidden: [{words, kind}], stays: [words], language}. A detail counts as hidden only when
every letter and digit of it is. A city or post code that is written as a part of the known address is hidden with it
by design; it is counted apart. `python -m tests.orchestrator.masking_recall FILE` prints the report.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestrator.contracts import KnownIdentity
from orchestrator.masking.mask import Mask
from orchestrator.spelling.folding import fold

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing that went wrong: `words` of text `id` as `kind` ("STAYS" for words hidden by mistake)."""

    id: str
    kind: str
    words: str
    masked: str


@dataclass(frozen=True, slots=True)
class Report:
    texts: int
    asked: Mapping[str, int]
    found: Mapping[str, int]
    stays: int
    missed: tuple[Slip, ...]
    wrongly_hidden: tuple[Slip, ...]
    part_of_address: int

    def recall(self, *kinds: str) -> float:
        """Share of the details of these kinds that were hidden; 1.0 when there is none."""
        asked = sum(self.asked.get(kind, 0) for kind in kinds)
        return sum(self.found.get(kind, 0) for kind in kinds) / asked if asked else 1.0

    @property
    def wrongly_hidden_share(self) -> float:
        return len(self.wrongly_hidden) / self.stays if self.stays else 0.0

    def text(self) -> str:
        lines = [f"{self.texts} texts"]
        lines += [f"{kind:8} {self.found[kind]:4}/{self.asked[kind]:<4} {self.recall(kind):.4f}" for kind in self.asked]
        lines.append(f"wrongly hidden {len(self.wrongly_hidden)}/{self.stays} {self.wrongly_hidden_share:.4f}")
        lines.append(f"city or post code hidden with its address {self.part_of_address}")
        lines += [f"missed {slip.id} {slip.kind} {slip.words!r}: {slip.masked!r}" for slip in self.missed]
        lines += [f"wrongly hidden {slip.id} {slip.words!r}: {slip.masked!r}" for slip in self.wrongly_hidden]
        return "\n".join(lines)


def measure(path: Path) -> Report:
    return judged(json.loads(path.read_text()))


def judged(texts: Iterable[Mapping[str, Any]]) -> Report:
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    missed: list[Slip] = []
    wrongly: list[Slip] = []
    stays = count = part_of_address = 0
    for entry in texts:
        count += 1
        mask = Mask(identity_of(entry["identity"]))
        spans, masked = mask.spans(entry["text"]), mask.hide(entry["text"])
        for (words, kind), times in Counter((part["words"], part["kind"]) for part in entry["hidden"]).items():
            hits = sum(_is_hidden(entry["text"], start, end, spans) for start, end in _places(words, entry["text"]))
            asked[kind] += times
            found[kind] += min(times, hits)
            missed += [Slip(entry["id"], kind, words, masked)] * (times - min(times, hits))
        stays += len(entry["stays"])
        touched = [
            words
            for words in entry["stays"]
            if not any(_is_untouched(start, end, spans) for start, end in _places(words, entry["text"]))
        ]
        of_address = [words for words in touched if _is_part_of_address(words, entry, spans)]
        part_of_address += len(of_address)
        wrongly += [Slip(entry["id"], "STAYS", words, masked) for words in touched if words not in of_address]
    return Report(count, dict(sorted(asked.items())), found, stays, tuple(missed), tuple(wrongly), part_of_address)


def identity_of(known: Mapping[str, list[str]]) -> KnownIdentity:
    return KnownIdentity(**{kind: tuple(words) for kind, words in known.items()})


def _places(words: str, text: str) -> list[tuple[int, int]]:
    """Where these words stand as whole words. Raises ValueError where they do not: the label is then wrong."""
    whole = rf"(?<!\w){re.escape(words)}(?!\w)" if words[:1].isalnum() and words[-1:].isalnum() else re.escape(words)
    places = [match.span() for match in re.finditer(whole, text)] or [
        match.span() for match in re.finditer(re.escape(words), text)
    ]
    if not places:
        raise ValueError(f"{words!r} does not stand in {text!r}")
    return places


def _is_hidden(text: str, start: int, end: int, spans: Iterable[tuple[int, int, str]]) -> bool:
    hidden = {place for one in spans for place in range(one[0], one[1])}
    return all(place in hidden for place in range(start, end) if text[place].isalnum())


def _is_part_of_address(words: str, entry: Mapping[str, Any], spans: Iterable[tuple[int, int, str]]) -> bool:
    """Whether these words follow the street line in a known address, and stand within a hidden address here."""
    after_street = {
        word for address in entry["identity"]["addresses"] for word in _WORD.findall(fold(address.partition(",")[2]))
    }
    hidden = [(start, end) for start, end, kind in spans if kind == "ADDRESS"]
    return after_street.issuperset(_WORD.findall(fold(words))) and any(
        first <= start and end <= last for start, end in _places(words, entry["text"]) for first, last in hidden
    )


def _is_untouched(start: int, end: int, spans: Iterable[tuple[int, int, str]]) -> bool:
    return all(end <= one[0] or one[1] <= start for one in spans)


if __name__ == "__main__":
    sys.stdout.write(f"{measure(Path(sys.argv[1])).text()}\n")
