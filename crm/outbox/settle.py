"""The last transaction of a send: what the attempt came to, what the entry becomes, what our rows learn from it.

Every verb here is one transaction. The callback for settled entries runs inside it; if it raises three times over, the
entry is settled without it: the call has been made, and that must not be forgotten.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from crm.contracts import LeadRead, NextStep, OnSettled, Settled, Verdict
from crm.ghl.client import Answer
from crm.models import OutboxEntry, SendAttempt
from crm.outbox.kinds.base import Again, Context, locked_lead
from crm.outbox.kinds.table import KINDS, READS
from crm.outbox.retry import Applied, Dead, LookUp, Next, Retry
from crm.outbox.unknown import UNKNOWN_OUTCOME, look_up_after_all
from outbound.errors import OutboundError

log = logging.getLogger(__name__)

Status, Outcome = OutboxEntry.Status, SendAttempt.Outcome
CALLBACK_TRIES = 3
NEVER_TWICE = frozenset({OutboxEntry.Kind.TEXT})
_ATTEMPT_COLUMNS = ("outcome", "finished_at", "wire_at", "granted_at", "status_code", "trace_id", "error")


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told, inside the settling transaction. next_step hears of a contact that was read."""

    on_settled: OnSettled
    next_step: NextStep | None = None


@dataclass(frozen=True, slots=True)
class Wire:
    """When the call was granted and when it left."""

    granted_at: datetime
    wire_at: datetime


class _LostClaim(Exception):
    """The entry has moved on since this claim; the transaction is undone."""


def settle_answer(entry: OutboxEntry, attempt: SendAttempt, answer: Answer, wire: Wire, listeners: Listeners) -> None:
    """The CRM accepted the call."""

    def change(now: datetime) -> bool:
        _finish(attempt, Outcome.OK, now, wire, status_code=answer.status_code, trace_id=answer.trace_id)
        result = KINDS[entry.kind].settle(entry, answer, Context(now))
        if isinstance(result, Again):
            _move(entry, Status.DUE, payload=dict(result.payload), due_at=now)
            return False
        _move(entry, Status.SENT, settled_at=now, ghl_ref=result.ref[:128], reason="")
        return True

    _settle(entry, attempt, listeners, change)


def settle_error(
    entry: OutboxEntry,
    attempt: SendAttempt,
    error: OutboundError,
    following: Next,
    wire: Wire,
    listeners: Listeners,
    *,
    lookup_s: tuple[float, ...],
) -> None:
    """The call did not end well; `following` says what becomes of the entry."""
    facts = {"status_code": error.status_code, "trace_id": error.trace_id, "error": str(error)[:300]}

    def change(now: datetime) -> bool:
        if isinstance(following, Applied):
            _finish(attempt, Outcome.OK, now, wire, **facts)
            KINDS[entry.kind].landed(entry, "", Context(now))
            _move(entry, Status.SENT, settled_at=now, reason="")
            return True
        if isinstance(following, LookUp):
            _finish(attempt, Outcome.UNKNOWN, now, wire, **facts)
            first = now + timedelta(seconds=lookup_s[0])
            _move(entry, Status.UNKNOWN, lookup_at=first, lookups=0, attempts=entry.attempts + 1)
            return False
        if isinstance(following, Retry):
            _finish(attempt, Outcome.UNKNOWN if error.applied == "maybe" else Outcome.FAILED, now, wire, **facts)
            due_at = now + timedelta(seconds=following.after_s) if following.counts else entry.due_at
            tries = entry.attempts + int(following.counts)
            _move(entry, Status.DUE, due_at=due_at, attempts=tries, reason=str(error)[:200])
            return False
        _finish(attempt, Outcome.REFUSED, now, wire, **facts)
        return _die(entry, following, now)

    _settle(entry, attempt, listeners, change)


def settle_verdict(entry: OutboxEntry, attempt: SendAttempt | None, verdict: Verdict, listeners: Listeners) -> None:
    """The gate said no: the attempt holds its certificate, nothing left us. Runs in the caller's transaction."""
    now = timezone.now()
    if verdict.action == "later":
        _move(entry, Status.DUE, due_at=verdict.due_at or now + timedelta(seconds=60), reason=verdict.reason[:200])
        return
    status = Status.HELD if verdict.action == "hold" else Status.CANCELLED
    _move(entry, status, reason=verdict.reason[:200], settled_at=now)
    _tell(entry, attempt, now, listeners)


def settle_nothing(entry: OutboxEntry, reason: str, listeners: Listeners) -> None:
    """No call is needed: nothing of the entry has a place in this location's CRM."""

    def change(now: datetime) -> bool:
        _move(entry, Status.CANCELLED, reason=reason, settled_at=now)
        return True

    _settle(entry, None, listeners, change)


def release(entry: OutboxEntry, attempt: SendAttempt | None, *, why: str) -> None:
    """Nothing left us: the entry is due again in its old place, and its attempt is marked as abandoned."""
    with transaction.atomic():
        now = timezone.now()
        if attempt is not None:
            _finish(attempt, Outcome.ABANDONED, now, None, error=why)
        back = {"lookup_at": now} if entry.status == Status.UNKNOWN else {}
        _try_move(entry, Status.UNKNOWN if entry.status == Status.UNKNOWN else Status.DUE, **back)


def keep_unprepared(entry: OutboxEntry, error: OutboundError) -> None:
    """The call could not even be prepared (no address, no readable token): it keeps its place and says why."""
    back = {"lookup_at": timezone.now()} if entry.status == Status.UNKNOWN else {"reason": str(error)[:200]}
    _try_move(entry, Status.UNKNOWN if entry.status == Status.UNKNOWN else Status.DUE, **back)


# --- looked up


def found(entry: OutboxEntry, lookup: SendAttempt | None, sent: SendAttempt, ref: str, listeners: Listeners) -> None:
    """The unknown try did arrive."""

    def change(now: datetime) -> bool:
        if lookup is not None:
            _finish(lookup, Outcome.OK, now, None)
        SendAttempt.objects.filter(pk=sent.pk).update(outcome=Outcome.FOUND)
        sent.outcome = Outcome.FOUND
        KINDS[entry.kind].landed(entry, ref, Context(now))
        _move(entry, Status.SENT, settled_at=now, ghl_ref=ref[:128], reason="", lookup_at=None)
        return True

    _settle(entry, sent, listeners, change)


def look_again(entry: OutboxEntry, lookup: SendAttempt, payload: Mapping[str, Any], *, as_due: bool) -> None:
    """One call more with this payload: at once as a look-up, or as a call of its own."""
    with transaction.atomic():
        now = timezone.now()
        _finish(lookup, Outcome.OK, now, None)
        status = Status.DUE if as_due else Status.UNKNOWN
        times = {"due_at": now, "lookup_at": None} if as_due else {"lookup_at": now}
        _try_move(entry, status, payload=dict(payload), **times)


def not_found(
    entry: OutboxEntry,
    lookup: SendAttempt | None,
    sent: SendAttempt,
    listeners: Listeners,
    *,
    lookup_s: tuple[float, ...],
    last: bool = False,
) -> None:
    """This look-up did not see it. After the last one it is surely absent: done again, except for texts."""
    done = entry.lookups + 1
    surely = last or done >= len(lookup_s)

    def change(now: datetime) -> bool:
        if lookup is not None:
            _finish(lookup, Outcome.OK, now, None)
        if not surely:
            planned = (sent.finished_at or now) + timedelta(seconds=lookup_s[done])
            _move(entry, Status.UNKNOWN, lookups=done, lookup_at=max(planned, now))
            return False
        SendAttempt.objects.filter(pk=sent.pk).update(outcome=Outcome.ABSENT)
        sent.outcome = Outcome.ABSENT
        if entry.kind in NEVER_TWICE:
            _move(entry, Status.HELD, lookups=done, lookup_at=None, reason=UNKNOWN_OUTCOME, settled_at=now)
            return True
        _move(entry, Status.DUE, lookups=0, lookup_at=None)
        return False

    _settle(entry, sent, listeners, change)


def lookup_failed(entry: OutboxEntry, lookup: SendAttempt, error: OutboundError, wire: Wire, *, after_s: float) -> None:
    """The look-up itself did not work; it says nothing about the try."""
    with transaction.atomic():
        now = timezone.now()
        facts = {"status_code": error.status_code, "trace_id": error.trace_id, "error": str(error)[:300]}
        _finish(lookup, Outcome.FAILED, now, wire, **facts)
        _try_move(entry, Status.UNKNOWN, lookup_at=now + timedelta(seconds=after_s))


def give_up_looking(entry: OutboxEntry, listeners: Listeners) -> None:
    """Nobody can say whether it arrived: a person decides."""

    def change(now: datetime) -> bool:
        _move(entry, Status.HELD, lookup_at=None, reason=UNKNOWN_OUTCOME, settled_at=now)
        return True

    _settle(entry, None, listeners, change)


# --- inside


def _settle(
    entry: OutboxEntry, attempt: SendAttempt | None, listeners: Listeners, change: Callable[[datetime], bool]
) -> None:
    """Run `change` in a transaction; when it says that the entry has ended, tell the listeners in the same one."""
    for tries in range(1, CALLBACK_TRIES + 1):
        try:
            _change_once(entry, attempt, change, listeners)
            return
        except _LostClaim:
            _keep_late(entry, attempt)
            return
        except Exception:
            log.exception("outbox.settle_failed", extra={"entry": entry.pk, "tries": tries})
            time.sleep(0.05 * tries)
    if entry.kind in READS:
        # The answer cannot be applied, and reading it again would not help.
        _change_once(entry, attempt, lambda now: _die(entry, Dead("not_applied"), now), None)
    else:
        _change_once(entry, attempt, change, None)


def _change_once(
    entry: OutboxEntry,
    attempt: SendAttempt | None,
    change: Callable[[datetime], bool],
    listeners: Listeners | None,
) -> None:
    claimed = dict(entry.__dict__)
    try:
        with transaction.atomic():
            locked_lead(entry)  # before the entry, in the order that every other writer takes them
            now = timezone.now()
            if change(now) and listeners is not None:
                _tell(entry, attempt, now, listeners)
    except Exception:
        entry.__dict__.update(claimed)  # the row is as it was claimed; the object must say so too
        raise


def _keep_late(entry: OutboxEntry, attempt: SendAttempt | None) -> None:
    """The claim expired while the call was under way. What the call came to is kept, and looked up without delay."""
    log.warning("outbox.settled_late", extra={"entry": entry.pk, "outcome": attempt.outcome if attempt else ""})
    if attempt is None:
        return
    with transaction.atomic():
        attempt.save(update_fields=_ATTEMPT_COLUMNS)
        OutboxEntry.objects.filter(pk=entry.pk, status=Status.UNKNOWN).update(lookup_at=timezone.now())
        if attempt.outcome == Outcome.OK:
            look_up_after_all(entry.pk)


def _tell(entry: OutboxEntry, attempt: SendAttempt | None, now: datetime, listeners: Listeners) -> None:
    listeners.on_settled(Settled(entry, attempt, now))
    if entry.kind == OutboxEntry.Kind.READ_CONTACT and entry.lead_id and listeners.next_step:
        listeners.next_step(LeadRead(entry.lead_id))


def _die(entry: OutboxEntry, following: Next, now: datetime) -> bool:
    reason = following.reason if isinstance(following, Dead) else "failed"
    _move(entry, Status.DEAD, reason=reason[:200], settled_at=now, attempts=entry.attempts + 1)
    return True


def _finish(attempt: SendAttempt, outcome: SendAttempt.Outcome, now: datetime, wire: Wire | None, **facts: Any) -> None:
    attempt.outcome, attempt.finished_at = outcome, now
    if wire is not None:
        attempt.granted_at, attempt.wire_at = wire.granted_at, wire.wire_at
    for name, value in facts.items():
        setattr(attempt, name, value)
    attempt.save(update_fields=_ATTEMPT_COLUMNS)


def _try_move(entry: OutboxEntry, status: str, **changes: Any) -> bool:
    """Change the entry if it is still this claim's, in one conditional statement."""
    mine = OutboxEntry.objects.filter(pk=entry.pk, generation=entry.generation, status=entry.status)
    if mine.update(status=status, **changes) != 1:
        return False
    for name, value in {"status": status, **changes}.items():
        setattr(entry, name, value)
    return True


def _move(entry: OutboxEntry, status: str, **changes: Any) -> None:
    before = entry.status
    if not _try_move(entry, status, **changes):
        raise _LostClaim(f"entry {entry.pk} left {before}")
