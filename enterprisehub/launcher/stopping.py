"""The wish to stop: from the keyboard, from another process, or because whoever started us is gone."""

import contextlib
import os
import signal
import threading
from types import FrameType

STDOUT = 1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Raised where the launcher waits, once somebody wants it to stop."""


class StopWish:
    """Set by signals. The handler only takes a note and says so: a second Ctrl-C breaks no cleaning up of the first."""

    def __init__(self, *, end_with_parent: bool = False) -> None:
        self._wished = threading.Event()
        self._parent = os.getppid() if end_with_parent else None

    def listen(self) -> None:
        for number in SIGNALS:
            signal.signal(number, self._note)

    def wish(self) -> None:
        self._wished.set()

    def is_set(self) -> bool:
        if self._parent is not None and os.getppid() != self._parent:
            self._wished.set()
        return self._wished.is_set()

    def pause(self, seconds: float) -> None:
        """Sleep, but not past the wish. Raises Stopped."""
        self._wished.wait(seconds)
        if self.is_set():
            raise Stopped

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        """Straight to the terminal: the log stream's lock may be held by the very thread that a handler interrupts."""
        if self._wished.is_set():
            return
        self._wished.set()
        with contextlib.suppress(OSError):  # nobody reads any more
            os.write(STDOUT, "\nStopping …\n".encode())
