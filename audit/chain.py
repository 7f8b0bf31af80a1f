"""Links the entries of each location into a chain, so that one that was changed, removed or slipped in shows.

Entries are inserted unchained, because a lock on the newest link would make every writer of a location wait for every
other; a job chains what has been committed. A chain proves order and wholeness from the moment of chaining on.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC

import orjson
from django.db import connection, transaction

from audit.models import AuditEntry

LOCK = 0x65687032  # advisory lock: two jobs at once would give one position twice
BATCH = 2000


def link(entry: AuditEntry, previous_hash: str) -> str:
    """SHA-256, hex, over every column of the entry and the hash before it."""
    facts = {
        "id": entry.pk,
        "at": entry.at.astimezone(UTC).isoformat(),
        "location": entry.location_ghl_id,
        "lead": entry.lead_id,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
        "position": entry.position,
        "previous": previous_hash,
    }
    return hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest()


def chain_new(limit: int = BATCH) -> int:
    """Chain up to `limit` new entries, oldest first; returns how many. Does nothing while another job is at it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return 0
        new = list(AuditEntry.objects.filter(hash="").order_by("id")[:limit])
        _chain(new)
    return len(new)


def _chain(new: Iterable[AuditEntry]) -> None:
    ends: dict[str, tuple[int, str]] = {}
    for entry in new:
        location = entry.location_ghl_id
        position, previous = ends.get(location) or _end_of(location)
        entry.position, entry.previous_hash = position + 1, previous
        entry.hash = link(entry, previous)
        ends[location] = (entry.position, entry.hash)
        AuditEntry.objects.filter(pk=entry.pk, hash="").update(
            position=entry.position, previous_hash=entry.previous_hash, hash=entry.hash
        )


def _end_of(location_ghl_id: str) -> tuple[int, str]:
    """Position and hash of the location's newest link; (0, "") before the first."""
    chained = AuditEntry.objects.filter(location_ghl_id=location_ghl_id, position__isnull=False)
    newest = chained.order_by("-position").first()
    return (newest.position or 0, newest.hash) if newest else (0, "")


def first_break(location_ghl_id: str) -> int | None:
    """Position of the first link of a location that does not fit, None where the chain is whole."""
    previous, expected = "", 1
    chained = AuditEntry.objects.filter(location_ghl_id=location_ghl_id, position__isnull=False).order_by("position")
    for entry in chained.iterator():
        if entry.position != expected or entry.previous_hash != previous or entry.hash != link(entry, previous):
            return expected
        previous, expected = entry.hash, expected + 1
    return None
