"""The pace of one process that sees nobody else: the arithmetic of buckets.py on a share of the limits."""

from collections.abc import Callable
from threading import Lock
from typing import Final

from orchestrator.pace import buckets
from orchestrator.pace.buckets import Ask, Limits, PaceState, Settlement, Told

PROCESSES: Final = 8  # as many are taken to share the account while none can ask the others


class PaceAlone:
    """States by account. Its bookings' ids begin with a letter, so that they are never taken for shared ones."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._states: dict[str, PaceState] = {}
        self._lock = Lock()

    def book(self, account: str, ask: Ask, limits: Limits) -> Told:
        with self._lock:
            self._states[account], told = buckets.book(self._state(account, limits), ask, share(limits), self._clock())
        return told

    def settle(self, account: str, done: Settlement, limits: Limits) -> None:
        with self._lock:
            state = self._state(account, limits)
            self._states[account] = buckets.settle(state, done, share(limits), self._clock())

    def leave_alone(self, account: str, seconds: float, limits: Limits) -> None:
        with self._lock:
            state, now = self._state(account, limits), self._clock()
            self._states[account] = buckets.left_alone(state, now + seconds, share(limits), now)

    def lift(self, account: str, limits: Limits) -> None:
        with self._lock:
            self._states[account] = buckets.lifted(self._state(account, limits), share(limits), self._clock())

    def look(self, account: str, limits: Limits) -> PaceState:
        with self._lock:
            return buckets.at_moment(self._state(account, limits), share(limits), self._clock())

    def _state(self, account: str, limits: Limits) -> PaceState:
        return self._states.get(account) or buckets.fresh(self._clock(), share(limits))


def share(limits: Limits) -> Limits:
    """At least one request a minute, however small the account is."""
    return Limits(
        max(1, limits.requests // PROCESSES),
        max(1, limits.input_tokens // PROCESSES),
        max(1, limits.output_tokens // PROCESSES),
    )
