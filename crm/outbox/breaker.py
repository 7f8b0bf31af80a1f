"""Pure: when a location's calls stop because they fail, and how they begin again.

closed: calls leave. open: none does, until a time. half open: that time has passed and one call may try; it closes or
opens it again, for longer. A call that left before it opened says nothing new, however it ends.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from crm.ghl.errors import GhlError, NoAnswer, TokenRefused, Transient

Cause = Literal["token", "server", "network", "setup"]
State = Literal["closed", "open", "half_open"]
AT_ONCE: frozenset[Cause] = frozenset({"token", "setup"})
"""One of these is proof: the next call would fail for the same reason."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Opens after `failures` in a row, for `open_s`, each time in a row for twice as long, up to `longest_s`."""

    failures: int
    open_s: float
    longest_s: float

    def open_for(self, trips: int, cause: Cause) -> timedelta:
        doubled = self.longest_s if cause in AT_ONCE else self.open_s * 2 ** min(trips - 1, 20)
        return timedelta(seconds=min(doubled, self.longest_s))


@dataclass(frozen=True, slots=True)
class Breaker:
    failures: int = 0
    trips: int = 0
    opened_at: datetime | None = None
    open_until: datetime | None = None

    def state(self, now: datetime) -> State:
        if self.open_until is None:
            return "closed"
        return "open" if self.open_until > now else "half_open"

    def knows_of(self, left_at: datetime) -> bool:
        """Whether a call that left then was under way when this opened."""
        return self.opened_at is not None and left_at < self.opened_at


def cause_of(error: GhlError) -> Cause | None:
    """None for a refusal of the one call: the CRM answers and knows the token."""
    if isinstance(error, TokenRefused):
        return "token"
    if isinstance(error, NoAnswer):
        return "network"
    return "server" if isinstance(error, Transient) else None


def after_failure(known: Breaker, cause: Cause, *, left_at: datetime, now: datetime, policy: Policy) -> Breaker:
    if known.knows_of(left_at):
        return known
    failed = replace(known, failures=known.failures + 1)
    if known.open_until is None and cause not in AT_ONCE and failed.failures < policy.failures:
        return failed
    trips = known.trips + 1
    return replace(failed, trips=trips, opened_at=now, open_until=now + policy.open_for(trips, cause))


def after_success(known: Breaker, *, left_at: datetime) -> Breaker:
    return known if known.knows_of(left_at) else Breaker()
