"""What people activate, followed by a thread of each process: the way of a question reads memory and asks nobody.

The rows are read every second on a connection with a time limit of its own. While they cannot be read, the last known
choice stays.
"""

import logging
import os
import time
import weakref
from collections.abc import Callable, Mapping
from threading import Event, Lock, Thread

import orjson
import psycopg

from orchestrator.prompts.files import BadPrompt, PromptFile, from_parts
from orchestrator.servers.quick_database import QuickDatabase, TooSlow

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0  # how late a process may notice an activation
FIRST_WAIT_SECONDS = 0.15  # at most so long, once, for what was chosen before the process began
_LIMIT_MS = 1_000
_CHOSEN = "SELECT DISTINCT ON (name) name, number FROM orchestrator_promptactivation ORDER BY name, id DESC"
_TEXT = "SELECT sha256, front_matter::text, text FROM orchestrator_promptversion WHERE name = $1 AND number = $2::int8"

Chosen = Mapping[str, int | None]  # by prompt; None where the files are followed again
Stored = Callable[[str, int], PromptFile]  # raises BadPrompt where no such version was published
Take = Callable[[Chosen, Stored], None]

_threads: "weakref.WeakSet[_Follower]" = weakref.WeakSet()


def rest() -> None:
    """End every thread of this process that watches; the next question starts it again."""
    for thread in list(_threads):
        thread.stop()
    for thread in list(_threads):
        thread.join(5)


class ActivationWatch:
    """Gives `take`, a method, what the rows say. Its thread begins with the first question and ends with the method's
    object."""

    def __init__(self, take: Take, *, every_seconds: float = EVERY_SECONDS) -> None:
        self._take = weakref.WeakMethod(take)
        self._every_seconds = every_seconds
        self._thread: _Follower | None = None
        self._wait_until = 0.0  # monotonic
        self._starting, self._pid = Lock(), os.getpid()

    def ensure(self) -> None:
        """Have the rows followed. Waits for nothing but the first look, and for that a moment at the longest."""
        thread = self._thread
        if thread is None or not thread.is_alive():
            thread = self._start()
        if not thread.looked.is_set() and (left := self._wait_until - time.monotonic()) > 0:
            thread.looked.wait(left)

    def _start(self) -> "_Follower":
        if self._pid != os.getpid():  # a fork: the lock may have been held by a thread that did not come along
            self._pid, self._starting = os.getpid(), Lock()
        with self._starting:
            thread = self._thread
            if thread is None or not thread.is_alive():
                self._wait_until = time.monotonic() + FIRST_WAIT_SECONDS
                thread = self._thread = _Follower(self._take, self._every_seconds)
                weakref.finalize(self, thread.stop)
                thread.start()
        return thread


class _Follower(Thread):
    def __init__(self, take: "weakref.WeakMethod[Take]", every_seconds: float) -> None:
        super().__init__(name="prompt-activations", daemon=True)
        self._take, self._every_seconds = take, every_seconds
        self.looked, self._stop_asked = Event(), Event()
        _threads.add(self)

    def stop(self) -> None:
        self._stop_asked.set()

    def run(self) -> None:
        rows, fault = _Rows(), ""
        try:
            while (take := self._take()) is not None:
                before, fault = fault, _look(rows, take)
                if fault and fault != before:
                    log.warning("orchestrator.activations_not_read", extra={"error": fault})
                self.looked.set()
                del take
                if self._stop_asked.wait(self._every_seconds):
                    return
        finally:
            rows.close()


def _look(rows: "_Rows", take: Take) -> str:
    """The name of what went wrong, if anything: a thread that ended would leave an old choice in force for good."""
    try:
        take(rows.chosen(), rows.stored)
    except (TooSlow, psycopg.Error) as error:
        return type(error).__name__
    except Exception as error:
        log.exception("orchestrator.activations_stumbled")
        return type(error).__name__
    return ""


class _Rows:
    """The tables as this thread reads them."""

    def __init__(self) -> None:
        self._database = QuickDatabase(limit_ms=_LIMIT_MS, keep=1, most=1)

    def chosen(self) -> dict[str, int | None]:
        rows = self._database.ask(_CHOSEN, [])
        return {name.decode(): None if number is None else int(number) for name, number in rows}

    def stored(self, name: str, number: int) -> PromptFile:
        found = self._database.ask(_TEXT, [name, number])
        if not found:
            raise BadPrompt(f"Prompt {name}/{number} was never published.")
        sha256, front_matter, text = found[0]
        where = f"{name}/{number}"
        return from_parts(orjson.loads(front_matter), text.decode(), sha256=sha256.decode(), where=where)

    def close(self) -> None:
        self._database.close()
