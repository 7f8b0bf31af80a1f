"""One turn from messages to stored outcome, and the drain that works through what is due.

Read, think, write, in that order: the model call lies between two short database moments and inside neither.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from bots.bell import Ring, silent
from bots.leases import claim_next, put_back, ready_turns
from bots.model_away import wait_or_hand_over
from bots.models import Turn
from bots.planning import plan, plan_without_model
from bots.reading import Reading, read
from bots.saving import Done, save_plan, save_silence
from bots.thinking import Orchestrator, Thinking
from bots.turn_threads import SLOTS
from orchestrator.contracts import NoAnswer

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
MAX_FAILURES = 5
FAILED_AGAIN_AFTER = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(minutes=10)


def run_turn(turn: Turn, *, model: Orchestrator, now: Clock, ring: Ring = silent) -> Done | None:
    """Understand, decide and word one leased turn, and store what follows from it.

    Returns the stored outcome, `Done.lost` when another worker took the lease, or None when the turn waits for a model.
    """
    reading = read(turn, now())
    if reading.silence:
        return save_silence(reading, reading.silence, now())
    if turn.failures >= MAX_FAILURES:
        return _give_up(reading, now, ring)
    thinking = Thinking.starting_now(
        model, rules_first=settings.TURN_RULES_FIRST, seconds=settings.TURN_DEADLINE_SECONDS
    )  # fmt: skip
    try:
        made = plan(reading, thinking)  # may take 20 s: nothing is held
    except NoAnswer as error:
        log.info("turn.no_answer", extra={"turn": turn.pk, "code": error.code})
        return wait_or_hand_over(reading, error, now=now(), ring=ring)
    return save_plan(reading, made, thinking.use, now=now(), ring=ring)


def drain(*, model: Orchestrator, now: Clock, until: datetime, threads: int, ring: Ring = silent) -> int:
    """Run due turns until none is ready or `until` has passed; returns how many were run.

    Up to `threads` turns are under way in this process at once, whatever the number of drains; a drain that finds all
    of them taken leaves at once, because those that run look for more before they end.
    """
    if not SLOTS.take(threads):
        return 0
    helpers: list[threading.Thread] = []
    ended: list[int] = []
    try:
        for _ in range(_ready_count(now(), threads) - 1):
            if not SLOTS.take(threads):
                break
            helpers.append(threading.Thread(target=_help, args=(model, now, until, ring, ended), name="turn"))
            helpers[-1].start()
        ended.append(_work(model, now, until, ring))
    finally:
        SLOTS.give()
        for helper in helpers:
            helper.join()
    return sum(ended)


def has_ready(now: datetime) -> bool:
    return ready_turns(now).exists()


def next_due_at() -> datetime | None:
    """When the next waiting turn is due; None when none waits."""
    waiting = Turn.objects.filter(status=Turn.Status.PENDING).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


def _ready_count(now: datetime, most: int) -> int:
    return len(ready_turns(now).values_list("pk", flat=True)[:most])


def _help(model: Orchestrator, now: Clock, until: datetime, ring: Ring, ended: list[int]) -> None:
    try:
        ended.append(_work(model, now, until, ring))
    except Exception:
        # A thread has nobody above it: without this line a lost connection would end it without a trace.
        log.exception("turns.thread_failed")
    finally:
        SLOTS.give()
        connection.close()


def _work(model: Orchestrator, now: Clock, until: datetime, ring: Ring) -> int:
    ended = 0
    while now() < until:
        turn = claim_next(now(), put_off=lambda seconds: ring("turns", seconds))
        if turn is None:
            break
        _run_safely(turn, model, now, ring)
        ended += 1
    return ended


def _run_safely(turn: Turn, model: Orchestrator, now: Clock, ring: Ring) -> None:
    """A turn that fails waits and is tried again; one that keeps failing goes to a person."""
    try:
        done = run_turn(turn, model=model, now=now, ring=ring)
    except Exception:
        log.exception("turn.failed", extra={"turn": turn.pk, "failures": turn.failures + 1})
        pause = min(FAILED_AGAIN_AFTER * (turn.failures + 1), LONGEST_PAUSE)
        with transaction.atomic():
            put_back(turn, now=now(), due_at=now() + pause, failures=turn.failures + 1)
        return
    if done is None:
        log.info("turn.waits_for_model", extra={"turn": turn.pk})
    elif done.lost:
        log.warning("turn.lease_lost", extra={"turn": turn.pk, "generation": turn.generation})
    else:
        log.info("turn.done", extra={"turn": turn.pk, "outcome": done.outcome, "reason": done.reason})


def _give_up(reading: Reading, now: Clock, ring: Ring) -> Done:
    why = f"The bot failed {reading.turn.failures} times on this turn."
    return save_plan(reading, plan_without_model(reading, "bot_failed", why), [], now=now(), ring=ring)
