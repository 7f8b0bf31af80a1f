"""L2: the answers of all processes, in Redis, in one round trip each. Every error is a miss."""

import time
from collections.abc import Callable
from typing import Any, Protocol

from redis.exceptions import RedisError

from orchestrator.cache.standing import Standing
from orchestrator.cache.stored import StoredAnswer, from_json

PREFIX = "llm:"


class RedisLike(Protocol):
    """What this tier needs of a Redis client."""

    def get(self, name: str) -> Any: ...

    def set(self, name: str, value: bytes, *, px: int) -> Any: ...

    def delete(self, *names: str) -> Any: ...


class SharedTier:
    """`connect` yields the client that django-redis keeps, with its short time-outs."""

    def __init__(
        self,
        connect: Callable[[], RedisLike],
        *,
        life_seconds: float = 3600.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.life_seconds = life_seconds
        self._connect, self._clock = connect, clock
        self._standing = Standing("redis")

    def get(self, key: str) -> StoredAnswer | None:
        stored = self._ask(lambda redis: redis.get(PREFIX + key))
        if not stored:
            return None
        try:
            answer = from_json(stored)
        except (ValueError, TypeError):
            return None  # written by another release
        return answer if answer.expires_at > self._clock() else None

    def put(self, key: str, answer: StoredAnswer) -> None:
        answer = answer.living_until(self._clock() + self.life_seconds)
        left_ms = int((answer.expires_at - self._clock()) * 1000)
        if left_ms > 0:
            self._ask(lambda redis: redis.set(PREFIX + key, answer.as_json(), px=left_ms))

    def forget(self, key: str) -> None:
        self._ask(lambda redis: redis.delete(PREFIX + key))

    def health(self) -> dict[str, Any]:
        return self._standing.told() | {"life_seconds": self.life_seconds}

    def _ask(self, command: Callable[[RedisLike], Any]) -> Any:
        if self._standing.rests:
            return None
        started = time.monotonic()
        try:
            answer = command(self._connect())
        except (RedisError, OSError) as error:
            self._standing.failed(error, waited_seconds=time.monotonic() - started)
            return None
        self._standing.answered()
        return answer
