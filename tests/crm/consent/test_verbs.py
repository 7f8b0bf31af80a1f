"""What an opt-out, START, HELP and a form do, by mode and channel."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from crm.consent.pending import pending_opt_out
from crm.consent.state import consent_state, dnd_opposes
from crm.consent.texts import confirmation_text, help_text
from crm.consent.verbs import grant, release_dnd
from crm.contracts import CommandHeard, InboundReceived, OptOutHeard
from crm.models import Consent, Lead, Location, Message, OutboxEntry
from crm.modes import set_mode
from tests.crm.intake.cast import (
    CONTACT_ID,
    LOCATION_ID,
    Listener,
    apply_all,
    contact_body,
    lead,
    make_location,
    store,
    text_body,
)

pytestmark = pytest.mark.django_db

Mode, Kind, Status = Location.Mode, OutboxEntry.Kind, OutboxEntry.Status


def hear(text: str, **fields) -> Listener:
    listener = Listener()
    store(text_body(text, **fields))
    apply_all(listener)
    return listener


def entries(kind: str) -> list[OutboxEntry]:
    return list(OutboxEntry.objects.filter(kind=kind).order_by("id"))


def known_lead(mode: str = Mode.LIVE) -> Lead:
    make_location(mode=mode)
    store(contact_body())
    apply_all()
    return lead()


@pytest.mark.parametrize("mode", [Mode.LIVE, Mode.REVIEW])
def test_free_wording_is_confirmed_first_and_dnd_follows_within_a_minute(mode):
    row = known_lead(mode)
    listener = hear("please stop texting me")
    message = Message.objects.get()
    consent = Consent.objects.get()
    [text], [dnd], [tags] = entries("text"), entries("set_dnd"), entries("add_tags")
    assert (consent.state, consent.basis, consent.message) == ("revoked", "wording", message)
    assert (text.purpose, text.status, text.payload["channel"]) == ("optout_confirmation", Status.DUE, "SMS")
    assert text.payload["body"] == confirmation_text("Example Realty", "en")
    assert (dnd.payload, dnd.due_at) == ({"on": True}, message.received_at + timedelta(seconds=60))
    assert tags.payload == {"tags": ["tcpa-opt-out"]}
    assert listener.heard == [OptOutHeard(row.pk, message.pk, message.received_at)]


def test_a_bare_keyword_on_sms_is_not_confirmed_and_dnd_is_due_at_once():
    known_lead()
    hear("STOP")
    [dnd] = entries("set_dnd")
    assert entries("text") == []
    assert dnd.due_at == Message.objects.get().received_at
    assert Consent.objects.get().basis == "keyword"


def test_a_bare_keyword_on_another_channel_has_no_carrier_and_is_confirmed():
    known_lead()
    hear("stop", messageType="WhatsApp")
    [text] = entries("text")
    assert text.payload["channel"] == "WhatsApp"


def test_spanish_wording_is_confirmed_in_spanish():
    known_lead()
    hear("por favor no me escriban más")
    assert entries("text")[0].payload["body"] == confirmation_text("Example Realty", "es")


@pytest.mark.parametrize("mode", [Mode.OFF, Mode.SHADOW])
def test_where_nothing_is_written_the_consent_row_alone_is_made(mode):
    known_lead(mode)
    listener = hear("please stop texting me")
    assert Consent.objects.get().state == "revoked"
    assert OutboxEntry.objects.exclude(kind=Kind.READ_CONTACT).count() == 0
    assert listener.kinds() == ["OptOutHeard"]


def test_an_opt_out_of_an_untagged_stranger_is_honoured_too():
    make_location(activate=Location.Activate.TAGGED)
    hear("unsubscribe")
    assert consent_state(lead().pk) == "revoked"


def test_queued_texts_are_cancelled_by_the_same_transaction():
    row = known_lead()
    texts = [
        OutboxEntry.objects.create(
            location=row.location, lead=row, kind="text", purpose=purpose, dedupe_key=purpose, status=status,
            payload={"body": "x"},
        )
        for purpose, status in [("reply", Status.DUE), ("follow_up", Status.DUE), ("opener", Status.HELD)]
    ]  # fmt: skip
    hear("Stop.")
    for text in texts:
        text.refresh_from_db()
    assert {(text.status, text.reason) for text in texts} == {(Status.CANCELLED, "opted_out")}


def test_a_second_opt_out_is_stored_but_said_and_written_only_once():
    known_lead()
    hear("please stop texting me")
    listener = hear("I said stop texting me!")
    assert Consent.objects.count() == 2
    assert [len(entries(kind)) for kind in ("text", "set_dnd", "add_tags")] == [1, 1, 1]
    assert listener.kinds() == ["OptOutHeard"]


def test_a_second_opt_out_leaves_the_waiting_confirmation_of_the_first_alone():
    row = known_lead()
    hear("please stop texting me")
    reply = OutboxEntry.objects.create(
        location=row.location, lead=row, kind="text", purpose="reply", dedupe_key="r", payload={"body": "x"}
    )
    hear("I said stop texting me!")
    [confirmation] = OutboxEntry.objects.filter(purpose="optout_confirmation")
    reply.refresh_from_db()
    assert (confirmation.status, reply.status) == (Status.DUE, Status.CANCELLED)


@pytest.mark.parametrize("mode", [Mode.OFF, Mode.SHADOW])
def test_an_opt_out_heard_where_nothing_is_written_is_written_when_it_is_said_again_in_live(mode):
    row = known_lead(mode)
    hear("please stop texting me")
    set_mode(row.location, Mode.LIVE, "test", timezone.now())
    hear("I said stop texting me!")
    [text], [dnd], [tags] = entries("text"), entries("set_dnd"), entries("add_tags")
    assert (text.purpose, text.status, dnd.status) == ("optout_confirmation", Status.DUE, Status.DUE)
    assert (dnd.payload, tags.payload) == ({"on": True}, {"tags": ["tcpa-opt-out"]})


def test_an_opt_out_whose_writes_were_held_is_written_when_it_is_said_again():
    row = known_lead()
    hear("please stop texting me")
    set_mode(row.location, Mode.SHADOW, "test", timezone.now())
    set_mode(row.location, Mode.LIVE, "test", timezone.now())
    hear("I said stop texting me!")
    for kind in ("text", "set_dnd"):
        assert [entry.status for entry in entries(kind)] == [Status.CANCELLED, Status.DUE]


def test_a_confirmation_that_went_out_is_not_said_again_when_only_the_dnd_was_held():
    row = known_lead()
    hear("please stop texting me")
    OutboxEntry.objects.filter(kind="text").update(status=Status.SENT)
    set_mode(row.location, Mode.SHADOW, "test", timezone.now())
    set_mode(row.location, Mode.LIVE, "test", timezone.now())
    hear("I said stop texting me!")
    assert [entry.status for entry in entries("text")] == [Status.SENT]
    dnd = entries("set_dnd")[-1]
    assert (dnd.status, dnd.due_at) == (Status.DUE, Message.objects.order_by("id").last().received_at)


def test_the_confirmation_leaves_from_the_number_that_the_lead_wrote_to():
    known_lead()
    hear("please stop texting me", to="+15125550142")
    assert entries("text")[0].payload["from_number"] == "+15125550142"


def test_dnd_becomes_due_when_the_confirmation_has_settled():
    row = known_lead()
    hear("please stop texting me")
    now = timezone.now()
    assert release_dnd(row.pk, now) == 1
    assert entries("set_dnd")[0].due_at == now
    assert release_dnd(row.pk, now) == 0


def test_an_opt_out_is_recorded_without_the_leads_words():
    known_lead()
    hear("please stop texting me, says Ann")
    entry = AuditEntry.objects.get(action="consent.revoked")
    assert (entry.lead_id, entry.details["basis"], entry.details["cancelled_texts"]) == (lead().pk, "wording", 0)
    assert "Ann" not in str(entry.details)


# --- START


def test_start_revokes_the_opt_out_and_lifts_the_dnd_that_we_set():
    row = known_lead()
    hear("STOP")
    OutboxEntry.objects.filter(kind="set_dnd").update(status=Status.SENT)
    listener = hear("START")
    assert consent_state(row.pk) == "granted"
    assert [entry.payload for entry in entries("set_dnd")] == [{"on": True}, {"on": False}]
    assert isinstance(listener.heard[0], CommandHeard)
    assert listener.heard[0].command == "start"


def test_start_before_the_dnd_went_out_cancels_it():
    known_lead()
    hear("please stop texting me")
    hear("START")
    [dnd] = entries("set_dnd")
    assert (dnd.status, dnd.reason) == (Status.CANCELLED, "opted_in")


def test_start_before_the_confirmation_left_cancels_it():
    known_lead()
    hear("please stop texting me")
    hear("START")
    [text] = entries("text")
    assert (text.purpose, text.status, text.reason) == ("optout_confirmation", Status.CANCELLED, "opted_in")


def test_start_does_not_lift_a_dnd_that_somebody_else_set():
    row = known_lead(Mode.SHADOW)
    hear("STOP")
    Lead.objects.filter(pk=row.pk).update(dnd=True)
    Location.objects.update(mode=Mode.LIVE)
    hear("START")
    assert entries("set_dnd") == []


def test_stop_after_start_sets_dnd_again():
    known_lead()
    hear("STOP")
    OutboxEntry.objects.filter(kind="set_dnd").update(status=Status.SENT)
    hear("START")
    hear("STOP")
    assert [(entry.payload["on"], entry.status) for entry in entries("set_dnd")] == [
        (True, "sent"), (False, "cancelled"), (True, "due"),
    ]  # fmt: skip


def test_start_of_somebody_who_never_opted_out_is_consent_and_is_answered():
    row = known_lead()
    listener = hear("Start")
    assert consent_state(row.pk) == "granted"
    assert [type(change) for change in listener.heard] == [InboundReceived]


# --- HELP


def test_help_is_answered_once_a_day():
    known_lead()
    listener = hear("HELP")
    hear("help")
    [text] = entries("text")
    assert (text.purpose, text.payload["body"]) == ("help", help_text("Example Realty", "en"))
    assert listener.heard[0].command == "help"
    OutboxEntry.objects.update(dedupe_key="help:yesterday", status=Status.SENT)
    hear("Help")
    assert len(entries("text")) == 2


@pytest.mark.parametrize("name", ["Example Realty", "Ñandú & Söhne 🏡 Immobilien", "x" * 200, ""])
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_fixed_texts_stay_in_one_plain_segment(name, language):
    for text in (confirmation_text(name, language), help_text(name, language)):
        assert len(text) <= 160
        assert text.isascii()


# --- agreeing


def test_consent_by_staff_needs_a_reason_to_follow_an_opt_out():
    row = known_lead()
    hear("STOP")
    now = timezone.now()
    assert grant(row, basis=Consent.Basis.FORM, at=now) is None
    assert grant(row, basis=Consent.Basis.STAFF, at=now, by="user:1") is None
    assert grant(row, basis=Consent.Basis.STAFF, at=now, by="user:1", reason="asked by phone") is not None
    assert consent_state(row.pk) == "granted"


def test_consent_that_is_granted_already_is_not_written_again():
    row = known_lead()
    assert grant(row, basis=Consent.Basis.FORM, at=timezone.now()) is not None
    assert grant(row, basis=Consent.Basis.IMPORT, at=timezone.now()) is None


# --- what the gate asks


@pytest.mark.parametrize(
    ("dnd", "settings", "channel", "opposed"),
    [
        (False, {}, "SMS", False),
        (True, {}, "SMS", True),
        (False, {"sms": {"status": "active"}}, "SMS", True),
        (False, {"sms": {"status": "permanent"}}, "SMS", True),
        (False, {"sms": {"status": "inactive"}}, "SMS", False),
        (False, {"sms": {"status": "active"}}, "Email", False),
        (False, {"whatsapp": {"status": "active"}}, "WhatsApp", True),
        (False, {"sms": "active"}, "SMS", False),
    ],
)
def test_dnd_of_the_contact_or_of_the_channel_opposes(dnd, settings, channel, opposed):
    assert dnd_opposes(dnd, settings, channel) is opposed


def test_an_opt_out_that_is_stored_but_not_mapped_is_seen():
    make_location()
    store(text_body("Hello"))
    assert not pending_opt_out(LOCATION_ID, CONTACT_ID)
    event = store(text_body("please stop texting me"))
    assert pending_opt_out(LOCATION_ID, CONTACT_ID)
    assert not pending_opt_out(LOCATION_ID, "SOMEBODYELSE")
    assert not pending_opt_out("ELSEWHERE", CONTACT_ID)
    type(event).objects.filter(pk=event.pk).update(status="dead")
    assert pending_opt_out(LOCATION_ID, CONTACT_ID), "a dead letter is not mapped either"
    store(text_body("START"))
    assert not pending_opt_out(LOCATION_ID, CONTACT_ID)


def test_what_is_mapped_is_no_longer_pending():
    make_location()
    hear("STOP")
    assert not pending_opt_out(LOCATION_ID, CONTACT_ID)


def test_an_email_may_say_it_in_the_subject_alone():
    known_lead()
    hear("", messageType="Email", subject="Re: unsubscribe")
    assert Consent.objects.get().state == "revoked"
    assert entries("text")[0].payload["channel"] == "Email"


def test_a_subject_that_only_mentions_it_is_no_opt_out():
    known_lead()
    hear("About the house", messageType="Email", subject="Please stop by on Saturday, or remove me from the tour")
    assert Consent.objects.count() == 0
