"""How a server behind a tier did when it was asked last."""

from typing import Any

from orchestrator.servers.away import AwayMemory


class Standing:
    """Whether to ask it now, and what to show of it. Threads may race on it: the worst is one wait more."""

    def __init__(self, server: str) -> None:
        self._memory = AwayMemory(server, part="cache")
        self._answers = True
        self._failures = 0
        self._error = ""

    @property
    def rests(self) -> bool:
        """Whether it failed so recently, whomever of this process, that it is left alone."""
        return self._memory.rests

    def belongs_to(self, client: Any) -> None:
        """The server of this client: its absence is shared with all others that ask it."""
        self._memory.belongs_to(client)

    def answered(self) -> None:
        self._answers = True
        self._memory.answered()

    def failed(self, error: Exception, *, waited_seconds: float) -> None:
        self._answers = False
        self._failures += 1
        self._error = type(error).__name__
        self._memory.failed(error, waited_seconds=waited_seconds)

    def told(self) -> dict[str, Any]:
        """`state` is up until the first failure and again after the first answer; failures since the start."""
        return {"state": "up" if self._answers else "away", "failures": self._failures, "error": self._error}
