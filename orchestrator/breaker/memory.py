"""Where breakers are kept: one hash on the shared server, changed by compare-and-swap, and a short copy of it here.

The state machine itself is Python (states.py); the script swaps one value for the next only if nobody was
faster, and tells what stands and what time it is there. While the server is away the copy is the truth of this process.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import RLock
from typing import Any, Final

from orchestrator.breaker.states import CLOSED, Breaker, as_record, from_record
from orchestrator.servers.shared_lua import RedisLike, Script, SharedLua

KEY: Final = "llm:breakers"
COPY_SECONDS: Final = 0.25  # what another process changed is seen after so long
_MOST_SWAPS = 100  # each lost swap means that another one won: far more than processes at one breaker

# ARGV: name, what was seen (empty: nothing stored), the next value (empty: only look)
_SWAP: Final = Script("""
local stands = redis.call('HGET', KEYS[1], ARGV[1]) or ''
local time = redis.call('TIME')
local swapped = 0
if ARGV[3] ~= '' and stands == ARGV[2] then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
  stands, swapped = ARGV[3], 1
end
return {swapped, stands, time[1], time[2]}
""")
_LIST: Final = Script("return redis.call('HKEYS', KEYS[1])")

Change = Callable[[Breaker, float], Breaker]


@dataclass(frozen=True, slots=True)
class _Copy:
    """`text` is what the server stores, "" where it stores nothing; `read_at` on the monotonic clock.

    `alone`: changed here while the server was away, so it is newer than `text`.
    """

    breaker: Breaker
    text: str
    read_at: float
    alone: bool = False


_NOTHING: Final = _Copy(CLOSED, "", 0.0)


class BreakerMemory:
    """Moments are Unix time as the server counts it; `now()` follows its clock."""

    def __init__(self, redis: RedisLike, *, clock: Callable[[], float]) -> None:
        self._shared = SharedLua(redis, part="breaker", scripts=(_SWAP, _LIST))
        self._clock = clock
        self._ahead = 0.0  # of the server's clock before ours
        self._copies: dict[str, _Copy] = {}
        self._lock = RLock()  # while the server is away, steps of this process must not overtake each other

    @property
    def is_away(self) -> bool:
        return self._shared.is_away

    def now(self) -> float:
        return self._clock() + self._ahead

    def peek(self, name: str) -> Breaker:
        """The breaker as it stood a moment ago: from this process's copy, looked up where that is too old."""
        copy = self._copies.get(name)
        if copy is None or time.monotonic() - copy.read_at > COPY_SECONDS:
            copy = self._look(name)
        return copy.breaker

    def known(self, name: str) -> Breaker:
        """As this process saw it last, however long ago: nobody is asked."""
        return (self._copies.get(name) or _NOTHING).breaker

    def change(self, name: str, step: Change) -> tuple[Breaker, Breaker]:
        """(before, after): apply `step` to what stands, once, whoever else is changing it."""
        for _ in range(_MOST_SWAPS):
            copy = self._copies.get(name) or self._look(name)
            after = step(copy.breaker, self.now())
            if after is copy.breaker and time.monotonic() - copy.read_at <= COPY_SECONDS:
                return copy.breaker, after
            swapped = self._swap(name, copy.text, "" if after is copy.breaker and not copy.alone else _text_of(after))
            if swapped is None:
                break
            if swapped:
                return copy.breaker, after
        return self._change_alone(name, step)

    def names(self) -> list[str]:
        stored = self._shared.run(_LIST, (KEY,), ()) or []
        return sorted({_decoded(name) for name in stored} | set(self._copies))

    def _look(self, name: str) -> _Copy:
        """What was changed here while the server was away is stored there now, unless another process stored
        something meanwhile: then that stands."""
        known = self._copies.get(name) or _NOTHING
        if self._swap(name, known.text, _text_of(known.breaker) if known.alone else "") is None:
            self._copies[name] = replace(known, read_at=time.monotonic())
        return self._copies[name]

    def _swap(self, name: str, seen: str, after: str) -> bool | None:
        """Whether it was swapped, what stands now being noted in the copy; None while the server is away."""
        reply = self._shared.run(_SWAP, (KEY,), (name, seen, after))
        if reply is None:
            return None
        self._ahead = int(reply[2]) + int(reply[3]) / 1e6 - self._clock()
        stands = _decoded(reply[1])
        # An emptied server has forgotten; what this process remembers stands until somebody stores a value again.
        remembered = (self._copies.get(name) or _NOTHING).breaker
        self._copies[name] = _Copy(_breaker_of(stands) if stands else remembered, stands, time.monotonic())
        return bool(reply[0])

    def _change_alone(self, name: str, step: Change) -> tuple[Breaker, Breaker]:
        with self._lock:
            copy = self._copies.get(name) or _NOTHING
            after = step(copy.breaker, self.now())
            changed = copy.alone or after is not copy.breaker
            self._copies[name] = _Copy(after, copy.text, time.monotonic(), alone=changed)
            return copy.breaker, after


def _text_of(breaker: Breaker) -> str:
    return json.dumps(as_record(breaker), separators=(",", ":"))


def _breaker_of(text: str) -> Breaker:
    """A record that cannot be read (of another version) counts as closed: failures will open it again."""
    try:
        return from_record(json.loads(text)) if text else CLOSED
    except (ValueError, TypeError, KeyError):
        return CLOSED


def _decoded(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
