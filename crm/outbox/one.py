"""One slot, one entry: claim, gate, attempt, wire, settle. Runs in a thread of the pump."""

import logging
import random
import time
from dataclasses import dataclass, field
from typing import Literal

import requests
from django.db import transaction
from django.utils import timezone

from crm.contracts import Gate, LastLook, Verdict
from crm.crypto import UndecryptableSecret
from crm.ghl.build import NoAddress, client_for
from crm.ghl.calls import Call
from crm.ghl.client import Answer, GhlClient
from crm.ghl.errors import GhlError, NotFound, Transient
from crm.models import Lead, OutboxEntry, SendAttempt
from crm.outbox import breakers, daily, read_back, settle
from crm.outbox.attempts import LOOKUP, SEND, Opened, certificate, open_attempt
from crm.outbox.breaker import Policy
from crm.outbox.claim import ClaimLimits, claim
from crm.outbox.flight import Flight, fly
from crm.outbox.kinds.base import Again, Found, LookAgain, Nothing
from crm.outbox.kinds.table import KINDS, READS
from crm.outbox.pacing import Pacer
from crm.outbox.plain_gate import plain_verdict
from crm.outbox.retry import CAP_S, Applied, Retry, next_step
from outbound.jitter import full_jitter_s
from outbound.rate_limit import Slot

log = logging.getLogger(__name__)

MOST_FAILED_LOOKUPS = 20


@dataclass
class Clerk:
    """What a thread of the pump works with. `sessions`: the open connection of each location, this thread's own."""

    gate: Gate
    last_look: LastLook
    listeners: settle.Listeners
    pacer: Pacer
    limits: ClaimLimits
    lookup_s: tuple[float, ...]
    wire_deadline_s: float
    breaker: Policy
    worker: str
    sessions: dict[int, requests.Session] = field(default_factory=dict)


SlotEnd = Literal["lost", "no_call", "called"]


def use_slot(clerk: Clerk, location_id: int, slot: Slot) -> SlotEnd:
    """Send or look up the most urgent entry of the location. "lost": there was none; "called": the CRM was asked."""
    started = time.monotonic()
    claimed = claim(location_id, worker=clerk.worker, limits=clerk.limits)
    if claimed is None:
        return "lost"
    entry = claimed.entry
    leave_before = started + clerk.wire_deadline_s
    try:
        client = client_for(entry.location, clerk.sessions[location_id])
    except (NoAddress, UndecryptableSecret) as error:
        _not_prepared(clerk, entry, Transient(str(error)))
        return "no_call"
    work = _look_up if claimed.is_lookup else _send
    return "called" if work(clerk, entry, client, slot, leave_before) else "no_call"


def _heard(clerk: Clerk, entry: OutboxEntry, opened: Opened, flight: Flight) -> None:
    """What the end of a call says of its location: limits, and whether calls work at all."""
    if flight.result is None or flight.wire is None:
        return
    error = flight.result if isinstance(flight.result, GhlError) else None
    breakers.heard(entry.location, error, left_at=flight.wire.wire_at, policy=clerk.breaker)
    _hear_limits(clerk, entry, opened, flight.result)


def _not_prepared(clerk: Clerk, entry: OutboxEntry, error: Transient) -> None:
    log.error("outbox.not_prepared", extra={"entry": entry.pk, "location": entry.location_id})
    settle.keep_unprepared(entry, error)
    breakers.failed(entry.location, "setup", str(error), left_at=timezone.now(), policy=clerk.breaker)


# --- sending


def _send(clerk: Clerk, entry: OutboxEntry, client: GhlClient, slot: Slot, leave_before: float) -> bool:
    """Whether the call left us."""
    call, opened = _admit(clerk, entry, client, slot)
    if isinstance(call, Nothing):
        settle.settle_nothing(entry, call.reason, clerk.listeners)
    if not isinstance(call, Call) or opened is None:
        return False
    attempt = opened.attempt
    if _opted_out_since(clerk, entry):
        settle.release(entry, attempt, why="an opt-out came in before the wire")  # the gate sees it and cancels
        return False
    flight = _fly(clerk, entry, client, call, slot, leave_before)
    if flight.result is None or flight.wire is None:
        clerk.pacer.missed()
        settle.release(entry, attempt, why=flight.missed)
        return False
    if isinstance(flight.result, Answer):
        settle.settle_answer(entry, attempt, flight.result, flight.wire, clerk.listeners)
        read_back.ask_if_in_doubt(entry, call, flight.result.body)
    else:
        _settle_error(clerk, entry, attempt, call, flight.result, flight.wire)
    _heard(clerk, entry, opened, flight)
    _log(entry, attempt)
    return True


def _admit(
    clerk: Clerk, entry: OutboxEntry, client: GhlClient, slot: Slot
) -> tuple[Call | Nothing | None, Opened | None]:
    """The gate and the attempt in one short transaction, with the lead's row locked.

    Consent, messages and turns refer to the lead, so no such fact is committed between the look and the verdict. A
    stored delivery refers to nothing: what it may hold is asked once more when the verdict stands (`_opted_out_since`).
    """
    with transaction.atomic():
        # Not only against writers of the row: no row that refers to the lead can be committed meanwhile.
        if entry.lead_id is not None:
            Lead.objects.select_for_update().filter(pk=entry.lead_id).first()
        verdict = _verdict(clerk, entry)
        sends = verdict.action == "send"
        call = KINDS[entry.kind].call(entry, client.dialect) if sends else None
        if isinstance(call, Nothing):
            return call, None
        opened = open_attempt(
            entry,
            purpose=SEND,
            verdict=certificate(verdict),
            server_us=slot.at_server_us,
            claim_s=clerk.limits.claim_s,
            per_day=clerk.limits.per_day,
            outcome=SendAttempt.Outcome.OPEN if sends else SendAttempt.Outcome.STOPPED,
        )
        if opened is None:
            _not_opened(entry)
            return None, None
        if not sends:
            settle.settle_verdict(entry, opened.attempt, verdict, clerk.listeners)
    return call, opened


def _not_opened(entry: OutboxEntry) -> None:
    """The claim was lost, or the day ended under our hands: whatever is still ours goes back."""
    log.warning("outbox.not_opened", extra={"entry": entry.pk, "location": entry.location_id})
    settle.release(entry, None, why="")


def _verdict(clerk: Clerk, entry: OutboxEntry) -> Verdict:
    """The gate's word. An error in a check holds the entry: who cannot be checked is not texted."""
    try:
        with transaction.atomic():
            if entry.kind == OutboxEntry.Kind.TEXT:
                return clerk.gate(entry, timezone.now())
            return plain_verdict(entry)
    except Exception as error:
        log.exception("outbox.gate_failed", extra={"entry": entry.pk})
        return Verdict("hold", "gate_error", {"error": type(error).__name__})


def _opted_out_since(clerk: Clerk, entry: OutboxEntry) -> bool:
    """The last look. When it cannot be taken the text goes back to the gate, which holds what it cannot check."""
    if entry.kind != OutboxEntry.Kind.TEXT:
        return False
    try:
        return clerk.last_look(entry)
    except Exception:
        log.exception("outbox.last_look_failed", extra={"entry": entry.pk})
        return True


def _fly(clerk: Clerk, entry: OutboxEntry, client: GhlClient, call: Call, slot: Slot, leave_before: float) -> Flight:
    return fly(
        client, call, client.prepare(call), slot,
        pacer=clerk.pacer, location_id=entry.location_id, leave_before=leave_before,
    )  # fmt: skip


def _settle_error(
    clerk: Clerk, entry: OutboxEntry, attempt: SendAttempt, call: Call, error: GhlError, wire: settle.Wire
) -> None:
    following = next_step(
        error,
        tries=entry.attempts + 1,
        repeatable=call.operation.repeatable,
        is_read=entry.kind in READS,
        random=random.random,
    )
    if isinstance(following, Retry) and following.pause_s:
        clerk.pacer.pause(entry.location_id, following.pause_s)
    settle.settle_error(entry, attempt, error, following, wire, clerk.listeners, lookup_s=clerk.lookup_s)
    if isinstance(following, Applied):
        read_back.ask_if_in_doubt(entry, call, {})


def _hear_limits(clerk: Clerk, entry: OutboxEntry, opened: Opened, result: Answer | GhlError) -> None:
    rate = result.rate if isinstance(result, Answer) else None
    if rate and rate.calls and rate.interval_ms:
        clerk.pacer.hear_limit(entry.location_id, rate.calls, rate.interval_ms)
    if opened.day is not None:
        remaining = rate.daily_remaining if rate else None
        daily.hear(entry.location, opened.day, remaining, per_day=clerk.limits.per_day)


def _log(entry: OutboxEntry, attempt: SendAttempt) -> None:
    facts = {
        "entry": entry.pk,
        "kind": entry.kind,
        "location": entry.location_id,
        "attempt": attempt.pk,
        "outcome": str(attempt.outcome),
        "status": str(entry.status),
        "status_code": attempt.status_code,
        "trace_id": attempt.trace_id,
    }
    log.info("outbox.settled", extra=facts)


# --- looking up


def _look_up(clerk: Clerk, entry: OutboxEntry, client: GhlClient, slot: Slot, leave_before: float) -> bool:
    sent = SendAttempt.objects.filter(entry=entry, purpose=SEND).order_by("-id").first()
    if sent is None:
        settle.give_up_looking(entry, clerk.listeners)
        return False
    asked = KINDS[entry.kind].ask(entry, sent, client.dialect)
    if isinstance(asked, Found):
        settle.found(entry, None, sent, asked.ref, clerk.listeners)
    elif isinstance(asked, Nothing):
        settle.not_found(entry, None, sent, clerk.listeners, lookup_s=clerk.lookup_s, last=True)
    else:
        return _ask(clerk, entry, sent, client, asked, slot, leave_before)
    return False


def _ask(
    clerk: Clerk,
    entry: OutboxEntry,
    sent: SendAttempt,
    client: GhlClient,
    call: Call,
    slot: Slot,
    leave_before: float,
) -> bool:
    verdict = certificate(Verdict("send", "lookup", {"of_attempt": sent.pk}))
    opened = open_attempt(
        entry,
        purpose=LOOKUP,
        verdict=verdict,
        server_us=slot.at_server_us,
        claim_s=clerk.limits.claim_s,
        per_day=clerk.limits.per_day,
    )
    if opened is None:
        _not_opened(entry)
        return False
    lookup = opened.attempt
    flight = _fly(clerk, entry, client, call, slot, leave_before)
    if flight.result is None or flight.wire is None:
        settle.release(entry, lookup, why=flight.missed)
    elif isinstance(flight.result, GhlError):
        _lookup_error(clerk, entry, sent, lookup, flight.result, flight.wire)
    else:
        _judge(clerk, entry, sent, lookup, flight.result, flight.wire)
    _heard(clerk, entry, opened, flight)
    return flight.result is not None


def _judge(
    clerk: Clerk, entry: OutboxEntry, sent: SendAttempt, lookup: SendAttempt, answer: Answer, wire: settle.Wire
) -> None:
    lookup.granted_at, lookup.wire_at = wire.granted_at, wire.wire_at
    lookup.status_code, lookup.trace_id = answer.status_code, answer.trace_id
    shown = KINDS[entry.kind].judge(entry, sent, answer)
    if isinstance(shown, Found):
        settle.found(entry, lookup, sent, shown.ref, clerk.listeners)
    elif isinstance(shown, Again | LookAgain):
        settle.look_again(entry, lookup, shown.payload, as_due=isinstance(shown, Again))
    else:
        settle.not_found(entry, lookup, sent, clerk.listeners, lookup_s=clerk.lookup_s)
    log.info("outbox.looked_up", extra={"entry": entry.pk, "shown": type(shown).__name__, "status": str(entry.status)})


def _lookup_error(
    clerk: Clerk, entry: OutboxEntry, sent: SendAttempt, lookup: SendAttempt, error: GhlError, wire: settle.Wire
) -> None:
    if isinstance(error, NotFound):  # the contact or the thread is gone, and so is what we look for
        settle.not_found(entry, lookup, sent, clerk.listeners, lookup_s=clerk.lookup_s, last=True)
        return
    failed = SendAttempt.objects.filter(entry=entry, purpose=LOOKUP, outcome=SendAttempt.Outcome.FAILED).count() + 1
    following = next_step(error, tries=1, repeatable=True, is_read=True, random=random.random)
    if isinstance(following, Retry) and following.pause_s:
        clerk.pacer.pause(entry.location_id, following.pause_s)
    if failed >= MOST_FAILED_LOOKUPS:
        settle.give_up_looking(entry, clerk.listeners)
        return
    after_s = full_jitter_s(failed, base_s=clerk.lookup_s[0], cap_s=CAP_S, random=random.random)
    settle.lookup_failed(entry, lookup, error, wire, after_s=after_s)
