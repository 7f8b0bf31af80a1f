"""What one process knows of "leave this account alone": told by the provider itself, or learned from the shared server.

Kept on a clock that only runs forward, so that a computer's clock that is set back makes no pause longer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

_LOOK_SECONDS: Final = 1.0  # how late a process that refuses from memory may notice that a wish was lifted


@dataclass(slots=True)
class _Known:
    """Moments on the steady clock; `lifted` is the server's newest lifting that this process heard of."""

    told: float = float("-inf")
    learned: float = float("-inf")
    lifted: float = 0.0
    heard_at: float = float("-inf")


class Wishes:
    """By account. What was told is told on to the shared server again and again, for it may be emptied; what was
    learned from it is not told back: it would creep on by every delay."""

    def __init__(self, *, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._known: dict[str, _Known] = {}
        self._lock = Lock()

    def left(self, account: str) -> float:
        """Seconds, 0 where the account may be asked."""
        known = self._known.get(account)
        return max(0.0, max(known.told, known.learned) - self._steady()) if known else 0.0

    def told_left(self, account: str) -> float:
        known = self._known.get(account)
        return max(0.0, known.told - self._steady()) if known else 0.0

    def tell(self, account: str, seconds: float) -> None:
        """The longer of two wishes stands."""
        with self._lock:
            known = self._of(account)
            known.told = max(known.told, self._steady() + seconds)

    def lifted(self, account: str) -> float:
        return self._known[account].lifted if account in self._known else 0.0

    def is_old(self, account: str) -> bool:
        """Whether the server was not heard for so long that a wish may have been lifted since."""
        return account not in self._known or self._steady() - self._known[account].heard_at >= _LOOK_SECONDS

    def hear(self, account: str, *, lifted: float, left: float) -> bool:
        """What the server says; True where a wish was lifted since it was heard last: everything older is forgotten."""
        with self._lock:
            known = self._of(account)
            known.heard_at = self._steady()
            newly = lifted > known.lifted
            if newly:
                known.told = known.learned = float("-inf")
                known.lifted = lifted
            if left > 0:
                known.learned = known.heard_at + left
        return newly

    def forget(self, account: str) -> None:
        with self._lock:
            known = self._of(account)
            known.told = known.learned = float("-inf")

    def _of(self, account: str) -> _Known:
        return self._known.setdefault(account, _Known())
