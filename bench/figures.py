"""A measured figure, and how figures are printed and kept."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """`n`: observations behind the value. `ratio`: the value, or value ÷ compared_with, where both were measured."""

    name: str
    value: float
    unit: str
    n: int
    compared_with: str = ""
    ratio: float | None = None
    wanted: str = ""
    met: bool | None = None
    note: str = ""


def keep(figures: Iterable[Figure]) -> None:
    """Merge into bench/results.json by name, so that a run of one bench leaves the others' figures."""
    known: dict[str, dict[str, object]] = {}
    if RESULTS.is_file():
        known = {row["name"]: row for row in json.loads(RESULTS.read_text())}
    known.update({figure.name: asdict(figure) for figure in figures})
    RESULTS.write_text(json.dumps(sorted(known.values(), key=lambda row: str(row["name"])), indent=2) + "\n")


def table(figures: Iterable[Figure]) -> str:
    lines = [f"{'figure':<28}{'value':>12} {'unit':<10}{'n':>8}  {'wanted':<10} {'':<7} note"]
    for figure in figures:
        word = {True: "met", False: "MISSED", None: ""}[figure.met]
        head = f"{figure.name:<28}{figure.value:>12.3f} {figure.unit:<10}{figure.n:>8}"
        lines.append(f"{head}  {figure.wanted:<10} {word:<7} {figure.note}")
    return "\n".join(lines)


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the sorted values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]
