"""One Redis, many who ask it: what one of them learns of its absence spares the others the wait."""

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError
from redis.retry import Retry

from orchestrator.breaker.breakers import Breakers
from orchestrator.cache.following import Following
from orchestrator.cache.shared import SharedTier
from orchestrator.flights.leases import Leases, LeasesAway
from orchestrator.pace.buckets import Cost, Limits
from orchestrator.pace.pacing import Pace
from orchestrator.servers.away import AwayMemory

TIMEOUT = 0.3
LIMITS = Limits(600, 100_000, 100_000)


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(64)
        yield int(server.getsockname()[1])


def client_of(port: int, database: int = 0) -> redis.Redis:
    limits = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
    return redis.Redis(host="127.0.0.1", port=port, db=database, retry=Retry(NoBackoff(), 0), **limits)


def seconds(work: Callable[[], Any]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def refused(leases: Leases) -> None:
    with pytest.raises(LeasesAway):
        leases.take("k", until=time.monotonic() + 5)


def test_after_one_time_out_nobody_waits_for_that_server_again(silent: int, transactional_db: None) -> None:
    tier = SharedTier(lambda: client_of(silent, 1))
    assert seconds(lambda: tier.get("k")) >= TIMEOUT * 0.9
    assert seconds(lambda: tier.get("k")) < 0.05
    metronome = client_of(silent)
    others = (
        lambda: refused(Leases(metronome)),
        lambda: Pace(metronome, limits=LIMITS).book("a", Cost(1, 1), lane="lead", most_wait_seconds=0.5),
        lambda: Breakers(metronome).permit("claude:m"),
        lambda: Following(connect=lambda: client_of(silent, 1)).rules(),
    )
    for ask in others[:3]:
        assert seconds(ask) < 0.1
    assert seconds(others[3]) < TIMEOUT * 0.9, "it read the rows, and did not listen for the bell"
    assert Breakers(metronome).redis_is_away, "and whoever was spared knows why"


def test_an_error_that_the_server_tells_is_nobody_elses(valkey: redis.Redis) -> None:
    one, other = (AwayMemory("redis", part=part, client=valkey) for part in ("cache", "pace"))
    one.failed(ResponseError("OOM command not allowed"), waited_seconds=0.0)
    assert one.rests and not other.rests
    one.answered()
    assert not one.rests


def test_who_hears_an_answer_ends_the_rest_of_all(valkey: redis.Redis, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "orchestrator")
    one, other = (AwayMemory("redis", part=part, client=valkey) for part in ("cache", "pace"))
    for _ in range(3):
        one.failed(redis.TimeoutError("slow"), waited_seconds=0.5)
    assert one.rests and other.rests and other.is_away
    other.answered()
    assert not one.rests and one.is_away, "it has not asked since"
    one.answered()
    assert not one.is_away
    assert caplog.messages == ["orchestrator.server_away", "orchestrator.server_back"]


def test_two_servers_are_two_memories() -> None:
    one, other = (AwayMemory("redis", part="cache", client=client_of(port)) for port in (1, 2))
    one.failed(redis.ConnectionError("refused"), waited_seconds=0.0)
    assert one.rests and not other.rests
