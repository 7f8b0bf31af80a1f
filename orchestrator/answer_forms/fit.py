"""Pure: values as a model wrote them become values as the type wants them, where there is one reading only.

Names are matched up to case, blanks, dashes and underscores; "450,000" becomes a whole number, "False" a truth value.
What has two readings ("450.000", "2 or 3") is never converted.
"""

import json
import math
from typing import Any

from orchestrator.answer_forms.faults import Broken
from orchestrator.answer_forms.numbers import as_number, as_share, as_whole
from orchestrator.answer_forms.shape import Shape, plain

_NOTHING = frozenset({"", "null", "none", "nil", "n/a", "undefined"})
_TRUE, _FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


def fit(values: dict[str, Any], shape: Shape) -> tuple[dict[str, Any], list[str]]:
    """(values, faults): each fault "field: rule", as for a value that must not be taken although validation would.

    Raises Broken where one field is named twice with different values.
    """
    faults: list[str] = []
    return _object(values, shape, "", faults), faults


def unread(name: str, value: Any, shape: Shape) -> bool:
    """Is this unknown name likely a known thing at the wrong place or under another name? Dropped, it would be lost."""
    if plain(name) in shape.names:
        return True
    parts = value if isinstance(value, list) else [value]
    return any(isinstance(part, dict) and any(plain(inner) in shape.names for inner in part) for part in parts)


def _object(values: dict[str, Any], shape: Shape, path: str, faults: list[str]) -> dict[str, Any]:
    fitted: dict[str, Any] = {}
    for given, value in values.items():
        name = given if given in shape.fields else shape.spelled.get(plain(given), given)
        inner = shape.fields.get(name)
        if inner is not None:
            value = _value(value, inner, f"{path}{name}", faults)
        elif unread(name, value, shape):
            faults.append(f"{path}{name}: unknown field")
        if name in fitted and fitted[name] != value:
            raise Broken(f"{path}{name}: given twice with different values")
        fitted[name] = value
    return fitted


def _value(value: Any, shape: Shape, path: str, faults: list[str]) -> Any:
    if value is None or shape.kind == "other":
        return value
    if shape.nullable and shape.kind != "text" and isinstance(value, str) and value.strip().lower() in _NOTHING:
        return None
    if shape.kind == "object":
        value = _decoded(value)
        return _object(value, shape, f"{path}.", faults) if isinstance(value, dict) else value
    if shape.kind == "list":
        return _list(value, shape, path, faults)
    if shape.kind != "text" and isinstance(value, list) and len(value) == 1:
        value = value[0]
    return _SCALAR[shape.kind](value, shape, path, faults)


def _list(value: Any, shape: Shape, path: str, faults: list[str]) -> Any:
    item = shape.item or Shape("other")
    value = _decoded(value)
    if isinstance(value, str) and item.kind == "choice":
        value = [part.strip() for part in value.split(",")]
    elif isinstance(value, dict) and item.kind == "object":
        value = [value]
    if not isinstance(value, list):
        return value
    return [_value(part, item, f"{path}.{place}", faults) for place, part in enumerate(value)]


def _decoded(value: Any) -> Any:
    """An object or a list that came as a string."""
    if isinstance(value, str) and value.strip()[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _choice(value: Any, shape: Shape, path: str, faults: list[str]) -> Any:
    if not isinstance(value, str) or value in shape.choices:
        return value
    fitting = [choice for choice in shape.choices if isinstance(choice, str) and plain(choice) == plain(value)]
    return fitting[0] if len(fitting) == 1 else value


def _text(value: Any, shape: Shape, path: str, faults: list[str]) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value.startswith("{") and value.endswith("}") and isinstance(_decoded(value), dict):
        faults.append(f"{path}: holds an object instead of words")
    return value


def _whole(value: Any, shape: Shape, path: str, faults: list[str]) -> Any:
    if isinstance(value, str):
        number = as_whole(value, shape.units)
        if number is None and not is_placeholder(value):
            faults.append(f"{path}: int parsing")
        return value if number is None else number
    return _finite(value, path, faults, "int parsing")


def _number(value: Any, shape: Shape, path: str, faults: list[str]) -> Any:
    if isinstance(value, str):
        number = as_share(value) if value.strip().endswith("%") else as_number(value, shape.units)
        if number is None and not is_placeholder(value):
            faults.append(f"{path}: float parsing")
        return value if number is None else number
    return _finite(value, path, faults, "float parsing")


def _finite(value: Any, path: str, faults: list[str], rule: str) -> Any:
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        faults.append(f"{path}: {rule}")
    return value


def _truth(value: Any, shape: Shape, path: str, faults: list[str]) -> Any:
    word = value.strip().lower() if isinstance(value, str) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    if isinstance(value, str) and not is_placeholder(value):
        faults.append(f"{path}: bool parsing")
    return value


def is_placeholder(value: str) -> bool:
    """A detail that was hidden from the model; it becomes a value when the answer is restored."""
    return value.startswith("[") and value.endswith("]")


_SCALAR = {"choice": _choice, "text": _text, "whole": _whole, "number": _number, "truth": _truth}
