"""L2: the answers of all processes, in Redis, in one round trip each. Every error is a miss."""

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any

import redis
from redis.exceptions import RedisError

from orchestrator.cache.standing import Standing
from orchestrator.cache.stored import StoredAnswer, from_json
from orchestrator.servers.rounds import Stoppable

PREFIX = "llm:"
_IDLE_SECONDS = 5.0
_FILL_SECONDS = 0.02  # a thread that is woken for each answer takes longer from its asker than the command itself
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
        self._client: redis.Redis | None = None  # its pool minds threads and forks; asking django-redis costs 1.6 us
        self._standing = Standing("redis")
        self._waiting: deque[tuple[str, StoredAnswer]] = deque()
        self._filling = Lock()
        self._filler: _Filler | None = None

    def get(self, key: str) -> StoredAnswer | None:
        command = ("GET", PREFIX + key)
        stored = self._ask(lambda client: _on_one_connection(client.connection_pool, command))
        if not stored:
            return None
        try:
            answer = from_json(stored)
        except (ValueError, TypeError):
            return None  # written by another release
        return answer if answer.expires_at > self._clock() else None

    def put(self, key: str, answer: StoredAnswer) -> bool:
        """Whether it is kept; not while the server is given a rest. An answer whose life is over needs no place."""
        command = self._set(key, answer)
        if not command:
            return True
        return self._ask(lambda client: _on_one_connection(client.connection_pool, command)) is not None

    def put_soon(self, key: str, answer: StoredAnswer) -> None:
        """The same, with others and by another thread: nobody who has the answer waits for it to be kept."""
        if self._standing.rests or len(self._waiting) >= _MOST_WAITING:
            return
        self._waiting.append((key, answer))
        if self._filler is None or not self._filler.is_alive():
            self._start_filler()

    def health(self) -> dict[str, Any]:
        return self._standing.told() | {"life_seconds": self.life_seconds}

    def _set(self, key: str, answer: StoredAnswer) -> tuple[str | bytes | int, ...]:
        """The command that keeps it for this tier's life at most; none for an answer whose life is over."""
        now = self._clock()
        answer = answer.living_until(now + self.life_seconds)
        left_ms = int((answer.expires_at - now) * 1000)
        return ("SET", PREFIX + key, answer.as_json(), "PX", left_ms) if left_ms > 0 else ()

    def _ask(self, command: Callable[[redis.Redis], Any]) -> Any:
        if self._standing.rests:
            return None
        started = time.monotonic()
        try:
            answer = command(self._client or self._first_client())
        except (RedisError, OSError) as error:
            self._standing.failed(error, waited_seconds=time.monotonic() - started)
            return None
        self._standing.answered()
        return answer

    def _first_client(self) -> redis.Redis:
        client = self._client = self._connect()
        self._standing.belongs_to(client)
        return client

    def _start_filler(self) -> None:
        with self._filling:
            if self._filler is None or not self._filler.is_alive():
                self._filler = _Filler(self._fill)
                self._filler.start()

    def _fill(self) -> bool:
        """Whether there was anything to do."""
        commands = [self._set(*self._waiting.popleft()) for _ in range(len(self._waiting))]
        if commands:
            self._ask(partial(_in_one_go, commands=commands))
        return bool(commands)


class _Filler(Stoppable):
    """Ends when there was nothing to do for a while, or at an error; the next back-fill starts another thread."""

    def __init__(self, fill: Callable[[], bool]) -> None:
        super().__init__("cache-back-fill")
        self._fill = fill

    def run(self) -> None:
        idle_since = time.monotonic()
        while time.monotonic() - idle_since < _IDLE_SECONDS and not self.stop_asked.wait(_FILL_SECONDS):
            if self._fill():
                idle_since = time.monotonic()


def _in_one_go(client: redis.Redis, commands: list[tuple[str | bytes | int, ...]]) -> Any:
    with client.pipeline(transaction=False) as pipeline:
        for command in filter(None, commands):
            pipeline.execute_command(*command)
        return pipeline.execute()


def _on_one_connection(pool: redis.ConnectionPool, command: tuple[str | bytes | int, ...]) -> Any:
    """What the client does for a command, less its retries and bookkeeping (measured: 22.5 us instead of 26.1).

    A connection that failed has disconnected itself and connects again when it is used next.
    """
    connection = pool.get_connection()
    try:
        connection.send_command(*command)
        return connection.read_response()
    except BaseException:
        connection.disconnect()  # an answer may still be on its way: the next who reads here would take it for theirs
        raise
    finally:
        pool.release(connection)
