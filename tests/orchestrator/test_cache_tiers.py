"""Order, back-fill, remaining life, bounds, and servers that are away."""

import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import orjson
import psycopg
import pytest
import redis
from django.db import connection, transaction
from django_redis import get_redis_connection

from orchestrator.build import build
from orchestrator.cache.durable import DurableTier
from orchestrator.cache.following import following
from orchestrator.cache.invalidation import invalidate
from orchestrator.cache.local import LocalTier
from orchestrator.cache.shared import SharedTier
from orchestrator.cache.stored import StoredAnswer, from_json
from orchestrator.cache.tiers import Tiers
from orchestrator.engine import Orchestrator
from orchestrator.models import CacheCount, CachedReply
from orchestrator.seen.counts import Flusher, HitCounts
from orchestrator.servers.quick_database import QuickDatabase, TooSlow
from orchestrator.upkeep import delete_expired_answers
from tests.orchestrator.conftest import PROMPTS
from tests.orchestrator.fake_claude import FakeClaude
from tests.orchestrator.threads import together

Asks = Callable[..., Any]
ANSWER = StoredAnswer({"text": "hi [NAME_1]"}, "loc-1", "compose", "m", "compose/1", "structured", 0.0)


class Clock:
    """Real time plus what a test adds: Redis and PostgreSQL keep their own."""

    def __init__(self) -> None:
        self.added = 0.0

    def __call__(self) -> float:
        return time.time() + self.added


def living(seconds: float, clock: Clock) -> StoredAnswer:
    return replace(ANSWER, expires_at=clock() + seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tiers(clock: Clock, transactional_db: None) -> tuple[Tiers, LocalTier, SharedTier, DurableTier]:
    local = LocalTier(clock=clock)
    shared = SharedTier(lambda: get_redis_connection("default"), clock=clock)
    durable = DurableTier(clock=clock, limit_ms=2000)
    return Tiers(local, shared, durable, following=following, clock=clock), local, shared, durable


def test_an_answer_survives_the_way_through_json() -> None:
    assert from_json(ANSWER.as_json()) == ANSWER


def test_what_is_written_is_in_every_tier_and_the_quickest_answers(tiers: Any, clock: Clock) -> None:
    all_three, local, shared, durable = tiers
    all_three.put("k", living(86_400, clock))
    for tier in (local, shared, durable):
        assert tier.get("k").values == ANSWER.values
    assert all_three.find("k").tier == "L1"
    local.clear()
    assert all_three.find("k").tier == "L2"
    assert all_three.find("k").tier == "L1", "the hit below filled the tier above"
    local.clear()
    get_redis_connection("default").delete("llm:k")
    assert all_three.find("k").tier == "L3"
    assert local.get("k") is not None
    wait_until(lambda: shared.get("k") is not None)


def test_each_tier_keeps_an_answer_for_its_own_life_only(tiers: Any, clock: Clock) -> None:
    all_three, local, shared, durable = tiers
    all_three.put("k", living(86_400, clock))
    clock.added = 301
    assert local.get("k") is None and shared.get("k") is not None
    clock.added = 3_601
    assert shared.get("k") is None and durable.get("k") is not None
    clock.added = 86_401
    assert durable.get("k") is None
    assert all_three.find("k") is None


def test_a_back_fill_gives_only_the_life_that_is_left(tiers: Any, clock: Clock) -> None:
    all_three, local, shared, durable = tiers
    durable.put("k", living(100, clock))
    assert all_three.find("k").tier == "L3"
    wait_until(lambda: shared.get("k") is not None)
    for tier in (local, shared):
        assert tier.get("k").expires_at - clock() <= 100
    assert get_redis_connection("default").pttl("llm:k") <= 100_000
    clock.added = 101
    assert [tier.get("k") for tier in (local, shared, durable)] == [None, None, None]


def test_a_second_hit_below_does_not_lengthen_a_life(tiers: Any, clock: Clock) -> None:
    all_three, local, shared, _ = tiers
    shared.put("k", living(86_400, clock))
    clock.added = 3_500
    assert all_three.find("k").tier == "L2"
    assert local.get("k").expires_at - clock() <= 101


def test_a_tier_that_could_not_keep_an_answer_is_named(tiers: Any, clock: Clock) -> None:
    all_three, local, shared, durable = tiers
    assert all_three.put("k", living(86_400, clock)) == ()
    durable._standing.failed(TooSlow("locked"), waited_seconds=1.0)
    assert all_three.put("other", living(86_400, clock)) == ("L3",)
    assert local.get("other") is not None and shared.get("other") is not None
    shared._standing.failed(redis.TimeoutError("silent"), waited_seconds=1.0)
    assert all_three.put("third", living(86_400, clock)) == ("L3", "L2")


def test_a_read_that_was_broken_off_gives_nobody_somebody_elses_answer(
    tiers: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, shared, _ = tiers
    for key in ("one", "two"):
        shared.put(key, replace(living(100, clock), task=key))
    read = redis.connection.Connection.read_response

    def interrupted(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(redis.connection.Connection, "read_response", interrupted)
    with pytest.raises(KeyboardInterrupt):
        shared.get("one")
    monkeypatch.setattr(redis.connection.Connection, "read_response", read)
    assert shared.get("two").task == "two"


def test_a_damaged_entry_in_redis_is_a_miss(tiers: Any) -> None:
    _, _, shared, _ = tiers
    for rubbish in (b"", b"{", b"[]", b"[1,2]", b'"x"', b"null", b'[{"a":1}]'):
        get_redis_connection("default").set("llm:k", rubbish)
        assert shared.get("k") is None


def test_the_local_tier_stays_within_entries_and_bytes(clock: Clock) -> None:
    few = LocalTier(max_entries=10, clock=clock)
    small = LocalTier(max_bytes=100_000, clock=clock)
    for number in range(2_000):
        for tier in (few, small):
            tier.put(f"k{number}", living(100, clock))
    assert len(few) == 10 and few.get("k1999") is not None and few.get("k1989") is None
    assert 0 < small.size_bytes <= 100_000 and len(small) < 200
    small.put("huge", replace(living(100, clock), values={"text": "x" * 200_000}))
    assert small.get("huge") is None


@pytest.mark.parametrize(
    "said",
    [
        {"slots": [{"name": "price", "evidence": "about 450k", "value": 450_000}] * 3, "empty": [None] * 9},
        {"a": [{"b": [{"c": [one, two], "d": {"e": None}} for one in range(6)]} for two in range(1_000, 1_004)]},
        {"a": [[one, one * 1_000] for one in range(300, 360)]},
        {"a": [f"word {one}" for one in range(80)]},
        {"a": [one * 1.5 for one in range(100)]},
        {"a": [{} for _ in range(60)]},
        {},
    ],
    ids=["flat", "nested", "lists", "words", "numbers", "empty", "nothing"],
)
def test_the_bytes_counted_are_not_below_those_used(clock: Clock, said: dict[str, Any]) -> None:
    tier = LocalTier(clock=clock, max_bytes=10**9)
    tracemalloc.start()
    for number in range(2_000):
        values = orjson.loads(orjson.dumps(said | {"text": f"number {number}"}))
        tier.put(f"v1:{number:064d}", replace(living(100, clock), values=values))
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert 0.4 * tier.size_bytes < used <= tier.size_bytes


def test_the_least_recently_used_goes_first(clock: Clock) -> None:
    tier = LocalTier(max_entries=2, clock=clock)
    tier.put("a", living(100, clock))
    tier.put("b", living(100, clock))
    assert tier.get("a") is not None
    tier.put("c", living(100, clock))
    assert tier.get("b") is None and tier.get("a") is not None and tier.get("c") is not None


def test_the_local_tier_keeps_its_books_under_many_threads(clock: Clock) -> None:
    tier = LocalTier(max_entries=50, clock=clock)

    def work(seed: int) -> None:
        for number in range(500):
            tier.put(f"k{(seed * 7 + number) % 120}", living(100, clock))
            tier.get(f"k{number % 120}")
            tier.forget(f"k{(number * 3) % 120}")

    threads = [Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = len(tier)
    assert held <= 50
    tier.clear()
    assert (len(tier), tier.size_bytes) == (0, 0)


def test_a_dead_redis_costs_one_failure_a_second_and_nothing_else(clock: Clock) -> None:
    tried = []

    def refuse() -> Any:
        tried.append(1)
        raise redis.ConnectionError("refused")

    tier = SharedTier(refuse, clock=clock)
    started = time.perf_counter()
    for _ in range(1_000):
        assert tier.get("k") is None
        tier.put("k", living(100, clock))
    assert len(tried) == 1
    assert time.perf_counter() - started < 0.5


def test_a_redis_that_comes_back_is_used_again(clock: Clock) -> None:
    client: list[Any] = [None]

    def connect() -> Any:
        if client[0] is None:
            raise redis.ConnectionError("refused")
        return client[0]

    tier = SharedTier(connect, clock=clock)
    assert tier.get("k") is None
    client[0] = get_redis_connection("default")
    time.sleep(1.05)
    tier.put("k", living(100, clock))
    assert tier.get("k") is not None


def test_without_redis_answers_still_come(model: Orchestrator, claude: FakeClaude, asks: Asks, settings: Any) -> None:
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    alone = build([PROMPTS])
    started = time.perf_counter()
    assert alone.complete(asks()).tier == "provider"
    assert time.perf_counter() - started < 1.0
    assert alone.complete(asks()).tier == "L1"
    assert build([PROMPTS]).complete(asks()).tier == "L3"


@pytest.fixture
def locked_table(transactional_db: None) -> Iterator[None]:
    """A migration, say, that holds the table."""
    told = connection.get_connection_params()
    told = {name: told[name] for name in ("dbname", "user", "password", "host", "port") if name in told}
    with psycopg.connect(**told) as other:
        other.execute("LOCK TABLE orchestrator_cachedreply IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def test_a_slow_database_is_given_up_after_its_limit(locked_table: None, clock: Clock) -> None:
    tier = DurableTier(limit_ms=100)
    started = time.perf_counter()
    assert tier.get("k") is None
    assert 0.08 < time.perf_counter() - started < 1.0
    started = time.perf_counter()
    assert tier.get("k") is None
    tier.put("k", living(100, clock))
    assert time.perf_counter() - started < 0.05, "it is left alone for a moment"
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",), "the limit was of that look-up only"


@pytest.mark.parametrize("callers", ["7s", "0"])
def test_inside_a_transaction_the_callers_own_limit_stands_again(
    transactional_db: None, clock: Clock, callers: str
) -> None:
    tier = DurableTier(limit_ms=100)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [callers])
        assert tier.get("k") is None
        tier.put("k", living(100, clock))
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == (callers,)
        cursor.execute("SELECT pg_sleep(0.15)")  # longer than the tier's limit


def wait_until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.002)


class Cable:
    """A TCP relay to a real server that can fall silent, as a frozen machine or a broken network does."""

    def __init__(self, host: str, port: int) -> None:
        self.silent = False
        self._target = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            for here, there in ((near, far), (far, near)):
                Thread(target=self._relay, args=(here, there), daemon=True).start()

    def _relay(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while said := here.recv(65_536):
                if not self.silent:
                    there.sendall(said)
            there.close()


@pytest.fixture
def cable(transactional_db: None) -> Iterator[Cable]:
    """Between the cache's own connections and PostgreSQL; Django's stays as it is."""
    told = connection.settings_dict
    host, port = told["HOST"], told["PORT"]
    made = Cable(host, int(port))
    told["HOST"], told["PORT"] = "127.0.0.1", made.port
    yield made
    told["HOST"], told["PORT"] = host, port
    made.close()


def test_a_database_that_falls_silent_is_given_up_after_the_limit(cable: Cable, clock: Clock) -> None:
    tier = DurableTier(limit_ms=100)
    tier.put("k", living(100, clock))
    assert tier.get("k") is not None and tier.health()["state"] == "up"
    cable.silent = True
    started = time.perf_counter()
    assert tier.get("k") is None
    assert 0.1 < time.perf_counter() - started < 0.6
    assert (tier.health()["state"], tier.health()["error"]) == ("away", "TooSlow")
    started = time.perf_counter()
    for _ in range(100):
        assert tier.get("k") is None
    assert time.perf_counter() - started < 0.1, "it is left alone for a while"
    cable.silent = False
    time.sleep(3.2)
    assert tier.get("k") is not None and tier.health()["state"] == "up"


def test_a_statement_that_takes_too_long_is_cancelled_at_the_server(transactional_db: None) -> None:
    database = QuickDatabase(limit_ms=100)
    started = time.perf_counter()
    with pytest.raises(TooSlow):
        database.ask("SELECT pg_sleep(5)::text", [])
    assert 0.09 < time.perf_counter() - started < 0.6
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%%pg_sleep(5)%%' AND state = 'active'")
        assert cursor.fetchone() == (1,), "this very statement and no other"
    assert database.ask("SELECT 1", []) == [(b"1",)]


def test_an_idle_connection_that_the_server_closed_costs_no_miss(transactional_db: None, clock: Clock) -> None:
    tier = DurableTier()
    tier.put("k", living(100, clock))
    ended = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(ended, [connection.settings_dict["NAME"]])
        assert cursor.fetchone()[0] >= 1
    assert tier.get("k") is not None and tier.health()["failures"] == 0


def test_many_threads_share_few_connections(transactional_db: None) -> None:
    database = QuickDatabase(limit_ms=3000, most=3)
    busy = (
        "SELECT count(*) FROM pg_stat_activity, pg_sleep(0.02) AS slept WHERE state = 'active' AND query LIKE '%slept%'"
    )
    at_once = [int(count) for count in together(30, lambda _: database.ask(busy, [])[0][0])]
    assert len(at_once) == 30 and 1 < max(at_once) <= 3


def test_an_answer_that_fills_the_line_arrives_whole(transactional_db: None, clock: Clock) -> None:
    tier = DurableTier(limit_ms=5000)
    long = {"text": "x" * 8_000_000}
    tier.put("k", replace(living(100, clock), values=long))
    found = tier.get("k")
    assert found is not None and found.values == long


def test_an_answer_that_postgresql_cannot_keep_does_no_harm(tiers: Any, clock: Clock) -> None:
    all_three, _, _, durable = tiers
    all_three.put("k", replace(living(100, clock), values={"text": "zero \x00 byte"}))
    assert all_three.find("k").tier == "L1"
    assert durable.get("k") is None and durable.health()["state"] == "up"
    all_three.put("k", living(100, clock))
    assert durable.get("k") is not None


def test_a_redis_that_hangs_costs_one_wait_and_is_left_alone(clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
        client = redis.Redis(port=port, socket_timeout=0.2, socket_connect_timeout=0.2, retry=None)
        tier = SharedTier(lambda: client, clock=clock)
        started = time.perf_counter()
        for _ in range(100):
            assert tier.get("k") is None
            tier.put("k", living(100, clock))
        assert time.perf_counter() - started < 0.8
        assert tier.health()["state"] == "away"


def test_an_answer_past_its_life_is_kept_for_bad_times_until_its_hard_age(tiers: Any, clock: Clock) -> None:
    all_three, *_ = tiers
    all_three.put("k", replace(living(86_400, clock), stored_at=clock()))
    clock.added = 86_500
    assert all_three.find("k") is None
    assert all_three.stale("k").values == ANSWER.values
    clock.added = 7 * 86_400 - 60
    assert all_three.stale("k") is not None
    clock.added = 7 * 86_400 + 60
    assert all_three.stale("k") is None


def test_nothing_that_was_invalidated_is_kept_for_bad_times(tiers: Any, clock: Clock) -> None:
    all_three, _, _, durable = tiers
    late = replace(living(86_400, clock), stored_at=clock())
    all_three.put("k", late)
    invalidate("model", "m", by="test")
    assert all_three.stale("k") is None
    durable.put("k", late)  # by a process that did not know
    clock.added = 86_500
    assert durable.stale("k") is not None and all_three.stale("k") is None


def test_the_state_of_every_tier_is_told(tiers: Any, clock: Clock) -> None:
    all_three, *_ = tiers
    all_three.put("k", living(86_400, clock))
    told = all_three.health()
    assert {name: told[name]["state"] for name in ("L1", "L2", "L3")} == {"L1": "up", "L2": "up", "L3": "up"}
    assert (told["L1"]["entries"], told["invalidation"]["through"]) == (1, "redis")
    assert 0 < told["L1"]["bytes"] < told["L1"]["most_bytes"]
    assert orjson.dumps(told)


@pytest.mark.django_db
def test_a_look_up_inside_a_transaction_leaves_it_usable(clock: Clock) -> None:
    tier = DurableTier()
    tier.put("k", living(100, clock))
    assert tier.get("k") is not None
    assert CachedReply.objects.get().task == "compose"


def test_look_ups_are_counted_and_written_later(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    keys = {model.complete(asks()).key for _ in range(3)}
    assert not CacheCount.objects.exists()
    model._counts.flush()
    assert dict(CacheCount.objects.values_list("tier", "hits")) == {"L1": 2, "provider": 1}
    assert CachedReply.objects.get(pk=keys.pop()).hits == 2
    model.complete(asks())
    model._counts.flush()
    assert CacheCount.objects.get(tier="L1").hits == 3


@pytest.mark.django_db
def test_counts_survive_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = HitCounts()
    kept.add("t", "task", "L1", "k")
    with connection.execute_wrapper(_refuse):
        with pytest.raises(Exception, match="away"):
            kept.flush()
    assert kept.flush() == 1


def _refuse(*_: Any) -> Any:
    from django.db import OperationalError

    raise OperationalError("away")


@pytest.mark.django_db
def test_answers_past_their_hard_age_are_deleted_and_others_stay() -> None:
    now = datetime.now(UTC)
    for days in range(5, 10):
        CachedReply.objects.create(
            key=f"k{days}", tenant="t", task="x", model="m", prompt_version="p/1", strategy="json", answer={},
            created_at=now - timedelta(days=days), expires_at=now - timedelta(days=days - 1),
        )  # fmt: skip
    assert delete_expired_answers(now) == 3
    assert sorted(CachedReply.objects.values_list("key", flat=True)) == ["k5", "k6"]


def test_counts_are_flushed_in_the_background(transactional_db: None) -> None:
    mine = HitCounts()
    flusher = Flusher(mine, every_seconds=0.02)
    flusher.start()
    mine.add("t-background", "task", "L2", "k")
    deadline = time.monotonic() + 5
    while not CacheCount.objects.filter(tenant="t-background", hits=1).exists():
        assert time.monotonic() < deadline, "nothing was written"
        time.sleep(0.02)
    flusher.stop()
