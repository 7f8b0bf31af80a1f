"""What follows from a text that reached its end."""

from datetime import timedelta

import pytest
from django.db import transaction

from bots.models import Conversation, Handoff
from bots.settled import on_settled
from bots.take_in import take_in
from bots.unsent import reject_text
from crm.consent.recognition import recognise
from crm.consent.verbs import opt_out
from crm.contracts import LeadGone, OptOutHeard, Settled
from crm.models import Lead, OutboxEntry
from crm.outbox.enqueue import retry_dead
from orchestrator.engine import Orchestrator
from tests.bots.shell.cast import (
    NOON,
    Clock,
    a_lead,
    a_location,
    a_member_of_staff,
    a_message,
    consents,
    conversation_of,
    is_refused,
    is_sent,
    is_stopped_by_gate,
    lead_is_seen,
    lead_writes,
    run_due,
    somebody_writes,
    texts_of,
    turns_of,
)

pytestmark = pytest.mark.django_db

Status = OutboxEntry.Status


@pytest.mark.parametrize("ending", [Status.SENT, Status.HELD, Status.CANCELLED, Status.DEAD])
def test_do_not_disturb_is_written_once_the_opt_out_confirmation_reached_its_end(clock: Clock, ending: str) -> None:
    lead = a_lead()
    command = recognise("please stop texting me")
    assert command is not None
    opt_out(lead, a_message(lead, "please stop texting me", NOON), command)
    waiting = OutboxEntry.objects.get(lead=lead, kind="set_dnd")
    assert waiting.due_at == NOON + timedelta(seconds=60)
    confirmation = OutboxEntry.objects.get(lead=lead, purpose="optout_confirmation")
    confirmation.status = ending
    rung: list[str] = []
    with transaction.atomic():
        on_settled(Settled(confirmation, None, clock.forward(2)), ring=lambda stage, _seconds=0.0: rung.append(stage))
    waiting.refresh_from_db()
    assert waiting.due_at == clock.at


def ended(lead: Lead) -> list[tuple[str, str]]:
    return [(turn.outcome, turn.reason) for turn in turns_of(lead)]


@pytest.fixture
def answered(clock: Clock, no_model: Orchestrator) -> Lead:
    """A lead who wrote, with a reply that waits to be sent."""
    return an_answered_lead(clock, no_model)


def an_answered_lead(clock: Clock, model: Orchestrator, text: str = "I want to sell my house", **place: str) -> Lead:
    lead = a_lead(a_location(**place))
    lead_writes(lead, text, clock.forward(1))
    clock.forward(5)
    run_due(model, clock)
    return lead


@pytest.mark.parametrize("reason", ["opted_out", "dnd", "lead_gone"])
def test_a_reply_that_the_gate_cancelled_was_silence_for_the_gates_reason(
    answered: Lead, clock: Clock, reason: str
) -> None:
    is_stopped_by_gate(texts_of(answered)[0], reason, clock.forward(1))
    assert ended(answered) == [("silence", reason)]
    assert not Handoff.objects.exists()


def test_a_reply_that_the_crm_refuses_is_silence_and_a_person_gets_the_lead(answered: Lead, clock: Clock) -> None:
    (turn,) = turns_of(answered)
    is_refused(texts_of(answered)[0], clock.forward(1))
    assert ended(answered) == [("silence", "text_failed")]
    handoff = Handoff.objects.get(conversation__lead=answered)
    assert (handoff.reason, handoff.status, handoff.turn, handoff.draft) == (
        "text_failed", "open", turn, turn.reply_text,
    )  # fmt: skip
    assert handoff.packet["last_words"] == "I want to sell my house"
    assert conversation_of(answered).owner == "person"


def test_a_refused_text_that_is_sent_after_all_was_a_reply(answered: Lead, clock: Clock) -> None:
    before = ended(answered)
    (entry,) = texts_of(answered)
    is_refused(entry, clock.forward(1))
    retry_dead(entry, a_member_of_staff())
    is_sent(entry, clock.forward(1))
    assert ended(answered) == before
    assert before[0][0] == "reply"


def test_a_refused_line_at_handoff_leaves_the_handoff_as_it_is(clock: Clock, no_model: Orchestrator) -> None:
    lead = an_answered_lead(clock, no_model, "let me talk to a person")
    is_refused(texts_of(lead)[0], clock.forward(1))
    assert ended(lead) == [("handoff", "asked_for_person")]
    assert Handoff.objects.get().reason == "asked_for_person"


def test_a_refused_text_of_a_thread_that_a_person_has_opens_nothing(answered: Lead, clock: Clock) -> None:
    Conversation.objects.filter(lead=answered).update(owner="person")
    is_refused(texts_of(answered)[0], clock.forward(1))
    assert ended(answered) == [("silence", "text_failed")]
    assert not Handoff.objects.exists()


def test_a_refused_opener_brings_a_person_too(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    consents(lead, clock.at)
    lead_is_seen(lead, clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    is_refused(texts_of(lead)[0], clock.forward(1))
    assert ended(lead) == [("silence", "text_failed")]
    assert Handoff.objects.get().packet["last_words"] == ""


def test_whatever_cancels_a_waiting_reply_ends_its_turn_in_silence(clock: Clock, no_model: Orchestrator) -> None:
    taken, gone, out, stopped = (an_answered_lead(clock, no_model) for _ in range(4))
    somebody_writes(taken, clock.forward(1))
    take_in(LeadGone(gone.pk, clock.at), now=clock)
    stop = a_message(out, "stop texting me", clock.at)
    command = recognise(stop.body)
    assert command is not None
    opt_out(out, stop, command)
    take_in(OptOutHeard(out.pk, stop.pk, clock.at), now=clock)
    Lead.objects.filter(pk=stopped.pk).update(tags=["ai-off"])
    lead_is_seen(stopped, clock.at, is_new=False, added=("ai-off",))
    assert ended(taken) == [("silence", "person_owns")]
    assert ended(gone) == [("silence", "lead_gone")]
    assert ended(out) == [("silence", "opted_out"), ("silence", "opted_out")]
    assert ended(stopped) == [("silence", "stopped_by_tag")]


def test_a_reply_that_a_person_rejects_was_not_said(clock: Clock, no_model: Orchestrator) -> None:
    lead = an_answered_lead(clock, no_model, mode="review")
    reject_text(texts_of(lead)[0], by=a_member_of_staff(), note="too pushy: call instead")
    assert ended(lead) == [("silence", "discarded")]
