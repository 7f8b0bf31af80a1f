"""Builders of the calendar calls: which calendars, what is free, and appointments."""

from datetime import datetime, timedelta
from typing import Any

from crm.ghl.call import Call
from crm.ghl.operations import OPERATIONS

LONGEST_RANGE = timedelta(days=31)  # apps/calendars.json, free-slots


def list_calendars(location_id: str) -> Call:
    return Call(OPERATIONS["list_calendars"], query={"locationId": location_id})


def free_slots(calendar_id: str, start: datetime, end: datetime, *, timezone: str = "", user_id: str = "") -> Call:
    """Raises ValueError for a range that the CRM refuses. `timezone`: an IANA name, else the location's own."""
    if not timedelta(0) <= end - start <= LONGEST_RANGE:
        raise ValueError("free slots are asked for at most 31 days at once, and forwards")
    query: dict[str, str | int] = {"startDate": _epoch_ms(start), "endDate": _epoch_ms(end)}
    if timezone:
        query["timezone"] = timezone
    if user_id:
        query["userId"] = user_id
    return Call(OPERATIONS["free_slots"], {"calendar_id": calendar_id}, query)


def create_appointment(
    location_id: str,
    calendar_id: str,
    contact_id: str,
    *,
    start: datetime,
    end: datetime | None = None,
    title: str = "",
    user_id: str = "",
) -> Call:
    """The CRM checks that the slot is free; without `end` it takes the calendar's own length."""
    body = {"calendarId": calendar_id, "locationId": location_id, "contactId": contact_id}
    change = _change(start, end, {"title": title, "assignedUserId": user_id})
    return Call(OPERATIONS["create_appointment"], body={**body, **change})


def read_appointment(event_id: str) -> Call:
    return Call(OPERATIONS["read_appointment"], {"event_id": event_id})


def update_appointment(
    event_id: str, *, start: datetime | None = None, end: datetime | None = None, status: str = "", title: str = ""
) -> Call:
    """status: new, confirmed, cancelled, showed, noshow or invalid."""
    change = _change(start, end, {"appointmentStatus": status, "title": title})
    return Call(OPERATIONS["update_appointment"], {"event_id": event_id}, body=change)


def cancel_appointment(event_id: str) -> Call:
    """It stays in the contact's history as cancelled; deleting it would take it out."""
    return update_appointment(event_id, status="cancelled")


def _change(start: datetime | None, end: datetime | None, words: dict[str, str]) -> dict[str, Any]:
    times = {"startTime": start, "endTime": end}
    moved = {name: at.isoformat() for name, at in times.items() if at is not None}
    return {**moved, **{name: value for name, value in words.items() if value}}


def _epoch_ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
