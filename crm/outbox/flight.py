"""One call on its slot: waits for the exact moment, looks a last time whether it may still leave, and goes."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import requests

from crm.ghl.calls import Call
from crm.ghl.client import Answer, GhlClient
from crm.ghl.errors import GhlError
from crm.outbox.attempts import granted_at
from crm.outbox.pacing import Pacer
from crm.outbox.settle import Wire
from outbound.rate_limit import Busy, Slot

LATE_S = 0.003  # later than this after its slot a call would come too close to the next one


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
    """Send on the slot, or on a new one when the slot has passed. `leave_before`: monotonic; afterwards nothing leaves.

    The monotonic clock runs on while a process is stopped, so a process that wakes up after minutes sends nothing.
    """
    while True:
        _sleep_until(slot.at_monotonic)
        now = time.monotonic()
        if now > leave_before:
            return Flight(None, None, "too old before the wire")
        if now <= slot.at_monotonic + LATE_S:
            break
        next_slot = _next_slot(pacer, location_id, leave_before)
        if next_slot is None:
            return Flight(None, None, "missed its slot")
        slot = next_slot
    wire = Wire(granted_at(slot.at_server_us), datetime.now(UTC))
    try:
        return Flight(client.send(call, prepared), wire)
    except GhlError as error:
        return Flight(error, wire)


def _next_slot(pacer: Pacer, location_id: int, leave_before: float) -> Slot | None:
    while time.monotonic() < leave_before:
        asked = pacer.rebook(location_id)
        if not isinstance(asked, Busy):
            return asked
        time.sleep(asked.retry_ms / 1000)
    return None


def _sleep_until(at_monotonic: float) -> None:
    rest = at_monotonic - time.monotonic()
    if rest > 0:
        time.sleep(rest)
