"""Calendar slots and appointments."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.naming import epoch_ms, new_id, now_iso
from sandbox.store import Document, Store
from sandbox.webhooks import Webhooks

OPENS, CLOSES = time(9), time(17)
FREE = {"cancelled", "noshow", "invalid"}
EVENT_FIELDS = (
    "id", "address", "title", "calendarId", "contactId", "groupId", "appointmentStatus", "assignedUserId", "users",
    "notes", "source", "startTime", "endTime", "dateAdded", "dateUpdated",
)  # fmt: skip


class Appointments:
    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        self._store, self._webhooks = store, webhooks

    def _raise(self, kind: str, appointment: Document) -> None:
        nested = {name: appointment[name] for name in EVENT_FIELDS if name in appointment}
        self._webhooks.raise_event(
            kind, appointment["locationId"], {"appointment": nested}, contact=appointment["contactId"]
        )

    def is_free(self, calendar: Document, start_ms: int, end_ms: int, *, but: str = "") -> bool:
        return not any(
            one["calendarId"] == calendar["id"]
            and one["id"] != but
            and one["appointmentStatus"] not in FREE
            and epoch_ms(one["startTime"]) < end_ms
            and epoch_ms(one["endTime"]) > start_ms
            for one in self._store.in_location("appointments", calendar["locationId"])
        )

    def free_slots(self, calendar: Document, start_ms: int, end_ms: int, zone: ZoneInfo) -> dict[str, list[str]]:
        """Return ISO slot starts by local day: weekdays, working hours, future only, not taken."""
        length = timedelta(minutes=calendar["slotDuration"])
        earliest = max(start_ms, int(datetime.now(zone).timestamp() * 1000))
        day = datetime.fromtimestamp(start_ms / 1000, zone).date()
        last = datetime.fromtimestamp(end_ms / 1000, zone).date()
        found: dict[str, list[str]] = {}
        while day <= last:
            slot = datetime.combine(day, OPENS, zone)
            while day.weekday() < 5 and slot + length <= datetime.combine(day, CLOSES, zone):
                from_ms, to_ms = int(slot.timestamp() * 1000), int((slot + length).timestamp() * 1000)
                if earliest <= from_ms <= end_ms and self.is_free(calendar, from_ms, to_ms):
                    found.setdefault(day.isoformat(), []).append(slot.isoformat())
                slot += length
            day += timedelta(days=1)
        return found

    def book(self, calendar: Document, fields: Document) -> Document:
        now = now_iso()
        start = datetime.fromisoformat(fields["startTime"].replace("Z", "+00:00"))
        end = (start + timedelta(minutes=calendar["slotDuration"])).isoformat()
        user = calendar["teamMembers"][0]["userId"]
        appointment: Document = {
            "id": new_id(), "locationId": calendar["locationId"], "calendarId": calendar["id"], "groupId": "",
            "title": calendar["name"], "appointmentStatus": "confirmed", "assignedUserId": user, "users": [user],
            "source": "api", "notes": "", "address": "", "endTime": end, "dateAdded": now, "dateUpdated": now,
            **{name: value for name, value in fields.items() if value is not None},
        }  # fmt: skip
        self._store.put("appointments", appointment)
        self._raise("AppointmentCreate", appointment)
        return appointment

    def change(self, appointment: Document, fields: Document) -> Document:
        appointment.update(fields, dateUpdated=now_iso())
        self._store.put("appointments", appointment)
        self._raise("AppointmentUpdate", appointment)
        return appointment

    def delete(self, appointment: Document) -> None:
        self._store.delete("appointments", appointment["id"])
        self._raise("AppointmentDelete", appointment)
