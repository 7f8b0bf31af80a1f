"""One worker per conversation: leases, generations, workers that die or oversleep."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from bots.leases import claim_next, ready_turns
from bots.models import Handoff, Turn
from bots.planning import plan
from bots.reading import read
from bots.saving import save_plan
from bots.take_in import take_in
from bots.thinking import Thinking
from bots.turns import has_ready, next_due_at, run_turn
from crm.contracts import OptOutHeard
from crm.models import OutboxEntry
from orchestrator.engine import Orchestrator
from tests.bots.shell.cast import (
    Clock,
    a_lead,
    a_location,
    a_message,
    conversation_of,
    lead_writes,
    run_due,
    somebody_writes,
    texts_of,
    turns_of,
)

pytestmark = pytest.mark.django_db


def no_bell(stage: str, after_seconds: float = 0.0) -> None:
    """Nobody listens."""


def thought_out(turn: Turn, model: Orchestrator, clock: Clock) -> Any:
    """A worker between thinking and writing."""
    reading = read(turn, clock())
    thinking = Thinking.starting_now(model, rules_first=True, seconds=2)
    return reading, plan(reading, thinking)


def test_a_claimed_conversation_is_nobody_elses(clock: Clock) -> None:
    lead_writes(a_lead(), "hello", clock.at)
    clock.forward(5)
    turn = claim_next(clock())
    assert turn is not None and turn.status == "running"
    assert claim_next(clock()) is None
    assert not has_ready(clock())


def test_the_lease_of_a_dead_worker_runs_out_and_the_same_turn_is_run_again(
    clock: Clock, no_model: Orchestrator
) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    claim_next(clock())
    clock.forward(91)
    assert run_due(no_model, clock) == 1
    (turn,) = turns_of(lead)
    assert (turn.outcome, turn.failures) == ("reply", 1)
    assert len(texts_of(lead)) == 1


def test_a_worker_that_overslept_writes_nothing_and_the_others_entry_stands(
    clock: Clock, no_model: Orchestrator
) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    slow = claim_next(clock())
    assert slow is not None
    reading, made = thought_out(slow, no_model, clock)

    clock.forward(91)
    run_due(no_model, clock)
    (entry,) = texts_of(lead)
    late = save_plan(reading, made, [], now=clock(), ring=no_bell)
    assert late.lost
    assert [one.pk for one in texts_of(lead)] == [entry.pk]
    assert OutboxEntry.objects.filter(lead=lead, kind="set_fields").count() == 1
    assert turns_of(lead)[0].entry_id == entry.pk


def test_an_opt_out_while_a_turn_thinks_makes_its_result_worthless(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    turn = claim_next(clock())
    assert turn is not None
    reading, made = thought_out(turn, no_model, clock)
    message = a_message(lead, "stop", clock.at)
    take_in(OptOutHeard(lead.pk, message.pk, clock.at), now=clock)
    assert save_plan(reading, made, [], now=clock(), ring=no_bell).lost
    assert texts_of(lead) == []
    assert turns_of(lead)[0].reason == "opted_out"


def test_a_person_who_writes_while_a_turn_thinks_wins(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    turn = claim_next(clock())
    assert turn is not None
    reading, made = thought_out(turn, no_model, clock)
    somebody_writes(lead, clock.at)
    done = save_plan(reading, made, [], now=clock(), ring=no_bell)
    assert (done.outcome, done.reason) == ("silence", "person_owns")
    assert texts_of(lead) == []
    assert "lead.intent" in conversation_of(lead).slots  # what the lead said is kept


def test_a_message_during_a_turn_opens_the_next_one(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    turn = claim_next(clock())
    assert turn is not None
    lead_writes(lead, "41 Juniper Lane", clock.at)
    run_turn(turn, model=no_model, now=clock)
    assert [one.status for one in turns_of(lead)] == ["done", "pending"]


def test_a_turn_that_keeps_failing_goes_to_a_person(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    for _ in range(5):
        clock.forward(100)
        assert claim_next(clock()) is not None  # and its worker dies
    clock.forward(100)
    run_due(no_model, clock)
    (turn,) = turns_of(lead)
    assert (turn.outcome, turn.reason) == ("handoff", "bot_failed")
    assert Handoff.objects.filter(conversation__lead=lead, reason="bot_failed").exists()


def test_a_turn_that_raises_waits_longer_each_time_and_stops_nobody_else(clock: Clock, no_model: Orchestrator) -> None:
    broken, fine = a_lead(a_location(timezone="Nowhere/Land")), a_lead()
    lead_writes(broken, "I want to sell my house", clock.at)
    lead_writes(fine, "I want to sell my house", clock.at)
    clock.forward(5)
    assert run_due(no_model, clock) == 2
    (turn,) = turns_of(broken)
    assert (turn.status, turn.failures, turn.due_at) == ("pending", 1, clock.at + timedelta(seconds=10))
    assert turns_of(fine)[0].outcome == "reply"
    clock.forward(11)
    run_due(no_model, clock)
    assert turns_of(broken)[0].due_at == clock.at + timedelta(seconds=20)


def test_the_next_due_time_is_that_of_the_first_waiting_turn(clock: Clock) -> None:
    assert next_due_at() is None
    lead_writes(a_lead(), "hello", clock.at + timedelta(seconds=30))
    lead_writes(a_lead(), "hello", clock.at)
    assert next_due_at() == clock.at + timedelta(seconds=4)


def test_finding_ready_turns_does_not_read_the_finished_ones(clock: Clock) -> None:
    lead = a_lead()
    lead_writes(lead, "hello", clock.at)
    conversation = conversation_of(lead)
    Turn.objects.bulk_create(
        Turn(
            conversation=conversation, location_id=lead.location_id, status="done", outcome="reply", reason="ask",
            first_received_at=clock.at, last_received_at=clock.at, due_at=clock.at,
        )
        for _ in range(20_000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bots_turn")
        sql, params = ready_turns(clock.forward(60)).order_by("due_at")[:1].query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", params)
        steps = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan on bots_turn" not in steps, steps
