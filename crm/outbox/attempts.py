"""Evidence before effect: the attempt with its verdict stands in the database before anything leaves."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from crm.contracts import Verdict
from crm.models import OutboxEntry, SendAttempt

SEND, LOOKUP = "send", "lookup"

_INSERT = """
INSERT INTO crm_sendattempt
  (entry_id, location_id, generation, purpose, granted_at, verdict, started_at, finished_at, outcome, trace_id, error)
SELECT id, location_id, generation, %(purpose)s, %(granted_at)s, %(verdict)s::jsonb, statement_timestamp(),
  CASE WHEN %(outcome)s = 'open' THEN NULL ELSE statement_timestamp() END, %(outcome)s, '', ''
FROM crm_outboxentry
WHERE id = %(entry)s AND generation = %(generation)s AND status = %(status)s
  AND claimed_at > statement_timestamp() - make_interval(secs => %(claim_s)s)
FOR UPDATE
RETURNING id
"""


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
    outcome: SendAttempt.Outcome = SendAttempt.Outcome.OPEN,
) -> SendAttempt | None:
    """Insert the attempt if the claim still stands, in one statement; None when it was lost."""
    values: dict[str, str | int | float | datetime] = {
        "entry": entry.pk,
        "generation": entry.generation,
        "status": entry.status,
        "purpose": purpose,
        "verdict": json.dumps(verdict, default=str),
        "granted_at": granted_at(server_us),
        "claim_s": claim_s,
        "outcome": outcome.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        row = cursor.fetchone()
    return SendAttempt.objects.get(pk=row[0]) if row else None
