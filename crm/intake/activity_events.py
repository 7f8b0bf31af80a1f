"""Appointments, notes and tasks -> Activity rows. They are shown on the lead's page; no bot acts on them.

Each event brings all of its entity, so what an older one said is in the newer one: it changes nothing and nothing is
read. A deletion and a completion count in whatever order they come: the CRM takes neither back under the same id.
"""

from datetime import datetime
from typing import Any

from crm.intake.applying import DONE, STALE, Applied, Applying, ignored
from crm.intake.contacts_seen import lead_spoken_of
from crm.intake.own_writes import OWN_WRITE, is_own_note
from crm.leads import is_stale
from crm.mapping.activities import appointment_draft, note_draft, task_draft
from crm.mapping.drafts import ActivityDraft
from crm.models import Activity, Lead
from crm.payloads import AppointmentPayload, NotePayload, TaskPayload

NO_CONTACT = ignored("no_contact")


def apply_appointment(applying: Applying, payload: AppointmentPayload) -> Applied:
    return _apply(applying, appointment_draft(payload))


def apply_note(applying: Applying, payload: NotePayload) -> Applied:
    """A note of our own is known by its id or its mark, and is no news."""
    draft = note_draft(payload)
    if is_own_note(applying.location, draft):
        return OWN_WRITE
    return _apply(applying, draft)


def apply_task(applying: Applying, payload: TaskPayload) -> Applied:
    return _apply(applying, task_draft(payload))


def _apply(applying: Applying, draft: ActivityDraft) -> Applied:
    lead = lead_spoken_of(applying, draft.contact_id)
    known = Activity.objects.select_for_update(no_key=True, of=("self",)).filter(
        location=applying.location, kind=draft.kind, ghl_id=draft.ghl_id
    )
    activity = known.select_related("lead").first()
    if activity is None:
        if lead is None:
            return NO_CONTACT
        ends = _ends(applying, None)
        Activity.objects.create(
            location=applying.location, lead=lead, kind=draft.kind, ghl_id=draft.ghl_id,
            applied_stamp=applying.stamp, **draft.columns, **ends,
        )  # fmt: skip
        return DONE
    return _update(applying, activity, draft, lead)


def _update(applying: Applying, activity: Activity, draft: ActivityDraft, lead: Lead | None) -> Applied:
    stale = is_stale(activity.applied_stamp, applying.stamp)
    values: dict[str, Any] = {} if stale else {**draft.columns, "applied_stamp": applying.stamp}
    if lead is not None and not stale:
        values["lead"] = lead
    values |= _ends(applying, activity)
    for name, value in values.items():
        setattr(activity, name, value)
    if values:
        activity.save(update_fields=list(values))
    return DONE if values else STALE


def _ends(applying: Applying, activity: Activity | None) -> dict[str, datetime]:
    """Deleted or completed by this event; of several times the last."""
    kind = applying.event.type
    column = "deleted_at" if kind.endswith("Delete") else "completed_at" if kind == "TaskComplete" else ""
    if not column:
        return {}
    before = getattr(activity, column) if activity else None
    return {} if before and before >= applying.stamp else {column: applying.stamp}
