"""Look-ups counted in memory, written every few seconds: no write on the way of a hit."""

import logging
import os
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from django.db import connection, transaction

from orchestrator.contracts import Counted, Lane
from orchestrator.seen import process_states
from orchestrator.seen.totals import totals
from orchestrator.servers.rounds import Rounds
from orchestrator.servers.time_limit import DatabaseTooSlow, within

log = logging.getLogger(__name__)

_LIMIT_SECONDS = 3.0  # of a statement
_MOST_KEYS = 20_000  # hits of further keys are counted by day, task and tier only
_COUNT = """
INSERT INTO orchestrator_cachecount (day, tenant, task, prompt_version, tier, hits) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (day, tenant, task, prompt_version, tier)
DO UPDATE SET hits = orchestrator_cachecount.hits + EXCLUDED.hits
"""
_COUNT_KEYS = """
UPDATE orchestrator_cachedreply AS stored SET hits = stored.hits + counted.hits
FROM unnest(%s::text[], %s::bigint[]) AS counted (key, hits) WHERE stored.key = counted.key
"""


class HitCounts:
    """The unwritten counts of one process. A killed process loses the last seconds of them, nothing else."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """With nothing counted. After a fork too: what the parent counted, the parent writes."""
        self._lock = threading.Lock()
        self._by_tier: Counter[tuple[str, str, str, str, str, str]] = Counter()
        self._by_key: Counter[str] = Counter()

    def add(
        self, tenant: str, task: str, tier: Counted, key: str, lane: Lane = "lead", prompt_version: str = ""
    ) -> None:
        day = datetime.now(UTC).date().isoformat()
        with self._lock:
            self._by_tier[day, tenant, task, prompt_version, tier, lane] += 1
            if tier != "provider" and (key in self._by_key or len(self._by_key) < _MOST_KEYS):
                self._by_key[key] += 1

    def flush(self) -> int:
        """Write what is counted and return how many look-ups that were. On an error they stay counted."""
        with self._lock:
            by_tier, self._by_tier = self._by_tier, Counter()
            by_key, self._by_key = self._by_key, Counter()
        if not by_tier:
            return 0
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(_COUNT, [(*names[:5], hits) for names, hits in sorted(by_tier.items())])
                if by_key:
                    keys = sorted(by_key)
                    cursor.execute(_COUNT_KEYS, [keys, [by_key[key] for key in keys]])
        except Exception:
            with self._lock:
                self._by_tier.update(by_tier)
                self._by_key.update(by_key)
            raise
        for (_, _, task, _, tier, lane), hits in by_tier.items():
            totals.add("lookups", hits, task=task, tier=tier, lane=lane)
        return sum(by_tier.values())


class Flusher:
    """Writes what this process counted every few seconds, on a connection of its own that it does not keep.

    `health` is what the process knows of its cache: it is written beside the counts.
    """

    def __init__(
        self, counts: HitCounts, *, health: Callable[[], Mapping[str, Any]] = dict, every_seconds: float = 5.0
    ) -> None:
        self._counts, self._health = counts, health
        self._rounds = Rounds("cache-counts", self._write, every_seconds=every_seconds)

    def start(self) -> None:
        """A thread begins, unless it is there."""
        self._rounds.ensure()

    def stop(self) -> None:
        """What is counted from here on waits for the next start."""
        self._rounds.stop()

    def _write(self) -> None:
        """Each of the three whatever becomes of the others. Raises what nobody foresaw, once all had their turn."""
        faults: list[Exception] = []
        try:
            for step in (self._counts.flush, totals.flush, self._tell_state):
                self._step(step, faults)
        finally:
            connection.close()
        if faults:
            raise faults[0]

    def _step(self, step: Callable[[], object], faults: list[Exception]) -> None:
        try:
            with within(_LIMIT_SECONDS):
                step()
        except DatabaseTooSlow as error:
            log.warning("orchestrator.counts_kept", extra={"error": str(error)})
        except Exception as error:  # noqa: BLE001 - raised again when the others are written
            faults.append(error)

    def _tell_state(self) -> None:
        process_states.write(orjson.dumps(self._health()).decode())


counts = HitCounts()  # of this process
os.register_at_fork(after_in_child=counts.begin)


def flush_counts() -> int:
    """Write this process's counts and totals now; how many look-ups that were."""
    flushed = counts.flush()
    totals.flush()
    return flushed
