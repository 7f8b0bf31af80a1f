"""INSTALL, UNINSTALL, LocationCreate and LocationUpdate: the location is left, comes back, is called otherwise."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from crm.models import Location, OutboxEntry, WebhookEvent
from tests.crm.intake.cast import (
    LOCATION_ID,
    apply_all,
    contact_body,
    event_body,
    lead,
    make_location,
    store,
    text_body,
)

pytestmark = pytest.mark.django_db

Kind, Status = OutboxEntry.Kind, OutboxEntry.Status


def ago(minutes):
    return (timezone.now() - timedelta(minutes=minutes)).isoformat()


def row(ghl_id=LOCATION_ID):
    return Location.objects.get(ghl_id=ghl_id)


def entry(kind, status=Status.DUE, **more):
    return OutboxEntry.objects.create(
        location=row(), lead=lead(), kind=kind, dedupe_key=f"{kind}:{lead().pk}", payload={"body": "Hi", "tags": ["a"]},
        status=status, **more,
    )  # fmt: skip


def actions():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_taking_the_app_out_holds_what_waits_says_why_and_calls_nobody():
    make_location()
    store(contact_body())
    apply_all()
    text, tags = entry(Kind.TEXT, purpose="reply"), entry(Kind.ADD_TAGS)
    read, unknown = entry(Kind.READ_CONTACT), entry(Kind.NOTE, Status.UNKNOWN, lookup_at=timezone.now())
    assert OutboxEntry.objects.due(timezone.now()).count() == 3
    store(event_body("UNINSTALL"))
    apply_all()
    for one in (text, tags, read, unknown):
        one.refresh_from_db()
    assert [(one.status, one.reason) for one in (text, tags, read, unknown)] == [
        ("held", "location_disconnected"),
        ("held", "location_disconnected"),
        ("cancelled", "location_disconnected"),
        ("unknown", "location_disconnected"),
    ]
    assert (row().disconnected_at is not None, row().mode) == (True, Location.Mode.OFF)
    assert OutboxEntry.objects.due(timezone.now()).count() == 0
    assert actions() == ["location.mode_set", "location.disconnected"]


def test_what_comes_in_while_it_is_out_is_kept_and_asks_for_no_call():
    make_location()
    store(event_body("UNINSTALL"))
    store(text_body("Hello"))
    apply_all()
    assert lead().messages.get().body == "Hello"
    assert OutboxEntry.objects.count() == 0


def test_putting_it_in_again_reads_the_setup_and_leaves_mode_and_held_work_to_people():
    make_location()
    store(contact_body())
    apply_all()
    text = entry(Kind.TEXT, purpose="reply")
    store(event_body("UNINSTALL", timestamp=ago(5)))
    store(event_body("INSTALL", companyId="CO1", timestamp=ago(4)))
    apply_all()
    text.refresh_from_db()
    assert (row().disconnected_at, row().mode, text.status) == (None, Location.Mode.OFF, Status.HELD)
    assert OutboxEntry.objects.filter(kind=Kind.READ_SETUP, status=Status.DUE).count() == 2
    assert actions() == ["location.mode_set", "location.disconnected", "location.reconnected"]


HISTORY = (("UNINSTALL", 9), ("INSTALL", 7), ("UNINSTALL", 5), ("INSTALL", 3))


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
@pytest.mark.parametrize("length", [3, 4])
def test_the_newest_of_any_order_decides(order, length):
    make_location()
    for position in (one for one in order if one < length):
        kind, minutes = HISTORY[position]
        store(event_body(kind, timestamp=ago(minutes)))
        store(event_body(kind, timestamp=ago(minutes)))
        apply_all()
    assert (row().disconnected_at is None) is (length == 4)


def test_a_removal_from_before_the_connection_is_of_an_earlier_one():
    make_location()
    event = store(event_body("UNINSTALL", timestamp="2020-01-01T00:00:00Z"))
    apply_all()
    event.refresh_from_db()
    assert (row().disconnected_at, event.reason) == (None, "older_than_applied")


def test_a_removal_sent_before_a_late_installation_was_received_counts():
    make_location()
    store(event_body("UNINSTALL", timestamp=ago(9)))
    store(event_body("INSTALL", timestamp=ago(8)))
    apply_all()
    store(event_body("UNINSTALL", timestamp=ago(7)))
    apply_all()
    assert row().disconnected_at is not None


def test_one_location_taken_out_leaves_the_others_alone():
    make_location()
    make_location("LOCATION0000000000002")
    store(event_body("UNINSTALL"))
    apply_all()
    assert row("LOCATION0000000000002").disconnected_at is None
    assert row("LOCATION0000000000002").mode == Location.Mode.LIVE


@pytest.mark.parametrize("kind", ["LocationCreate", "LocationUpdate"])
def test_a_location_takes_over_how_the_crm_calls_it(kind):
    make_location()
    store(event_body(kind, locationId=..., id=LOCATION_ID, name="  New Name ", timezone="America/Denver"))
    apply_all()
    assert (row().name, row().timezone) == ("New Name", "America/Denver")
    [audited] = AuditEntry.objects.all()
    assert (audited.action, audited.details) == ("location.described", {"changed": ["name", "timezone"]})


@pytest.mark.parametrize("fields", [{}, {"name": "", "timezone": "Mars/Base"}, {"name": None, "timezone": 7}])
def test_what_is_empty_or_no_zone_leaves_the_location_as_it_is(fields):
    make_location()
    event = store(event_body("LocationUpdate", locationId=..., id=LOCATION_ID, **fields))
    apply_all()
    event.refresh_from_db()
    assert (row().name, row().timezone, event.reason) == ("Example Realty", "America/Chicago", "nothing_new")
    assert actions() == []


def test_the_newest_name_stands_in_every_order_and_one_from_before_the_connection_never_does():
    make_location()
    for minutes, name in ((5, "Newer"), (9, "Older"), (60 * 48, "Long ago")):
        store(event_body("LocationUpdate", locationId=..., id=LOCATION_ID, name=name, timestamp=ago(minutes)))
        apply_all()
    assert row().name == "Newer"


def test_an_event_of_the_whole_agency_or_of_a_location_nobody_connected_is_kept_in_quarantine():
    store(event_body("INSTALL", locationId=..., companyId="CO1"))
    store(event_body("LocationCreate", locationId=..., id="NOBODYS", name="X"))
    apply_all()
    assert set(WebhookEvent.objects.values_list("status", flat=True)) == {WebhookEvent.Status.QUARANTINED}
    assert Location.objects.count() == 0
