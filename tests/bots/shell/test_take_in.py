"""What a change in the CRM means for the bots, before any turn runs."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from bots.models import Handoff, Turn, TurnMessage
from bots.take_in import take_in
from crm.contracts import CommandHeard, LeadGone, LeadRead, OptOutHeard
from crm.models import Message, OutboxEntry
from crm.outbox.enqueue import enqueue_read_contact, enqueue_text
from orchestrator.engine import Orchestrator
from tests.bots.shell.cast import (
    Clock,
    a_lead,
    a_location,
    a_message,
    consents,
    conversation_of,
    lead_is_seen,
    lead_writes,
    run_due,
    somebody_writes,
    texts_of,
    turns_of,
)

pytestmark = pytest.mark.django_db


def test_bubbles_share_one_turn_and_move_its_due_time(clock: Clock) -> None:
    lead = a_lead()
    lead_writes(lead, "I want", clock.at)
    lead_writes(lead, "to sell", clock.at + timedelta(seconds=3))
    (turn,) = turns_of(lead)
    assert TurnMessage.objects.filter(turn=turn).count() == 2
    assert turn.due_at == clock.at + timedelta(seconds=7)


def test_a_message_that_arrives_out_of_order_does_not_shorten_the_debounce(clock: Clock) -> None:
    lead = a_lead()
    lead_writes(lead, "second", clock.at)
    lead_writes(lead, "first", clock.at - timedelta(seconds=2))
    (turn,) = turns_of(lead)
    assert turn.first_received_at == clock.at - timedelta(seconds=2)
    assert turn.due_at == clock.at + timedelta(seconds=4)


def test_a_lead_that_was_never_read_waits_for_the_read_and_no_longer(clock: Clock) -> None:
    lead = a_lead(read_at=None)
    enqueue_read_contact(lead)
    lead_writes(lead, "I want to sell", clock.at)
    assert turns_of(lead)[0].due_at == clock.at + timedelta(seconds=10)

    type(lead).objects.filter(pk=lead.pk).update(read_at=clock.at)
    take_in(LeadRead(lead.pk), now=lambda: clock.at + timedelta(seconds=5))
    assert turns_of(lead)[0].due_at == clock.at + timedelta(seconds=4)


@pytest.mark.parametrize("kind", ["picture", "call", "voicemail", "reaction", "auto_reply", "empty"])
def test_what_is_no_answer_ends_at_once_and_leaves_the_waiting_turn_alone(kind: str, clock: Clock) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell", clock.at)
    lead_writes(lead, "", clock.at + timedelta(seconds=1), kind=kind)
    waiting, ended = turns_of(lead)
    assert (waiting.status, waiting.due_at) == ("pending", clock.at + timedelta(seconds=4))
    assert (ended.status, ended.outcome, ended.reason) == ("done", "silence", kind)


def test_an_inbound_cancels_an_unsent_opener_and_follow_ups(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    consents(lead, clock.at)
    lead_is_seen(lead, clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    lead_writes(lead, "hello", clock.forward(1))
    (opener,) = texts_of(lead)
    assert (opener.status, opener.reason) == ("cancelled", "lead_wrote")


def test_an_inbound_ends_a_pending_opener_and_opens_its_own_turn(clock: Clock) -> None:
    lead = a_lead()
    lead_is_seen(lead, clock.at)
    lead_writes(lead, "hello", clock.at + timedelta(seconds=1))
    opener, turn = turns_of(lead)
    assert (opener.is_opener, opener.status, opener.reason) == (True, "done", "lead_wrote")
    assert (turn.is_opener, turn.status) == (False, "pending")


def test_several_activations_make_one_opener(clock: Clock) -> None:
    lead = a_lead(tags=["ai on", "seller-lead"])
    for added in (("ai on",), ("seller-lead",), ()):
        lead_is_seen(lead, clock.at, added=added)
    (opener,) = turns_of(lead)
    assert opener.is_opener
    assert conversation_of(lead).role == "seller"


def test_an_opener_is_not_repeated_after_stopping_and_starting_the_bot(clock: Clock) -> None:
    lead = a_lead(tags=["ai on"])
    lead_is_seen(lead, clock.at, added=("ai on",))
    type(lead).objects.filter(pk=lead.pk).update(tags=["ai on", "ai-off"])
    lead_is_seen(lead, clock.forward(60), is_new=False, added=("ai-off",))
    assert turns_of(lead)[0].reason == "not_activated"
    type(lead).objects.filter(pk=lead.pk).update(tags=["ai on"])
    lead_is_seen(lead, clock.forward(60), is_new=False, added=("ai on",))
    assert len(turns_of(lead)) == 1


@pytest.mark.parametrize(
    ("activate", "is_new", "tags", "added", "opens"),
    [
        ("all", True, [], (), True),
        ("all", False, [], (), False),  # an imported contact is answered when it writes, and never written to first
        ("all", False, ["ai on"], ("ai on",), True),
        ("tagged", True, [], (), False),
        ("tagged", True, ["needs qualifying"], ("needs qualifying",), True),
        ("tagged", False, ["ai on"], (), False),  # some other change of a contact that carries the tag
        ("all", True, ["stop-bot"], (), False),
        ("tagged", True, ["ai on", "qualified"], ("ai on",), False),
    ],
)
def test_what_opens_an_opener(
    activate: str, is_new: bool, tags: list[str], added: tuple[str, ...], opens: bool, clock: Clock
) -> None:
    lead = a_lead(a_location(activate=activate), tags=tags)
    lead_is_seen(lead, clock.at, is_new=is_new, added=added)
    assert Turn.objects.filter(conversation__lead=lead, is_opener=True).exists() is opens


def test_no_opener_in_a_thread_that_is_under_way(clock: Clock) -> None:
    lead = a_lead()
    lead_writes(lead, "hello", clock.at)
    lead_is_seen(lead, clock.at + timedelta(seconds=1))
    assert [turn.is_opener for turn in turns_of(lead)] == [False]


def test_an_opt_out_ends_every_turn_and_is_owned_itself(clock: Clock) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell", clock.at)
    message = a_message(lead, "stop texting me", clock.at + timedelta(seconds=1))
    take_in(OptOutHeard(lead.pk, message.pk, message.received_at), now=clock)
    assert [(turn.status, turn.reason) for turn in turns_of(lead)] == [("done", "opted_out"), ("done", "opted_out")]
    assert TurnMessage.objects.filter(turn__conversation__lead=lead).count() == 2


@pytest.mark.parametrize("command", ["start", "help"])
def test_a_command_is_owned_and_leaves_the_waiting_turn_alone(command: Any, clock: Clock) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell", clock.at)
    message = a_message(lead, command.upper(), clock.at + timedelta(seconds=1))
    take_in(CommandHeard(lead.pk, message.pk, command, message.received_at), now=clock)
    waiting, ended = turns_of(lead)
    assert (waiting.status, ended.status, ended.reason) == ("pending", "done", command)


def test_a_person_who_writes_owns_the_thread_and_silences_the_bot_at_once(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    lead_writes(lead, "are you there?", clock.forward(1))
    somebody_writes(lead, clock.forward(1))
    conversation = conversation_of(lead)
    assert (conversation.owner, conversation.owner_reason) == ("person", "person_wrote")
    assert [(entry.status, entry.reason) for entry in texts_of(lead)] == [("cancelled", "person_owns")]
    assert turns_of(lead)[1].reason == "person_owns"
    lead_writes(lead, "ok call me", clock.forward(5))
    assert [turn.reason for turn in turns_of(lead)] == ["person_owns"] * 3


def test_a_workflow_text_leaves_the_thread_with_the_bot(clock: Clock) -> None:
    lead = a_lead()
    lead_writes(lead, "hello", clock.at)
    somebody_writes(lead, clock.at, author="workflow")
    assert conversation_of(lead).owner == "bot"


def test_an_answer_in_the_crm_takes_the_handoff_out_of_the_queue(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "let me talk to a person", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    somebody_writes(lead, clock.forward(30))
    handoff = Handoff.objects.get(conversation__lead=lead)
    assert (handoff.status, handoff.answered_at) == ("answered", clock.at)


def test_a_deleted_contact_takes_its_turns_texts_and_handoff_along(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "let me talk to a person", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    take_in(LeadGone(lead.pk, clock.at), now=clock)
    assert conversation_of(lead).closed_at == clock.at
    assert Handoff.objects.get(conversation__lead=lead).status == "closed"
    assert not OutboxEntry.objects.texts().filter(lead=lead, status="due").exists()


def test_consent_that_comes_after_the_opener_was_held_lets_it_go(clock: Clock) -> None:
    lead = a_lead()
    entry = enqueue_text(
        lead, "Hi", purpose="opener", cause="turn:0", dedupe_key="turn:0:reply", hold_reason="no_consent"
    )
    assert entry is not None
    lead_is_seen(lead, clock.at, is_new=False)
    assert OutboxEntry.objects.get(pk=entry.pk).status == "held"
    consents(lead, clock.at)
    lead_is_seen(lead, clock.at, is_new=False)
    assert OutboxEntry.objects.get(pk=entry.pk).status == "due"


def test_a_turn_due_later_rings_for_its_moment(clock: Clock, django_capture_on_commit_callbacks: Any) -> None:
    lead = a_lead()
    rung: list[tuple[str, float]] = []

    def ring(stage: str, after_seconds: float = 0.0) -> None:
        rung.append((stage, after_seconds))

    with django_capture_on_commit_callbacks(execute=True):
        lead_writes(lead, "hello", clock.at, ring=ring)
    assert rung == [("turns", 4.0)]


@pytest.mark.django_db(transaction=True)
def test_messages_taken_in_at_once_by_many_threads_have_one_turn_each(clock: Clock, no_model: Orchestrator) -> None:
    """Eight threads take in four messages each of one lead, while two drains run turns."""
    lead = a_lead()
    begin = threading.Barrier(10)

    def writes(number: int) -> None:
        begin.wait()
        with closing(connection):
            for step in range(4):
                lead_writes(lead, f"we want to sell {number} {step}", clock.at - timedelta(seconds=60))

    def drains(_: int) -> None:
        begin.wait()
        with closing(connection):
            for _ in range(30):
                run_due(no_model, clock)

    with ThreadPoolExecutor(10) as pool:
        work = [pool.submit(writes, number) for number in range(8)] + [pool.submit(drains, n) for n in range(2)]
    for done in work:
        done.result()
    run_due(no_model, clock)
    assert Message.objects.filter(lead=lead).count() == 32
    assert TurnMessage.objects.filter(message__lead=lead).count() == 32
    assert all(turn.outcome and turn.reason for turn in turns_of(lead))
    left = [entry for entry in texts_of(lead) if entry.status == "due"]
    assert len(left) == len({entry.cause for entry in left})
