"""How many deliveries of each location were let in lately, and whether one more may be. No settings, no network.

Counted by the second over a sliding window, so a burst passes as long as the average over the window holds. What other
processes let in is told by whoever shares the counts (limit_shared.py); without that, each process counts for itself.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

WINDOW_SECONDS = 10
OTHERS_KEEP_SECONDS = 2  # what others let in is believed for this long; nobody told us anything since
MOST_LOCATIONS = 10_000


class _Window:
    """One location's counts; `told` is the part of each second that the others know of."""

    __slots__ = ("here", "others", "others_until", "second", "told", "total")

    def __init__(self, second: int) -> None:
        self.here, self.told = [0] * WINDOW_SECONDS, [0] * WINDOW_SECONDS
        self.second, self.total = second, 0
        self.others, self.others_until = 0, 0.0

    def roll(self, second: int) -> None:
        """Forget what has left the window. A clock that was set back begins anew."""
        gone = min(second - self.second, WINDOW_SECONDS) if second > self.second else WINDOW_SECONDS
        for past in range(second - gone + 1, second + 1):
            self.here[past % WINDOW_SECONDS] = self.told[past % WINDOW_SECONDS] = 0
        self.second, self.total = second, sum(self.here)

    def until_room(self, most: int, others: int) -> int:
        """Seconds until enough has left the window for one more, were nothing else to come."""
        left = self.total + others
        for wait in range(1, WINDOW_SECONDS):
            left -= self.here[(self.second + wait) % WINDOW_SECONDS]
            if left < most:
                return wait
        return WINDOW_SECONDS


@dataclass(frozen=True, slots=True)
class Untold:
    """What this process let in and nobody else knows of yet: seconds (of the clock) and how many in each."""

    name: str
    by_second: Mapping[int, int]


class Arrivals:
    """Safe to use from many threads. `now` is in epoch seconds, because the counts are shared between machines."""

    def __init__(self) -> None:
        self._windows: dict[str, _Window] = {}
        self._lock = threading.Lock()

    def take(self, name: str, most: int, now: float) -> int:
        """0 when this delivery is let in, and counted; else after how many seconds it may come again.

        `most`: how many in WINDOW_SECONDS.
        """
        second = int(now)
        with self._lock:
            window = self._windows.get(name) or self._begin(name, second)
            if window.second != second:
                window.roll(second)
            others = window.others if now < window.others_until else 0
            if window.total + others >= most:
                return window.until_room(most, others)
            window.here[second % WINDOW_SECONDS] += 1
            window.total += 1
        return 0

    def untold(self, now: float) -> list[Untold]:
        """Every location with deliveries in the window; what is returned counts as told. Idle ones are forgotten."""
        second, found = int(now), []
        with self._lock:
            for name, window in list(self._windows.items()):
                if window.second != second:
                    window.roll(second)
                if not window.total and now >= window.others_until:
                    del self._windows[name]
                    continue
                found.append(Untold(name, self._tell(window)))
        return found

    def hear(self, totals: Mapping[str, int], now: float) -> None:
        """What all processes together let in, by location; our own told part is in it."""
        with self._lock:
            for name, total in totals.items():
                if window := self._windows.get(name):
                    window.others = max(0, total - sum(window.told))
                    window.others_until = now + OTHERS_KEEP_SECONDS

    def forget(self) -> None:
        with self._lock:
            self._windows.clear()

    def _begin(self, name: str, second: int) -> _Window:
        if len(self._windows) >= MOST_LOCATIONS:
            self._windows.clear()
        return self._windows.setdefault(name, _Window(second))

    @staticmethod
    def _tell(window: _Window) -> dict[int, int]:
        fresh = {}
        for second in range(window.second - WINDOW_SECONDS + 1, window.second + 1):
            place = second % WINDOW_SECONDS
            if more := window.here[place] - window.told[place]:
                fresh[second] = more
                window.told[place] = window.here[place]
        return fresh
