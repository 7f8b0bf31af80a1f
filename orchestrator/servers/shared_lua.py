"""Lua on the shared server, for what must be decided once among all processes; and what to do while it is away."""

import hashlib
import time
from collections.abc import Sequence
from typing import Any, Protocol

from redis.exceptions import NoScriptError, RedisError

from orchestrator.servers.away import AwayMemory


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
    """Runs `scripts` for `part`, which the log names."""

    def __init__(self, redis: RedisLike, *, part: str, scripts: Sequence[Script]) -> None:
        self._redis, self._scripts = redis, scripts
        self._memory = AwayMemory("redis", part=part, client=redis)

    @property
    def is_away(self) -> bool:
        """Whether the last command failed, or is left out since somebody else's did; true until one succeeds."""
        return self._memory.is_away

    def run(self, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Any | None:
        """The script's reply, or None while the server is away."""
        if self._memory.rests:
            return None
        started = time.monotonic()
        try:
            reply = self._run(script, keys, arguments)
        except (RedisError, OSError) as error:
            self._memory.failed(error, waited_seconds=time.monotonic() - started)
            return None
        self._memory.answered()
        return reply

    def _run(self, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        try:
            return self._redis.evalsha(script.sha, len(keys), *keys, *arguments, "0")
        except NoScriptError:
            # All of them at once: one that is taught later would take its being unknown for another restart.
            for one in self._scripts:
                self._redis.script_load(one.text)
            return self._redis.eval(script.text, len(keys), *keys, *arguments, "1")
