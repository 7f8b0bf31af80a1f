"""What becomes of an event that could not be applied. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

BACK_OFF_SECONDS = (2.0, 10.0, 60.0, 300.0)  # after the first, second, … failure; the last one repeats


@dataclass(frozen=True, slots=True)
class TryAgain:
    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No further try helps, or there were enough."""


def after_failure(attempts: int, *, most: int, permanent: bool, now: datetime, scale: float = 1.0) -> TryAgain | GiveUp:
    """`attempts` counts this failure. `scale` shortens the clocks in drills."""
    if permanent or attempts >= most:
        return GiveUp()
    pause_seconds = BACK_OFF_SECONDS[min(attempts, len(BACK_OFF_SECONDS)) - 1] * scale
    return TryAgain(now + timedelta(seconds=pause_seconds))


def reason_of(error: Exception) -> str:
    """The kind of the error and, for our own ones, which field: never a lead's words."""
    ours = f": {error}" if type(error).__module__.startswith("crm.") and str(error) else ""
    return f"{type(error).__name__}{ours}"[:200]
