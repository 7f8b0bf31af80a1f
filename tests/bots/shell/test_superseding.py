"""A newer message before the reply left: the next turn answers all of it, at most twice in a row."""

import pytest

from crm.models import OutboxEntry
from crm.outbox.enqueue import approve_text
from orchestrator.engine import Orchestrator
from tests.bots.shell.cast import (
    Clock,
    a_lead,
    a_location,
    a_member_of_staff,
    conversation_of,
    is_sent,
    is_stopped_by_gate,
    lead_writes,
    run_due,
    texts_of,
    turns_of,
)

pytestmark = pytest.mark.django_db


def write_and_run(lead: object, text: str, clock: Clock, model: Orchestrator) -> None:
    lead_writes(lead, text, clock.forward(1))  # type: ignore[arg-type]
    clock.forward(5)
    run_due(model, clock)


def test_a_reply_that_still_waits_is_taken_over_by_the_next_turn(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    write_and_run(lead, "I want to sell my house", clock, no_model)
    write_and_run(lead, "41 Juniper Lane", clock, no_model)
    first, second = turns_of(lead)
    old, new = texts_of(lead)
    assert (first.outcome, first.reason) == ("superseded", "superseded")
    assert (second.supersedes, second.round) == (first, 2)
    assert (old.status, old.reason) == ("cancelled", "superseded")
    assert (new.status, new.round) == ("due", 2)
    assert second.decision["slot"] == "seller.motivation"  # it read both messages


def test_the_third_reply_to_one_exchange_stays(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    for text in ("I want to sell", "41 Juniper Lane", "we are relocating", "next month works"):
        write_and_run(lead, text, clock, no_model)
    assert [(entry.status, entry.round) for entry in texts_of(lead)] == [
        ("cancelled", 1), ("cancelled", 2), ("due", 3), ("due", 1),
    ]  # fmt: skip
    assert [turn.outcome for turn in turns_of(lead)] == ["superseded", "superseded", "reply", "reply"]
    assert turns_of(lead)[3].supersedes is None


def test_the_gate_supersedes_into_the_turn_that_waits(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    write_and_run(lead, "I want to sell my house", clock, no_model)
    lead_writes(lead, "41 Juniper Lane", clock.forward(1))
    is_stopped_by_gate(texts_of(lead)[0], "superseded", clock.at)
    first, second = turns_of(lead)
    assert first.outcome == "superseded"
    assert (second.status, second.supersedes, second.round) == ("pending", first, 2)
    clock.forward(5)
    run_due(no_model, clock)
    assert turns_of(lead)[1].decision["slot"] == "seller.motivation"


def test_a_superseded_reply_without_a_waiting_turn_opens_one(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    write_and_run(lead, "I want to sell my house", clock, no_model)
    is_stopped_by_gate(texts_of(lead)[0], "superseded", clock.at)
    run_due(no_model, clock)
    first, second = turns_of(lead)
    assert (second.outcome, second.supersedes, second.round) == ("reply", first, 2)


def test_a_turn_waits_while_the_earlier_reply_is_at_the_wire(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    write_and_run(lead, "I want to sell my house", clock, no_model)
    OutboxEntry.objects.filter(lead=lead, kind="text").update(status="claimed")
    rung: list[tuple[str, float]] = []
    lead_writes(lead, "41 Juniper Lane", clock.forward(1))
    clock.forward(5)
    assert run_due(no_model, clock, ring=lambda stage, after_seconds=0.0: rung.append((stage, after_seconds))) == 0
    assert rung == [("turns", 0.3)]
    assert turns_of(lead)[1].status == "pending"

    is_sent(texts_of(lead)[0], clock.forward(1))
    assert run_due(no_model, clock) == 1
    second = turns_of(lead)[1]
    assert (second.round, second.supersedes) == (1, None)
    assert conversation_of(lead).asked == {"seller.address": 1}


def test_a_reply_that_may_have_left_is_not_superseded(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    write_and_run(lead, "I want to sell my house", clock, no_model)
    OutboxEntry.objects.filter(lead=lead, kind="text").update(status="held", reason="unknown_outcome")
    write_and_run(lead, "41 Juniper Lane", clock, no_model)
    old, new = texts_of(lead)
    assert (old.status, new.status, new.round) == ("held", "due", 1)


def test_a_newer_inbound_supersedes_a_draft_that_waits_for_approval(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead(a_location(mode="review"))
    for text in ("I want to sell", "41 Juniper Lane", "we are relocating", "next month works"):
        write_and_run(lead, text, clock, no_model)
    assert [entry.status for entry in texts_of(lead)] == ["cancelled", "cancelled", "cancelled", "held"]


def test_an_approved_draft_asks_its_question_when_it_is_sent(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead(a_location(mode="review"))
    write_and_run(lead, "I want to sell my house", clock, no_model)
    entry = approve_text(texts_of(lead)[0], body="What's the address?", user=a_member_of_staff(), now=clock())
    is_sent(entry, clock.forward(1))
    assert conversation_of(lead).pending_slot == "seller.address"


def test_vague_answers_are_not_counted_twice_when_a_reply_is_superseded(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    write_and_run(lead, "I want to sell my house", clock, no_model)
    is_sent(texts_of(lead)[0], clock.forward(1))
    write_and_run(lead, "not sure", clock, no_model)
    once = conversation_of(lead).vague_in_row
    write_and_run(lead, "maybe", clock, no_model)
    assert turns_of(lead)[2].supersedes == turns_of(lead)[1]
    assert conversation_of(lead).vague_in_row == once == 1
