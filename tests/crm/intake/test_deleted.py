"""Contacts that are deleted or merged away, and those that come again."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from crm.contracts import LeadGone, LeadSeen
from crm.leads import apply_read
from crm.models import Lane, Lead, OutboxEntry, WebhookEvent
from tests.crm.intake.cast import CONTACT_ID, Listener, apply_all, contact_body, lead, make_location, store, text_body

pytestmark = pytest.mark.django_db

Kind, Status = OutboxEntry.Kind, OutboxEntry.Status
AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
OTHER_ID = "CONTACT00000000000002"


def stamp(seconds):
    return (AT + timedelta(seconds=seconds)).isoformat()


def created(second, **fields):
    return contact_body("ContactCreate", timestamp=stamp(second), **fields)


def updated(second, **fields):
    return contact_body("ContactUpdate", timestamp=stamp(second), **fields)


def deleted(second, **fields):
    return contact_body("ContactDelete", timestamp=stamp(second), **fields)


def enter(kind, status=Status.DUE, reason="", **more):
    row = lead()
    return OutboxEntry.objects.create(
        location=row.location, lead=row, kind=kind, dedupe_key=f"{kind}:{status}:{reason}", payload={"body": "Hi"},
        status=status, reason=reason, **more,
    )  # fmt: skip


def test_all_open_work_of_a_deleted_contact_is_cancelled_with_the_reason_and_its_rows_stay():
    make_location()
    store(created(1))
    store(text_body())
    apply_all()
    waiting = [enter(kind) for kind in (Kind.TEXT, Kind.ADD_TAGS, Kind.SET_FIELDS, Kind.NOTE, Kind.OPPORTUNITY)]
    held = enter(Kind.TEXT, Status.HELD, "awaiting_approval", purpose="reply")
    left_alone = {
        enter(Kind.TEXT, Status.HELD, "unknown_outcome").pk: "held",
        enter(Kind.NOTE, Status.UNKNOWN).pk: "unknown",
        enter(Kind.TEXT, Status.SENT).pk: "sent",
    }
    store(deleted(2))
    listener = Listener()
    apply_all(listener)
    ends = set(OutboxEntry.objects.filter(pk__in=[one.pk for one in (*waiting, held)]).values_list("status", "reason"))
    assert ends == {("cancelled", "contact_deleted")}
    assert dict(OutboxEntry.objects.filter(pk__in=left_alone).values_list("pk", "status")) == left_alone
    assert (lead().first_name, lead().messages.count(), listener.kinds()) == ("Ann", 1, ["LeadGone"])


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_what_came_after_a_deletion_but_is_no_creation_leaves_it_deleted_in_every_order(order):
    make_location()
    told = [created(1), updated(2, firstName="B"), deleted(3), updated(4, firstName="D")]
    for position in order:
        store(told[position])
        apply_all()
    assert (lead().deleted_at, lead().first_name) == (AT + timedelta(seconds=3), "D")
    assert OutboxEntry.objects.due(timezone.now()).filter(kind=Kind.READ_CONTACT).count() == 1


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_a_creation_after_the_deletion_brings_it_back_in_every_order(order):
    make_location()
    told = [created(1, firstName="A"), deleted(3), created(5, firstName="C"), updated(6, firstName="D")]
    for position in order:
        store(told[position])
        apply_all()
    assert (lead().deleted_at, lead().first_name) == (None, "D")


def test_a_contact_created_again_under_the_same_id_is_told_as_new_and_its_old_work_stays_cancelled():
    make_location()
    store(created(1))
    apply_all()
    opener = enter(Kind.TEXT, purpose="opener")
    store(deleted(2))
    store(created(3))
    listener = Listener()
    apply_all(listener)
    opener.refresh_from_db()
    assert [type(one) for one in listener.heard] == [LeadGone, LeadSeen]
    assert (listener.heard[1].is_new, opener.status) == (True, Status.CANCELLED)


def test_a_contact_created_again_under_another_id_is_a_lead_of_its_own():
    make_location()
    store(created(1))
    store(deleted(2))
    store(created(3, id=OTHER_ID))
    listener = Listener()
    apply_all(listener)
    assert Lead.objects.count() == 2
    assert lead().deleted_at is not None
    assert (listener.heard[-1].lead_id, listener.heard[-1].is_new) == (lead(OTHER_ID).pk, True)


def test_a_merge_ends_the_one_contact_and_leaves_the_other():
    """Merging has no event of its own: the one that is merged away is deleted, the one that stays is updated."""
    make_location()
    store(created(1))
    store(created(1, id=OTHER_ID, phone="+15125550101"))
    apply_all()
    waiting = enter(Kind.TEXT, purpose="reply")
    store(contact_body("ContactUpdate", id=OTHER_ID, tags=["website lead", "vip"], timestamp=stamp(2)))
    store(deleted(2))
    apply_all()
    waiting.refresh_from_db()
    assert (waiting.status, lead().deleted_at is None) == (Status.CANCELLED, False)
    assert (lead(OTHER_ID).deleted_at, lead(OTHER_ID).tags) == (None, ["website lead", "vip"])


def test_a_read_that_finds_it_brings_it_back_and_an_old_deletion_does_not_return():
    location = make_location()
    store(created(1))
    store(deleted(2))
    apply_all()
    apply_read(location, {"id": CONTACT_ID, "firstName": "Ann"}, timezone.now())
    assert lead().deleted_at is None
    late = store(deleted(1))
    apply_all()
    late.refresh_from_db()
    assert (lead().deleted_at, late.reason) == (None, "older_than_applied")


def test_a_message_of_a_deleted_contact_is_kept_and_asks_whether_the_contact_lives():
    make_location()
    store(created(1))
    store(deleted(2))
    apply_all()
    store(text_body("Hello?"))
    apply_all()
    assert lead().messages.count() == 1
    assert [entry.lane for entry in OutboxEntry.objects.filter(kind=Kind.READ_CONTACT)] == [Lane.REPLY]


def test_a_late_do_not_disturb_of_a_channel_counts_where_nothing_newer_spoke_of_channels():
    make_location()
    on, off = {"SMS": {"status": "active"}}, {"SMS": {"status": "inactive"}}
    store(updated(5))
    store(contact_body("ContactDndUpdate", dndSettings=on, timestamp=stamp(3), firstName="Older"))
    apply_all()
    assert (lead().dnd_settings, lead().first_name) == ({"sms": {"status": "active"}}, "Ann")
    store(contact_body("ContactDndUpdate", dndSettings=off, timestamp=stamp(2)))
    apply_all()
    assert lead().dnd_settings == {"sms": {"status": "active"}}
    assert WebhookEvent.objects.order_by("-id").first().reason == "older_than_applied"
