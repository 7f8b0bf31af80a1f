"""Totals for /metrics: counted in memory, added to rows every few seconds, so that every process tells the same.

A row only ever grows, also when the calls behind it are long deleted. Labels come from code and configuration and never
from people, so there are some hundreds of rows, whatever happens.
"""

import os
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import connection

from orchestrator.models import MetricTotal

# Seconds. What a bucket holds is counted for itself; a scrape adds up.
BOUNDS: Mapping[str, tuple[float, ...]] = {
    "provider_seconds": (0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0),
    "overhead_seconds": (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0),
    "pace_wait_seconds": (0.0, 0.01, 0.05, 0.25, 1.0, 2.5, 5.0, 10.0, 20.0),
}
_MOST_CHARS = 64  # of a label: what does not fit its row would keep all the others from being written
_LE, _ABOVE, _SUM = "le", "+Inf", "sum_us"
_ADD = """
INSERT INTO orchestrator_metrictotal (name, labels, value, counted_at)
SELECT name, labels, value, now() FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS counted (name, labels, value)
ORDER BY name, labels
ON CONFLICT (name, labels) DO UPDATE
SET value = orchestrator_metrictotal.value + EXCLUDED.value, counted_at = EXCLUDED.counted_at
"""
Labels = tuple[tuple[str, str], ...]


class Totals:
    """What one process counted and did not write yet. A killed process loses its last seconds, nothing else."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """With nothing counted. After a fork too: what the parent counted, the parent writes."""
        self._lock = threading.Lock()
        self._counted: Counter[tuple[str, Labels]] = Counter()

    def add(self, name: str, n: int = 1, /, **labels: str) -> None:
        if n:
            with self._lock:
                self._counted[name, _sorted(labels)] += n

    def observe(self, name: str, seconds: float, /, **labels: str) -> None:
        """Into a histogram of BOUNDS."""
        bounds = BOUNDS[name]
        at = bisect_left(bounds, seconds)
        bucket = repr(bounds[at]) if at < len(bounds) else _ABOVE
        with self._lock:
            self._counted[name, _sorted(labels | {_LE: bucket})] += 1
            self._counted[name, _sorted(labels | {_LE: _SUM})] += max(0, round(seconds * 1_000_000))

    def flush(self) -> int:
        """Add them to the rows and return how many rows that concerned. On an error they stay counted."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
        if not counted:
            return 0
        names = [name for name, _ in counted]
        labels = [orjson.dumps(dict(labels)).decode() for _, labels in counted]
        try:
            with connection.cursor() as cursor:
                cursor.execute(_ADD, [names, labels, list(counted.values())])
        except Exception:
            with self._lock:
                self._counted.update(counted)
            raise
        return len(counted)


@dataclass(frozen=True, slots=True)
class Total:
    """One row as it was read. `counted_at`: when it grew last."""

    labels: Mapping[str, str]
    value: int
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class Histogram:
    """`buckets` as Prometheus wants them: (upper bound, all at or below it), the last one "+Inf"."""

    labels: Mapping[str, str]
    buckets: tuple[tuple[str, int], ...]
    sum_seconds: float


def read() -> dict[str, list[Total]]:
    """All rows by name, in one query."""
    found: dict[str, list[Total]] = {}
    rows = MetricTotal.objects.order_by("name", "labels").values_list("name", "labels", "value", "counted_at")
    for name, labels, value, counted_at in rows:
        found.setdefault(name, []).append(Total(orjson.loads(labels), value, counted_at))
    return found


def histograms(name: str, rows: list[Total]) -> Iterator[Histogram]:
    """Rows of one histogram, put together. Bounds of an earlier release are counted at the next bound of this one."""
    by_labels: dict[Labels, dict[str, int]] = {}
    for row in rows:
        labels = dict(row.labels)
        bucket = labels.pop(_LE)
        by_labels.setdefault(_sorted(labels), {})[bucket] = row.value
    for labels_of_one, counted in by_labels.items():
        sum_us = counted.pop(_SUM, 0)
        at_most = [(float(bound), n) for bound, n in counted.items()]
        buckets = [(repr(bound), sum(n for at, n in at_most if at <= bound)) for bound in BOUNDS[name]]
        buckets.append((_ABOVE, sum(counted.values())))
        yield Histogram(dict(labels_of_one), tuple(buckets), sum_us / 1_000_000)


def _sorted(labels: Mapping[str, str]) -> Labels:
    return tuple(sorted((name, value[:_MOST_CHARS]) for name, value in labels.items()))


totals = Totals()  # of this process
os.register_at_fork(after_in_child=totals.begin)
