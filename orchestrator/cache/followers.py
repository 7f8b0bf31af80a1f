"""Which processes follow what is invalidated, and how far each has come: told in Redis for people to see.

Nothing is decided by it. A process tells at once when it has come further, and every few seconds that it is there.
"""

import json
import os
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from redis.exceptions import RedisError

ROLL = "llm:followers"
TELL_SECONDS = 5.0
GONE_SECONDS = 20.0  # without a word a process has ended


class RollRedis(Protocol):
    """What the roll needs of a Redis client."""

    def hset(self, name: str, key: str, value: str, /) -> Any: ...

    def hdel(self, name: str, /, *keys: Any) -> Any: ...

    def hgetall(self, name: str, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Follower:
    """`generation` is the newest invalidation that the process acts on; `told_at` is Unix time by its own clock."""

    process: str
    generation: int
    through: str
    told_at: float


class Roll:
    """One process's line. An error is nobody's concern: the line is missing until the next time."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._told: tuple[int, str] | None = None
        self._told_at = 0.0  # monotonic

    def tell(self, generation: int, through: str) -> None:
        now, says = time.monotonic(), (generation, through)
        if says == self._told and now - self._told_at < TELL_SECONDS:
            return
        self._told, self._told_at = says, now
        try:
            self._connect().hset(ROLL, _process(), json.dumps([generation, through, time.time()]))
        except (RedisError, OSError):
            self._told = None


def followers(redis: RollRedis, now: float) -> list[Follower] | None:
    """By name, without those that are gone, whose lines are deleted; None where Redis does not answer."""
    try:
        lines = redis.hgetall(ROLL)
        found = [_follower(name, text) for name, text in lines.items()]
        gone = [one.process for one in found if now - one.told_at > GONE_SECONDS]
        if gone:
            redis.hdel(ROLL, *gone)
    except (RedisError, OSError):
        return None
    return sorted((one for one in found if one.process not in gone), key=lambda one: one.process)


def _process() -> str:
    """What people know it by: program, number, machine."""
    program = Path(sys.argv[0] or "python")
    name = program.parent.name if program.name == "__main__.py" else program.name
    return f"{name} {os.getpid()} on {socket.gethostname()}"


def _follower(name: Any, text: Any) -> Follower:
    """A line that cannot be read (of another release) counts as one that is long gone."""
    process = name.decode() if isinstance(name, bytes) else str(name)
    try:
        generation, through, told_at = json.loads(text)
        return Follower(process, int(generation), str(through), float(told_at))
    except (ValueError, TypeError):
        return Follower(process, 0, "nothing", 0.0)
