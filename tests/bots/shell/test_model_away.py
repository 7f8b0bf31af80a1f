"""No model, a spent budget, words that only a model understands: never silent without a reason, never invented.

The model is a server on loopback that a test can switch off; the orchestrator is the real one.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from bots.handoff import give_back_conversation, take_over
from bots.models import Handoff
from orchestrator.build import build
from orchestrator.engine import Orchestrator
from tests.bots.shell.cast import (
    Clock,
    a_lead,
    a_location,
    a_member_of_staff,
    conversation_of,
    is_sent,
    lead_writes,
    run_due,
    somebody_writes,
    texts_of,
    turns_of,
)
from tests.orchestrator.fake_claude import FakeClaude, Told

pytestmark = pytest.mark.django_db(transaction=True)

ODD = "the bungalow by the creek is what my aunt left us, you know how that goes"
NOTHING = {"intents": ["greeting"], "language": "en", "confidence": 0.9}
OVERLOADED = Told(status=529, raw=b'{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}')


@pytest.fixture
def claude() -> Iterator[FakeClaude]:
    server = FakeClaude()
    server.always = lambda _: OVERLOADED
    yield server
    server.close()


@pytest.fixture
def model(settings: Any, claude: FakeClaude) -> Orchestrator:
    settings.ANTHROPIC_API_KEY, settings.ANTHROPIC_BASE_URL = "sk-ant-test-0123456789abcdef", claude.url
    settings.LLM_BREAKER_FAILURES = 1000  # these clocks jump; the breaker's would not
    return build()


def comes_back(claude: FakeClaude, answer: dict[str, Any] | None = None) -> None:
    claude.always = lambda _: Told(json.dumps(answer or NOTHING))


def test_what_rules_understand_needs_no_model(clock: Clock, model: Orchestrator, claude: FakeClaude) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    run_due(model, clock)
    assert turns_of(lead)[0].outcome == "reply"
    assert claude.asked == []


def test_rules_answer_when_the_model_was_wanted_and_is_away(settings: Any, clock: Clock, model: Orchestrator) -> None:
    settings.TURN_RULES_FIRST = False
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    run_due(model, clock)
    (turn,) = turns_of(lead)
    assert turn.outcome == "reply"
    assert "Rules answered: model away." in turn.decision["why"]


def test_a_turn_waits_for_the_model_with_one_holding_line_and_resumes(
    clock: Clock, model: Orchestrator, claude: FakeClaude
) -> None:
    lead = a_lead()
    lead_writes(lead, ODD, clock.at)
    began = clock.forward(5)
    run_due(model, clock)
    (turn,) = turns_of(lead)
    assert (turn.status, turn.waiting_for_model_since, turn.due_at) == ("pending", began, began + timedelta(seconds=15))
    (line,) = texts_of(lead)
    assert (line.purpose, line.status) == ("holding_line", "due")
    is_sent(line, clock.forward(1))
    assert conversation_of(lead).pending_slot == ""

    lead_writes(lead, "anyone?", clock.forward(3))  # the waiting turn takes it in and keeps its rhythm
    assert turns_of(lead)[0].due_at == began + timedelta(seconds=15)
    clock.forward(20)
    run_due(model, clock)  # still away: no second line
    assert len(texts_of(lead)) == 1

    comes_back(claude)
    clock.forward(20)
    run_due(model, clock)
    (turn,) = turns_of(lead)
    assert turn.outcome == "reply"
    assert [use["task"] for use in turn.model_use] == ["understand"]
    assert turn.owned.count() == 2
    assert [entry.purpose for entry in texts_of(lead)] == ["holding_line", "reply"]


def test_a_second_outage_has_a_line_of_its_own(clock: Clock, model: Orchestrator, claude: FakeClaude) -> None:
    lead = a_lead()
    for _ in range(2):
        claude.always = lambda _: OVERLOADED
        lead_writes(lead, f"{ODD} {clock.at.minute}", clock.forward(60))
        clock.forward(5)
        run_due(model, clock)
        is_sent(texts_of(lead, status="due")[0], clock.forward(1))
        comes_back(claude)
        clock.forward(20)
        run_due(model, clock)
        is_sent(texts_of(lead, status="due")[0], clock.forward(1))
    assert [entry.purpose for entry in texts_of(lead)] == ["holding_line", "reply", "holding_line", "reply"]


def test_one_outage_has_one_holding_line_although_a_person_had_the_thread_meanwhile(
    clock: Clock, model: Orchestrator
) -> None:
    lead, staff = a_lead(), a_member_of_staff()
    lead_writes(lead, ODD, clock.at)
    clock.forward(5)
    run_due(model, clock)
    is_sent(texts_of(lead)[0], clock.forward(1))
    take_over(conversation_of(lead), staff, clock.forward(60))
    give_back_conversation(conversation_of(lead), staff, clock.forward(1))
    run_due(model, clock)
    assert [turn.reason for turn in turns_of(lead)] == ["person_owns", ""]
    assert turns_of(lead)[1].waiting_for_model_since == clock.at
    assert [entry.purpose for entry in texts_of(lead)] == ["holding_line"]


def test_an_outage_of_another_day_has_a_line_of_its_own(clock: Clock, model: Orchestrator) -> None:
    lead, staff = a_lead(), a_member_of_staff()
    for _ in range(2):
        lead_writes(lead, ODD, clock.forward(60))
        clock.forward(5)
        run_due(model, clock)
        is_sent(texts_of(lead, status="due")[0], clock.forward(1))
        take_over(conversation_of(lead), staff, clock.forward(1))
        somebody_writes(lead, clock.forward(1))
        give_back_conversation(conversation_of(lead), staff, clock.forward(25 * 3600))
    assert [entry.purpose for entry in texts_of(lead)] == ["holding_line", "holding_line"]


def test_after_fifteen_minutes_one_handoff(clock: Clock, model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, ODD, clock.at)
    clock.forward(5)
    run_due(model, clock)
    is_sent(texts_of(lead)[0], clock.forward(1))
    clock.forward(15 * 60)
    run_due(model, clock)
    (turn,) = turns_of(lead)
    assert (turn.outcome, turn.reason) == ("handoff", "model_away")
    handoff = Handoff.objects.get(conversation__lead=lead)
    assert handoff.packet["last_words"] == ODD
    assert [entry.purpose for entry in texts_of(lead)] == ["holding_line", "handoff_line"]
    assert turn.heard["slots"] == []


def test_a_message_that_comes_while_the_turn_is_under_way_joins_the_wait(
    clock: Clock, model: Orchestrator, claude: FakeClaude
) -> None:
    lead = a_lead()
    lead_writes(lead, ODD, clock.at)
    clock.forward(5)

    def answers_late(_: dict[str, Any]) -> Told:
        with closing(connection):  # this is the server's thread
            if len(turns_of(lead)) == 1:
                lead_writes(lead, "hello?", clock.at)
        return OVERLOADED

    claude.always = answers_late
    run_due(model, clock)
    first, second = turns_of(lead)
    assert (first.outcome, first.reason) == ("superseded", "joined_the_next")
    assert (second.status, second.supersedes) == ("pending", first)
    assert second.waiting_for_model_since is not None
    assert [entry.purpose for entry in texts_of(lead)] == ["holding_line"]

    comes_back(claude)
    clock.forward(20)
    run_due(model, clock)
    assert turns_of(lead)[1].outcome == "reply"
    asked = claude.asked[-1]["messages"][-1]["content"]
    assert "bungalow" in str(asked) and "hello" in str(asked)


def test_without_any_model_what_rules_do_not_understand_goes_to_a_person_at_once(
    clock: Clock, no_model: Orchestrator
) -> None:
    lead = a_lead()
    lead_writes(lead, ODD, clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    assert turns_of(lead)[0].reason == "model_away"
    assert [entry.purpose for entry in texts_of(lead)] == ["handoff_line"]


def test_a_spent_budget_hands_over_at_once_and_leaves_rules_running(
    settings: Any, clock: Clock, claude: FakeClaude
) -> None:
    settings.ANTHROPIC_API_KEY, settings.ANTHROPIC_BASE_URL = "sk-ant-test-0123456789abcdef", claude.url
    settings.LLM_BUDGET_USD_PER_DAY = Decimal(0)
    model = build()
    odd, plain = a_lead(a_location()), a_lead(a_location())
    lead_writes(odd, ODD, clock.at)
    lead_writes(plain, "I want to sell my house", clock.at)
    clock.forward(5)
    run_due(model, clock)
    assert (turns_of(odd)[0].outcome, turns_of(odd)[0].reason) == ("handoff", "budget_spent")
    assert turns_of(plain)[0].outcome == "reply"
    assert claude.asked == []


def test_a_question_is_worded_by_the_model_and_screened(clock: Clock, model: Orchestrator, claude: FakeClaude) -> None:
    lead = a_lead()
    heard = {"intents": ["question"], "language": "en", "confidence": 0.9}
    worded = {"reply": "We look at the home together first. What is the address of the property?", "language": "en"}
    claude.tell(Told(json.dumps(heard)), Told(json.dumps(worded)))
    lead_writes(lead, "and how would all of that go, step by step, for somebody like me?", clock.at)
    clock.forward(5)
    run_due(model, clock)
    (turn,) = turns_of(lead)
    assert [use["task"] for use in turn.model_use] == ["understand", "compose"]
    assert (turn.outcome, turn.reply_lane) == ("reply", "conversation")
    assert turn.reply_text == worded["reply"]


def test_a_reply_that_a_guard_stops_goes_to_a_person_with_its_draft(
    clock: Clock, model: Orchestrator, claude: FakeClaude
) -> None:
    lead = a_lead()
    heard = {"intents": ["question"], "language": "en", "confidence": 0.9}
    worded = {"reply": "Your home is worth $912,000, guaranteed.", "language": "en"}
    claude.tell(Told(json.dumps(heard)), Told(json.dumps(worded)))
    lead_writes(lead, "and how would all of that go, step by step, for somebody like me?", clock.at)
    clock.forward(5)
    run_due(model, clock)
    (turn,) = turns_of(lead)
    assert (turn.outcome, turn.reason) == ("handoff", "guard_stopped_reply")
    assert Handoff.objects.get(conversation__lead=lead).draft == worded["reply"]
    assert "912" not in texts_of(lead)[0].payload["body"]
