"""Threads that think about turns side by side, because a model may take twenty seconds over one of them."""

import logging
import queue
import threading
from collections.abc import Callable
from types import TracebackType

from django.db import connection

from bots.models import Turn

log = logging.getLogger(__name__)


class TurnPool:
    """Up to `threads` turns under way. Threads start when they are needed; each closes its database connection."""

    def __init__(self, run: Callable[[Turn], None], threads: int) -> None:
        self._run, self._most = run, threads
        self._work: queue.SimpleQueue[Turn | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._changed = threading.Condition()
        self._busy = 0

    def __enter__(self) -> "TurnPool":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Waits for what is under way."""
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join()

    @property
    def busy(self) -> int:
        return self._busy

    @property
    def has_room(self) -> bool:
        return self._busy < self._most

    def start(self, turn: Turn) -> None:
        with self._changed:
            self._busy += 1
        if self._busy > len(self._threads):
            self._threads.append(threading.Thread(target=self._serve, name=f"turn-{len(self._threads)}"))
            self._threads[-1].start()
        self._work.put(turn)

    def wait(self, seconds: float) -> None:
        """Until a turn has ended, or so long."""
        with self._changed:
            self._changed.wait(seconds)

    def _serve(self) -> None:
        try:
            while (turn := self._work.get()) is not None:
                self._serve_one(turn)
        finally:
            connection.close()

    def _serve_one(self, turn: Turn) -> None:
        try:
            self._run(turn)
        except Exception:
            # A thread has nobody above it. The turn's lease runs out, and its next run counts the failure.
            log.exception("turns.thread_failed", extra={"turn": turn.pk})
            connection.close()
        with self._changed:
            self._busy -= 1
            self._changed.notify()
