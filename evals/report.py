"""The report, and the comparison with the floors."""

import json
from pathlib import Path

from evals.figures import Figures

BASELINE = Path(__file__).parent / "baseline.json"
HEADING = (
    "Rules path, in process, no model. {count} conversations written by us, seen while the rules were written: a check "
    "against regressions, not a measure of quality on real leads."
)


def floors(path: Path = BASELINE) -> dict[str, float]:
    loaded = json.loads(path.read_text(encoding="utf-8"))
    return {name: float(value) for name, value in loaded["floors"].items()}


def regressions(found: dict[str, float], wanted: dict[str, float]) -> list[str]:
    """One sentence per figure that lies below its floor or is gone."""
    sentences = []
    for name, floor in sorted(wanted.items()):
        value = found.get(name)
        if value is None:
            sentences.append(f"{name} is missing; its floor is {floor:g}")
        elif value < floor:
            sentences.append(f"{name} is {value:g}, below its floor of {floor:g}")
    return sentences


def text_report(figures: Figures) -> str:
    lines = [HEADING.format(count=figures.conversations), "", f"{'slot':26}{'right':>6}{'false':>6}{'missed':>7}"]
    lines[-1] += f"{'precision':>11}{'recall':>8}{'F1':>7}"
    for name, hits in sorted(figures.slots.items()):
        counts = f"{name:26}{hits.right:6}{hits.false:6}{hits.missed:7}"
        lines.append(f"{counts}{hits.precision:11.2f}{hits.recall:8.2f}{hits.f1:7.2f}")
    lines.append("")
    lines += [f"{name:26}{abs(value):8.2f}" for name, value in figures.named().items() if not name.startswith("f1.")]
    share = figures.complete_turns / figures.turns if figures.turns else 0.0
    lines.append(f"{'rules_share':26}{share:8.2f}  of {figures.turns} turns a rule understood every word")
    lines.append(f"{'texts':26}{figures.texts:8}  of which {figures.texts_for_model} would be worded by a model")
    for title, found in (
        ("Not as labelled", figures.misses),
        ("Forbidden effects", figures.forbidden),
        ("Repeated questions", figures.repeated_questions),
        ("Broken texts", figures.broken_texts),
    ):
        if found:
            lines += ["", f"{title}:", *(f"  {line}" for line in found)]
    return "\n".join(lines)
