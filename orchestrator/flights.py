"""Single-flight: of many equal requests in this process one asks the provider, the others wait for what it stores."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

from orchestrator.contracts import NoAnswer

T = TypeVar("T")


@dataclass(slots=True)
class _Flight:
    landed: Event = field(default_factory=Event)
    ended_with: NoAnswer | None = None


class Flights(Generic[T]):
    """Keeps one flight per key. A key says all that shapes an answer, so followers may share the leader's."""

    def __init__(self) -> None:
        self._flights: dict[str, _Flight] = {}
        self._lock = Lock()

    def run(self, key: str, *, find: Callable[[], T | None], ask: Callable[[], T], deadline: float) -> T | None:
        """What `ask` yields to the leader, what `find` yields to a follower; None when the deadline passed first.

        A follower whose leader ended with NoAnswer gets that too: asking again would end alike. One whose leader
        broke otherwise (its process or thread is going down) takes over.
        """
        while time.monotonic() < deadline:
            flight, leads = self._join(key)
            if leads:
                return self._lead(key, flight, find, ask)
            flight.landed.wait(max(0.0, deadline - time.monotonic()))
            found = find()
            if found is not None:
                return found
            if flight.ended_with is not None:
                raise flight.ended_with
        return None

    def _join(self, key: str) -> tuple[_Flight, bool]:
        with self._lock:
            flight = self._flights.get(key)
            if flight is not None:
                return flight, False
            return self._flights.setdefault(key, _Flight()), True

    def _lead(self, key: str, flight: _Flight, find: Callable[[], T | None], ask: Callable[[], T]) -> T:
        try:
            # Another leader may have landed between this caller's look-up and its turn to lead.
            found = find()
            return ask() if found is None else found
        except NoAnswer as error:
            flight.ended_with = error
            raise
        finally:
            with self._lock:
                del self._flights[key]
            flight.landed.set()
