"""The echo of our text in every place between our tries: before the answer, after it, without it, changed, twice."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from bots.gate import verdict
from crm.contracts import OutboundSeen
from crm.intake.drain import has_ready
from crm.models import Lead, Message, OutboxEntry, SendAttempt, WebhookEvent
from crm.outbox.kinds.base import Context
from crm.outbox.kinds.texts import landed
from tests.crm.intake.cast import CONTACT_ID, Listener, apply_all, event_body, make_location, store, text_body

pytestmark = pytest.mark.django_db

Status, Outcome = OutboxEntry.Status, SendAttempt.Outcome
WORDS = "We can meet at 5 near the old mill. Shall I book that for you?"


@pytest.fixture
def lead():
    return Lead.objects.create(
        location=make_location(), ghl_contact_id=CONTACT_ID, phone="+15125550100", read_at=timezone.now()
    )


def send(lead, body=WORDS, key="k"):
    """A text of ours on the wire."""
    entry = OutboxEntry.objects.create(
        location=lead.location, lead=lead, kind="text", purpose="reply", dedupe_key=key, payload={"body": body},
        status=Status.CLAIMED, claimed_at=timezone.now(),
    )  # fmt: skip
    SendAttempt.objects.create(entry=entry, location=lead.location, generation=0, purpose="send")
    return entry


def ends(entry, status, outcome, **facts):
    SendAttempt.objects.filter(entry=entry).update(outcome=outcome, finished_at=timezone.now())
    OutboxEntry.objects.filter(pk=entry.pk).update(status=status, **facts)


def answered(entry, ref="M1"):
    """The CRM's answer as its settlement writes it down."""
    landed(entry, ref, Context(timezone.now()))
    ends(entry, Status.SENT, Outcome.OK, ghl_ref=ref, settled_at=timezone.now())


def given_up(entry):
    ends(entry, Status.HELD, Outcome.ABSENT, reason="unknown_outcome", settled_at=timezone.now())


def hear(body=WORDS, message_id="M1", **fields):
    store(
        event_body(
            "OutboundMessage", contactId=CONTACT_ID, messageId=message_id, messageType="SMS", body=body,
            **({"source": "api"} | fields),
        )
    )  # fmt: skip
    listener = Listener()
    apply_all(listener)
    return listener.heard


def ledger():
    return list(Message.objects.order_by("ghl_id").values_list("ghl_id", "author", "author_reason"))


def test_echo_before_the_answer_and_answer_before_the_echo_leave_one_message_of_ours(lead):
    for number, order in enumerate(itertools.permutations(("echo", "answer"))):
        entry = send(lead, f"{WORDS} {number}", key=f"k{number}")
        for what in order:
            heard = hear(f"{WORDS} {number}", f"M{number}") if what == "echo" else answered(entry, f"M{number}")
            assert not heard
    assert list(Message.objects.order_by("ghl_id").values_list("ghl_id", "author", "entry_id")) == [
        (f"M{number}", "bot", entry.pk) for number, entry in enumerate(OutboxEntry.objects.order_by("pk"))
    ]


def test_an_edited_echo_waits_and_is_ours_by_the_id_of_the_answer(lead):
    entry = send(lead)
    assert hear("Reworded by the network") == []
    assert ledger() == [("M1", "unjudged", "waits_for_attempt")]
    assert not has_ready(timezone.now()), "nothing to do before the try has settled"
    answered(entry)
    assert has_ready(timezone.now())
    listener = Listener()
    assert apply_all(listener) == 1
    assert (ledger(), listener.heard) == ([("M1", "bot", "id_of_our_answer")], [])


def test_other_words_under_way_turn_out_to_be_somebody_elses_and_are_told_then(lead):
    entry = send(lead)
    assert hear("I call you at five", "M2", userId="U1") == []
    answered(entry, "M1")
    listener = Listener()
    apply_all(listener)
    other = Message.objects.get(ghl_id="M2")
    assert listener.heard == [OutboundSeen(lead.pk, other.pk, "person", other.received_at)]
    assert (other.author, other.author_reason) == ("person", "user_named")
    apply_all(listener)
    assert len(listener.heard) == 1, "told once"


@pytest.mark.parametrize("edit", ["same", "footer", "other"])
def test_the_answer_never_comes(lead, edit):
    entry = send(lead)
    ends(entry, Status.UNKNOWN, Outcome.UNKNOWN, lookup_at=timezone.now() + timedelta(seconds=60))
    body = {"same": WORDS, "footer": f"{WORDS}\nReply STOP to end", "other": "Something else entirely"}[edit]
    assert hear(body) == []
    if edit != "same":
        assert Message.objects.get().author == "unjudged"
        given_up(entry)
    listener = Listener()
    apply_all(listener)
    entry.refresh_from_db()
    if edit == "other":
        assert (Message.objects.get().author, [one.author for one in listener.heard]) == ("unknown", ["unknown"])
        assert entry.status == Status.HELD
    else:
        assert (Message.objects.get().entry_id, listener.heard, entry.status) == (entry.pk, [], Status.UNKNOWN)


def test_two_texts_with_equal_words_take_an_echo_each_and_the_third_is_not_ours(lead):
    first, second = send(lead, key="a"), send(lead, key="b")
    assert hear(message_id="M1") == hear(message_id="M2") == []
    assert list(Message.objects.order_by("ghl_id").values_list("entry_id", flat=True)) == [first.pk, second.pk]
    hear(message_id="M3", userId="U1")
    answered(first, "M1")
    answered(second, "M2")
    listener = Listener()
    apply_all(listener)
    assert [one.author for one in listener.heard] == ["person"]


def test_an_event_under_another_id_than_the_answer_joins_the_message_that_is_there_also_when_replayed(lead):
    entry = send(lead)
    answered(entry, "FROM_THE_ANSWER")
    assert hear(message_id="FROM_THE_EVENT") == []
    assert ledger() == [("FROM_THE_ANSWER", "bot", "same_words_sent")]
    WebhookEvent.objects.update(status="new")
    assert apply_all() == 1
    assert Message.objects.count() == 1


def test_an_answer_without_an_id_takes_the_id_of_the_echo(lead):
    answered(send(lead), "")
    assert hear() == []
    assert ledger() == [("M1", "bot", "same_words_sent")]


def test_segments_of_one_text_are_all_ours(lead):
    entry = send(lead, WORDS * 4)
    answered(entry)
    assert hear(f"(1/2) {WORDS * 2}", "S1") == hear(f"(2/2) {WORDS * 2}", "S2") == []
    assert {(author, reason) for _, author, reason in ledger()[1:]} == {("bot", "piece_of_our_text")}


@pytest.mark.parametrize("source", ["workflow", "bulk_actions", "campaign"])
def test_a_workflow_is_known_at_once_and_takes_no_thread_though_ours_is_under_way(lead, source):
    send(lead)
    assert [one.author for one in hear("Reminder", "W1", source=source)] == ["workflow"]


def test_sending_is_held_until_the_author_is_known(lead):
    store(text_body("Hello", messageId="IN1"))
    apply_all()
    first = send(lead)
    nothing_unjudged = next_text(lead)
    assert verdict(nothing_unjudged, timezone.now()).reason != "author_unjudged"
    hear("I call you at five", "M2", userId="U1")
    judged = verdict(nothing_unjudged, timezone.now())
    assert (judged.action, judged.reason) == ("later", "author_unjudged")
    assert judged.due_at > timezone.now()
    assert judged.inputs["author_unjudged"] is True
    answered(first, "M1")
    assert verdict(nothing_unjudged, timezone.now()).reason == "author_unjudged", "settled, but not judged yet"
    apply_all()
    assert verdict(nothing_unjudged, timezone.now()).reason != "author_unjudged"


def next_text(lead):
    return OutboxEntry.objects.create(
        location=lead.location, lead=lead, kind="text", purpose="reply", dedupe_key="next", payload={"body": "And?"},
        answers_message_id=Message.objects.inbound().get().pk, status=Status.CLAIMED,
    )  # fmt: skip


def test_a_look_up_that_cannot_be_made_hides_a_person_for_ten_minutes_at_most(lead):
    entry = send(lead)
    ends(entry, Status.UNKNOWN, Outcome.UNKNOWN)
    hear("I call you at five", "M2", userId="U1")
    later = timezone.now() + timedelta(minutes=11)
    listener = Listener()
    apply_all(listener, now=lambda: later)
    assert [one.author for one in listener.heard] == ["person"]


def test_another_leads_text_under_way_explains_nothing(lead):
    other = Lead.objects.create(location=lead.location, ghl_contact_id="OTHER")
    send(other)
    assert [one.author for one in hear()] == ["unknown"]
