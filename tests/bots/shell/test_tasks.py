"""The tasks: thin wake-ups that run a stage, ring for what is left, and survive what fails."""

import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.db import connection
from django.utils import timezone

from bots.models import Turn
from bots.turns import drain
from crm.models import Lead
from enterprisehub import bells, tasks
from enterprisehub.celery import BEAT, app
from enterprisehub.stage_slots import take_slot
from orchestrator import build as orchestrator_build
from orchestrator.build import build
from orchestrator.engine import Orchestrator
from tests.bots.shell.cast import a_lead, lead_writes, texts_of, turns_of
from tests.orchestrator.fake_claude import FakeClaude, Told

pytestmark = pytest.mark.django_db(transaction=True)

TURNS = bells.STAGES.index("turns")


@pytest.fixture(autouse=True)
def _own_orchestrator(monkeypatch: pytest.MonkeyPatch) -> None:
    """One without the thread that writes counts down for as long as a worker lives."""
    monkeypatch.setitem(orchestrator_build._built, os.getpid(), build())


def ready_lead(text: str = "I want to sell my house") -> Lead:
    lead = a_lead()
    lead_writes(lead, text, timezone.now() - timedelta(seconds=30))
    return lead


def queued(valkey: redis.Redis, stage: str) -> int:
    return valkey.llen(stage)


def test_a_drain_of_turns_answers_and_rings_for_the_outbox(valkey: redis.Redis) -> None:
    lead = ready_lead()
    assert tasks.drain_turns() == 1
    assert turns_of(lead)[0].outcome == "reply"
    assert len(texts_of(lead)) == 1
    assert queued(valkey, "outbox") == 1


def test_a_drain_takes_its_bell_down(valkey: redis.Redis) -> None:
    bells.ring("turns")
    tasks.drain_turns()
    assert not valkey.exists("bell:turns")


def test_a_drain_that_finds_its_stages_slots_taken_leaves_the_work_and_the_bell(valkey: redis.Redis) -> None:
    ready_lead()
    bells.ring("turns")
    slot = take_slot(TURNS, 1)
    assert slot is not None
    assert tasks.drain_turns() == 0
    assert valkey.exists("bell:turns")
    slot.give_back()
    assert tasks.drain_turns() == 1


def test_what_became_ready_while_others_were_turned_away_is_rung_for(valkey: redis.Redis) -> None:
    slot = take_slot(TURNS, 1)
    assert slot is not None
    ready_lead()
    tasks._Shift("turns", slot).end()
    assert queued(valkey, "turns") == 1


def test_a_failing_drain_is_logged_and_gives_its_slot_back(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.TURN_THREADS = "many"
    ready_lead()
    with caplog.at_level(logging.ERROR):
        assert tasks.drain_turns() == 0
    assert [record.message for record in caplog.records] == ["drain.failed"]
    settings.TURN_THREADS = 2
    assert tasks.drain_turns() == 1


@pytest.mark.parametrize("stage", bells.STAGES)
def test_a_drain_of_an_empty_stage_does_nothing(stage: str) -> None:
    assert app.tasks[f"enterprisehub.tasks.drain_{stage}"]() == 0


def test_the_sweep_rings_for_each_stage_with_work_and_for_no_other(valkey: redis.Redis) -> None:
    ready_lead()
    tasks.sweep()
    assert [queued(valkey, stage) for stage in bells.STAGES] == [0, 1, 0]


def test_upkeep_runs_on_empty_tables() -> None:
    tasks.release_expired_claims()
    tasks.resume_threads()
    tasks.tend_models()


def test_the_beat_names_only_tasks_that_exist_and_drops_stale_ones() -> None:
    for line in BEAT.values():
        assert line["task"] in app.tasks
        assert line["options"]["expires"] >= 10  # type: ignore[index]


@pytest.fixture
def claude() -> Iterator[FakeClaude]:
    server = FakeClaude()
    heard = json.dumps({"intents": ["greeting"], "language": "en", "confidence": 0.9})
    server.always = lambda _: Told(heard, delay_s=1.0)
    yield server
    server.close()


@pytest.fixture
def slow_model(settings: Any, claude: FakeClaude) -> Orchestrator:
    settings.TURN_DEADLINE_SECONDS = 20.0
    settings.ANTHROPIC_API_KEY, settings.ANTHROPIC_BASE_URL = "sk-ant-test-0123456789abcdef", claude.url
    return build()


def drained(model: Orchestrator, threads: int, **more: Any) -> float:
    """Seconds that a drain took."""
    started = time.monotonic()
    drain(model=model, now=timezone.now, until=timezone.now() + timedelta(seconds=20), threads=threads, **more)
    return time.monotonic() - started


def test_turns_that_wait_for_a_model_wait_side_by_side(slow_model: Orchestrator) -> None:
    leads = [ready_lead(f"the bungalow number {number} by the creek, you know how it goes") for number in range(4)]
    assert drained(slow_model, threads=4) < 3.0
    assert [turns_of(lead)[0].outcome for lead in leads] == ["reply"] * 4


def test_a_turn_that_comes_while_others_wait_for_a_model_is_answered_at_once(slow_model: Orchestrator) -> None:
    slow = ready_lead("the bungalow by the creek is what my aunt left us")
    answered_after: list[float] = []

    def writes_meanwhile() -> None:
        time.sleep(0.3)
        quick = ready_lead()
        wrote = time.monotonic()
        while Turn.objects.filter(conversation__lead=quick, status="done").count() == 0:
            time.sleep(0.01)
        answered_after.append(time.monotonic() - wrote)
        connection.close()

    other = threading.Thread(target=writes_meanwhile)
    other.start()
    drained(slow_model, threads=4)
    other.join()
    assert answered_after[0] < 0.5
    assert turns_of(slow)[0].outcome == "reply"


def test_a_drain_tells_when_it_takes_no_more_before_it_waits_for_the_last(slow_model: Orchestrator) -> None:
    ready_lead("the bungalow by the creek is what my aunt left us")
    told: list[float] = []
    until = timezone.now() + timedelta(seconds=0.3)
    started = time.monotonic()
    drain(
        model=slow_model, now=timezone.now, until=until, threads=2,
        after_last_claim=lambda: told.append(time.monotonic() - started),
    )  # fmt: skip
    assert told[0] < 0.8 < time.monotonic() - started
