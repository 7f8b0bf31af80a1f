"""Payloads of appointments, notes and tasks -> ActivityDraft. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from crm.mapping.drafts import ActivityDraft
from crm.payloads import AppointmentPayload, NotePayload, Payload, TaskPayload
from crm.values.html_text import text_of

MAX_BODY = 20_000  # characters; a note is shown, not kept as evidence: the event holds all of it
Column = tuple[str, Callable[[Any], Any]]


def _short(limit: int) -> Callable[[str], str]:
    return lambda text: text[:limit]


def _words(text: str) -> str:
    """The CRM's editor writes notes as HTML."""
    return (text_of(text) if "<" in text and ">" in text else text)[:MAX_BODY]


# payload name -> (column of Activity, reader); widths are those of the columns
_APPOINTMENT: Mapping[str, Column] = {
    "title": ("title", _short(300)),
    "notes": ("body", _words),
    "address": ("place", _short(300)),
    "appointmentStatus": ("status", _short(40)),
    "calendarId": ("calendar_ghl_id", _short(64)),
    "assignedUserId": ("assigned_to", _short(64)),
    "startTime": ("starts_at", lambda at: at),
    "endTime": ("ends_at", lambda at: at),
    "dateAdded": ("added_at", lambda at: at),
}
_NOTE: Mapping[str, Column] = {"body": ("body", _words), "dateAdded": ("added_at", lambda at: at)}
_TASK: Mapping[str, Column] = {
    "title": ("title", _short(300)),
    "body": ("body", _words),
    "assignedTo": ("assigned_to", _short(64)),
    "dueDate": ("due_at", lambda at: at),
    "dateAdded": ("added_at", lambda at: at),
}


def appointment_draft(payload: AppointmentPayload) -> ActivityDraft:
    body = payload.appointment
    return _draft("appointment", body, _APPOINTMENT, body.id, body.contactId or payload.contactId)


def note_draft(payload: NotePayload) -> ActivityDraft:
    return _draft("note", payload, _NOTE, payload.id, payload.contactId)


def task_draft(payload: TaskPayload) -> ActivityDraft:
    return _draft("task", payload, _TASK, payload.id, payload.contactId)


def _draft(kind: str, body: Payload, table: Mapping[str, Column], ghl_id: str, contact_id: str) -> ActivityDraft:
    """Only what the event names: a deletion may bring nothing but ids."""
    said = body.model_fields_set
    columns = {column: read(getattr(body, name)) for name, (column, read) in table.items() if name in said}
    return ActivityDraft(kind=kind, ghl_id=ghl_id, contact_id=contact_id[:64], columns=columns)
