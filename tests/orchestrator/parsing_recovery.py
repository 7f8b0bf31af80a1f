"""How many damaged answers are read without asking again: a labelled set against the parser.

An entry is {id, type, text, recoverable, expect, why}; `type` names an answer type. A recoverable one counts only when
exactly the expected values come out, an unrecoverable one only when nothing is taken.
`python -m tests.orchestrator.parsing_recovery FILE` prints the report.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bots.answers import ComposeAnswer, UnderstandAnswer
from orchestrator.answer_forms.parsing import Unreadable, read_answer
from tests.orchestrator.answers import Reply, Understood

TYPES: Mapping[str, type[BaseModel]] = {
    kind.__name__: kind for kind in (Reply, Understood, ComposeAnswer, UnderstandAnswer)
}


@dataclass(frozen=True, slots=True)
class Slip:
    """One answer that came out wrong, `got` None where nothing was read."""

    id: str
    got: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    recoverable: int
    unrecoverable: int
    missed: tuple[Slip, ...]
    taken: tuple[Slip, ...]
    strategies: Mapping[str, int]

    @property
    def recovered_share(self) -> float:
        return 1 - len(self.missed) / self.recoverable

    def text(self) -> str:
        lines = [
            f"recovered {self.recoverable - len(self.missed)}/{self.recoverable} {self.recovered_share:.4f}",
            f"unrecoverable ones taken {len(self.taken)}/{self.unrecoverable}",
            f"by strategy {dict(self.strategies)}",
        ]
        lines += [f"missed {slip.id}: {slip.got} ({slip.why})" for slip in self.missed]
        lines += [f"taken {slip.id}: {slip.got} ({slip.why})" for slip in self.taken]
        return "\n".join(lines)


def measure(path: Path) -> Report:
    return judged(json.loads(path.read_text()))


def judged(entries: Iterable[Mapping[str, Any]]) -> Report:
    strategies: Counter[str] = Counter()
    missed: list[Slip] = []
    taken: list[Slip] = []
    counts: Counter[bool] = Counter()
    for entry in entries:
        kind = TYPES[entry["type"]]
        counts[entry["recoverable"]] += 1
        try:
            read = read_answer(entry["text"], kind, kind.model_validate)
        except Unreadable as error:
            missed += [Slip(entry["id"], None, str(error))] if entry["recoverable"] else []
            continue
        got = read.answer.model_dump_json(exclude_unset=True)
        if not entry["recoverable"]:
            taken.append(Slip(entry["id"], got, entry["why"]))
        elif read.answer != kind.model_validate(entry["expect"]):
            missed.append(Slip(entry["id"], got, entry["why"]))
        else:
            strategies[read.strategy] += 1
    return Report(counts[True], counts[False], tuple(missed), tuple(taken), dict(sorted(strategies.items())))


if __name__ == "__main__":
    sys.stdout.write(f"{measure(Path(sys.argv[1])).text()}\n")
