"""Who of the locations may take a further thread of the pump, so that none waits behind the slow calls of another.

Pure but for the counting: times are monotonic and passed in. Used under the pump's own lock.

* Until its first answer a location gets FIRST threads, which carry the full rate as long as answers take 400 ms.
* Once its answers come within QUICK_S it may have as many calls in flight as the claim allows.
* One whose answers take longer, or that has had a call in the air for so long, keeps to SLOW until an answer is quick.
* The last threads are for those that have none: a location takes a second one only while each other can have its first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

FIRST = 4
SLOW = 2
QUICK_S = 2.0


@dataclass
class Shares:
    threads: int
    most_each: int
    _since: dict[int, list[float]] = field(default_factory=dict)  # location: when each of its slots was handed over
    _last_s: dict[int, float] = field(default_factory=dict)  # location: how long its last call took

    def busy(self) -> int:
        return sum(len(since) for since in self._since.values())

    def may_take(self, location_id: int, due: Iterable[int], now: float) -> bool:
        mine, free = len(self._since.get(location_id, ())), self.threads - self.busy()
        if mine == 0:
            return free > 0
        idle = sum(1 for other in due if other != location_id and not self._since.get(other))
        return free > idle and mine < self._most(location_id, now)

    def take(self, location_id: int, now: float) -> None:
        self._since.setdefault(location_id, []).append(now)

    def give_back(self, location_id: int, taken_at: float, now: float, *, answered: bool) -> None:
        """answered: a call was made; only that says how quick the location is."""
        self._since[location_id].remove(taken_at)
        if answered:
            self._last_s[location_id] = now - taken_at

    def _most(self, location_id: int, now: float) -> int:
        in_the_air = self._since.get(location_id, ())
        last_s = self._last_s.get(location_id)
        if (last_s or 0.0) > QUICK_S or any(now - since > QUICK_S for since in in_the_air):
            return min(SLOW, self.most_each)
        return min(FIRST, self.most_each) if last_s is None else self.most_each
