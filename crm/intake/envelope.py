"""What intake must know of a body to store it: tolerant, never raises. Mapping reads the rest."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm.values.bodies import Unreadable, load_object, unwrapped
from crm.values.dates import read_datetime
from crm.values.text import as_text

MAX_ID = 64  # width of the id columns; real ids have 20 to 36 characters
MAX_WEBHOOK_ID = 128


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
