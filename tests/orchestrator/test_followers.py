"""What each process has seen of the last invalidation."""

import time
from collections.abc import Callable

import pytest
import redis
from django_redis import get_redis_connection

from orchestrator.cache.followers import GONE_SECONDS, ROLL, Roll, followers
from orchestrator.cache.following import following
from orchestrator.cache.invalidation import invalidate


def shared() -> redis.Redis:
    return get_redis_connection("default")


def until(holds: Callable[[], bool], seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


@pytest.mark.django_db(transaction=True)
def test_a_process_tells_how_far_it_has_come() -> None:
    following.rules()
    done = invalidate("task", "understand", by="command")
    assert until(lambda: [one.generation for one in followers(shared(), time.time()) or ()] == [done.generation])


def test_a_process_that_says_nothing_any_more_is_struck_off() -> None:
    Roll(shared).tell(7, "redis")
    shared().hset(ROLL, "of another release", "{}")
    (one,) = followers(shared(), time.time()) or ()
    assert (one.generation, one.through) == (7, "redis")
    assert followers(shared(), time.time() + GONE_SECONDS + 1) == []
    assert shared().hlen(ROLL) == 0


def test_without_redis_nobody_can_tell_and_nothing_fails() -> None:
    away = redis.Redis(port=1, socket_connect_timeout=0.1)
    Roll(lambda: away).tell(7, "redis")
    assert followers(away, time.time()) is None
