"""L3: the answers of a day, in PostgreSQL. A slow look-up is given up and not tried again for a moment."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import psycopg
from django.db import OperationalError, connection, transaction

from orchestrator.away import AwayMemory
from orchestrator.cache.stored import StoredAnswer
from orchestrator.models import CachedReply

_SELECT = """
SELECT answer::text, tenant, task, model, prompt_version, strategy, extract(epoch FROM expires_at)::float8
FROM orchestrator_cachedreply WHERE key = %s AND expires_at > to_timestamp(%s)
"""
_UPSERT = """
INSERT INTO orchestrator_cachedreply
  (key, tenant, task, model, prompt_version, strategy, answer, expires_at, hits)
VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, %s, 0)
ON CONFLICT (key) DO UPDATE SET answer = EXCLUDED.answer, model = EXCLUDED.model, strategy = EXCLUDED.strategy,
  created_at = now(), expires_at = EXCLUDED.expires_at
"""


class DurableTier:
    """Reads and writes CachedReply rows. `limit_ms` is the server's statement time-out for either."""

    def __init__(
        self,
        *,
        life_seconds: float = 86_400.0,
        limit_ms: int = 150,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.life_seconds = life_seconds
        self._limit_ms, self._clock = int(limit_ms), clock
        self._away = AwayMemory("postgresql")

    def get(self, key: str) -> StoredAnswer | None:
        row = self._within_limit(_SELECT, [key, self._clock()])
        return StoredAnswer(orjson.loads(row[0]), *row[1:]) if row else None

    def put(self, key: str, answer: StoredAnswer) -> None:
        answer = answer.living_until(self._clock() + self.life_seconds)
        expires = datetime.fromtimestamp(answer.expires_at, UTC)
        told = [answer.tenant, answer.task, answer.model, answer.prompt_version, answer.strategy]
        self._within_limit(_UPSERT, [key, *told, orjson.dumps(answer.values).decode(), expires])

    def forget(self, key: str) -> None:
        CachedReply.objects.filter(key=key).delete()

    def _within_limit(self, statement: str, values: list[Any]) -> Any:
        """The first row, or None also where the limit passed or the server could not be asked."""
        if self._away.is_away:
            return None
        started = time.monotonic()
        try:
            with connection.wrap_database_errors:
                return self._ask(statement, values)
        except OperationalError as error:  # QueryCanceled among them
            self._away.failed(error, waited_seconds=time.monotonic() - started)
            return None

    def _ask(self, statement: str, values: list[Any]) -> Any:
        if connection.in_atomic_block:
            # A cancelled statement must not spoil the caller's transaction.
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {self._limit_ms}")
                cursor.execute(statement, values)
                row = cursor.fetchone() if cursor.description else None
                cursor.execute("SET LOCAL statement_timeout = DEFAULT")
                return row
        connection.ensure_connection()
        raw: psycopg.Connection[Any] = connection.connection
        # One round trip: all three statements leave together, and a failure undoes the time-out with the rest.
        with raw.pipeline():
            raw.execute(f"SET statement_timeout = {self._limit_ms}")
            asked = raw.execute(statement, values)
            raw.execute("SET statement_timeout = DEFAULT")
        return asked.fetchone() if asked.description else None
