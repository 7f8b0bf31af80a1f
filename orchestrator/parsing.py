"""Pure: a model's text becomes a checked answer, or says why it cannot. Never guesses a value that was cut off."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ValidationError

from orchestrator.field_lines import from_key_values, from_scalars
from orchestrator.masking import UnresolvedPlaceholder

Strategy = Literal["structured", "json", "repaired", "regex", "key_value"]
Values = dict[str, Any]
_FENCE = re.compile(r"```[\w-]*\s*\n?(.*?)```", re.DOTALL)
_WORD_LITERALS = {"True": "true", "False": "false", "None": "null", "undefined": "null", "NaN": "null"}
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
_CLOSES = {"{": "}", "[": "]"}
_REFUSED = re.compile(r"[\x00\ud800-\udfff]")
_MOST_CANDIDATES = 20


class Unreadable(ValueError):
    """The text holds no answer of the asked type. The message names fields and faults, never the text."""


@dataclass(frozen=True, slots=True)
class Read:
    """`values` as the model gave them (still masked), `answer` as the caller wants it, and how it was found."""

    values: Values
    answer: BaseModel
    strategy: Strategy


def read_answer(text: str, answer_type: type[BaseModel], check: Callable[[Values], BaseModel]) -> Read:
    """The answer in a text, by the first strategy whose result passes `check` (restore placeholders, validate).

    Two different objects that both pass are no answer: which one was meant is a guess. Raises Unreadable.
    """
    fault = "the answer is empty" if not text.strip() else "the answer holds no JSON object"
    for strategy, candidates in _strategies(text, answer_type):
        passed: list[tuple[Values, BaseModel]] = []
        for candidate in candidates:
            try:
                values = _storable(candidate)
                passed.append((values, check(values)))
            except (ValidationError, UnresolvedPlaceholder) as error:
                fault = describe(error)
            except TypeError:
                fault = "a number in it is too large"
        if any(answer != passed[0][1] for _, answer in passed[1:]):
            raise Unreadable("the answer holds two different objects; exactly one is wanted")
        if passed:
            return Read(*passed[0], strategy)
    raise Unreadable(fault)


def _storable(values: Values) -> Values:
    """Without zero bytes and half characters, which databases refuse. Raises TypeError for a number over 64 bits."""
    return orjson.loads(orjson.dumps(_clean_strings(values)))


def _clean_strings(value: Any) -> Any:
    if isinstance(value, str):
        return _REFUSED.sub("", value)
    if isinstance(value, dict):
        return {_REFUSED.sub("", str(name)): _clean_strings(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_strings(part) for part in value]
    return value


def describe(error: ValidationError | UnresolvedPlaceholder) -> str:
    """What is wrong, by field and rule; no value of the answer is repeated (it may carry a stranger's words)."""
    if isinstance(error, UnresolvedPlaceholder):
        return str(error)
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, f['loc'])) or 'answer'}: {_rule(f['type'])}" for f in faults[:5])


def _rule(kind: str) -> str:
    return {"extra_forbidden": "unknown field"}.get(kind, kind.replace("_", " "))


def _strategies(text: str, answer_type: type[BaseModel]) -> Iterator[tuple[Strategy, list[Values]]]:
    yield "structured", _whole(text)
    yield "json", _embedded(text)
    yield "repaired", _repaired(text)
    yield "regex", from_scalars(text, answer_type)
    yield "key_value", from_key_values(text, answer_type)


def _whole(text: str) -> list[Values]:
    return _objects(_loads(text))


def _loads(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any) -> list[Values]:
    """The object itself, the one object in a list, or the object under one wrapping name."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        return []
    inner = next(iter(value.values())) if len(value) == 1 else None
    return [value, inner] if isinstance(inner, dict) else [value]


def _embedded(text: str) -> list[Values]:
    """Every top-level JSON object inside prose or fences."""
    found: list[Values] = []
    decoder, at = json.JSONDecoder(), text.find("{")
    while at != -1 and len(found) < _MOST_CANDIDATES:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at = text.find("{", at + 1)
            continue
        found += _objects(value)
        at = text.find("{", end)
    return found


def _repaired(text: str) -> list[Values]:
    found: list[Values] = []
    for piece in _pieces(text):
        repaired = _close(_plain_json(piece))
        if repaired is not None:
            value = _loads(repaired)
            found += _objects(value if value is not None else _python_literal(_close(piece)))
    return found


def _pieces(text: str) -> list[str]:
    """What may be a damaged object: the content of each fence, else all from the first brace on."""
    fenced = [inner for inner in _FENCE.findall(text) if "{" in inner]
    sources = fenced or [text]
    return [source[source.index("{") :].strip() for source in sources if "{" in source]


def _python_literal(text: str | None) -> Any:
    """A dictionary as Python prints it: single quotes, True, None."""
    try:
        return ast.literal_eval(text or "")
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _plain_json(text: str) -> str:
    """Without comments and trailing commas, with double quotes, quoted names and JSON's own words."""
    out: list[str] = []
    for sign in _signs(text.translate(_CURLY) if '"' not in text else text):
        if sign.startswith(("//", "/*", "#")) or sign.isspace():
            continue
        if sign[0] == "'" and len(sign) > 1:
            sign = json.dumps(sign[1:-1].replace("\\'", "'"), ensure_ascii=False)
        elif re.fullmatch(r"[A-Za-z_]\w*", sign):
            sign = _WORD_LITERALS.get(sign, sign)
            sign = sign if sign in ("true", "false", "null") else json.dumps(sign)
        elif sign in "}]" and out and out[-1] == ",":
            out.pop()
        out.append(sign)
    return _first_object("".join(out))


_SIGN = re.compile(
    r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/|#[^\n]*|\s+|[A-Za-z_]\w*|-?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|.',
    re.DOTALL,
)


def _signs(text: str) -> list[str]:
    return _SIGN.findall(text)


def _first_object(text: str) -> str:
    """Up to the brace that closes the first one; all of it when none does."""
    depth = 0
    at = 0
    for sign in _signs(text):
        at += len(sign)
        depth += (sign in "{[") - (sign in "}]")
        if depth == 0:
            return text[:at]
    return text


def _close(text: str) -> str | None:
    """With the closing braces that are missing at the end; None where a value or a name may have been cut."""
    open_ones: list[str] = []
    signs = [sign for sign in _signs(text) if not sign.isspace()]
    for sign in signs:
        if sign in _CLOSES:
            open_ones.append(_CLOSES[sign])
        elif sign in ("}", "]") and (not open_ones or open_ones.pop() != sign):
            return None
    if not open_ones:
        return text
    last = signs[-1]
    whole = last in ("}", "]", "true", "false", "null", "True", "False", "None") or (last[0] in "\"'" and len(last) > 1)
    after_colon = (len(signs) > 1 and signs[-2] in (":", ",", "[")) or last in ("}", "]")
    if not whole or not after_colon or (last[0] in "\"'" and signs[-2] == "," and open_ones[-1] == "}"):
        return None  # `{"price": 45` may have been 450000; `{"a": 1, "b"` lost its value
    return text + "".join(reversed(open_ones))


def confidence_of(answer: BaseModel) -> float:
    """The answer's own confidence, 0 to 1; 1.0 where its type has none."""
    return min(1.0, max(0.0, float(getattr(answer, "confidence", 1.0))))
