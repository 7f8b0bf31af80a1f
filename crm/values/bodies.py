"""A webhook's raw bytes as an object: tolerant of what strangers send, safe for PostgreSQL."""

import json
from typing import Any

import orjson

from crm.values.text import clean_json

MAX_DEPTH = 32  # the deepest published example has 5 levels

# The envelope's own names; they win over equal names inside a nested `data`.
ENVELOPE_NAMES = ("type", "locationId", "companyId", "appId", "versionId", "timestamp", "webhookId")


class Unreadable(Exception):
    """The body cannot be applied as it is: `reason` says why in one word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def load_object(raw: bytes) -> dict[str, Any]:
    """The body as an object whose text PostgreSQL can store. Raises Unreadable.

    Strict parser first; what it refuses (raw control characters, lone surrogates, stray bytes) goes to a tolerant one.
    """
    try:
        value, rough = orjson.loads(raw), b"\\u0000" in raw
    except orjson.JSONDecodeError:
        value, rough = _load_tolerantly(raw), True
    if not isinstance(value, dict):
        raise Unreadable("not_an_object")
    # As many brackets as levels are needed to be that deep, so most bodies are not walked.
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH and _deeper_than(value, MAX_DEPTH):
        raise Unreadable("too_deep")
    return clean_json(value) if rough else value


def _load_tolerantly(raw: bytes) -> Any:
    try:
        text = raw.decode("utf-8", "surrogatepass" if b"\xed" in raw else "replace")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    try:
        return json.loads(text.lstrip("\ufeff"), strict=False, parse_constant=lambda _: None)
    except RecursionError as error:
        raise Unreadable("too_deep") from error
    except ValueError as error:
        raise Unreadable("not_json") from error


def _deeper_than(value: Any, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [
            child
            for one in layer
            for child in (one.values() if isinstance(one, dict) else one)
            if isinstance(child, dict | list)
        ]
        if not layer:
            return False
    return True


def unwrapped(body: dict[str, Any]) -> dict[str, Any]:
    """The event's fields beside the envelope's, whether they came flat or nested under `data`."""
    inner = body.get("data")
    if not isinstance(inner, dict):
        return body
    flat = {name: value for name, value in body.items() if name != "data"} | inner
    flat.update({name: body[name] for name in ENVELOPE_NAMES if body.get(name) not in (None, "")})
    return flat
