"""What came before a location was connected is applied when it is, without a turn and without a text."""

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from crm.connect import connect_location
from crm.consent.state import consent_state
from crm.models import Lead, Message, OutboxEntry, WebhookEvent
from tests.crm.intake.cast import (
    LOCATION_ID,
    SANDBOX_KEY,
    Listener,
    apply_all,
    contact_body,
    event_body,
    lead,
    our_keys,
    post,
    text_body,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys():
    with our_keys():
        yield


def connect(**given):
    facts = {"mode": "live", "activate": "all", "now": timezone.now(), **given}
    return connect_location(LOCATION_ID, "Example Realty", "America/Chicago", "pit-token", **facts)


def test_an_opt_out_that_came_before_connecting_counts():
    post(contact_body())
    post(text_body("please stop texting me"))
    connected = connect()
    assert consent_state(lead().pk) == "revoked"
    assert set(WebhookEvent.objects.values_list("status", flat=True)) == {"done"}
    assert not OutboxEntry.objects.filter(kind="text").exists()
    assert OutboxEntry.objects.get(kind="set_dnd").payload == {"on": True}
    assert connected.replayed == 2
    assert AuditEntry.objects.get(action="events.replayed").details["counts"] == {"done": 2}


def test_a_message_that_came_before_connecting_is_known_and_opens_no_turn():
    post(text_body("We might sell in spring"))
    connect()
    listener = Listener()
    apply_all(listener)
    assert (Message.objects.get().body, listener.heard) == ("We might sell in spring", [])


def test_events_of_other_locations_and_of_other_quarantines_stay_where_they_are():
    post(text_body("STOP", locationId="ELSEWHERE"))
    with our_keys(GHL_CLIENT_ID="OURAPP-1"):
        post(text_body("STOP"))
    assert connect().replayed == 0
    assert set(WebhookEvent.objects.values_list("status", flat=True)) == {"quarantined"}


@pytest.mark.parametrize(("kind", "leads"), [("real", 0), ("sandbox", 1)])
def test_what_the_sandbox_signed_is_applied_to_a_sandbox_location_only(kind, leads):
    post(contact_body(), key=SANDBOX_KEY)
    connect(kind=kind)
    assert Lead.objects.count() == leads


def test_an_event_that_cannot_be_applied_stops_neither_connecting_nor_the_rest():
    post(event_body("InboundMessage", body="Hello"))  # names no contact
    post(contact_body())
    connect()
    assert Lead.objects.count() == 1
    assert sorted(WebhookEvent.objects.values_list("status", flat=True)) == ["dead", "done"]
