"""Seeded errors of the model look-alike: off unless control turns them on."""

import hashlib
import random
from dataclasses import replace
from typing import Any

from sandbox.claude.heard import Heard

KINDS = ("wrong_slot", "false_evidence", "low_confidence", "off_schema", "refusal")
FALSE_QUOTE = "as I told you on the phone yesterday"
RIVALS = {
    "price": "mortgage",
    "budget": "price",
    "mortgage": "price",
    "money": "mortgage",
    "beds": "baths",
    "baths": "beds",
    "timeline": "beds",
    "motivation": "condition",
    "condition": "motivation",
    "address": "area",
    "area": "address",
    "destination": "area",
    "preapproval": "decider",
    "sqft": "beds",
    "side": "channel",
}


def choose(settings: dict[str, Any], digest: str, times_seen: int) -> tuple[str, random.Random]:
    """Return the error for this request ("" mostly); the same seed and requests give the same errors."""
    source = random.Random(hashlib.sha256(f"{settings['seed']}/{digest}/{times_seen}".encode()).digest())
    kinds = [kind for kind in settings["kinds"] if kind in KINDS]
    if not kinds or source.random() >= float(settings["rate"]):
        return "", source
    return source.choice(kinds), source


def spoil_heard(heard: Heard, kind: str, source: random.Random) -> None:
    """Change what was heard, so that the answer is well-formed and wrong."""
    if kind == "wrong_slot":
        heard.facts = _moved(heard, source)
    elif kind == "false_evidence":
        heard.facts = {name: replace(fact, quote=FALSE_QUOTE) for name, fact in heard.facts.items()}
    elif kind == "low_confidence":
        heard.facts = {
            name: replace(fact, confidence=round(source.uniform(0.05, 0.3), 2)) for name, fact in heard.facts.items()
        }


def _moved(heard: Heard, source: random.Random) -> dict[str, Any]:
    if not heard.facts:
        return heard.facts
    name = source.choice(sorted(heard.facts))
    rival = RIVALS.get(name, "motivation")
    moved = {other: fact for other, fact in heard.facts.items() if other not in {name, rival}}
    return {**moved, rival: replace(heard.facts[name], concept=rival)}


def spoil_text(text: str, source: random.Random) -> str:
    """Return an answer that breaks its schema in one of the ways models do."""
    ways = (
        lambda: f"Sure! Here is what I found:\n```json\n{text}\n```\nLet me know if you need more.",
        lambda: text[: max(2, len(text) * 2 // 3)],
        lambda: text.replace('":', '_x":', 1),
        lambda: "I could not find the details you asked for.",
    )
    return source.choice(ways)()
