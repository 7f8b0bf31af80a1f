"""One call on its slot: waits for the exact moment, looks a last time whether it may still leave, and goes."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import requests

from crm.ghl.calls import Call
from crm.ghl.client import Answer, GhlClient
from crm.ghl.errors import GhlError
from crm.ghl.transport import NothingLeft
from crm.outbox.attempts import granted_at
from crm.outbox.pacing import Pacer
from crm.outbox.settle import Wire
from outbound.rate_limit import Rate, Slot

LATE_S = 0.001  # what the limiter's guard covers anyway


@dataclass(frozen=True, slots=True)
class Flight:
    """What came of it: an answer or an error with its times; `missed` says why nothing left."""

    result: Answer | GhlError | None
    wire: Wire | None
    missed: str = ""


def fly(
    client: GhlClient,
    call: Call,
    prepared: requests.PreparedRequest,
    slot: Slot,
    *,
    pacer: Pacer,
    location_id: int,
    leave_before: float,
) -> Flight:
    """Connect, then send on the slot. A little late is said to the limiter; much too late nothing leaves and the slot
    is lost: that is looked at when the connection stands, right before the first byte.

    `leave_before`: monotonic; afterwards nothing leaves, whatever the slot.
    The monotonic clock runs on while a process is stopped, so a process that wakes up after minutes sends nothing.
    """
    departure = _Departure(slot, pacer, location_id, leave_before)
    try:
        client.open(call, prepared)
        _sleep_until(slot.at_monotonic)
        departure.may_leave()  # whoever is late by now keeps the open connection for the next slot
        result: Answer | GhlError = client.send(call, prepared, on_sent=departure.take, may_leave=departure.may_leave)
    except NothingLeft as nothing:
        return Flight(None, None, str(nothing))
    except GhlError as error:
        result = error
    return Flight(result, departure.wire())


def too_late_s(rate: Rate) -> float:
    """So late a slot is given up: calls keep the order of their slots."""
    return 0.6 * rate.gap_ms / 1000


@dataclass
class _Departure:
    """The moment at which the call really left. A late one is said to the limiter at once."""

    slot: Slot
    pacer: Pacer
    location_id: int
    leave_before: float
    at_monotonic: float | None = None

    def may_leave(self) -> None:
        """Raises NothingLeft when it has become too late, for the claim or for the slot."""
        now = time.monotonic()
        if now > self.leave_before:
            raise NothingLeft("too old before the wire")
        if now > self.slot.at_monotonic + too_late_s(self.pacer.limiter.rate):
            raise NothingLeft("missed its slot")

    def take(self, at_monotonic: float) -> None:
        self.at_monotonic = at_monotonic
        late_s = at_monotonic - self.slot.at_monotonic
        if late_s > LATE_S:
            self.slot = self.pacer.leave_late(self.location_id, self.slot, late_s)

    def wire(self) -> Wire:
        left = self.at_monotonic if self.at_monotonic is not None else time.monotonic()
        ago = timedelta(seconds=time.monotonic() - left)
        return Wire(granted_at(self.slot.at_server_us), datetime.now(UTC) - ago)


def _sleep_until(at_monotonic: float) -> None:
    rest = at_monotonic - time.monotonic()
    if rest > 0:
        time.sleep(rest)
