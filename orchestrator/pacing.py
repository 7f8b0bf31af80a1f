"""Remembers until when a provider asked to be left alone: through Redis, or in this process while Redis is away."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Any, Protocol

from redis.exceptions import RedisError

from orchestrator.away import AwayMemory

_PREFIX = "llm:not_before:"


class RedisLike(Protocol):
    """What pacing needs of a Redis client."""

    def get(self, name: str) -> Any: ...

    def set(self, name: str, value: str, *, px: int) -> Any: ...


class Pace:
    """Moments are Unix time. A provider's name stands for one account and model family."""

    def __init__(self, redis: RedisLike, *, clock: Callable[[], float] = time.time) -> None:
        self._redis, self._clock = redis, clock
        self._own: dict[str, float] = {}
        self._lock = Lock()
        self._away = AwayMemory("redis")

    def not_before(self, provider: str) -> float:
        """The moment from which the provider may be asked; not later than now when it may be asked at once."""
        own = self._own.get(provider, 0.0)
        stored = self._ask(lambda: self._redis.get(_PREFIX + provider))
        return max(own, float(stored)) if stored else own

    def leave_alone(self, provider: str, seconds: float) -> float:
        """Nobody asks it for so long; returns the moment. In this process the longer of two times stands."""
        until = self._clock() + seconds
        with self._lock:
            until = self._own[provider] = max(until, self._own.get(provider, 0.0))
        left_ms = max(1, int((until - self._clock()) * 1000))
        self._ask(lambda: self._redis.set(_PREFIX + provider, repr(until), px=left_ms))
        return until

    def _ask(self, command: Callable[[], Any]) -> Any:
        if self._away.is_away:
            return None
        started = time.monotonic()
        try:
            return command()
        except (RedisError, OSError) as error:
            self._away.failed(error, waited_seconds=time.monotonic() - started)
            return None
