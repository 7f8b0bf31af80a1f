"""Pure: what becomes of an entry whose call did not end well."""

from collections.abc import Callable
from dataclasses import dataclass

from crm.ghl.errors import DoNotDisturb, NoAnswer, Throttled, TokenRefused, Transient
from outbound.errors import OutboundError
from outbound.jitter import full_jitter_s

MOST_TRIES = 8  # with a cap of 60 s between them: about four minutes of a CRM that is away
BASE_S, CAP_S = 1.0, 60.0
THROTTLED_S = 10.0  # the CRM's window, when neither Retry-After nor the interval header says better
PAUSE_JITTER_S = 1.0


@dataclass(frozen=True, slots=True)
class Retry:
    """Due again in `after_s`. `pause_s`: the location sends nothing for so long. `counts`: as a failed try.

    What does not count is about the location and not the entry: it keeps its place, and the location's pause or breaker
    does the waiting.
    """

    after_s: float
    pause_s: float = 0.0
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Dead:
    reason: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """It may have been applied, and must not be applied twice: look first."""


@dataclass(frozen=True, slots=True)
class Applied:
    """It was applied; only the answer could not be read."""


Next = Retry | Dead | LookUp | Applied


def next_step(
    error: OutboundError, *, tries: int, repeatable: bool, is_read: bool, random: Callable[[], float]
) -> Next:
    """`tries`: failed tries so far, this one included."""
    if isinstance(error, Throttled):
        wait_s = (error.retry_after_s if error.retry_after_s is not None else THROTTLED_S) + PAUSE_JITTER_S * random()
        return Retry(wait_s, pause_s=wait_s, counts=False)
    if isinstance(error, TokenRefused):
        return Retry(0.0, counts=False)
    if isinstance(error, NoAnswer) and error.applied != "no":
        return _unanswered(error, tries, repeatable, is_read, random)
    if isinstance(error, Transient | NoAnswer):
        return _later(error, tries, random)
    if isinstance(error, DoNotDisturb):
        return Dead(f"refused_dnd: {error}")
    return Dead(str(error))


def _unanswered(error: OutboundError, tries: int, repeatable: bool, is_read: bool, random: Callable[[], float]) -> Next:
    if not repeatable:
        return LookUp()
    if error.applied == "yes" and not is_read:
        return Applied()
    return Retry(0.0) if tries == 1 else _later(error, tries, random)


def _later(error: OutboundError, tries: int, random: Callable[[], float]) -> Retry | Dead:
    if tries >= MOST_TRIES:
        return Dead(f"gave up after {tries} tries: {error}")
    wait_s = full_jitter_s(tries, base_s=BASE_S, cap_s=CAP_S, random=random)
    return Retry(max(wait_s, error.retry_after_s or 0.0))
