"""Insert one entry, or find the live one that already stands for the same effect."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from crm.models import Lane, Lead, Location, OutboxEntry


def live_with_key(location_id: int, dedupe_key: str) -> OutboxEntry | None:
    ended = (OutboxEntry.Status.DEAD, OutboxEntry.Status.CANCELLED)
    found = OutboxEntry.objects.filter(location_id=location_id, dedupe_key=dedupe_key).exclude(status__in=ended)
    return found.first()


def insert_once(
    location: Location,
    *,
    kind: OutboxEntry.Kind,
    lane: int | Lane,
    dedupe_key: str,
    payload: dict[str, Any],
    lead: Lead | None = None,
    due_at: datetime | None = None,
    **facts: Any,
) -> tuple[OutboxEntry, bool]:
    """Return (entry, made). The unique key decides: of two transactions with one key the later gets the earlier's."""
    if known := live_with_key(location.pk, dedupe_key):
        return known, False
    if due_at is not None:
        facts["due_at"] = due_at
    try:
        with transaction.atomic():
            entry = OutboxEntry.objects.create(
                location=location, lead=lead, kind=kind, lane=lane, dedupe_key=dedupe_key, payload=payload, **facts
            )
    except IntegrityError:
        known = live_with_key(location.pk, dedupe_key)
        if known is None:
            raise
        return known, False
    entry.refresh_from_db(fields=["due_at", "created_at"])  # both are the database's clock
    return entry, True
