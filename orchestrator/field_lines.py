"""Pure: simple fields of an answer found as text, where no JSON object can be read any more."""

import re
from collections.abc import Callable
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

_PAIR = r"(?im)^[\s>*•-]*[\"'`*]*{name}[\"'`*]*\s*(?:[:=]|→|->)\s*[\"'`*]*(.*?)[\"'`*,;]*\s*$"
_QUOTED = r"[\"']{name}[\"']\s*:\s*(\"(?:\\.|[^\"\\])*\"|-?\d+(?:\.\d+)?(?=\s*[,}}\]\n])|true|false|null)"
_NOTHING = frozenset({"", "null", "none", "n/a", "-"})


def from_scalars(text: str, answer_type: type[BaseModel]) -> list[dict[str, Any]]:
    """`"name": value` pairs inside a broken object, if every field is there. A number must be followed by its end."""
    found = _collect(text, answer_type, _QUOTED, _json_scalar)
    return [found] if len(found) == len(answer_type.model_fields) else []


def from_key_values(text: str, answer_type: type[BaseModel]) -> list[dict[str, Any]]:
    """`name: value` or `name = value`, one per line."""
    found = _collect(text, answer_type, _PAIR, str.strip)
    return [found] if found else []


def _collect(text: str, answer_type: type[BaseModel], shape: str, read: Callable[[str], str]) -> dict[str, Any]:
    """The fields found, where all fields of the type are simple and each is named with one value at most."""
    values: dict[str, Any] = {}
    for name, field in answer_type.model_fields.items():
        kinds = _simple_kinds(field.annotation)
        said = set(re.findall(shape.format(name=re.escape(field.alias or name)), text))
        if len(said) > 1 or not kinds:
            return {}  # a list or an object may have been lost: the rest would pass for the whole
        if said:
            values[field.alias or name] = _typed(read(said.pop()), kinds)
    return values


def _json_scalar(text: str) -> str:
    return text[1:-1].replace('\\"', '"').replace("\\n", "\n") if text.startswith('"') else text


def _simple_kinds(annotation: Any) -> frozenset[type]:
    """The plain types that a field takes; empty for lists, objects and the like."""
    if get_origin(annotation) in (Union, UnionType):
        parts = [_simple_kinds(part) for part in get_args(annotation)]
        return frozenset().union(*parts) if all(parts) else frozenset()
    if get_origin(annotation) is Literal:
        return frozenset(type(value) for value in get_args(annotation))
    simple = isinstance(annotation, type) and issubclass(annotation, str | int | float | bool | NoneType)
    return frozenset({annotation}) if simple else frozenset()


def _typed(text: str, kinds: frozenset[type]) -> Any:
    """A word as the type that the field takes, as far as it fits; validation has the last word."""
    if NoneType in kinds and text.strip().lower() in _NOTHING:
        return None
    if bool in kinds and text.strip().lower() in ("true", "false", "yes", "no"):
        return text.strip().lower() in ("true", "yes")
    return text
