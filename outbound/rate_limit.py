"""A limit shared by all processes: at most N grants in any window, counted on the server's clock.

The last N grants of a key stand in one list; the next grant may not come before the oldest of them has left the window.
This is exact for any span, which a token bucket is not. Booking, pausing and lowering run as one Lua script each.

* The window is a second plus a guard: grants are exact, but what leaves us arrives with a jitter, and two jitters must
  not add up to a violation at the far end.
* A slot is booked ahead of its time, so that the call can be prepared and leaves on the dot. At most one booked slot of
  a key lies in the future; whoever asks meanwhile is told when to ask again. Whoever leaves later than its slot says so
  (`shift`), and the ring counts from the true moment.
* An emptied or restarted server has forgotten its grants. The epoch key is then missing, or the script is not in the
  server's cache (which no restart survives), and nothing is granted until all that was granted has left the window.
"""

import hashlib
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from redis.exceptions import NoScriptError

GUARD_MS = 7.0  # on two busy cores arrivals came up to 6.7 ms after their grants, most of them after 1 ms
LEAD_MS = 30.0
AHEAD_MS = 20.0  # how much earlier than the lead a slot may be booked, so that a late caller does not waste it
FORGOTTEN_AHEAD_MS = 150.0  # what a server that forgot may have granted into the future: lead, ahead and lateness
KEPT_MS = 3_600_000  # an idle key is forgotten after an hour; its grants have long left the window

_BOOK = """
local ring, state, epoch_key = KEYS[1], KEYS[2], KEYS[3]
local n, window, gap = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local lead, ahead, fresh, kept_ms = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6] == '1', tonumber(ARGV[7])
local forgotten = tonumber(ARGV[8])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local epoch = tonumber(redis.call('GET', epoch_key) or '')
local last = tonumber(redis.call('LINDEX', ring, 0) or '0')
-- A clock set back would leave grants in a far future: begin anew.
if fresh or not epoch or epoch > now or last > now + 60000000 then
  epoch = now
  redis.call('SET', epoch_key, string.format('%.0f', now))
  redis.call('DEL', ring)
  last = 0
end
local held = redis.call('HMGET', state, 'not_before', 'gap')
gap = math.max(gap, tonumber(held[2] or '0'))
if last > now then return {0, math.max(last, last + gap - lead - ahead / 2) - now, now} end
local at = math.max(now + lead, epoch + window + forgotten, tonumber(held[1] or '0'))
if last > 0 then at = math.max(at, last + gap) end
local oldest = redis.call('LINDEX', ring, n - 1)
if oldest then at = math.max(at, tonumber(oldest) + window) end
if at > now + lead + ahead then return {0, at - now - lead - ahead / 2, now} end
redis.call('LPUSH', ring, string.format('%.0f', at))
redis.call('LTRIM', ring, 0, n - 1)
redis.call('PEXPIRE', ring, kept_ms)
return {1, at, now}
"""

_SHIFT = """
local place = redis.call('LPOS', KEYS[1], ARGV[1])
if not place then return 0 end
redis.call('LSET', KEYS[1], place, ARGV[2])
return 1
"""

_PAUSE = """
local time = redis.call('TIME')
local until_us = time[1] * 1000000 + time[2] + tonumber(ARGV[1])
local present = tonumber(redis.call('HGET', KEYS[1], 'not_before') or '0')
redis.call('HSET', KEYS[1], 'not_before', string.format('%.0f', math.max(present, until_us)))
redis.call('PEXPIRE', KEYS[1], math.max(tonumber(ARGV[2]), math.ceil(tonumber(ARGV[1]) / 1000)))
return 1
"""


class RedisClient(Protocol):
    """What the limiter needs of a redis client."""

    def evalsha(self, sha: str, numkeys: int, *keys_and_args: str | float) -> list[int]: ...
    def eval(self, script: str, numkeys: int, *keys_and_args: str | float) -> list[int]: ...
    def hset(self, name: str, key: str, value: str | float) -> int: ...
    def hdel(self, name: str, *keys: str) -> int: ...


@dataclass(frozen=True, slots=True)
class Rate:
    """`calls` in any `window_ms`, and never two closer than `gap_ms`."""

    calls: int
    window_ms: float
    gap_ms: float


def per_second(calls: int, *, guard_ms: float = GUARD_MS) -> Rate:
    """`calls` a second, nearly evenly spread: the gap leaves a tenth of slack to catch up within the window."""
    return Rate(calls, 1000.0 + guard_ms, 900.0 / calls)


@dataclass(frozen=True, slots=True)
class Slot:
    """A grant. `at_server_us` on the server's clock; `at_monotonic` the same moment on this process's clock."""

    at_server_us: int
    at_monotonic: float

    def wait_s(self) -> float:
        """Seconds until the slot; negative when it has passed."""
        return self.at_monotonic - time.monotonic()


@dataclass(frozen=True, slots=True)
class Busy:
    """Nothing was granted; ask again after `retry_ms`."""

    retry_ms: float


class ServerClock:
    """Where the server's clock stands against this process's monotonic one, from the answers of recent calls.

    A call's own midpoint is wrong by up to half its duration, so the quickest call of the last seconds is believed.
    """

    KEPT_S = 5.0

    def __init__(self) -> None:
        self._samples: deque[tuple[float, float, float]] = deque(maxlen=256)  # at, duration, offset; seconds

    def hear(self, *, before: float, after: float, server_us: int) -> float:
        """Take one sample; return the monotonic time at which the server's clock stood at 0, in seconds."""
        duration, offset = after - before, (before + after) / 2 - server_us / 1e6
        best = self._best(after)
        if best is not None and abs(offset - best[2]) > (duration + best[1]) / 2 + 0.001:
            self._samples.clear()  # the server's clock was set: what it said before no longer counts
        self._samples.append((after, duration, offset))
        best = self._best(after)
        return best[2] if best else offset

    def _best(self, now: float) -> tuple[float, float, float] | None:
        recent = [sample for sample in self._samples if sample[0] >= now - self.KEPT_S]
        return min(recent, key=lambda sample: sample[1], default=None)


class RateLimiter:
    """Slots for any number of keys. Raises redis.exceptions.RedisError when the server is away."""

    def __init__(self, client: RedisClient, rate: Rate, *, prefix: str = "rate") -> None:
        self._client = client
        self.rate = rate
        self._prefix = prefix
        self._clock = ServerClock()
        self._sha = hashlib.sha1(_BOOK.encode(), usedforsecurity=False).hexdigest()

    def _state(self, key: str) -> str:
        return f"{self._prefix}:{key}:state"

    def book(self, key: str, *, lead_ms: float = LEAD_MS, ahead_ms: float = AHEAD_MS) -> Slot | Busy:
        """The next slot, at least `lead_ms` from now and at most `lead_ms + ahead_ms`; else Busy."""
        keys = (f"{self._prefix}:{key}:ring", self._state(key), f"{self._prefix}:epoch")
        limits = (self.rate.calls, self.rate.window_ms * 1000, self.rate.gap_ms * 1000, lead_ms * 1000, ahead_ms * 1000)
        before = time.monotonic()
        granted, value_us, now_us = self._run(keys, limits)
        zero = self._clock.hear(before=before, after=time.monotonic(), server_us=now_us)
        if not granted:
            return Busy(value_us / 1000)
        return Slot(int(value_us), zero + value_us / 1e6)

    def _run(self, keys: Sequence[str], limits: Sequence[float]) -> list[int]:
        try:
            return self._client.evalsha(self._sha, len(keys), *keys, *limits, 0, KEPT_MS, FORGOTTEN_AHEAD_MS * 1000)
        except NoScriptError:
            # A server that does not know the script may have just restarted with old data.
            return self._client.eval(_BOOK, len(keys), *keys, *limits, 1, KEPT_MS, FORGOTTEN_AHEAD_MS * 1000)

    def shift(self, key: str, slot: Slot, *, late_s: float) -> Slot:
        """The slot as it was really used, `late_s` after its time: later slots keep their distance from that moment.

        To be called before the next slots of the window are booked, so at once. Returns the moved slot.
        """
        moved = Slot(slot.at_server_us + round(late_s * 1e6), slot.at_monotonic + late_s)
        ring = f"{self._prefix}:{key}:ring"
        self._client.eval(_SHIFT, 1, ring, str(slot.at_server_us), str(moved.at_server_us))
        return moved

    def pause(self, key: str, ms: float) -> None:
        """No slot for the next `ms`; a longer pause that already stands is kept."""
        self._client.eval(_PAUSE, 1, self._state(key), ms * 1000, KEPT_MS)

    def hear_limit(self, key: str, *, calls: int, interval_ms: int) -> None:
        """Take what the service says its limit is: a lower one spreads the slots, a higher one changes nothing."""
        if calls <= 0 or interval_ms <= 0:
            return
        gap_ms = interval_ms / calls
        if gap_ms > 1000.0 / self.rate.calls:
            self._client.hset(self._state(key), "gap", gap_ms * (self.rate.window_ms / 1000.0) * 1000)
        else:
            self._client.hdel(self._state(key), "gap")
