"""Pure: amounts, dates and counts of a canonical text become typed placeholders, and typed values in the answer.

Two leads who differ only in a figure then share an answer. What a figure is worth to a model ("450" is a price, "4" may
be four bedrooms or 400,000 dollars) is lost with it, so each task has its own switch, off unless a labelled set of
messages says that nothing is lost: see docs/decisions.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from orchestrator.masking.mask import UnresolvedPlaceholder

HIDDEN_FOR: Mapping[str, bool] = {"understand": False, "compose": False}

_AMOUNT = r"\$\d[\d.]*+|\d+(?:\.\d+)?(?:k|\ million)\b"
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:[a-z]{2,6})?\b|(?:enero|febrero|marzo|abril|mayo|junio"
    r"|julio|agosto|septiembre|octubre|noviembre|diciembre)\b"
)
_SPAN = r"\d+(?:-\d+)?\ (?:days|weeks|months|years|días|dias|semanas|mes(?:es)?|años)\b"
_DATE = (
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|(?:{_MONTH})\ \d{{1,2}}(?:st|nd|rd|th)?(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)\b|\d{{1,2}}\ de\ (?:{_MONTH})|{_SPAN}"
)
_QUANTITY = re.compile(
    rf"(?P<kept>\[[A-Z]+_\d+\]|(?:https?://|www\.)\S+)|(?<![\w.])(?:(?P<DATE>{_DATE})|(?P<AMOUNT>{_AMOUNT})"
    r"|(?P<COUNT>\d+(?:\.\d+)?)(?!\w))"
)
_PLACEHOLDER = re.compile(r"\[\s*(?i:(AMOUNT|DATE|COUNT))[\s_-]?(\d{1,4})\s*\]")
_DAYS = {
    "days": 1, "días": 1, "dias": 1, "weeks": 7, "semanas": 7, "months": 30, "mes": 30, "meses": 30, "years": 365,
    "años": 365,
}  # fmt: skip
_IS_MONEY = re.compile(r"dollar|usd|price|budget", re.IGNORECASE)
_ALSO = "; or the placeholder that stands for it in the message, such as [AMOUNT_1], [DATE_1] or [COUNT_1]"


class Quantities:
    """The figures of one request. `hide` its canonical texts in a fixed order, then `restore` its answer."""

    def __init__(self) -> None:
        self._words_of: dict[str, str] = {}
        self._placeholder_of: dict[tuple[str, str], str] = {}
        self._used: dict[str, int] = {}

    @property
    def count(self) -> int:
        return len(self._words_of)

    def hide(self, text: str) -> str:
        """The canonical text with each figure replaced; equal figures get equal placeholders."""
        return _QUANTITY.sub(self._placeholder, text)

    def restore(self, values: Any, schema: Mapping[str, Any]) -> Any:
        """A copy of the answer: words where text was asked, numbers where a number was (days for a span of time).

        `schema` is the one that the caller asked for, before `with_placeholders`. Raises UnresolvedPlaceholder where
        a placeholder is unknown, or stands where a number belongs and has none (a calendar date).
        """
        return self._restored(values, schema, schema)

    def _placeholder(self, match: re.Match[str]) -> str:
        if match["kept"]:
            return match["kept"]
        kind, words = str(match.lastgroup), match.group()
        known = self._placeholder_of.get((kind, words))
        if known is None:
            self._used[kind] = self._used.get(kind, 0) + 1
            known = self._placeholder_of[kind, words] = f"[{kind}_{self._used[kind]}]"
            self._words_of[known] = words
        return known

    def _restored(self, value: Any, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Any:
        if isinstance(value, str):
            return self._text_or_number(value, schema, root)
        shapes = _shapes(schema, root)
        if isinstance(value, dict):
            parts: dict[str, Any] = {}
            for shape in shapes:
                parts |= shape.get("properties", {})
            return {name: self._restored(part, parts.get(name, {}), root) for name, part in value.items()}
        if isinstance(value, list):
            items: Mapping[str, Any] = next(
                (shape["items"] for shape in shapes if isinstance(shape.get("items"), dict)), {}
            )
            return [self._restored(part, items, root) for part in value]
        return value

    def _text_or_number(self, text: str, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Any:
        kinds = {shape.get("type") for shape in _shapes(schema, root)}
        whole = _PLACEHOLDER.fullmatch(text.strip())
        if whole and kinds & {"integer", "number"} and "string" not in kinds:
            is_money = bool(_IS_MONEY.search(_described(schema, root)))
            number = number_of(whole[1].upper(), self._words(whole), is_money=is_money)
            if number is None:
                raise UnresolvedPlaceholder(f"{whole[0]} stands for no number")
            return int(number) if "integer" in kinds else number
        return _PLACEHOLDER.sub(self._words, text)

    def _words(self, match: re.Match[str]) -> str:
        name = f"[{match[1].upper()}_{int(match[2])}]"
        if name not in self._words_of:
            raise UnresolvedPlaceholder(f"the answer holds {name}, which stands for nothing in the question")
        return self._words_of[name]


def number_of(kind: str, words: str, *, is_money: bool) -> float | None:
    """What a figure means as a number: dollars, days, or the count itself; None for a calendar date.

    A bare figure where dollars are asked is read as people say prices of homes: 450 is 450,000 and 1.2 is 1,200,000.
    """
    if kind == "DATE":
        span = re.fullmatch(r"(?:\d+-)?(\d+) (\w+)", words)
        return float(int(span[1]) * _DAYS[span[2]]) if span and span[2] in _DAYS else None
    if kind == "AMOUNT":
        number = float(re.sub(r"[^\d.]", "", words).rstrip("."))
        return round(number * (1_000_000 if "million" in words else 1000 if words.endswith("k") else 1))
    number = float(words)
    if is_money and number < 1000:
        return round(number * (1_000_000 if "." in words and number < 10 else 1000))
    return number


def with_placeholders(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema that a model is sent: wherever a whole number is asked, a placeholder may stand for it."""
    widened = deepcopy(dict(schema))
    for part in (widened, *widened.get("$defs", {}).values()):
        _widen(part)
    return widened


def _widen(schema: dict[str, Any]) -> None:
    for name, part in schema.get("properties", {}).items():
        if part.get("type") == "integer" and not part.keys() & {"enum", "const"}:
            described = {key: part[key] for key in ("title", "default") if key in part}
            number = {key: value for key, value in part.items() if key not in ("title", "default", "description")}
            about = f"{part.get('description', 'A whole number')}{_ALSO}"
            schema["properties"][name] = {"anyOf": [number, {"type": "string"}], "description": about, **described}
        else:
            _widen(part)
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), schema.get("items")):
        if isinstance(part, dict):
            _widen(part)


def _shapes(schema: Mapping[str, Any], root: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The schemas that may hold here, references followed."""
    if "$ref" in schema:
        return _shapes(root.get("$defs", {}).get(str(schema["$ref"]).rpartition("/")[2], {}), root)
    options = (*schema.get("anyOf", ()), *schema.get("oneOf", ()))
    return [shape for option in options for shape in _shapes(option, root)] if options else [schema]


def _described(schema: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    return " ".join(str(shape.get("description", "")) for shape in (schema, *_shapes(schema, root)))
