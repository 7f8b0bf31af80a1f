"""Remembers for a moment that a server did not answer, so that a dead one is not asked again and again."""

import logging
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

_REST_PER_WAIT = 20.0  # a server that hangs costs at most a twentieth of the time


class AwayMemory:
    """One server's state as this process saw it last. Threads may race on it: the worst is one wait more."""

    def __init__(self, name: str, *, seconds: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._name, self._seconds, self._clock = name, seconds, clock
        self._until = 0.0

    @property
    def is_away(self) -> bool:
        return self._clock() < self._until

    def failed(self, error: Exception, *, waited_seconds: float) -> None:
        """Leave it alone for a second, or for twenty times as long as the failure took."""
        self._until = self._clock() + max(self._seconds, waited_seconds * _REST_PER_WAIT)
        log.warning("orchestrator.server_away", extra={"server": self._name, "error": type(error).__name__})
