"""How long model calls are kept: their texts for a shorter time than their numbers.

In batches that are transactions of their own, oldest first, found by an index and without waiting for anybody: a run
does a bounded amount of work, and what is left waits for the next. Budgets stay: one row per location and day.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

_BATCH = 500  # few enough that the rows are fetched one by one and not by reading the table
_MOST_BATCHES = 40
_MOST_SECONDS = 5.0
# What a validator says of an answer quotes it, so the error goes with the texts; outcome and status stay.
REMOVE_TEXTS = """
WITH due AS (
  SELECT id FROM orchestrator_llmcall WHERE at < %(before)s AND texts_removed_at IS NULL
  ORDER BY at LIMIT %(batch)s FOR UPDATE SKIP LOCKED
)
UPDATE orchestrator_llmcall AS call SET request_text = '', answer_text = '', error = '', texts_removed_at = %(now)s
FROM due WHERE call.id = due.id
"""
DELETE_CALLS = """
WITH due AS (
  SELECT id FROM orchestrator_llmcall WHERE at < %(before)s ORDER BY at LIMIT %(batch)s FOR UPDATE SKIP LOCKED
), holds AS (
  DELETE FROM orchestrator_budgethold AS hold USING due WHERE hold.call_id = due.id
)
DELETE FROM orchestrator_llmcall AS call USING due WHERE call.id = due.id
"""
# Holds that never became a call. The oldest are found by their number: an index by time would serve nobody else.
DELETE_HOLDS = """
WITH oldest AS (
  SELECT id FROM orchestrator_budgethold ORDER BY id LIMIT %(batch)s
)
DELETE FROM orchestrator_budgethold AS hold USING oldest
WHERE hold.id = oldest.id AND hold.held_at < %(before)s AND hold.state <> 'open' AND hold.call_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Retention:
    """Days from a call's beginning. Raises ValueError where texts would outlive their row."""

    text_days: int = 90
    call_days: int = 400

    def __post_init__(self) -> None:
        if not 0 <= self.text_days <= self.call_days:
            raise ValueError(
                f"texts of model calls cannot be kept for {self.text_days} days and the calls for {self.call_days}: "
                "LLM_TEXT_RETENTION_DAYS may be at most LLM_CALL_RETENTION_DAYS, and neither below 0"
            )


@dataclass(frozen=True, slots=True)
class Pruned:
    texts_removed: int
    calls_deleted: int
    holds_deleted: int


def prune_calls(now: datetime, keep: Retention, *, most_seconds: float = _MOST_SECONDS) -> Pruned:
    """Remove what is over its time, as far as a few seconds go. Texts come first: they are what is promised soonest."""
    ends = time.monotonic() + most_seconds
    calls = {"before": now - timedelta(days=keep.call_days)}
    texts = {"before": now - timedelta(days=keep.text_days), "now": now}
    removed = _in_batches(REMOVE_TEXTS, texts, ends)
    deleted = _in_batches(DELETE_CALLS, calls, ends)
    return Pruned(removed, deleted, _in_batches(DELETE_HOLDS, calls, ends))


def _in_batches(statement: str, facts: Mapping[str, Any], ends: float) -> int:
    done = 0
    for _ in range(_MOST_BATCHES):
        if time.monotonic() >= ends:
            break
        with connection.cursor() as cursor:
            cursor.execute(statement, {**facts, "batch": _BATCH})
            changed = cursor.rowcount
        done += changed
        if changed < _BATCH:
            break
    return done
