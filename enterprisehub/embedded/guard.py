"""The near end of the guard process: whatever is told to it dies with us, even when we are killed."""

import contextlib
import functools
import signal
import subprocess
import sys
import threading
from pathlib import Path

PROGRAM = Path(__file__).with_name("guard_process.py")
CHILDREN_FIRST, SERVERS_LAST = 0, 1


class Guard:
    """Watches processes that lead their own group. A guard that was itself killed is replaced at the next word."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watched: dict[int, str] = {}
        self._removals: list[str] = []
        self._process = _start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def watch(self, pid: int, *, by: signal.Signals = signal.SIGTERM, rank: int = CHILDREN_FIRST) -> None:
        """End `pid` with the signal `by` when we are gone; its process group is killed 8 s later."""
        with self._lock:
            self._watched[pid] = f"watch {pid} {int(by)} {rank}\n"
            self._tell(self._watched[pid])

    def forget(self, pid: int) -> None:
        with self._lock:
            self._watched.pop(pid, None)
            self._tell(f"forget {pid}\n")

    def remove_at_end(self, folder: Path, *, only_if_empty: bool = False) -> None:
        """Delete a throw-away folder after the last process has ended."""
        with self._lock:
            self._removals.append(f"{'tidy' if only_if_empty else 'remove'} {folder}\n")
            self._tell(self._removals[-1])

    def close(self) -> None:
        """End what is still watched, now, and wait until that is done."""
        with self._lock, contextlib.suppress(BrokenPipeError):
            if self._process.stdin:
                self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        if self._process.stdin is None or self._process.stdin.closed:
            return  # closed: what it watched has ended
        try:
            _write(self._process, line)
        except BrokenPipeError:
            self._process.wait()
            self._process = _start()
            for known in (*self._watched.values(), *self._removals):
                _write(self._process, known)


def _start() -> "subprocess.Popen[str]":
    # Isolated (-I) and without site (-S): 7 MB instead of 12, and nothing from the working folder is imported.
    command = [sys.executable, "-I", "-S", str(PROGRAM)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True, cwd="/")


def _write(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line)
    process.stdin.flush()


@functools.cache
def shared_guard() -> Guard:
    """One guard for everything this process starts."""
    return Guard()
