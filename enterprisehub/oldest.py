"""How long the oldest unfinished work of each stage has been waiting: one figure for probes and metrics."""

from datetime import datetime

from django.db.models import Min

from bots.models import Turn
from crm.models import OutboxEntry, SendingStop, WebhookEvent


def oldest_waiting(now: datetime) -> dict[str, float]:
    """{"intake": seconds, "turns": …, "outbox": …}; 0 where nothing waits.

    A turn that waits for a model, and an entry that waits because somebody stopped sending or the calls of its location
    fail, wait on purpose: staff know of them.
    """
    events = WebhookEvent.objects.ready(now).aggregate(oldest=Min("received_at"))
    turns = Turn.objects.ready(now).filter(waiting_for_model_since__isnull=True).aggregate(oldest=Min("due_at"))
    stops = list(SendingStop.objects.filter(resumed_at__isnull=True).values_list("location_id", flat=True))
    entries = OutboxEntry.objects.none() if None in stops else OutboxEntry.objects.due(now).exclude(location__in=stops)
    entries = entries.filter(location__breaker__open_until__isnull=True)
    found = {"intake": events, "turns": turns, "outbox": entries.aggregate(oldest=Min("due_at"))}
    return {stage: _seconds(row["oldest"], now) for stage, row in found.items()}


def _seconds(oldest: datetime | None, now: datetime) -> float:
    return 0.0 if oldest is None else max((now - oldest).total_seconds(), 0.0)
