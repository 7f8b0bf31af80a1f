"""Single-flight: of many equal requests one asks the provider, the others wait for what it stores.

Between threads a leader is a thread; between processes it is the process that holds the key's lease in Redis. Without
Redis there is one leader per process.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Lock
from typing import Generic, TypeVar

from orchestrator.contracts import ModelAway, NoAnswer
from orchestrator.flights.endings import ending_as_json, ending_from_json
from orchestrator.flights.leases import Lease, Leases, LeasesAway

T = TypeVar("T")

_LOOK_SECONDS = 0.04  # how often a process looks whether another one has landed
_WORTH_ASKING_SECONDS = 1.0
_MOST_BREAKS = 2


@dataclass(slots=True)
class _Flight:
    landed: Event = field(default_factory=Event)
    ended_with: NoAnswer | None = None
    breaks: int = 0  # leaders in a row that ended with an error nobody foresaw
    broke_with: str = ""


class Flights(Generic[T]):
    """Keeps one flight per key. A key says all that shapes an answer, so followers may share the leader's."""

    def __init__(self, leases: Leases | None = None) -> None:
        self._leases = leases
        self._flights: dict[str, _Flight] = {}
        self._lock = Lock()

    def run(self, key: str, *, find: Callable[[], T | None], ask: Callable[[], T], deadline: float) -> T | None:
        """What `ask` yields to the leader, what `find` yields to a follower; None when the deadline passed first.

        A follower whose leader ended with NoAnswer gets that too, where asking again would end alike. One whose
        leader broke otherwise (its process or thread is going down) takes over; where that one breaks as well, all
        others end with ModelAway instead of failing one after another.
        """
        before = None
        while time.monotonic() < deadline:
            flight, leads = self._join(key, before)
            if leads:
                return self._lead(key, flight, find, ask, deadline)
            flight.landed.wait(max(0.0, deadline - time.monotonic()))
            found = find()
            if found is not None:
                return found
            if flight.ended_with is not None and not _later_helps(flight.ended_with, deadline):
                raise flight.ended_with
            if flight.breaks >= _MOST_BREAKS:
                raise ModelAway(f"those who asked the same broke off: {flight.broke_with}")
            before = flight
        return None

    def _join(self, key: str, before: _Flight | None) -> tuple[_Flight, bool]:
        with self._lock:
            flight = self._flights.get(key)
            if flight is not None:
                return flight, False
            return self._flights.setdefault(key, _Flight(breaks=before.breaks if before else 0)), True

    def _lead(
        self, key: str, flight: _Flight, find: Callable[[], T | None], ask: Callable[[], T], deadline: float
    ) -> T | None:
        try:
            return self._among_processes(key, find, ask, deadline)
        except NoAnswer as error:
            flight.ended_with = error
            raise
        except Exception as error:
            flight.breaks += 1
            flight.broke_with = type(error).__name__
            raise
        finally:
            with self._lock:
                del self._flights[key]
            flight.landed.set()

    def _among_processes(
        self, key: str, find: Callable[[], T | None], ask: Callable[[], T], deadline: float
    ) -> T | None:
        leases = self._leases
        if leases is None:
            return self._ask(None, find, ask)
        while time.monotonic() < deadline:
            try:
                lease = leases.take(key, until=deadline)
                if lease.mine:
                    return self._ask(lease, find, ask)
                found = _follow(leases, lease, find, deadline)
            except LeasesAway:
                return self._ask(None, find, ask)
            if found is not None:
                return found
        return None

    def _ask(self, lease: Lease | None, find: Callable[[], T | None], ask: Callable[[], T]) -> T:
        ending = b""
        try:
            # Another leader may have landed between this caller's look-up and its turn to lead.
            found = find()
            return ask() if found is None else found
        except NoAnswer as error:
            ending = ending_as_json(error)
            raise
        finally:
            if lease is not None and self._leases is not None:
                self._leases.give_back(lease, ending=ending)


def _follow(leases: Leases, lease: Lease, find: Callable[[], T | None], deadline: float) -> T | None:
    """Wait while that process leads. None when nobody does any more and nothing was stored. Raises LeasesAway."""
    while time.monotonic() < deadline:
        holder, ending = leases.look(lease)
        if holder == lease.token:
            time.sleep(min(_LOOK_SECONDS, max(0.0, deadline - time.monotonic())))
            continue
        ended_with = ending_from_json(ending) if ending else None
        if ended_with is not None and not _later_helps(ended_with, deadline):
            raise ended_with
        return find()
    return None


def _later_helps(ended_with: NoAnswer, deadline: float) -> bool:
    """Whether this caller has time where its leader had none: the provider may be asked again before its deadline."""
    if not isinstance(ended_with, ModelAway) or ended_with.retry_at is None:
        return False
    last = datetime.now(UTC) + timedelta(seconds=deadline - time.monotonic() - _WORTH_ASKING_SECONDS)
    return ended_with.retry_at < last
