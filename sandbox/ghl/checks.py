"""Type checks of request bodies: 422 with one message per fault."""

from collections.abc import Mapping
from typing import Any

from sandbox.ghl.errors import ApiError
from sandbox.store import Document

STRING, TEXT, NUMBER, BOOLEAN, STRINGS, OBJECT, OBJECTS, ANY = (
    "string", "string or null", "number", "boolean", "array of strings", "object", "array of objects", "anything",
)  # fmt: skip


def _fits(value: Any, kind: str) -> bool:
    if kind == STRING:
        return isinstance(value, str) and value != ""
    if kind == TEXT:
        return value is None or isinstance(value, str)
    if kind == NUMBER:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == BOOLEAN:
        return isinstance(value, bool)
    if kind == OBJECT:
        return isinstance(value, dict)
    if kind in {STRINGS, OBJECTS}:
        wanted = str if kind == STRINGS else dict
        return isinstance(value, list) and all(isinstance(one, wanted) for one in value)
    return True


def check(body: Document, kinds: Mapping[str, str], *, required: tuple[str, ...] = ()) -> Document:
    """Return the known properties of a body; raises 422 for wrong types and missing required ones.

    Unknown properties are dropped, as the CRM ignores them.
    """
    faults = [f"{name} should not be empty" for name in required if body.get(name) in (None, "", [])]
    for name, kind in kinds.items():
        if name in body and not (name in required and body[name] in (None, "", [])) and not _fits(body[name], kind):
            faults.append(f"{name} must be {_article(kind)}")
    if faults:
        raise ApiError(422, faults)
    return {name: body[name] for name in kinds if name in body}


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "ao" else f"a {kind}"


def one_of(value: str | None, allowed: tuple[str, ...], name: str) -> None:
    if value is not None and value not in allowed:
        raise ApiError(422, [f"{name} must be one of the following values: {', '.join(allowed)}"])


def whole_number(query: Mapping[str, str], name: str, default: int, *, most: int | None = None) -> int:
    """Read a non-negative whole number of a query string."""
    text = query.get(name, "")
    if not text:
        return default
    if not text.isdigit() or (most is not None and int(text) > most):
        raise ApiError(422, [f"{name} must be a number" + (f" not greater than {most}" if most else "")])
    return int(text)
