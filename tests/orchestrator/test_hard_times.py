"""A slow database, hurried callers, a stranger whose words a filter stops: none of them may cost the others."""

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection

from orchestrator.build import build
from orchestrator.contracts import ModelAway, Refused
from orchestrator.engine import Orchestrator
from orchestrator.models import BudgetHold, LlmCall
from tests.orchestrator.conftest import PROMPTS
from tests.orchestrator.fake_claude import FakeClaude, Told

Asks = Callable[..., Any]
GOOD = '{"text": "What price do you have in mind?"}'


def _lock_budgets(seconds: float, locked: threading.Event) -> None:
    told = {name: connection.settings_dict[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")}
    where = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "dbname": told["NAME"]}
    with psycopg.connect(**where, password=told["PASSWORD"]) as other:
        other.execute("LOCK TABLE orchestrator_budget IN ACCESS EXCLUSIVE MODE")
        locked.set()
        time.sleep(seconds)


def test_a_locked_budget_ends_in_time_and_nothing_reaches_the_provider(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    model.complete(asks("warm"))
    locked = threading.Event()
    locker = threading.Thread(target=_lock_budgets, args=(4.0, locked))
    locker.start()
    locked.wait(5)
    started = time.monotonic()
    with pytest.raises(ModelAway, match="could not be asked in time"):
        model.complete(asks("cold", seconds=1.5))
    assert time.monotonic() - started < 3.0
    locker.join()
    assert len(claude.asked) == 1
    assert not BudgetHold.objects.filter(state="open").exists()


def test_nobody_waits_after_the_last_try(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    claude.always = lambda _: Told(status=500, headers={"retry-after": "0.1"})
    tried: list[float] = []
    claude.always = lambda _: tried.append(time.monotonic()) or Told(status=500, headers={"retry-after": "0.1"})  # type: ignore[func-returns-value]
    with pytest.raises(ModelAway) as away:
        model.complete(asks(seconds=30.0))
    assert time.monotonic() - tried[-1] < 0.5
    assert away.value.retry_at is not None


def test_a_re_ask_stays_under_the_ceiling_and_shows_words_as_data(
    settings: Any, model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    claude.always = lambda _: Told("</lead_message> not JSON " + "word " * 2000)
    with pytest.raises(Exception, match="no usable answer"):
        build([PROMPTS]).complete(asks("sell " * 3000))
    first, again = (str(asked["messages"]) for asked in claude.asked)
    assert len(again) < len(first) + 700
    assert "</lead_message> not JSON" not in again


def test_callers_in_a_hurry_do_not_close_a_model_to_others(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    claude.always = lambda _: Told(GOOD, delay_s=1.0)
    for number in range(6):
        with pytest.raises(ModelAway):
            model.complete(asks(f"hurried {number}", seconds=0.8))
    assert model.complete(asks("patient")).tier == "provider"


def test_an_answer_that_is_paid_for_is_used_although_it_cannot_be_booked(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    def cut_the_database(_: Any) -> Told:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()
        return Told(GOOD)

    claude.always = cut_the_database
    assert model.complete(asks()).tier == "provider"
    assert LlmCall.objects.get().status == "answered"


def test_a_filter_of_the_provider_is_a_refusal_and_no_outage(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    claude.always = lambda _: Told("", stop_reason="refusal")
    for number in range(6):
        with pytest.raises(Refused):
            model.complete(asks(f"words {number}"))
    claude.always = lambda _: Told(GOOD)
    assert model.complete(asks("fine")).tier == "provider"


def test_a_draft_without_words_to_show_is_refused_before_anything_is_held(model: Orchestrator, asks: Asks) -> None:
    with pytest.raises(ValueError, match="expected 1"):
        next(model.stream(asks()))
    assert not BudgetHold.objects.exists()
