"""Circuit breakers of all providers and models, shared by all processes; an open one is skipped in microseconds.

A name is "provider:model". "provider:*" is the provider's whole account: while it is open none of its models is tried.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import count
from uuid import uuid4

from orchestrator.breaker import states
from orchestrator.breaker.memory import BreakerMemory
from orchestrator.breaker.states import Breaker, BreakerSettings, State
from orchestrator.breaker.steady import unix_time
from orchestrator.servers.shared_lua import RedisLike

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to try once. `probes` are the breakers whose one probe this try is."""

    name: str
    caller: str
    probes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BreakerView:
    """Moments are Unix time, 0.0 where there is none; `failures` are those within the window."""

    name: str
    state: State
    failures: int
    opened_at: float
    retry_at: float
    why: str


class Breakers:
    """State lies in Redis; while that is away each process counts for itself, with the same rules."""

    def __init__(
        self, redis: RedisLike, *, settings: BreakerSettings | None = None, clock: Callable[[], float] = unix_time
    ) -> None:
        self._settings = settings or BreakerSettings()
        self._memory = BreakerMemory(redis, clock=clock)
        self._process, self._callers = uuid4().hex, count()

    @property
    def redis_is_away(self) -> bool:
        return self._memory.is_away

    def permit(self, name: str) -> Permit | None:
        """Leave to try, to be ended by succeeded, failed or dropped; None: skip it, the breaker is open."""
        caller, probes = "", list[str]()
        for one in _concerned(name):
            breaker = self._memory.peek(one)
            if breaker.state == "closed":
                continue
            caller = caller or f"{self._process}-{next(self._callers)}"
            if not states.may_probe(breaker, self._memory.now()) or not self._take_probe(one, caller):
                self._give_back(probes, caller)
                return None
            probes.append(one)
        return Permit(name, caller, tuple(probes))

    def open_for(self, name: str) -> BreakerView | None:
        """What stands in the way of a try now, of the account or of the model: an opening, or a probe under way, which
        is over at `retry_at` at the latest. None: a try would be permitted at this moment. From memory, as `permit`."""
        for one in _concerned(name):
            breaker = self._memory.peek(one)
            if breaker.state != "closed" and not states.may_probe(breaker, self._memory.now()):
                view = self.state(one)
                return view if breaker.state == "open" else replace(view, retry_at=breaker.probe_until)
        return None

    def succeeded(self, permit: Permit) -> None:
        """Closes what it was the probe of; where failures were seen lately it is counted beside them."""
        counted = () if permit.name in permit.probes else (permit.name,)
        for name in (*permit.probes, *(one for one in counted if self._memory.known(one).ended)):
            before, after = self._memory.change(
                name, lambda breaker, now: states.succeeded(breaker, self._settings, now, permit.caller)
            )
            if before.state != after.state:
                log.info("breaker.closed", extra={"breaker": name})

    def failed(self, permit: Permit, *, account_wide: bool = False, why: str = "") -> None:
        """A failure of the provider. `account_wide`: no retry can mend it, nor any other model of the account.

        A probe of the whole account that failed for another reason proves nothing and is given back.
        """
        failing = _account(permit.name) if account_wide else permit.name
        self._give_back([probe for probe in permit.probes if probe != failing], permit.caller)

        def step(breaker: Breaker, now: float) -> Breaker:
            return states.failed(breaker, self._settings, now, permit.caller, at_once=account_wide, why=why)

        before, after = self._memory.change(failing, step)
        if after.state == "open" and before.state != "open":
            seconds = round(after.open_seconds, 1)
            log.warning("breaker.opened", extra={"breaker": failing, "seconds": seconds, "why": why})

    def dropped(self, permit: Permit) -> None:
        """The try ended for a reason of ours: it says nothing, and a probe may be had by another."""
        self._give_back(permit.probes, permit.caller)

    def state(self, name: str) -> BreakerView:
        breaker, now = self._memory.peek(name), self._memory.now()
        failures = sum(now - at < self._settings.window_seconds for at in breaker.failed_at)
        shown = states.shown(breaker, now)
        return BreakerView(name, shown, failures, breaker.opened_at, breaker.retry_at, breaker.why)

    def states(self) -> list[BreakerView]:
        """All that any process changed and all that this one asked about, by name."""
        return [self.state(name) for name in self._memory.names()]

    def reset(self, name: str) -> None:
        """Close it, whatever it was."""
        self._memory.change(name, lambda _, __: Breaker())
        log.info("breaker.reset", extra={"breaker": name})

    def force_open(self, name: str, seconds: float) -> None:
        """Open it for so long; then a probe decides."""
        self._memory.change(name, lambda _, now: states.forced_open(now, seconds))
        log.warning("breaker.forced_open", extra={"breaker": name, "seconds": seconds})

    def _take_probe(self, name: str, caller: str) -> bool:
        decided: list[states.Decision] = ["no"]

        def step(breaker: Breaker, now: float) -> Breaker:
            after, decided[0] = states.ask(breaker, self._settings, now, caller)
            return after

        self._memory.change(name, step)
        return decided[0] != "no"

    def _give_back(self, probes: Iterable[str], caller: str) -> None:
        for probe in probes:
            self._memory.change(probe, lambda breaker, _: states.dropped(breaker, caller))


def _account(name: str) -> str:
    return f"{name.partition(':')[0]}:*"


def _concerned(name: str) -> tuple[str, ...]:
    """The account before the model, so that no model's probe is taken in vain."""
    account = _account(name)
    return (name,) if name == account else (account, name)
