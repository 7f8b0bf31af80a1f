"""/calendars: list, free slots, appointments."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.ghl.call import Answer, Call
from sandbox.ghl.checks import BOOLEAN, STRING, TEXT, check, one_of, whole_number
from sandbox.ghl.errors import ApiError
from sandbox.naming import epoch_ms
from sandbox.store import Document

STATUSES = ("new", "confirmed", "cancelled", "showed", "noshow", "invalid")
LONGEST_RANGE_MS = 31 * 86_400_000
WRITE = {
    "startTime": STRING, "endTime": STRING, "title": TEXT, "appointmentStatus": STRING, "assignedUserId": TEXT,
    "address": TEXT, "description": TEXT, "ignoreFreeSlotValidation": BOOLEAN, "ignoreDateRange": BOOLEAN,
    "toNotify": BOOLEAN,
}  # fmt: skip
NOT_KEPT = ("ignoreFreeSlotValidation", "ignoreDateRange", "toNotify", "locationId")


def list_calendars(call: Call) -> Answer:
    location = call.same_location(call.query.get("locationId"))
    return {"calendars": call.machine.store.in_location("calendars", location)}


def free_slots(call: Call) -> Answer:
    calendar = call.owned("calendars", call.params["calendar_id"], label="Calendar", missing=404)
    start, end = whole_number(call.query, "startDate", 0), whole_number(call.query, "endDate", 0)
    if not start or not end or end < start or end - start > LONGEST_RANGE_MS:
        raise ApiError(422, ["startDate and endDate must be epoch milliseconds at most 31 days apart"])
    location = call.machine.store.get("locations", call.location) or {"timezone": "UTC"}
    try:
        zone = ZoneInfo(call.query.get("timezone") or location["timezone"])
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ApiError(422, ["timezone is not valid"]) from error
    slots = call.machine.appointments.free_slots(calendar, start, end, zone)
    return {day: {"slots": starts} for day, starts in slots.items()}


def _times(fields: Document) -> None:
    for name in ("startTime", "endTime"):
        if name in fields:
            try:
                epoch_ms(fields[name])
            except ValueError as error:
                raise ApiError(422, [f"{name} must be an ISO 8601 time"]) from error


def _present(appointment: Document) -> Document:
    return {name: value for name, value in appointment.items() if value is not None}


def book(call: Call) -> Answer:
    kinds = WRITE | {"calendarId": STRING, "locationId": STRING, "contactId": STRING}
    fields = check(call.body, kinds, required=("calendarId", "locationId", "contactId", "startTime"))
    call.same_location(fields["locationId"])
    one_of(fields.get("appointmentStatus"), STATUSES, "appointmentStatus")
    _times(fields)
    calendar = call.owned("calendars", fields["calendarId"], label="Calendar", missing=404)
    call.owned("contacts", fields["contactId"], label="Contact")
    start = epoch_ms(fields["startTime"])
    end = epoch_ms(fields["endTime"]) if "endTime" in fields else start + calendar["slotDuration"] * 60_000
    if not fields.get("ignoreFreeSlotValidation") and not call.machine.appointments.is_free(calendar, start, end):
        raise ApiError(400, "The slot you have selected is no longer available.")
    kept = {name: value for name, value in fields.items() if name not in NOT_KEPT}
    return 201, _present(call.machine.appointments.book(calendar, kept))


def _appointment(call: Call) -> Document:
    return call.owned("appointments", call.params["event_id"], label="Appointment", missing=404)


def read_appointment(call: Call) -> Answer:
    return {"appointment": _present(_appointment(call))}


def change_appointment(call: Call) -> Answer:
    fields = check(call.body, WRITE)
    one_of(fields.get("appointmentStatus"), STATUSES, "appointmentStatus")
    _times(fields)
    kept = {name: value for name, value in fields.items() if name not in NOT_KEPT}
    return _present(call.machine.appointments.change(_appointment(call), kept))


def delete_event(call: Call) -> Answer:
    call.machine.appointments.delete(_appointment(call))
    return {"succeeded": True}


def events(call: Call) -> Answer:
    location = call.same_location(call.query.get("locationId"))
    start, end = whole_number(call.query, "startTime", 0), whole_number(call.query, "endTime", 0)
    if not start or not end:
        raise ApiError(422, ["startTime and endTime should not be empty"])
    names = {"calendarId": "calendarId", "userId": "assignedUserId", "groupId": "groupId"}
    asked = {kept: call.query[name] for name, kept in names.items() if call.query.get(name)}
    if not asked:
        raise ApiError(422, ["Either of userId, calendarId or groupId is required"])
    found = [
        _present(one)
        for one in call.machine.store.in_location("appointments", location)
        if start <= epoch_ms(one["startTime"]) <= end and all(one.get(name) == value for name, value in asked.items())
    ]
    return {"events": found}


def of_contact(call: Call) -> Answer:
    contact = call.contact()
    return {"events": [_present(one) for one in call.machine.store.of_contact("appointments", contact["id"])]}
