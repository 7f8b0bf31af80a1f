"""What a worker that died left behind. Called by the sweeper."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from crm.models import OutboxEntry, SendAttempt
from crm.outbox.attempts import LOOKUP, SEND
from crm.outbox.kinds.table import READS

log = logging.getLogger(__name__)

AT_ONCE = 500
Status, Outcome = OutboxEntry.Status, SendAttempt.Outcome


def mark_expired_claims(now: datetime) -> int:
    """Expired claims: without an attempt due again, with an open one unknown (a read: due again). Returns how many."""
    cutoff = now - timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)
    with transaction.atomic():
        expired = list(
            OutboxEntry.objects.filter(status=Status.CLAIMED, claimed_at__lt=cutoff)
            .select_for_update(skip_locked=True)
            .order_by("id")[:AT_ONCE]
        )
        # A statement of its own, after the locks: an attempt written by the last moment of a claim is seen.
        tried = _open_attempts(expired)
        for entry in expired:
            _mark(entry, tried.get((entry.pk, entry.generation)), now)
        _close_lost_lookups(cutoff, now)
    return len(expired)


def _open_attempts(entries: list[OutboxEntry]) -> dict[tuple[int, int], SendAttempt]:
    found = SendAttempt.objects.filter(entry__in=entries, outcome=Outcome.OPEN, purpose=SEND)
    return {(attempt.entry_id, attempt.generation): attempt for attempt in found}


def _mark(entry: OutboxEntry, attempt: SendAttempt | None, now: datetime) -> None:
    log.warning("outbox.claim_expired", extra={"entry": entry.pk, "tried": attempt is not None})
    entry.generation += 1  # whoever still holds the claim can neither send nor settle
    if attempt is None:
        entry.status = Status.DUE  # in its old place: nothing younger of its contact overtakes it
    else:
        attempt.outcome, attempt.finished_at = Outcome.UNKNOWN, now
        attempt.save(update_fields=["outcome", "finished_at"])
        if entry.kind in READS:
            entry.status = Status.DUE
        else:
            entry.status, entry.lookups = Status.UNKNOWN, 0
            entry.lookup_at = now + timedelta(seconds=settings.OUTBOX_LOOKUP_SECONDS[0])
    entry.save(update_fields=["status", "lookups", "lookup_at", "generation"])


def _close_lost_lookups(cutoff: datetime, now: datetime) -> None:
    lost = SendAttempt.objects.filter(purpose=LOOKUP, outcome=Outcome.OPEN, started_at__lt=cutoff)
    lost.update(outcome=Outcome.FAILED, finished_at=now, error="the process ended during the look-up")
