"""The inbound limit of a location: counted in this process, told to the others through Redis by a thread of its own.

No request waits for Redis. A process learns within PAUSE_SECONDS what the others let in; with Redis away each counts
for itself, and the limit holds for each process alone.
"""

import logging
import threading
import time
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings

from crm.intake.limit import WINDOW_SECONDS, Arrivals, Untold

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.25
REDIS_TIMEOUT_SECONDS = 0.2
REDIS_AWAY_SECONDS = 1.0
KEPT_SECONDS = WINDOW_SECONDS + 5
_ARRIVALS = Arrivals()


def wait_before(location_ghl_id: str) -> int:
    """0 when the location may bring one more delivery, which is then counted; else the seconds until it may."""
    per_second = settings.WEBHOOK_PER_SECOND_PER_LOCATION
    if not per_second:
        return 0
    _SHARER.press()
    return _ARRIVALS.take(location_ghl_id, max(1, int(per_second * WINDOW_SECONDS)), time.time())


def forget_arrivals() -> None:
    """For tests: nothing has come in, and there is nothing to tell."""
    _ARRIVALS.forget()


def exchange(arrivals: Arrivals, client: redis.Redis, now: float) -> None:
    """Tell what came in here since the last time, and hear the sum of all. Raises redis.RedisError.

    What was told to a server that then failed is not told again: the others count a little too low for a few seconds.
    """
    untold = arrivals.untold(now)
    if not untold:
        return
    names = [one.name for one in untold]
    with client.pipeline(transaction=False) as pipe:
        _tell(pipe, untold)
        for second in range(int(now) - WINDOW_SECONDS + 1, int(now) + 1):
            pipe.hmget(_key(second), names)
        rows = pipe.execute()[-WINDOW_SECONDS:]
    arrivals.hear({name: sum(int(row[at] or 0) for row in rows) for at, name in enumerate(names)}, now)


def _tell(pipe: Any, untold: list[Untold]) -> None:
    seconds = set()
    for one in untold:
        for second, more in one.by_second.items():
            pipe.hincrby(_key(second), one.name, more)
            seconds.add(second)
    for second in seconds:
        pipe.expire(_key(second), KEPT_SECONDS)


def _key(second: int) -> str:
    return f"intake:came:{second}"


class Sharer:
    """A thread that exchanges counts while there are any; it begins with the first delivery of a process."""

    def __init__(self) -> None:
        self._pressed = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def press(self) -> None:
        if not self._pressed.is_set():
            self._pressed.set()
        if self._thread is None:
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:  # not before the first delivery, so a fork before it is harmless
                self._thread = threading.Thread(target=self._keep_sharing, name="arrivals", daemon=True)
                self._thread.start()

    def _keep_sharing(self) -> None:
        while True:
            self._pressed.wait()
            self._pressed.clear()
            time.sleep(share_once(_ARRIVALS))


def share_once(arrivals: Arrivals) -> float:
    """Exchange once; returns after how many seconds to do so again."""
    try:
        exchange(arrivals, _redis(), time.time())
    except redis.RedisError as error:
        log.info("intake.counts_not_shared", extra={"error": type(error).__name__})
        return REDIS_AWAY_SECONDS
    return PAUSE_SECONDS


@lru_cache(maxsize=1)
def _redis() -> redis.Redis:
    seconds = REDIS_TIMEOUT_SECONDS
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=seconds, socket_connect_timeout=seconds)


_SHARER = Sharer()
