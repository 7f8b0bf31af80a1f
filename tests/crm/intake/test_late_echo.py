"""The echo of our own text, come so late that the text was already given up as unknown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.models import Lead, Message, OutboxEntry, SendAttempt
from crm.outbox.verbs import cancel_texts
from tests.crm.intake.cast import CONTACT_ID, Listener, apply_all, event_body, make_location, store

pytestmark = pytest.mark.django_db

WORDS = "We can meet at 5"
Status = OutboxEntry.Status


def held(reason, **columns):
    location = make_location()
    lead = Lead.objects.create(location=location, ghl_contact_id=CONTACT_ID)
    return OutboxEntry.objects.create(
        location=location, lead=lead, kind="text", purpose="reply", dedupe_key="k", payload={"body": WORDS},
        status=Status.HELD, reason=reason, settled_at=timezone.now(), **columns,
    )  # fmt: skip


def store_echo(body=WORDS):
    store(
        event_body(
            "OutboundMessage", contactId=CONTACT_ID, messageId="M1", conversationId="CONVERSATION1",
            messageType="SMS", direction="outbound", body=body, source="api",
        )
    )  # fmt: skip


def test_a_late_echo_of_a_text_held_as_unknown_is_ours_and_has_it_looked_up_at_once():
    entry = held("unknown_outcome", lookups=3)
    store_echo()
    listener = Listener()

    apply_all(listener)

    message = Message.objects.get()
    assert (message.author, message.entry_id, listener.heard) == ("bot", entry.pk, [])
    entry.refresh_from_db()
    assert (entry.status, entry.reason, entry.settled_at) == (Status.UNKNOWN, "", None)
    assert entry.lookup_at <= timezone.now()


def test_a_text_held_for_another_reason_never_left_and_has_no_echo():
    entry = held("awaiting_approval")
    store_echo()
    listener = Listener()

    apply_all(listener)

    assert (Message.objects.get().author, listener.kinds()) == ("unknown", ["OutboundSeen"])
    entry.refresh_from_db()
    assert entry.status == Status.HELD


def test_what_may_have_arrived_is_left_for_a_person_when_texts_are_cancelled():
    entry = held("unknown_outcome")
    assert cancel_texts(entry.lead, reason="person_owns") == 0
    entry.refresh_from_db()
    assert (entry.status, entry.reason) == (Status.HELD, "unknown_outcome")


def test_an_echo_during_the_look_up_does_not_disturb_it():
    entry = held("unknown_outcome")
    planned = timezone.now() + timedelta(seconds=15)
    OutboxEntry.objects.filter(pk=entry.pk).update(status=Status.UNKNOWN, reason="", lookup_at=planned, lookups=1)
    store_echo()
    apply_all()
    entry.refresh_from_db()
    assert (entry.status, entry.lookup_at, entry.lookups) == (Status.UNKNOWN, planned, 1)
    assert not SendAttempt.objects.exists()
