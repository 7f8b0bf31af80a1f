"""One worker per conversation: claim the oldest ready turn, hand it back, and notice when somebody else took over.

The lease stands on the conversation with a generation number. Every statement that ends or puts back a turn names the
generation it was claimed with, so a worker that overslept changes nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from bots.due import BRIEFLY
from bots.models import Conversation, Turn, TurnQuerySet
from bots.superseding import AtTheWire, take_over_unsent

Status = Turn.Status


def ready_turns(now: datetime) -> TurnQuerySet:
    """Due turns, and running ones whose lease ran out, in conversations that nobody holds."""
    free = Q(conversation__lease_until__isnull=True) | Q(conversation__lease_until__lte=now)
    return Turn.objects.filter(Q(status=Status.PENDING, due_at__lte=now) | Q(status=Status.RUNNING)).filter(free)


def claim_next(now: datetime, *, put_off: Callable[[float], None] = lambda seconds: None) -> Turn | None:
    """Lease the conversation of the longest due turn; None when nothing is ready. One short transaction.

    `put_off` is told in how many seconds to look again at a thread whose earlier reply is at the wire.
    """
    while True:
        with transaction.atomic():
            turn = _lock_next(now)
            if turn is None:
                return None
            if turn.status == Status.RUNNING:
                turn.failures += 1  # its worker died or overslept
            try:
                take_over_unsent(turn, now)
            except AtTheWire:
                turn.conversation.lease_until = now + BRIEFLY
                turn.conversation.save(update_fields=["lease_until"])
                turn.save(update_fields=["round", "supersedes"])
                put_off(BRIEFLY.total_seconds())
                continue
            return _lease(turn, now)


def _lock_next(now: datetime) -> Turn | None:
    # Both rows are locked: a message that arrives meanwhile moves the turn, and the moved row is looked at again.
    turns = ready_turns(now).select_related("conversation__lead__location")
    turns = turns.select_for_update(skip_locked=True, of=("self", "conversation"))
    return turns.order_by(F("status").desc(), "due_at").first()  # running before pending


def _lease(turn: Turn, now: datetime) -> Turn:
    conversation = turn.conversation
    conversation.lease_generation += 1
    conversation.lease_until = now + timedelta(seconds=settings.TURN_LEASE_SECONDS)
    conversation.save(update_fields=["lease_generation", "lease_until"])
    turn.status, turn.generation, turn.started_at = Status.RUNNING, conversation.lease_generation, now
    turn.save(update_fields=["status", "generation", "started_at", "failures", "round", "supersedes"])
    return turn


def end_if_leased(turn: Turn, **changes: object) -> bool:
    """Write the end of a turn in one conditional statement; False when the lease went to somebody else."""
    mine = Turn.objects.filter(pk=turn.pk, status=Status.RUNNING, generation=turn.generation)
    if mine.update(status=Status.DONE, **changes) != 1:
        return False
    _release(turn)
    return True


def put_back(turn: Turn, *, now: datetime, due_at: datetime, **changes: object) -> bool:
    """The turn waits again. Where a newer one already waits in its conversation, that one answers for both."""
    mine = Turn.objects.filter(pk=turn.pk, status=Status.RUNNING, generation=turn.generation)
    waiting = Turn.objects.filter(conversation_id=turn.conversation_id, status=Status.PENDING).first()
    if waiting is None:
        done = mine.update(status=Status.PENDING, due_at=due_at, **changes) == 1
    else:
        joined = {"outcome": Turn.Outcome.SUPERSEDED, "reason": "joined_the_next", "ended_at": now}
        done = mine.update(status=Status.DONE, **joined) == 1
        if done:
            since = changes.get("waiting_for_model_since", waiting.waiting_for_model_since)
            Turn.objects.filter(pk=waiting.pk).update(
                supersedes=turn, round=turn.round, due_at=due_at, waiting_for_model_since=since, failures=turn.failures
            )
    if done:
        _release(turn)
    return done


def _release(turn: Turn) -> None:
    mine = Conversation.objects.filter(pk=turn.conversation_id, lease_generation=turn.generation)
    mine.update(lease_until=None)
