"""When a turn is due: pure arithmetic on receipts."""

from datetime import datetime, timedelta

BURST_FACTOR = 3  # a lead who keeps typing is answered after three debounces at the latest
READ_WAIT = timedelta(seconds=10)  # the first read of a contact gets this long before the turn goes on without it
BRIEFLY = timedelta(milliseconds=300)  # while an earlier text of the thread is at the wire


def due_at(first_received: datetime, last_received: datetime, debounce_seconds: float, *, is_read: bool) -> datetime:
    """Last receipt + debounce, at latest first receipt + 3 × debounce; a lead that is being read for the first time
    (`is_read` False) waits for that read, at most ten seconds after the first receipt."""
    debounce = timedelta(seconds=debounce_seconds)
    settled = min(last_received + debounce, first_received + BURST_FACTOR * debounce)
    return settled if is_read else max(settled, first_received + READ_WAIT)
