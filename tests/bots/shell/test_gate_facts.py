"""The gate over real rows: what it gathers, and that it costs few queries."""

from datetime import timedelta
from typing import Any

import pytest

from bots.gate import verdict
from bots.gate_facts import gather
from bots.models import BotProfile, Turn
from crm.models import Lead, OutboxEntry, SendingStop, WebhookEvent
from crm.outbox.enqueue import enqueue_tags, enqueue_text
from orchestrator.engine import Orchestrator
from tests.bots.shell.cast import (
    Clock,
    a_lead,
    a_location,
    a_member_of_staff,
    consents,
    is_sent,
    lead_is_seen,
    lead_writes,
    run_due,
    somebody_writes,
    texts_of,
    turns_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(clock: Clock, no_model: Orchestrator) -> Lead:
    """A lead who wrote, with a reply that waits to be sent."""
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    return lead


def test_a_direct_answer_may_leave(answered: Lead, clock: Clock) -> None:
    (reply,) = texts_of(answered)
    assert verdict(reply, clock()).action == "send"


def test_a_message_that_a_turn_will_answer_supersedes(answered: Lead, clock: Clock) -> None:
    newer = lead_writes(answered, "41 Juniper Lane", clock.forward(1))
    found = verdict(texts_of(answered)[0], clock())
    assert (found.action, found.reason, found.inputs["newer_inbound"]) == ("cancel", "superseded", newer.pk)


def test_a_reaction_does_not_take_the_answer_away(answered: Lead, clock: Clock) -> None:
    lead_writes(answered, "👍", clock.forward(1), kind="reaction")
    assert verdict(texts_of(answered)[0], clock()).action == "send"


def test_a_stored_opt_out_that_is_not_mapped_yet_stops_the_text(answered: Lead, clock: Clock) -> None:
    WebhookEvent.objects.create(
        webhook_id="w-1", type="InboundMessage", location_ghl_id=answered.location.ghl_id,
        contact_ghl_id=answered.ghl_contact_id,
        body=b'{"type": "InboundMessage", "locationId": "l", "contactId": "c", "body": "STOP", "messageType": "SMS"}',
    )  # fmt: skip
    assert verdict(texts_of(answered)[0], clock()).reason == "opt_out_pending"


def test_a_person_who_wrote_stops_what_was_claimed_before(answered: Lead, clock: Clock) -> None:
    OutboxEntry.objects.filter(lead=answered, kind="text").update(status="claimed")
    somebody_writes(answered, clock.at)
    assert verdict(texts_of(answered)[0], clock()).reason == "person_owns"


@pytest.mark.parametrize("everywhere", [True, False])
def test_stop_all_sending_acts_at_the_next_look(answered: Lead, clock: Clock, everywhere: bool) -> None:
    stop = SendingStop.objects.create(
        location=None if everywhere else answered.location, stopped_at=clock.at, stopped_by="user:1"
    )
    found = verdict(texts_of(answered)[0], clock())
    assert (found.action, found.reason, found.inputs["stops"]) == ("later", "sending_stopped", [stop.pk])
    SendingStop.objects.update(resumed_at=clock.at)
    assert verdict(texts_of(answered)[0], clock()).action == "send"


def test_another_locations_stop_is_not_ours(answered: Lead, clock: Clock) -> None:
    SendingStop.objects.create(location=a_location(), stopped_at=clock.at, stopped_by="user:1")
    assert verdict(texts_of(answered)[0], clock()).action == "send"


@pytest.mark.parametrize(
    ("dnd_settings", "stopped"),
    [
        ({"sms": {"status": "active"}}, True),
        ({"sms": {"status": "Permanent"}}, True),
        ({"sms": {"status": "inactive"}}, False),
        ({"email": {"status": "active"}}, False),
        ({}, False),
    ],
)
def test_the_channels_do_not_disturb_counts(
    answered: Lead, clock: Clock, dnd_settings: dict[str, Any], stopped: bool
) -> None:
    Lead.objects.filter(pk=answered.pk).update(dnd_settings=dnd_settings)
    assert verdict(texts_of(answered)[0], clock()).action == ("cancel" if stopped else "send")


def test_the_newest_consent_row_counts(answered: Lead, clock: Clock) -> None:
    (reply,) = texts_of(answered)
    consents(answered, clock.at, state="revoked", basis="wording")
    assert verdict(reply, clock()).reason == "opted_out"
    newest = consents(answered, clock.at, basis="keyword")
    found = verdict(reply, clock())
    assert (found.action, found.inputs["consent"]["id"]) == ("send", newest.pk)


def test_an_opener_without_consent_is_held(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_is_seen(lead, clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    (opener,) = texts_of(lead)
    assert verdict(opener, clock()).reason == "no_consent"
    consents(lead, clock.at)
    assert verdict(opener, clock()).action == "send"


def test_an_opener_that_is_under_way_is_stopped_by_words_received_before_it_was_made(
    clock: Clock, no_model: Orchestrator
) -> None:
    """Their event came first and was mapped last: the opener was claimed already, so mapping could not cancel it."""
    lead = a_lead()
    consents(lead, clock.at)
    lead_is_seen(lead, clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    (opener,) = texts_of(lead)
    OutboxEntry.objects.filter(pk=opener.pk).update(status="claimed", created_at=clock.at)
    opener.refresh_from_db()
    assert verdict(opener, clock()).action == "send"
    lead_writes(lead, "👍", clock.at - timedelta(seconds=1), kind="reaction")
    assert verdict(opener, clock()).reason == "lead_wrote"


def test_the_line_at_handoff_goes_until_somebody_claims(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "let me talk to a person", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    (line,) = texts_of(lead)
    assert verdict(line, clock()).action == "send"
    Turn.objects.get(entry_id=line.pk).handoffs.update(status="claimed", claimed_by=a_member_of_staff())
    assert verdict(line, clock()).reason == "person_owns"


def test_what_left_counts_against_the_caps(clock: Clock) -> None:
    lead = a_lead()
    consents(lead, clock.at)
    for number in range(3):
        sent = enqueue_text(lead, "Hi", purpose="follow_up", cause="test", dedupe_key=f"f{number}")
        assert sent is not None
        is_sent(sent, clock.at - timedelta(hours=5 + number))
    waiting = enqueue_text(lead, "Hi again", purpose="follow_up", cause="test", dedupe_key="f9")
    assert waiting is not None
    found = verdict(waiting, clock())
    assert (found.reason, found.inputs["started"]) == ("cap_started_per_day", {"day": 3, "month": 3})
    assert verdict(waiting, clock.at + timedelta(hours=20)).action == "send"


def test_the_locations_own_numbers_count(answered: Lead, clock: Clock) -> None:
    BotProfile.objects.create(location=answered.location, version=1, active=True, settings={"sms_max_characters": 10})
    assert verdict(texts_of(answered)[0], clock()).reason == "too_long"


def test_a_check_that_cannot_be_made_raises_so_that_the_sender_holds(answered: Lead, clock: Clock) -> None:
    BotProfile.objects.create(location=answered.location, version=1, active=True, settings={"no_such_setting": 1})
    with pytest.raises(ValueError, match="no_such_setting"):
        verdict(texts_of(answered)[0], clock())


def test_the_gate_costs_six_queries(answered: Lead, clock: Clock, django_assert_num_queries: Any) -> None:
    (reply,) = texts_of(answered)
    for _ in range(30):
        lead_writes(answered, "👍", clock.at, kind="reaction")
    with django_assert_num_queries(6):  # location, stops, lead, opt-outs, caps, profile
        verdict(reply, clock())


def test_the_gate_is_for_texts_alone(answered: Lead, clock: Clock) -> None:
    tags = enqueue_tags(answered, add=["x"], cause="test")[0]
    with pytest.raises(ValueError, match="no text"):
        verdict(tags, clock())


def test_a_handed_over_thread_is_silent_in_the_facts_too(answered: Lead, clock: Clock) -> None:
    somebody_writes(answered, clock.at)
    assert gather(texts_of(answered)[0], clock()).owner == "person"
    assert turns_of(answered)[0].outcome == "silence"  # the reply that waited was cancelled
