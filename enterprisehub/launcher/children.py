"""One process of ours: started in a session of its own, followed by the log stream, ended with its whole group."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from enterprisehub.embedded.guard import Guard
from enterprisehub.launcher.stream import Stream

STOP_SECONDS = 10.0


class Child:
    """A started process. Its session is its own, so that Ctrl-C reaches the launcher alone."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        cwd: Path,
        stream: Stream,
        guard: Guard,
    ) -> None:
        self.name = name
        self._guard = guard
        self._process = subprocess.Popen(
            command,
            env=dict(environment),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        guard.watch(self._process.pid, by=signal.SIGTERM)
        assert self._process.stdout is not None
        self._reader: threading.Thread = stream.follow(name, self._process.stdout)

    @property
    def pid(self) -> int:
        return self._process.pid

    def exit_code(self) -> int | None:
        return self._process.poll()

    def ask_to_end(self) -> None:
        """SIGTERM to the process itself: how its own children end is its business."""
        if self.exit_code() is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()

    def end(self, deadline: float) -> bool:
        """Wait until `deadline` (monotonic), then SIGKILL the group. Returns whether it ended by itself."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        by_itself = self.exit_code() is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)  # also for what a dead leader left behind
        self._process.wait()
        self._guard.forget(self.pid)
        self._reader.join(timeout=2)
        return by_itself


def end_together(children: Sequence[Child], *, seconds: float = STOP_SECONDS) -> list[str]:
    """Ask all, then wait for all; returns the names of those that had to be killed."""
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + seconds
    return [child.name for child in children if not child.end(deadline)]
