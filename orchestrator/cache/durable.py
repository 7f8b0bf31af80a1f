"""L3: the answers of a day, in PostgreSQL, and until their hard age for times without a provider.

A slow look-up is given up and not tried again for a moment.
"""

import logging
import re
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import orjson
import psycopg
from django.db import DatabaseError, DataError, connection, transaction

from orchestrator.cache.standing import Standing
from orchestrator.cache.stored import StoredAnswer
from orchestrator.models import HARD_AGE
from orchestrator.servers.quick_database import QuickDatabase, TooSlow

log = logging.getLogger(__name__)

_SELECT_STALE = """
SELECT answer::text, tenant, task, model, prompt_version, strategy, extract(epoch FROM expires_at)::float8,
  extract(epoch FROM created_at)::float8, generation
FROM orchestrator_cachedreply WHERE key = $1 AND created_at > to_timestamp($2::float8)
"""
_SELECT = _SELECT_STALE.replace("created_at > to", "expires_at > to")
# An answer that was asked for before an invalidation never takes the place of one that was asked for after it.
_UPSERT = """
INSERT INTO orchestrator_cachedreply AS kept
  (key, tenant, task, model, prompt_version, strategy, answer, expires_at, created_at, generation, hits)
VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, to_timestamp($8::float8), to_timestamp($9::float8), $10::int8, 0)
ON CONFLICT (key) DO UPDATE SET answer = EXCLUDED.answer, model = EXCLUDED.model, strategy = EXCLUDED.strategy,
  created_at = EXCLUDED.created_at, expires_at = EXCLUDED.expires_at, generation = EXCLUDED.generation
WHERE EXCLUDED.generation >= kept.generation
"""
_LIMIT = """
WITH before AS MATERIALIZED (SELECT current_setting('statement_timeout') AS was)
SELECT was, set_config('statement_timeout', %s, true) FROM before
"""
_LIMIT_AGAIN = "SELECT set_config('statement_timeout', %s, true)"
_PARAMETER = re.compile(r"\$\d+")


class DurableTier:
    """Reads and writes CachedReply rows in one round trip each. `limit_ms` is the time limit of either."""

    def __init__(
        self,
        *,
        life_seconds: float = 86_400.0,
        hard_age: timedelta = HARD_AGE,
        limit_ms: int = 150,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.life_seconds = life_seconds
        self._hard_age_seconds = hard_age.total_seconds()
        self._limit_ms, self._clock = int(limit_ms), clock
        self._database = QuickDatabase(limit_ms=limit_ms)
        self._standing = Standing("postgresql")

    def get(self, key: str) -> StoredAnswer | None:
        return _answer(self._rows(_SELECT, [key, self._clock()]))

    def stale(self, key: str) -> StoredAnswer | None:
        """Also one whose life is over, until its hard age."""
        return _answer(self._rows(_SELECT_STALE, [key, self._clock() - self._hard_age_seconds]))

    def put(self, key: str, answer: StoredAnswer) -> bool:
        """Whether it is kept; not while the server is given a rest."""
        expires_at = min(answer.expires_at, self._clock() + self.life_seconds)
        told = [key, answer.tenant, answer.task, answer.model, answer.prompt_version, answer.strategy]
        values = orjson.dumps(answer.values).decode()
        kept = self._rows(_UPSERT, [*told, values, expires_at, answer.stored_at or self._clock(), answer.generation])
        return kept is not None

    def health(self) -> dict[str, Any]:
        return self._standing.told() | {"life_seconds": self.life_seconds, "limit_ms": self._limit_ms}

    def close(self) -> None:
        self._database.close()

    def _rows(self, statement: str, values: Sequence[str | int | float]) -> Sequence[Sequence[Any]] | None:
        """None where the limit passed or the server could not be asked."""
        if self._standing.rests:
            return None
        started = time.monotonic()
        try:
            rows: Sequence[Sequence[Any]]
            if connection.in_atomic_block:
                rows = _inside_transaction(statement, values, self._limit_ms)
            else:
                rows = self._database.ask(statement, values)
        except (psycopg.DataError, DataError) as error:  # a zero byte in a string, say: no fault of the server
            log.warning("orchestrator.answer_not_kept", extra={"error": type(error).__name__})
            return None
        except (TooSlow, psycopg.Error, DatabaseError) as error:
            self._standing.failed(error, waited_seconds=time.monotonic() - started)
            return None
        self._standing.answered()
        return rows


def _inside_transaction(statement: str, values: Sequence[Any], limit_ms: int) -> list[Sequence[Any]]:
    """On the caller's connection: it sees and undoes what the caller does, and a failure does not spoil the rest."""
    with transaction.atomic(), connection.cursor() as cursor:
        # SET LOCAL lives as long as the caller's transaction, and only a rollback to the savepoint undoes it.
        cursor.execute(_LIMIT, [str(limit_ms)])
        (callers_limit, _) = cursor.fetchone()
        cursor.execute(_PARAMETER.sub("%s", statement), values)
        rows: list[Sequence[Any]] = cursor.fetchall() if cursor.description else []
        cursor.execute(_LIMIT_AGAIN, [callers_limit])
        return rows


def _answer(rows: Sequence[Sequence[Any]] | None) -> StoredAnswer | None:
    """From the columns above: bytes of the quick connection, or what Django's cursor made of them."""
    if not rows:
        return None
    values, *told, expires_at, stored_at, generation = rows[0]
    tenant, task, model, prompt_version, strategy = (
        field.decode() if isinstance(field, bytes) else field for field in told
    )
    return StoredAnswer(
        orjson.loads(values),
        tenant,
        task,
        model,
        prompt_version,
        strategy,
        float(expires_at),
        float(stored_at),
        int(generation),
    )
