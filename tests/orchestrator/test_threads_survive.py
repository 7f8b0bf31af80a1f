"""A thread of the background meets an error that nobody foresaw, says so, and goes on; and all can be sent to rest."""

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import redis
from django.db import connection
from django_redis import get_redis_connection

from orchestrator.cache.following import Following
from orchestrator.cache.stored import StoredAnswer
from orchestrator.flights.leases import Leases
from orchestrator.models import Budget, CacheCount, Invalidation, ProcessState
from orchestrator.money.watch import BudgetWatch
from orchestrator.seen.counts import Flusher, HitCounts
from orchestrator.servers import rounds
from orchestrator.servers.rounds import Rounds


class Unforeseen(Exception):
    pass


def _soon(holds: Callable[[], bool], within_seconds: float = 10.0) -> bool:
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


class _Looker:
    def __init__(self, look: Callable[[], Any]) -> None:
        self._look = look
        self.rounds = Rounds("looker", self.look, every_seconds=0.02, at_once=True)

    def look(self) -> None:
        self._look()


def test_rounds_go_on_after_any_error_and_tell_each_kind_once_in_a_row(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(1)
        if len(seen) in (1, 2, 5):
            raise Unforeseen
        if len(seen) == 3:
            raise KeyError("another")

    looker = _Looker(look)
    looker.rounds.ensure(wait_seconds=5)
    assert seen, "whoever starts them waits for the first round"
    assert _soon(lambda: len(seen) > 6)
    assert caplog.messages.count("background.stumbled") == 3
    looker.rounds.stop()
    assert not looker.rounds.goes_on


def test_rounds_that_rest_end_and_the_next_use_begins_them_anew() -> None:
    seen: list[int] = []
    looker = _Looker(lambda: seen.append(1))
    looker.rounds.ensure(wait_seconds=5)
    assert rounds.rest() == []
    assert not [one for one in threading.enumerate() if one.name == "looker"]
    before = len(seen)
    time.sleep(0.1)
    assert len(seen) == before
    looker.rounds.ensure(wait_seconds=5)
    assert len(seen) > before


def test_a_thread_that_does_not_end_in_time_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    looker = _Looker(lambda: go_on.wait(10))
    looker.rounds.ensure()
    monkeypatch.setattr(rounds, "_JOIN_SECONDS", 0.1)
    assert rounds.rest() == ["looker"]
    go_on.set()
    monkeypatch.undo()
    assert rounds.rest() == []


def test_rounds_end_with_their_object() -> None:
    looker = _Looker(lambda: None)
    looker.rounds.ensure(wait_seconds=5)
    gone = weakref.ref(looker)
    del looker
    gc.collect()
    assert _soon(lambda: gone() is None)
    assert _soon(lambda: not [one for one in threading.enumerate() if one.name == "looker"])


def test_counts_are_written_whatever_the_health_says(transactional_db: None, caplog: pytest.LogCaptureFixture) -> None:
    counts = HitCounts()
    counts.add("loc-1", "compose", "L1", "k")
    flusher = Flusher(counts, every_seconds=0.05, health=_Stumbles(3, lambda: {"state": "up"}))
    flusher.start()
    assert _soon(CacheCount.objects.exists)
    assert _soon(lambda: ProcessState.objects.filter(told__state="up").exists())
    assert caplog.messages.count("background.stumbled") == 1


def test_a_health_that_is_no_json_stops_nothing(transactional_db: None) -> None:
    counts = HitCounts()
    flusher = Flusher(counts, every_seconds=0.05, health=lambda: {"a": {1, 2}})
    flusher.start()
    time.sleep(0.3)
    counts.add("loc-1", "compose", "L1", "k")
    assert _soon(CacheCount.objects.exists)


def test_a_locked_table_holds_the_flusher_up_for_its_limit_and_no_longer(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("orchestrator.seen.counts._LIMIT_SECONDS", 0.2)
    counts = HitCounts()
    counts.add("loc-1", "compose", "L1", "k")
    flusher = Flusher(counts, every_seconds=0.05)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE orchestrator_cachecount IN ACCESS EXCLUSIVE MODE")
        try:
            flusher.start()
            assert _soon(lambda: "orchestrator.counts_kept" in caplog.messages), "it gave up instead of waiting"
            began = time.monotonic()
            flusher.stop()
            assert time.monotonic() - began < 2
        finally:
            cursor.execute("ROLLBACK")
    counts.flush()
    assert CacheCount.objects.get().hits == 1, "what could not be written stayed counted"


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
    assert _soon(lambda: following.seen().generation == row.pk)
    assert caplog.messages.count("background.stumbled") == 1, "once, not at each look"


def test_a_lease_is_renewed_after_a_renewal_that_failed(valkey: redis.Redis) -> None:
    leases = Leases(valkey, lease_seconds=1.5)
    leases._renew = renew = _Stumbles(1, leases._renew)
    lease = leases.take("k", until=time.monotonic() + 20)
    assert _soon(lambda: renew.left == 0)
    time.sleep(2.0)
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
