"""What every test may rely on: an empty Valkey, and no connection to anywhere but this machine."""

import os
import socket
from collections.abc import Generator, Iterator
from typing import Any

import pytest
import redis

from orchestrator.prompts import watch
from orchestrator.servers import rounds
from orchestrator.servers.quick_database import close_idle

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


@pytest.fixture(scope="session")
def _valkey_pair() -> Iterator[tuple[redis.Redis, redis.Redis]]:
    broker = redis.Redis.from_url(os.environ["REDIS_URL"])
    cache = redis.Redis.from_url(os.environ["CACHE_REDIS_URL"])
    yield broker, cache
    broker.close()
    cache.close()


@pytest.fixture(autouse=True)
def _empty_valkey(_valkey_pair: tuple[redis.Redis, redis.Redis]) -> None:
    """No test sees the keys, bells or cached answers of another one."""
    for client in _valkey_pair:
        client.flushdb()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None]:
    """No thread of the background, and no connection of its own, outlives the test that began it.

    One that did would read a database that is being emptied or dropped, and its locks would stand in the way of both.
    A hook and no fixture: it comes before the first fixture is taken down, and so before any database is.
    """
    late = rounds.rest()
    watch.rest()
    close_idle()
    yield
    assert not late, f"these threads of the background did not end: {', '.join(late)}"


@pytest.fixture
def valkey(_valkey_pair: tuple[redis.Redis, redis.Redis]) -> redis.Redis:
    """The broker's database of this test process."""
    return _valkey_pair[0]


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for another machine fails by name instead of hanging or costing money."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test reached for {address[0]}:{address[1]}; only this machine may be called")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
