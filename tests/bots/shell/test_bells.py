"""One wake-up for any number of rows, and a dead Redis that costs nothing."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from enterprisehub import bells


@pytest.fixture(autouse=True)
def _own_connections() -> Iterator[None]:
    yield
    forget()


def forget() -> None:
    bells._redis.cache_clear()
    bells._broker.cache_clear()
    bells._away = bells._Away()


def queued(valkey: redis.Redis, stage: str) -> list[dict[str, Any]]:
    return [json.loads(raw)["headers"] for raw in valkey.lrange(stage, 0, -1)]


@pytest.mark.parametrize("stage", bells.STAGES)
def test_a_ring_wakes_one_drain_of_its_stage(stage: str, valkey: redis.Redis) -> None:
    bells.ring(stage)
    assert [headers["task"] for headers in queued(valkey, stage)] == [f"enterprisehub.tasks.drain_{stage}"]


def test_rings_before_the_drain_begins_are_one_wake_up(valkey: redis.Redis) -> None:
    for _ in range(50):
        bells.ring("turns")
    assert len(queued(valkey, "turns")) == 1


def test_what_is_stored_after_the_bell_was_taken_down_rings_again(valkey: redis.Redis) -> None:
    bells.ring("turns")
    bells.answer("turns")
    bells.ring("turns")
    assert len(queued(valkey, "turns")) == 2


def test_a_bell_nobody_answers_can_be_rung_again_after_a_second(valkey: redis.Redis) -> None:
    bells.ring("turns")
    assert 0 < valkey.pttl("bell:turns") <= 1000


def test_wake_ups_for_later_share_a_tenth_of_a_second(valkey: redis.Redis) -> None:
    for _ in range(20):
        bells.ring("turns", after_seconds=5)
    assert len(queued(valkey, "turns")) <= 3  # the twenty rings may straddle a boundary
    assert all(headers["eta"] for headers in queued(valkey, "turns"))


def test_what_is_due_much_later_is_left_to_the_sweeper(valkey: redis.Redis) -> None:
    bells.ring("turns", after_seconds=16)
    assert queued(valkey, "turns") == []


def test_a_wake_up_that_lay_too_long_is_dropped(valkey: redis.Redis) -> None:
    bells.ring("turns")
    assert queued(valkey, "turns")[0]["expires"]


def test_a_redis_that_refuses_is_asked_once_a_second_and_raises_nothing(settings: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.REDIS_URL = f"redis://127.0.0.1:{closed.getsockname()[1]}/0"
    forget()
    bells.ring("turns")
    started = time.monotonic()
    for _ in range(1000):
        bells.ring("turns")
        bells.answer("turns")
    assert time.monotonic() - started < 0.1


def test_a_redis_that_hangs_is_given_up_after_its_time_out(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        forget()
        started = time.monotonic()
        bells.ring("turns")
        assert time.monotonic() - started < 1.0
        bells.ring("turns")
        assert time.monotonic() - started < 1.0


def test_rings_of_many_threads_raise_nothing(valkey: redis.Redis) -> None:
    def rings() -> None:
        for _ in range(20):
            bells.ring("intake")
            bells.answer("intake")

    threads = [threading.Thread(target=rings) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 12 <= len(queued(valkey, "intake")) <= 240
