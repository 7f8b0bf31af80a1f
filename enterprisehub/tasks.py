"""Composition root of workers: thin tasks that hand each stage what it needs from its neighbours.

A task is a wake-up without ids. Any number of drains of a stage may run at once, on any number of machines: claims keep
them apart. A drain works until nothing is ready or DRAIN_SECONDS have passed, and then rings for what is left.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from audit.chain import chain_new
from bots import gate, resume, settled, turns
from bots.take_in import take_in
from crm.consent.last_look import opted_out_meanwhile
from crm.contracts import NextStep
from crm.intake import drain as intake
from crm.outbox import recover, sender
from crm.outbox.edits import prune_kept_values
from enterprisehub import bells
from enterprisehub.bells import ring
from enterprisehub.celery import app
from enterprisehub.stage_slots import StageSlot, take_slot
from orchestrator.build import orchestrator
from orchestrator.retention import Retention
from orchestrator.upkeep import upkeep

log = logging.getLogger(__name__)

DRAIN_SECONDS = 20
TURNS_LINGER_SECONDS = 1.0


class _Shift:
    """One drain's turn at its stage: the slot it holds, and what it leaves behind when it takes no more work."""

    def __init__(self, stage: str, slot: StageSlot) -> None:
        self._stage, self._slot = stage, slot

    def end(self) -> None:
        """Give the slot and the bell back, then ring for what is ready: drains that found the slot taken left at once,
        and what they were rung for is seen by this last look."""
        self._slot.give_back()
        bells.answer(self._stage)
        if READY[self._stage](timezone.now()):
            ring(self._stage)


def _drain(stage: str, work: Callable[[datetime, _Shift], int]) -> int:
    """One drain, unless this worker has enough of them. The bell is taken down before the first claim."""
    slot = take_slot(bells.STAGES.index(stage), settings.DRAINS_PER_WORKER)
    if slot is None:
        return 0
    try:
        close_old_connections()  # a connection that a restart of PostgreSQL broke is opened anew
        bells.answer(stage)
        shift = _Shift(stage, slot)
        done = work(timezone.now() + timedelta(seconds=DRAIN_SECONDS), shift)
        shift.end()
    except Exception:
        # The sweeper rings again within seconds: a drain that fails must not take its worker with it.
        log.exception("drain.failed", extra={"stage": stage})
        close_old_connections()
        return 0
    finally:
        slot.give_back()
    return done


next_step: NextStep = partial(take_in, ring=ring)


@app.task
def drain_intake() -> int:
    return _drain("intake", _intake)


@app.task
def drain_turns() -> int:
    return _drain("turns", _turns)


@app.task
def drain_outbox() -> int:
    return _drain("outbox", _outbox)


def _intake(until: datetime, shift: _Shift) -> int:
    return intake.drain(next_step=next_step, now=timezone.now, until=until, ring_outbox=partial(ring, "outbox"))


def _turns(until: datetime, shift: _Shift) -> int:
    return turns.drain(
        model=orchestrator(),
        now=timezone.now,
        until=until,
        threads=settings.TURN_THREADS,
        ring=ring,
        linger_seconds=TURNS_LINGER_SECONDS,
        after_last_claim=shift.end,
    )


def _outbox(until: datetime, shift: _Shift) -> int:
    on_settled = partial(settled.on_settled, ring=ring)
    return sender.send_due(
        gate=gate.verdict, last_look=opted_out_meanwhile, on_settled=on_settled, next_step=next_step, until=until
    )


READY: dict[str, Callable[[datetime], bool]] = {
    "intake": intake.has_ready,
    "turns": turns.has_ready,
    "outbox": sender.has_due,
}


@app.task
def sweep() -> None:
    """Find what no bell announced: rings for each stage that has work ready, whatever became of earlier bells."""
    close_old_connections()
    now = timezone.now()
    for stage, is_ready in READY.items():
        if is_ready(now):
            ring(stage)


@app.task
def release_expired_claims() -> None:
    """What a dead worker had claimed is due again, or unknown where its call may have gone out."""
    close_old_connections()
    recover.mark_expired_claims(timezone.now())


@app.task
def resume_threads() -> None:
    close_old_connections()
    resume.resume_due(timezone.now(), ring=ring)


@app.task
def tend_models() -> None:
    """Close budget holds of dead processes, write counts, delete stored answers and calls whose time is over."""
    close_old_connections()
    upkeep(timezone.now(), Retention(settings.LLM_TEXT_RETENTION_DAYS, settings.LLM_CALL_RETENTION_DAYS))


@app.task
def forget_lost_values() -> None:
    close_old_connections()
    prune_kept_values(timezone.now())


@app.task
def chain_audit() -> None:
    close_old_connections()
    chain_new()
