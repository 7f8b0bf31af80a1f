"""Pure: what was ordered to be written down is no statement, and a number must stand in the words that show it."""

import re
from dataclasses import replace

from bots.answers import Heard, HeardSlot
from orchestrator.guards.disguises import fold
from orchestrator.guards.signs import ENOUGH_ASIDE, signs_of

_UNBELIEVED = 0.7  # the most that a reading's own confidence counts for in a text that gives orders
_ORDERED = 0.5  # signs in one sentence from which its facts are not the lead's own
_SENTENCE = re.compile(r"[.!?]+\s|\n+")
_FIGURE = re.compile(r"\d[\d,. ]*\d|\d")
_SCALED = re.compile(r"\b(?:hundred|thousand|million|mil|millon(?:es)?|grand|cien(?:tos)?|\w+cientos)\b")
_IN_WORDS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|half|quarter|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta"
    r"|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|medio|media)\w*\b"
)


def without_orders(heard: Heard, text: str) -> Heard:
    """Without facts that stand in sentences which give orders to the machine; without any where the text is one."""
    shown = signs_of(text).weight
    if not shown:
        return heard
    if shown >= _ORDERED:
        heard = replace(heard, confidence=min(heard.confidence, _UNBELIEVED))
    if shown >= ENOUGH_ASIDE:
        intents = heard.intents | {"instructs_the_assistant"}
        return replace(heard, slots=(), intents=intents, complete=heard.complete and not heard.slots)
    ordered = [fold(part) for part in _SENTENCE.split(text) if signs_of(part).weight >= _ORDERED]
    kept = tuple(slot for slot in heard.slots if not _stands_in(slot, ordered))
    return heard if len(kept) == len(heard.slots) else replace(heard, slots=kept, complete=False)


def number_is_shown(kind: str, value: object, evidence: str) -> bool:
    """Can these words state this amount or count? "450" may be 450 or 450,000; words without any number state none."""
    if kind not in ("money", "count") or not isinstance(value, int):
        return True
    words = fold(evidence)
    if _SCALED.search(words):
        return True
    figures = [_value(figure) for figure in _FIGURE.findall(words)]
    if not figures:
        return kind == "count" or _IN_WORDS.search(words) is not None
    scales = (1, 1_000, 1_000_000) if kind == "money" else (1, 1_000)
    return any(abs(figure * scale - value) < 1 for figure in figures for scale in scales) or bool(
        _IN_WORDS.search(words)
    )


def _stands_in(slot: HeardSlot, sentences: list[str]) -> bool:
    evidence = fold(slot.evidence)
    return any(evidence in sentence or sentence in evidence for sentence in sentences)


def _value(figure: str) -> float:
    """A figure as a number; its separators part thousands unless fewer than three digits follow the last one."""
    digits = figure.replace(" ", "")
    whole, _, rest = digits.replace(",", ".").rpartition(".")
    if whole and len(rest) < 3:
        return float(f"{re.sub(r'[.]', '', whole)}.{rest or 0}")
    return float(re.sub(r"[.,]", "", digits))
