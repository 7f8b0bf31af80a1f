"""A replay: what it changes, what it would change, and that it opens no turn."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from audit.models import AuditEntry
from bots.models import Turn
from bots.take_in import take_in
from crm.intake.replay import replay, replay_each
from crm.intake.replay_choice import choose
from crm.intake.replay_preview import preview
from crm.models import Consent, Lead, Message, OutboxEntry, WebhookEvent
from tests.crm.intake.cast import (
    CONTACT_ID,
    LOCATION_ID,
    Listener,
    apply_all,
    contact_body,
    event_body,
    lead,
    make_location,
    store,
    text_body,
)

pytestmark = pytest.mark.django_db
QUARANTINED = {"status": "quarantined", "reason": "foreign_app"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours."""
    ours = [model for label in ("crm", "bots", "audit") for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in ours}


def with_bots() -> int:
    return apply_all(lambda change: take_in(change, ring=lambda *_: None))


def run(*words: str) -> str:
    out = StringIO()
    call_command("replay_events", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


# --- no turn


@pytest.mark.parametrize("columns", [QUARANTINED, {"status": "dead"}, {"status": "ignored"}, {"status": "discarded"}])
def test_a_replay_opens_no_turn_also_not_later(columns):
    make_location(activate="all")
    event = store(text_body("We might sell in spring"), **columns)
    assert replay(event).status == "done"
    assert Message.objects.get().body == "We might sell in spring"
    with_bots()
    assert Turn.objects.count() == 0
    assert not OutboxEntry.objects.exists()


def test_the_same_event_opens_a_turn_when_it_is_no_replay():
    """So that the test above can fail."""
    make_location(activate="all")
    store(text_body("We might sell in spring"))
    with_bots()
    assert Turn.objects.count() == 1


def test_an_event_that_still_waits_is_left_to_the_drain_and_keeps_its_turn():
    make_location(activate="all")
    event = store(text_body("We might sell in spring"))
    assert (replay(event).reason, Message.objects.count()) == ("still_waits", 0)
    assert WebhookEvent.objects.get().status == "new"
    assert list(choose(since=timezone.now() - timedelta(hours=1))) == []
    assert "0 events applied again: none" in run(str(event.pk))
    listener = Listener()
    apply_all(listener)
    assert "InboundReceived" in listener.kinds()


def test_an_opt_out_in_it_is_honoured_and_nobody_is_texted():
    make_location()
    replay(store(text_body("please stop texting me"), **QUARANTINED))
    assert Consent.objects.get().state == "revoked"
    assert set(OutboxEntry.objects.values_list("kind", flat=True)) == {"set_dnd", "add_tags"}


# --- once and twice are the same


def test_a_second_replay_changes_nothing_more():
    make_location()
    store(contact_body())
    store(text_body("STOP"))
    store(event_body("NoteCreate", id="N1", contactId=CONTACT_ID, body="called"))
    apply_all()
    pks = list(WebhookEvent.objects.values_list("pk", flat=True))
    replay_each(pks)
    once = everything()
    replay_each(pks)
    assert everything() == once


def test_an_older_event_does_not_undo_a_newer_one():
    make_location()
    old = store(contact_body("ContactUpdate", city="Austin", timestamp="2026-01-05T12:00:00Z"))
    store(contact_body("ContactUpdate", city="Dallas", timestamp="2026-01-05T13:00:00Z"))
    apply_all()
    replay(old)
    assert lead().city == "Dallas"


def test_one_that_fails_stays_and_the_rest_go_on():
    make_location()
    broken = store(event_body("InboundMessage", body="Hello"), **QUARANTINED)
    right = store(contact_body(), **QUARANTINED)
    assert replay_each([broken.pk, 999_999, right.pk]) == {"dead": 1, "done": 1}
    assert Lead.objects.count() == 1


# --- a look beforehand


def look(*events: WebhookEvent) -> dict[int, dict[tuple[str, str], tuple[Any, Any]]]:
    return {
        one.event.pk: {(each.row, each.field): (each.now, each.then) for each in one.differences}
        for one in preview(events)
    }


def test_a_look_shows_each_field_as_it_is_and_as_it_would_be_and_keeps_nothing():
    make_location()
    store(contact_body("ContactUpdate", city="Austin", firstName="Ann", timestamp="2026-01-05T12:00:00Z"))
    apply_all()
    event = store(contact_body("ContactUpdate", city="Dallas", firstName="Ann", tags=["vip"]), **QUARANTINED)
    before = everything()
    seen = look(event)[event.pk]
    row = f"lead {lead().pk}"
    assert seen[row, "city"] == ("Austin", "Dallas")
    assert seen[row, "tags"] == (["website lead"], ["vip"])
    assert (row, "first_name") not in seen
    assert everything() == before


def test_a_look_tells_what_would_come_into_being():
    make_location()
    event = store(text_body("STOP", messageId="M1"), **QUARANTINED)
    seen = look(event)[event.pk]
    assert seen["new message M1", "body"] == (None, "STOP")
    assert seen["new consent", "state"] == (None, "revoked")
    assert seen["new outbox entry", "kind"][0] is None
    assert (Lead.objects.count(), Message.objects.count(), OutboxEntry.objects.count()) == (0, 0, 0)


def test_a_look_at_several_builds_each_on_those_before_it():
    make_location()
    first = store(contact_body("ContactUpdate", city="Austin", timestamp="2026-01-05T12:00:00Z"), **QUARANTINED)
    second = store(contact_body("ContactUpdate", city="Dallas", timestamp="2026-01-05T13:00:00Z"), **QUARANTINED)
    seen = look(first, second)
    assert seen[first.pk][f"new lead {CONTACT_ID}", "city"] == (None, "Austin")
    assert [pair for (_, field), pair in seen[second.pk].items() if field == "city"] == [("Austin", "Dallas")]
    assert Lead.objects.count() == 0


def test_what_a_look_shows_is_what_the_replay_does():
    make_location()
    store(contact_body("ContactUpdate", city="Austin", timestamp="2026-01-05T12:00:00Z"))
    apply_all()
    event = store(contact_body("ContactUpdate", city="Dallas", email="new@example.com"), **QUARANTINED)
    seen = {field: then for (_, field), (_, then) in look(event)[event.pk].items()}
    replay(event)
    row = Lead.objects.values().get()
    assert {name: row[name] for name in seen} == seen
    assert look(WebhookEvent.objects.get(pk=event.pk))[event.pk] == {}


def test_a_look_says_which_event_cannot_be_applied():
    make_location()
    [told] = preview([store(event_body("InboundMessage", body="Hello"), **QUARANTINED)])
    assert (told.end.status, told.differences) == ("dead", ())
    [away] = preview([store(text_body(locationId="ELSEWHERE"), **QUARANTINED)])
    assert (away.end.reason, away.differences) == ("unknown_location", ())


# --- the command


def test_the_command_shows_a_difference_and_changes_nothing():
    make_location()
    event = store(contact_body(city="Austin"), **QUARANTINED)
    before = everything()
    shown = run(str(event.pk), "--dry-run")
    assert f"event {event.pk} ContactCreate: quarantined -> done" in shown
    assert f"new lead {CONTACT_ID} city: None -> 'Austin'" in shown
    assert "1 events would be applied again; 1 of them would change something." in shown
    assert everything() == before


def test_the_command_takes_many_since_a_time_of_a_location_and_is_audited():
    make_location()
    make_location("LOCATION0000000000002")
    for number in range(3):
        store(contact_body(id=f"C{number}"), **QUARANTINED)
    store(contact_body(id="C9", locationId="LOCATION0000000000002"), **QUARANTINED)
    early = store(contact_body(id="C8"), **QUARANTINED)
    WebhookEvent.objects.filter(pk=early.pk).update(received_at=timezone.now() - timedelta(days=2))
    store(contact_body(id="C7"), status="discarded")
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert "3 events applied again: 3 done." in run("--since", since, "--location", LOCATION_ID)
    assert set(Lead.objects.values_list("ghl_contact_id", flat=True)) == {"C0", "C1", "C2"}
    entry = AuditEntry.objects.get(action="events.replayed")
    assert (entry.location_ghl_id, entry.details["counts"]) == (LOCATION_ID, {"done": 3})
