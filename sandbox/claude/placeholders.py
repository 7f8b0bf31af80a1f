"""Typed placeholders such as [AMOUNT_1]: read like what they stand for, given back where a schema takes them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.claude.schema_tools import Schema, choices_of, kind_of, resolve, variants

_PLACEHOLDER = re.compile(r"\[(AMOUNT|DATE|COUNT)_\d+\]")
_MOST = 12


@dataclass(slots=True)
class StandIns:
    """Placeholder by the words that were read in its place, and by the number that these mean."""

    by_words: dict[str, str] = field(default_factory=dict)
    by_number: dict[float, str] = field(default_factory=dict)


def with_stand_ins(text: str) -> tuple[str, StandIns]:
    """The text with a quantity that stands nowhere else in it for each placeholder."""
    stand_ins = StandIns()
    for found in dict.fromkeys(_PLACEHOLDER.finditer(text)):
        if found[0] not in stand_ins.by_words.values() and len(stand_ins.by_words) < _MOST:
            words, number = _quantity(found[1], text, len(stand_ins.by_words))
            stand_ins.by_words[words], stand_ins.by_number[number] = found[0], found[0]
    for words, placeholder in stand_ins.by_words.items():
        text = text.replace(placeholder, words)
    return text, stand_ins


def given_back(filled: Any, schema: Any, root: Schema, stand_ins: StandIns) -> Any:
    """The answer with placeholders for stand-ins; a place that takes only numbers says nothing instead."""
    if not stand_ins.by_words:
        return filled
    choices, nullable = variants(schema, root)
    if isinstance(filled, dict):
        properties: Schema = next(
            (one["properties"] for one in choices if set(filled) <= set(one.get("properties") or {})), {}
        )
        return {name: given_back(one, properties.get(name) or {}, root, stand_ins) for name, one in filled.items()}
    if isinstance(filled, list):
        items: Schema = next((resolve(one["items"], root) for one in choices if one.get("items")), {})
        return [given_back(one, items, root, stand_ins) for one in filled]
    if isinstance(filled, str):
        return _words_back(filled, stand_ins.by_words)
    if isinstance(filled, bool) or filled not in stand_ins.by_number:
        return filled
    if any(kind_of(one) == "string" and not choices_of(one) for one in choices):
        return stand_ins.by_number[filled]
    return None if nullable else 0


def _words_back(text: str, by_words: Mapping[str, str]) -> str:
    for words, placeholder in by_words.items():
        text = text.replace(words, placeholder)
    return text


def _quantity(kind: str, text: str, number: int) -> tuple[str, float]:
    if kind == "AMOUNT":
        return f"${411 + number},{317 + number}", float((411 + number) * 1_000 + 317 + number)
    if kind == "DATE":
        return f"in {191 + number} days", float(191 + number)
    free = next((one for one in range(9, 0, -1) if not re.search(rf"\b{one}\b", text) and one != number), 9)
    return str(free - number % 3), float(free - number % 3)
