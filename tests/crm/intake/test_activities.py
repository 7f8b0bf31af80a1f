"""Appointments, notes and tasks of others: kept for the lead's page, whatever the order they come in."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from crm.intake.apply import APPLIERS, KEPT
from crm.models import Activity, Lead, OutboxEntry, WebhookEvent
from crm.outbox.kinds.notes import mark_of
from crm.payloads import SHAPES
from tests.crm.intake.cast import (
    CONTACT_ID,
    Listener,
    apply_all,
    contact_body,
    event_body,
    lead,
    make_location,
    store,
)

pytestmark = pytest.mark.django_db

Status = WebhookEvent.Status
AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def stamp(seconds):
    return (AT + timedelta(seconds=seconds)).isoformat()


def note(kind="NoteCreate", **fields):
    return event_body(kind, **({"id": "N1", "contactId": CONTACT_ID, "body": "Called, no answer"} | fields))


def task(kind="TaskCreate", **fields):
    facts = {"id": "T1", "contactId": CONTACT_ID, "title": "Call back", "assignedTo": "U1", "dueDate": stamp(3600)}
    return event_body(kind, **(facts | fields))


def appointment(kind="AppointmentCreate", nested=None, **fields):
    facts = {
        "id": "A1", "contactId": CONTACT_ID, "title": "Viewing", "appointmentStatus": "confirmed",
        "assignedUserId": "U1", "address": "1 Main St", "startTime": "2026-03-05T16:00:00-06:00",
        "endTime": "2026-03-05T17:00:00-06:00",
    }  # fmt: skip
    return event_body(kind, appointment=facts | (nested or {}), **fields)


def columns(*names):
    return [getattr(Activity.objects.get(), name) for name in names]


def test_every_type_with_a_shape_is_applied_or_kept_with_a_reason_and_none_is_both():
    assert APPLIERS.keys() | KEPT.keys() == SHAPES.keys()
    assert not APPLIERS.keys() & KEPT.keys()
    assert all(one.status == Status.IGNORED and one.reason for one in KEPT.values())


@pytest.mark.parametrize("kind", [*sorted(KEPT), "ProviderOutboundMessage", "SMS"])
def test_what_is_deliberately_kept_ends_ignored_with_its_reason_and_makes_no_rows(kind):
    make_location()
    event = store(event_body(kind, contactId=CONTACT_ID, id="X1", companyId="CO1", webhookPayload={"event": "opened"}))
    listener = Listener()
    assert apply_all(listener) == 1
    event.refresh_from_db()
    reason = KEPT[kind].reason if kind in KEPT else "unknown_type"
    assert (event.status, event.reason) == (Status.IGNORED, reason)
    assert (Lead.objects.count(), OutboxEntry.objects.count(), listener.heard) == (0, 0, [])


@pytest.mark.parametrize("nested_in_data", [False, True])
def test_an_appointment_is_kept_with_its_times_flat_or_nested_under_data(nested_in_data):
    make_location()
    store(contact_body())
    body = appointment()
    if nested_in_data:
        inner = {"appointment": body.pop("appointment")}
        body["data"] = inner | {name: body[name] for name in ("type", "locationId")}
    store(body)
    apply_all()
    assert columns("kind", "title", "status", "place", "assigned_to", "lead") == [
        "appointment", "Viewing", "confirmed", "1 Main St", "U1", lead(),
    ]  # fmt: skip
    assert columns("starts_at") == [datetime(2026, 3, 5, 22, 0, tzinfo=UTC)]


def test_notes_and_tasks_of_a_contact_never_seen_make_its_lead_and_one_read():
    make_location()
    store(note(body="<p>Wants a <b>garden</b></p>"))
    store(task())
    apply_all()
    assert sorted(Activity.objects.values_list("kind", "title", "body")) == [
        ("note", "", "Wants a garden"),
        ("task", "Call back", ""),
    ]
    assert list(OutboxEntry.objects.values_list("kind", "lead")) == [("read_contact", lead().pk)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_a_task_ends_the_same_in_every_order(order):
    make_location()
    told = [
        task(title="First", timestamp=stamp(1)),
        task(title="Second", assignedTo="U2", timestamp=stamp(2)),
        task("TaskComplete", title="Second", assignedTo="U2", timestamp=stamp(3)),
        task("TaskDelete", title=..., assignedTo=..., dueDate=..., timestamp=stamp(4)),
    ]
    for position in order:
        store(told[position])
        apply_all()
    assert columns("completed_at", "deleted_at", "applied_stamp") == [
        AT + timedelta(seconds=3), AT + timedelta(seconds=4), AT + timedelta(seconds=4),
    ]  # fmt: skip


def test_an_older_note_changes_nothing_and_reads_nothing():
    make_location()
    store(contact_body())
    store(note("NoteUpdate", body="New", timestamp=stamp(5)))
    late = store(note(body="Old", timestamp=stamp(1)))
    apply_all()
    late.refresh_from_db()
    assert (columns("body"), late.status, late.reason) == (["New"], Status.IGNORED, "older_than_applied")
    assert OutboxEntry.objects.count() == 0


def test_a_note_deleted_before_it_was_created_stays_deleted():
    make_location()
    store(note("NoteDelete", body=..., timestamp=stamp(5)))
    store(note(timestamp=stamp(1)))
    apply_all()
    assert Activity.objects.standing().count() == 0
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        (note(id=...), "NoteCreate: id"),
        (task(id=None), "TaskCreate: id"),
        (event_body("AppointmentCreate"), "AppointmentCreate: appointment"),
        (appointment(nested={"id": ""}), "AppointmentCreate: appointment"),
    ],
)
def test_without_an_id_it_is_a_dead_letter_that_names_the_field(body, missing):
    make_location()
    event = store(body)
    apply_all()
    event.refresh_from_db()
    assert (event.status, event.reason) == (Status.DEAD, f"Unmappable: {missing} missing or unusable")


def test_without_a_contact_it_is_kept_with_the_reason():
    make_location()
    event = store(note(contactId=...))
    apply_all()
    event.refresh_from_db()
    assert (event.status, event.reason, Activity.objects.count()) == (Status.IGNORED, "no_contact", 0)


def own_note(status, **more):
    row = Lead.objects.create(location=make_location(), ghl_contact_id=CONTACT_ID)
    return OutboxEntry.objects.create(
        location=row.location, lead=row, kind="note", dedupe_key="n", payload={"body": "Summary"}, status=status, **more
    )


@pytest.mark.parametrize("answered", [False, True])
def test_our_own_note_is_no_news_before_and_after_its_answer(answered):
    entry = own_note("sent", ghl_ref="N1") if answered else own_note("claimed")
    event = store(note(body=f"<p>Summary</p><p>{mark_of(entry)}</p>"))
    apply_all()
    event.refresh_from_db()
    assert (event.status, event.reason, Activity.objects.count()) == (Status.IGNORED, "own_write", 0)


def test_somebody_elses_note_while_ours_is_under_way_is_news():
    own_note("claimed")
    store(note(body="Summary"))
    apply_all()
    assert columns("body") == ["Summary"]


def test_the_same_id_in_another_location_is_another_note():
    make_location()
    make_location("LOCATION0000000000002")
    store(note())
    store(note(locationId="LOCATION0000000000002", body="Theirs"))
    apply_all()
    assert sorted(Activity.objects.values_list("body", flat=True)) == ["Called, no answer", "Theirs"]
