"""Lua on the shared server, for what must be decided once among all processes; and what to do while it is away.

A server that failed is left alone for a second, or for twenty times as long as the failure took. The log says once that
it went and once that it came back.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Protocol

from redis.exceptions import NoScriptError, RedisError

log = logging.getLogger(__name__)

_REST_SECONDS = 1.0
_REST_PER_WAIT = 20.0  # a server that hangs costs at most a twentieth of the time


class RedisLike(Protocol):
    """What scripts need of a Redis client."""

    def evalsha(self, sha: str, numkeys: int, /, *keys_and_args: Any) -> Any: ...
    def eval(self, script: str, numkeys: int, /, *keys_and_args: Any) -> Any: ...
    def script_load(self, script: str, /) -> Any: ...


class Script:
    """A Lua text and its name on the server. Its last argument says "1" where the server did not know it."""

    __slots__ = ("sha", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.sha = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


class SharedLua:
    """Runs `scripts` for `part`, which the log names. Threads may race on its memory: the worst is one wait more."""

    def __init__(
        self,
        redis: RedisLike,
        *,
        part: str,
        scripts: Sequence[Script],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._redis, self._part, self._scripts, self._clock = redis, part, scripts, clock
        self._rest_until = 0.0
        self._lost = False
        self._lock = Lock()

    @property
    def is_away(self) -> bool:
        """Whether the last command failed; true until one succeeds."""
        return self._lost

    def run(self, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Any | None:
        """The script's reply, or None while the server is away."""
        if self._clock() < self._rest_until:
            return None
        started = self._clock()
        try:
            reply = self._run(script, keys, arguments)
        except (RedisError, OSError) as error:
            self._failed(error, self._clock() - started)
            return None
        if self._lost:
            self._came_back()
        return reply

    def _run(self, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        try:
            return self._redis.evalsha(script.sha, len(keys), *keys, *arguments, "0")
        except NoScriptError:
            # All of them at once: one that is taught later would take its being unknown for another restart.
            for one in self._scripts:
                self._redis.script_load(one.text)
            return self._redis.eval(script.text, len(keys), *keys, *arguments, "1")

    def _failed(self, error: Exception, took: float) -> None:
        with self._lock:
            self._rest_until = self._clock() + max(_REST_SECONDS, took * _REST_PER_WAIT)
            first, self._lost = not self._lost, True
        if first:
            log.warning("orchestrator.redis_away", extra={"part": self._part, "error": type(error).__name__})

    def _came_back(self) -> None:
        with self._lock:
            first, self._lost = self._lost, False
        if first:
            log.info("orchestrator.redis_back", extra={"part": self._part})
