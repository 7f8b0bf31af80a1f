"""What intake must know of a body to store it: tolerant, never raises. Mapping reads the rest."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from crm.mapping.dates import read_datetime
from crm.mapping.text import as_text, clean_json

MAX_DEPTH = 32  # the deepest published example has 5 levels
MAX_ID = 64  # width of the id columns; real ids have 20 to 36 characters
MAX_WEBHOOK_ID = 128

# The envelope's own names; they win over equal names inside a nested `data`.
ENVELOPE_NAMES = ("type", "locationId", "companyId", "appId", "versionId", "timestamp", "webhookId")


class Unreadable(Exception):
    """The body cannot be applied as it is: `reason` says why in one word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Envelope:
    """Columns of a stored event. `problem` is empty, or why the event must be quarantined."""

    type: str
    app_id: str
    webhook_id: str
    location_ghl_id: str
    contact_ghl_id: str
    sent_at: datetime | None
    problem: str = ""


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


def read_envelope(raw: bytes) -> Envelope:
    """The columns of a marketplace event, with the reason for quarantine where it cannot be mapped."""
    try:
        fields = unwrapped(load_object(raw))
    except Unreadable as unreadable:
        return Envelope("", "", body_key(raw), "", "", None, unreadable.reason)
    kind = as_text(fields.get("type"), MAX_ID)
    return Envelope(
        type=kind,
        app_id=as_text(fields.get("appId"), MAX_ID),
        webhook_id=_webhook_id(fields.get("webhookId"), raw),
        location_ghl_id=location_of(kind, fields),
        contact_ghl_id=contact_of(kind, fields),
        sent_at=read_datetime(fields.get("timestamp")),
        problem="" if kind else "no_type",
    )


def body_key(raw: bytes) -> str:
    """The idempotency key of a body that brings none: equal bytes are the same event."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _webhook_id(given: Any, raw: bytes) -> str:
    text = as_text(given)
    if not text:
        return body_key(raw)
    return text if len(text) <= MAX_WEBHOOK_ID else body_key(text.encode())


def as_id(value: Any) -> str:
    """An id of the CRM; empty for what cannot be one."""
    text = as_text(value)
    return text if len(text) <= MAX_ID else ""


def location_of(kind: str, fields: dict[str, Any]) -> str:
    """`locationId`; LocationCreate and LocationUpdate carry it as `id` (page LocationUpdate of the event docs)."""
    return as_id(fields.get("locationId")) or (as_id(fields.get("id")) if kind.startswith("Location") else "")


def contact_of(kind: str, fields: dict[str, Any]) -> str:
    """Whom an event is about: `id` of contact events, the nested appointment's contact, else `contactId`."""
    if kind.startswith("Contact"):
        return as_id(fields.get("id")) or as_id(fields.get("contactId"))
    if kind.startswith("Appointment") and isinstance(fields.get("appointment"), dict):
        return as_id(fields["appointment"].get("contactId")) or as_id(fields.get("contactId"))
    return as_id(fields.get("contactId"))
