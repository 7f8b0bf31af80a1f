"""Evidence before effect: the attempt with its verdict stands in the database, counted, before anything leaves."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from crm.contracts import Verdict
from crm.models import OutboxEntry, SendAttempt
from crm.outbox.daily import LIMIT, UTC_DAY, Day

SEND, LOOKUP = "send", "lookup"

_INSERT = f"""
WITH mine AS (
  SELECT id, location_id, generation FROM crm_outboxentry
  WHERE id = %(entry)s AND generation = %(generation)s AND status = %(status)s
    AND claimed_at > statement_timestamp() - make_interval(secs => %(claim_s)s)
  FOR UPDATE
), today AS (
  INSERT INTO crm_dailycalls AS d (location_id, day, calls)
  SELECT location_id, {UTC_DAY}, 1 FROM mine WHERE %(leaves)s
  ON CONFLICT (location_id, day) DO UPDATE SET calls = d.calls + 1 WHERE d.calls < {LIMIT}
  RETURNING d.calls, {LIMIT} AS day_limit, d.alarmed_at
)
INSERT INTO crm_sendattempt
  (entry_id, location_id, generation, purpose, granted_at, verdict, started_at, finished_at, outcome, trace_id, error)
SELECT mine.id, mine.location_id, mine.generation, %(purpose)s, %(granted_at)s, %(verdict)s::jsonb,
  statement_timestamp(), CASE WHEN %(leaves)s THEN NULL ELSE statement_timestamp() END, %(outcome)s, '', ''
FROM mine LEFT JOIN today ON true
WHERE today.calls IS NOT NULL OR NOT %(leaves)s
RETURNING id, (SELECT calls FROM today), (SELECT day_limit FROM today), (SELECT alarmed_at FROM today)
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Opened:
    """The attempt as it stands in the database, and the location's day with it counted; None where nothing leaves."""

    attempt: SendAttempt
    day: Day | None


def granted_at(server_us: int) -> datetime:
    return datetime.fromtimestamp(server_us / 1e6, tz=UTC)


def certificate(verdict: Verdict) -> dict[str, Any]:
    """The verdict as it is stored."""
    due_at = verdict.due_at.isoformat() if verdict.due_at else None
    return {"action": verdict.action, "reason": verdict.reason, "inputs": dict(verdict.inputs), "due_at": due_at}


def open_attempt(
    entry: OutboxEntry,
    *,
    purpose: str,
    verdict: Mapping[str, Any],
    server_us: int,
    claim_s: float,
    per_day: int,
    outcome: SendAttempt.Outcome = SendAttempt.Outcome.OPEN,
) -> Opened | None:
    """Insert the attempt if the claim still stands and the day's limit is not reached, and count it: one statement.

    None otherwise, with nothing written; whoever gets it must not call.
    """
    values: dict[str, str | int | float | bool | datetime] = {
        "entry": entry.pk,
        "generation": entry.generation,
        "status": entry.status,
        "purpose": purpose,
        "verdict": json.dumps(verdict, default=str),
        "granted_at": granted_at(server_us),
        "claim_s": claim_s,
        "per_day": per_day,
        "outcome": outcome.value,
        "leaves": outcome == SendAttempt.Outcome.OPEN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        row = cursor.fetchone()
    if row is None:
        return None
    attempt_id, calls, day_limit, alarmed_at = row
    day = None if calls is None else Day(calls, day_limit, alarmed=alarmed_at is not None)
    return Opened(SendAttempt.objects.get(pk=attempt_id), day)
