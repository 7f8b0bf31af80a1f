"""One turn from messages to stored outcome, and the drain that works through what is due.

Read, think, write, in that order: the model call lies between two short database moments and inside neither.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from bots.bell import Ring, silent
from bots.leases import claim_next, put_back, ready_turns
from bots.model_away import wait_or_hand_over
from bots.models import Turn
from bots.planning import plan, plan_without_model
from bots.reading import Reading, read
from bots.saving import Done, save_plan, save_silence
from bots.thinking import Orchestrator, Thinking
from bots.turn_pool import TurnPool
from orchestrator.contracts import NoAnswer

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Claim = Callable[[], Turn | None]
POLL_SECONDS = 0.02  # while turns are under way; new ones are found this quickly
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
        return wait_or_hand_over(reading, error, thinking.use, now=now(), ring=ring)
    return save_plan(reading, made, thinking.use, now=now(), ring=ring)


def drain(
    *,
    model: Orchestrator,
    now: Clock,
    until: datetime,
    threads: int,
    ring: Ring = silent,
    linger_seconds: float = 0.0,
    after_last_claim: Callable[[], None] = lambda: None,
) -> int:
    """Run due turns until none is ready or `until` has passed; returns how many were run.

    With more than one thread this one only claims, so that a turn which waits for a model keeps nobody waiting; it
    stays for `linger_seconds` after the last turn, because the next one is answered sooner by threads that are there.
    `after_last_claim` is called when no more turns are taken, before those under way are waited for.
    """

    def run(turn: Turn) -> None:
        _run_safely(turn, model, now, ring)

    def claim() -> Turn | None:
        return claim_next(now(), put_off=lambda seconds: ring("turns", seconds))

    if threads == 1:
        return _one_by_one(claim, run, now, until)
    with TurnPool(run, threads) as pool:
        started = _side_by_side(pool, claim, now, until, linger_seconds)
        after_last_claim()
    return started


def _one_by_one(claim: Claim, run: Callable[[Turn], None], now: Clock, until: datetime) -> int:
    ended = 0
    while now() < until and (turn := claim()) is not None:
        run(turn)
        ended += 1
    return ended


def _side_by_side(pool: TurnPool, claim: Claim, now: Clock, until: datetime, linger_seconds: float) -> int:
    started, last_work = 0, time.monotonic()
    while now() < until:
        turn = claim() if pool.has_room else None
        if turn is not None:
            pool.start(turn)
            started, last_work = started + 1, time.monotonic()
            continue
        if not pool.busy and time.monotonic() - last_work >= linger_seconds:
            break
        pool.wait(POLL_SECONDS)
    return started


def has_ready(now: datetime) -> bool:
    return ready_turns(now).exists()


def next_due_at() -> datetime | None:
    """When the next waiting turn is due; None when none waits."""
    waiting = Turn.objects.filter(status=Turn.Status.PENDING).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


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
