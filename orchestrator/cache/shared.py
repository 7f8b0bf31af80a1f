"""L2: the answers of all processes, in Redis, in one round trip each. Every error is a miss."""

import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Lock, Thread
from typing import Any

import redis
from redis.exceptions import RedisError

from orchestrator.cache.standing import Standing
from orchestrator.cache.stored import StoredAnswer, from_json

PREFIX = "llm:"
_IDLE_SECONDS = 5.0
_MOST_WAITING = 500  # back-fills; more are dropped, the tier below still has them


class SharedTier:
    """`connect` yields the client that django-redis keeps, with its short time-outs."""

    def __init__(
        self,
        connect: Callable[[], redis.Redis],
        *,
        life_seconds: float = 3600.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.life_seconds = life_seconds
        self._connect, self._clock = connect, clock
        self._standing = Standing("redis")
        self._waiting: Queue[tuple[str, StoredAnswer]] = Queue(_MOST_WAITING)
        self._filling = Lock()
        self._filler: Thread | None = None

    def get(self, key: str) -> StoredAnswer | None:
        stored = self._ask("GET", PREFIX + key)
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
            self._ask("SET", PREFIX + key, answer.as_json(), "PX", left_ms)

    def put_soon(self, key: str, answer: StoredAnswer) -> None:
        """The same, by another thread: nobody who has the answer already waits for it to be kept."""
        if self._standing.rests:
            return
        if self._filler is None or not self._filler.is_alive():
            self._start_filler()
        with suppress(Full):
            self._waiting.put_nowait((key, answer))

    def forget(self, key: str) -> None:
        self._ask("DEL", PREFIX + key)

    def health(self) -> dict[str, Any]:
        return self._standing.told() | {"life_seconds": self.life_seconds}

    def _ask(self, *command: str | bytes | int) -> Any:
        if self._standing.rests:
            return None
        started = time.monotonic()
        try:
            answer = _on_one_connection(self._connect().connection_pool, command)
        except (RedisError, OSError) as error:
            self._standing.failed(error, waited_seconds=time.monotonic() - started)
            return None
        self._standing.answered()
        return answer

    def _start_filler(self) -> None:
        with self._filling:
            if self._filler is None or not self._filler.is_alive():
                self._filler = Thread(target=self._fill, args=(self._waiting,), name="cache-back-fill", daemon=True)
                self._filler.start()

    def _fill(self, waiting: "Queue[tuple[str, StoredAnswer]]") -> None:
        with suppress(Empty):  # the thread ends when it has nothing to do; the next back-fill starts another
            while True:
                self.put(*waiting.get(timeout=_IDLE_SECONDS))


def _on_one_connection(pool: redis.ConnectionPool, command: tuple[str | bytes | int, ...]) -> Any:
    """What the client does for a command, without its retries and bookkeeping, which take longer than the command.

    A connection that failed has disconnected itself and connects again when it is used next.
    """
    connection = pool.get_connection()
    try:
        connection.send_command(*command)
        return connection.read_response()
    finally:
        pool.release(connection)
