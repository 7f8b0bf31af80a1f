"""Pure: one circuit breaker. Closed until failures come thickly, open for a while, then one probe at a time.

Moments are seconds on any one clock. A breaker is a value; each step returns the next one, the same object where
nothing changed.
"""

from dataclasses import asdict, dataclass, replace
from math import ceil
from typing import Any, Final, Literal

State = Literal["closed", "open", "half_open"]
FORCED: Final = "opened by hand"


@dataclass(frozen=True, slots=True)
class BreakerSettings:
    """`failures` open it for `open_seconds`, doubled after each failed probe up to the longest.

    They must lie within `window_seconds` and be at least `failed_share` of as many latest tries as make that share: 5
    and 0.5 say "five of the latest ten". So a few failures among many successes, which a retry mends, open nothing,
    and an outage opens it after `failures` tries, however much went well before. 0: whatever else went well.
    A probe that says nothing for `probe_lease_seconds` has died, and another caller gets it: longer than any try takes.
    """

    failures: int = 5
    failed_share: float = 0.5
    window_seconds: float = 30.0
    open_seconds: float = 10.0
    longest_open_seconds: float = 300.0
    probe_lease_seconds: float = 45.0

    @property
    def latest(self) -> int | None:
        """So many tries are looked at; None for all of the window."""
        return max(self.failures, ceil(self.failures / self.failed_share)) if self.failed_share > 0 else None


@dataclass(frozen=True, slots=True)
class Breaker:
    """`open_seconds` is how long this opening lasts; `probe` tries in half-open and is believed until `probe_until`.

    `ended`: the latest tries of the window, each with its moment and whether it failed. Successes are noted only behind
    a failure: a model that is well costs no writing.
    """

    state: State = "closed"
    ended: tuple[tuple[float, bool], ...] = ()
    opened_at: float = 0.0
    retry_at: float = 0.0
    open_seconds: float = 0.0
    probe: str = ""
    probe_until: float = 0.0
    why: str = ""

    @property
    def failed_at(self) -> tuple[float, ...]:
        return tuple(at for at, was_failure in self.ended if was_failure)


CLOSED: Final = Breaker()
Decision = Literal["yes", "probe", "no"]


def ask(breaker: Breaker, settings: BreakerSettings, now: float, caller: str) -> tuple[Breaker, Decision]:
    """Whether `caller` may try; "probe" means that it alone may, and that its outcome decides."""
    if breaker.state == "closed":
        return breaker, "yes"
    if not may_probe(breaker, now):
        return breaker, "no"
    until = now + settings.probe_lease_seconds
    return replace(breaker, state="half_open", probe=caller, probe_until=until), "probe"


def may_probe(breaker: Breaker, now: float) -> bool:
    """Whether somebody could take the probe now."""
    if breaker.state == "open":
        return now >= breaker.retry_at
    return breaker.state == "half_open" and (not breaker.probe or now >= breaker.probe_until)


def succeeded(breaker: Breaker, settings: BreakerSettings, now: float, caller: str) -> Breaker:
    """Only the probe closes it; a late success of another time says nothing about now. While closed it is counted."""
    if _is_probe(breaker, caller):
        return CLOSED
    if breaker.state != "closed" or not breaker.ended:
        return breaker
    recent = _recent(breaker, settings, now)
    return replace(breaker, ended=_with(recent, settings, now, failed=False)) if recent else CLOSED


def failed(
    breaker: Breaker, settings: BreakerSettings, now: float, caller: str, *, at_once: bool = False, why: str = ""
) -> Breaker:
    """Count a failure. `at_once`: one that no retry can mend."""
    if _is_probe(breaker, caller):
        longer = min(settings.longest_open_seconds, breaker.open_seconds * 2)
        return _opened(now, max(longer, settings.open_seconds), why)
    if breaker.state != "closed":
        return breaker
    counted = replace(breaker, ended=_with(_recent(breaker, settings, now), settings, now, failed=True))
    if at_once or len(counted.failed_at) >= settings.failures:
        return replace(_opened(now, settings.open_seconds, why), ended=counted.ended)
    return counted


def dropped(breaker: Breaker, caller: str) -> Breaker:
    """The try ended for a reason of ours: a probe is given back, and the next caller may have it."""
    return replace(breaker, probe="", probe_until=0.0) if _is_probe(breaker, caller) else breaker


def forced_open(now: float, seconds: float) -> Breaker:
    return _opened(now, seconds, FORCED)


def shown(breaker: Breaker, now: float) -> State:
    """The state for people: an opening whose time is over waits for its probe."""
    return "half_open" if breaker.state == "open" and now >= breaker.retry_at else breaker.state


def as_record(breaker: Breaker) -> dict[str, Any]:
    return asdict(breaker)


def from_record(record: dict[str, Any]) -> Breaker:
    """Raises TypeError where the record is not one of ours."""
    return Breaker(**(record | {"ended": tuple((float(at), bool(failed)) for at, failed in record["ended"])}))


Ended = tuple[tuple[float, bool], ...]


def _recent(breaker: Breaker, settings: BreakerSettings, now: float) -> Ended:
    """From the first failure of the window on."""
    within = [one for one in breaker.ended if now - settings.window_seconds < one[0] <= now]
    first = next((place for place, (_, failed) in enumerate(within) if failed), len(within))
    return tuple(within[first:])


def _with(recent: Ended, settings: BreakerSettings, now: float, *, failed: bool) -> Ended:
    """One more, and no more than are looked at."""
    if settings.latest is None:
        return (*recent, (now, True))[-settings.failures :] if failed else recent
    return (*recent, (now, failed))[-settings.latest :]


def _opened(now: float, seconds: float, why: str) -> Breaker:
    return Breaker("open", opened_at=now, retry_at=now + seconds, open_seconds=seconds, why=why)


def _is_probe(breaker: Breaker, caller: str) -> bool:
    return breaker.state == "half_open" and bool(caller) and breaker.probe == caller
