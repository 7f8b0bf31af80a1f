"""A thread of the background meets an error that nobody foresaw, says so, and goes on."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import redis
from django_redis import get_redis_connection

from orchestrator.budget_watch import BudgetWatch
from orchestrator.cache.following import Following
from orchestrator.cache.stored import StoredAnswer
from orchestrator.counts import Flusher, HitCounts
from orchestrator.leases import Leases
from orchestrator.models import Budget, CacheCount, Invalidation, ProcessState


class Unforeseen(Exception):
    pass


def _soon(holds: Callable[[], bool], within_seconds: float = 5.0) -> bool:
    until = time.monotonic() + within_seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


class _Stumbles:
    """Raises so many times, then answers."""

    def __init__(self, times: int, answer: Callable[..., Any]) -> None:
        self.left, self._answer = times, answer

    def __call__(self, *given: Any, **named: Any) -> Any:
        if self.left:
            self.left -= 1
            raise Unforeseen("nobody knows")
        return self._answer(*given, **named)


def test_counts_are_written_whatever_the_health_says(transactional_db: None, caplog: pytest.LogCaptureFixture) -> None:
    counts = HitCounts()
    counts.add("loc-1", "compose", "L1", "k")
    flusher = Flusher(counts, every_seconds=0.05, health=_Stumbles(3, lambda: {"state": "up"}))
    flusher.start()
    try:
        assert _soon(CacheCount.objects.exists)
        assert _soon(lambda: ProcessState.objects.filter(told__state="up").exists())
        assert flusher.is_alive()
    finally:
        flusher.stop()
        flusher.join(5)
    assert "orchestrator.flusher_stumbled" in caplog.text


def test_a_health_that_is_no_json_stops_nothing(transactional_db: None) -> None:
    counts = HitCounts()
    flusher = Flusher(counts, every_seconds=0.05, health=lambda: {"a": {1, 2}})
    flusher.start()
    try:
        time.sleep(0.3)
        counts.add("loc-1", "compose", "L1", "k")
        assert _soon(CacheCount.objects.exists)
    finally:
        flusher.stop()
        flusher.join(5)


class _Tier:
    def __init__(self) -> None:
        self.sweep: Any = lambda allowed: 0


@pytest.fixture
def following() -> Iterator[Following]:
    made = Following(poll_seconds=0.05, read_seconds=0.3, read_seconds_without_bell=0.1)
    yield made
    made.stop()


def test_invalidations_are_followed_after_a_sweep_that_failed(following: Following, transactional_db: None) -> None:
    swept: list[Callable[[str, StoredAnswer], bool]] = []
    tier = _Tier()
    following.add(tier)
    assert following.rules() is not None
    tier.sweep = _Stumbles(2, lambda allowed: swept.append(allowed) or 0)
    row = Invalidation.objects.create(scope="all", value="", by="t")
    assert _soon(lambda: bool(swept)), "the sweep is made up for"
    assert _soon(lambda: following.seen().generation == row.pk and following.seen().through == "redis")


def test_invalidations_are_followed_after_an_error_that_is_not_of_redis(
    transactional_db: None, caplog: pytest.LogCaptureFixture
) -> None:
    connect = _Stumbles(0, lambda: get_redis_connection("default"))
    following = Following(connect=connect, poll_seconds=0.05, read_seconds=0.2, read_seconds_without_bell=0.1)
    assert following.rules() is not None
    connect.left = 3
    assert _soon(lambda: connect.left == 0)
    row = Invalidation.objects.create(scope="all", value="", by="t")
    assert _soon(lambda: following._rules is not None and following._rules.generation == row.pk)
    assert caplog.text.count("orchestrator.following_stumbled") == 1, "once, not at each look"
    following.stop()


def test_a_lease_is_renewed_after_a_renewal_that_failed(valkey: redis.Redis) -> None:
    leases = Leases(valkey, lease_seconds=0.6)
    leases._renew = renew = _Stumbles(1, leases._renew)
    lease = leases.take("k", until=time.monotonic() + 10)
    assert _soon(lambda: renew.left == 0)
    time.sleep(1.2)
    assert leases.look(lease)[0] == lease.token
    leases.give_back(lease)


def test_budgets_are_watched_after_a_look_that_failed(transactional_db: None) -> None:
    def today() -> date:
        return datetime.now(UTC).date()

    told = _Stumbles(0, today)
    watch = BudgetWatch(today=told, every_seconds=0.05)
    assert watch.share_left("a") == 1.0
    told.left = 2
    assert _soon(lambda: told.left == 0)
    Budget.objects.create(tenant="a", day=today(), limit_micro_usd=100, spent_micro_usd=75)
    assert _soon(lambda: watch.share_left("a") == 0.25)
