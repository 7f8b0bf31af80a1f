"""A slot for the next call of a location: from the shared ring, or without Redis from one process at one a second.

Which of the two counts is decided by advisory locks in PostgreSQL, held by the session of the pump's scheduler: whoever
takes slots from Redis holds the location's lock shared, whoever sends without Redis holds it alone. So the two ways can
never add up, even when only some processes have lost sight of Redis.
"""

import logging
import time
from dataclasses import dataclass, field

from django.db import connection
from redis.exceptions import RedisError

from outbound.rate_limit import FORGOTTEN_AHEAD_MS, Busy, RateLimiter, Slot

log = logging.getLogger(__name__)

LOCK_CLASS = 0x65687032
ALONE_GAP_S = 1.0
ASK_AGAIN_MS = 500.0
LEAD_MS = 40.0  # claim, gate and attempt take 10 to 20 ms
LONGEST_LEAD_MS = 75.0  # with more, the gap to the slot before would no longer suffice


def limiter_key(location_id: int) -> str:
    return f"ghl:{location_id}"


@dataclass
class Pacer:
    """Used by the scheduler's thread; `pause`, `hear_limit` and `leave_late` touch only Redis and serve any thread."""

    limiter: RateLimiter
    lead_ms: float = LEAD_MS
    _shared: set[int] = field(default_factory=set)
    _alone: dict[int, float] = field(default_factory=dict)  # location: earliest next call, monotonic

    def book(self, location_id: int) -> Slot | Busy:
        if location_id not in self._shared and location_id not in self._alone and not self._share(location_id):
            return Busy(ASK_AGAIN_MS)
        self.lead_ms = max(LEAD_MS, self.lead_ms * 0.995)
        try:
            slot = self.limiter.book(limiter_key(location_id), lead_ms=self.lead_ms)
        except RedisError:
            return self._book_alone(location_id)
        if location_id in self._alone:
            self._leave_alone(location_id)
            return Busy(ALONE_GAP_S * 1000)  # the ring knows nothing of the calls made without it: let them pass
        return slot

    def leave_late(self, location_id: int, slot: Slot, late_s: float) -> Slot:
        """Tell the ring that a slot was used later than granted. Without Redis the gap of a second covers it."""
        try:
            return self.limiter.shift(limiter_key(location_id), slot, late_s=late_s)
        except RedisError:
            return slot

    def missed(self) -> None:
        """A call was not ready in time: for the next minute book further ahead."""
        self.lead_ms = min(LONGEST_LEAD_MS, self.lead_ms * 1.5)

    def pause(self, location_id: int, seconds: float) -> None:
        try:
            self.limiter.pause(limiter_key(location_id), seconds * 1000)
        except RedisError:
            log.warning("outbox.pause_lost", extra={"location": location_id})

    def hear_limit(self, location_id: int, calls: int, interval_ms: int) -> None:
        try:
            self.limiter.hear_limit(limiter_key(location_id), calls=calls, interval_ms=interval_ms)
        except RedisError:
            log.warning("outbox.limit_lost", extra={"location": location_id})

    def close(self) -> None:
        """Give up every lock."""
        for location_id in self._shared:
            _ask("pg_advisory_unlock_shared", location_id)
        for location_id in self._alone:
            _ask("pg_advisory_unlock", location_id)
        self._shared.clear()
        self._alone.clear()

    def _share(self, location_id: int) -> bool:
        if not _ask("pg_try_advisory_lock_shared", location_id):
            return False  # another process sends without Redis
        self._shared.add(location_id)
        return True

    def _book_alone(self, location_id: int) -> Slot | Busy:
        if location_id in self._shared:
            _ask("pg_advisory_unlock_shared", location_id)
            self._shared.discard(location_id)
        now = time.monotonic()
        if location_id not in self._alone:
            if not _ask("pg_try_advisory_lock", location_id):
                return Busy(ASK_AGAIN_MS)
            log.warning("outbox.redis_away", extra={"location": location_id})
            # Whatever was granted just before must have left the window first.
            self._alone[location_id] = now + (self.limiter.rate.window_ms + FORGOTTEN_AHEAD_MS) / 1000
        wait_s = self._alone[location_id] - now
        if wait_s > 0:
            return Busy(wait_s * 1000)
        at = now + self.lead_ms / 1000
        self._alone[location_id] = at + ALONE_GAP_S
        return Slot(int((time.time() + self.lead_ms / 1000) * 1e6), at)

    def _leave_alone(self, location_id: int) -> None:
        log.info("outbox.redis_back", extra={"location": location_id})
        _ask("pg_advisory_unlock", location_id)
        del self._alone[location_id]


def _ask(function: str, location_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [LOCK_CLASS, location_id])
        return bool(cursor.fetchone()[0])
