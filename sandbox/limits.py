"""Two kinds of limit: the CRM's window over arrivals, the model's refill per minute."""

from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Window:
    """At most `maximum` admissions in any span of `interval_ms`; refused requests do not count."""

    admitted_ns: deque[int] = field(default_factory=deque)
    day: int = -1
    today: int = 0

    def admit(self, *, now_ns: int, wall_day: int, maximum: int, interval_ms: int, daily: int) -> bool:
        if wall_day != self.day:
            self.day, self.today = wall_day, 0
        horizon = now_ns - interval_ms * 1_000_000
        while self.admitted_ns and self.admitted_ns[0] <= horizon:
            self.admitted_ns.popleft()
        if len(self.admitted_ns) >= maximum or self.today >= daily:
            return False
        self.admitted_ns.append(now_ns)
        self.today += 1
        return True

    def headers(self, *, maximum: int, interval_ms: int, daily: int) -> dict[str, str]:
        """Return the five documented rate headers as they stand now."""
        return {
            "X-RateLimit-Limit-Daily": str(daily),
            "X-RateLimit-Daily-Remaining": str(max(0, daily - self.today)),
            "X-RateLimit-Interval-Milliseconds": str(interval_ms),
            "X-RateLimit-Max": str(maximum),
            "X-RateLimit-Remaining": str(max(0, maximum - len(self.admitted_ns))),
        }


@dataclass(slots=True)
class Refill:
    """A bucket that refills continuously to `per_minute`."""

    used: float = 0.0
    at_s: float = 0.0

    def _settle(self, per_minute: int, now_s: float) -> None:
        self.used = max(0.0, self.used - (now_s - self.at_s) * per_minute / 60)
        self.at_s = now_s

    def wait_s(self, amount: float, per_minute: int, now_s: float) -> float:
        """Return 0 when `amount` fits now, else the seconds until it does."""
        self._settle(per_minute, now_s)
        over = self.used + amount - per_minute
        return 0.0 if over <= 0 else over * 60 / per_minute

    def take(self, amount: float, per_minute: int, now_s: float) -> None:
        self._settle(per_minute, now_s)
        self.used += amount

    def remaining(self, per_minute: int, now_s: float) -> int:
        self._settle(per_minute, now_s)
        return max(0, int(per_minute - self.used))

    def full_in_s(self, per_minute: int) -> float:
        return self.used * 60 / per_minute if per_minute else 0.0
