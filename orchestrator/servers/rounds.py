"""Threads of the background: each makes its round every so often, until it is stopped or its object is gone.

No error ends one, for a process whose thread had ended silently would go on with an old picture for good. An error that
repeats itself is logged once.
"""

import logging
import os
import weakref
from collections.abc import Callable
from threading import Event, Lock, Thread, current_thread

log = logging.getLogger(__name__)

_JOIN_SECONDS = 5.0

_threads: "weakref.WeakSet[Stoppable]" = weakref.WeakSet()


def rest() -> list[str]:
    """Stop every thread of the background that this process has, as before a database is dropped, and wait for them.

    The next use of what they serve starts them again. Returns the names of those that did not end in time.
    """
    threads = [thread for thread in list(_threads) if thread.is_alive()]
    for thread in threads:
        thread.stop_asked.set()
    for thread in threads:
        thread.join(_JOIN_SECONDS)
    return [thread.name for thread in threads if thread.is_alive()]


class Stoppable(Thread):
    """A daemon that looks at `stop_asked`, and that `rest` knows."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.stop_asked = Event()
        _threads.add(self)


class Rounds:
    """Calls `look`, a method, every so many seconds, with one thread that begins with the first `ensure`.

    `at_once`: the first round comes without a pause.
    """

    def __init__(self, name: str, look: Callable[[], object], *, every_seconds: float, at_once: bool = False) -> None:
        self._name, self._look = name, weakref.WeakMethod(look)
        self._every_seconds, self._at_once = every_seconds, at_once
        self._thread: _Walker | None = None
        self._starting, self._pid = Lock(), os.getpid()

    @property
    def goes_on(self) -> bool:
        thread = self._thread
        return thread is not None and thread.is_alive() and not thread.stop_asked.is_set()

    def ensure(self, *, wait_seconds: float = 0.0) -> None:
        """Have the thread run. Whoever starts it waits so long, at most, for its first round."""
        if self.goes_on:
            return
        if self._pid != os.getpid():  # a fork: the lock may have been held by a thread that did not come along
            self._pid, self._starting = os.getpid(), Lock()
        with self._starting:
            if self.goes_on:
                return
            self._thread = _Walker(self._name, self._look, self._every_seconds, at_once=self._at_once)
            self._thread.start()
            self._thread.went_round.wait(wait_seconds)

    def stop(self) -> None:
        """End the thread and wait for it; `ensure` starts another."""
        thread = self._thread
        if thread is not None:
            thread.stop_asked.set()
            if thread is not current_thread():
                thread.join(_JOIN_SECONDS)


class _Walker(Stoppable):
    def __init__(
        self, name: str, look: "weakref.WeakMethod[Callable[[], object]]", every_seconds: float, *, at_once: bool
    ) -> None:
        super().__init__(name)
        self._look, self._every_seconds, self._at_once = look, every_seconds, at_once
        self._stumbled = ""  # over what, in the last round
        self.went_round = Event()

    def run(self) -> None:
        if self.stop_asked.wait(0.0 if self._at_once else self._every_seconds):
            return
        while (look := self._look()) is not None:
            self._once(look)
            del look  # its object may go while nobody looks
            self.went_round.set()
            if self.stop_asked.wait(self._every_seconds):
                return

    def _once(self, look: Callable[[], object]) -> None:
        try:
            look()
        except Exception as error:
            kind = type(error).__name__
            if kind != self._stumbled:
                log.exception("background.stumbled", extra={"who": self.name})
            self._stumbled = kind
        else:
            self._stumbled = ""
