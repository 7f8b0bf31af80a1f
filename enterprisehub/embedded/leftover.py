"""Servers of an earlier run that outlived it: launcher and guard were both killed, or the guard is still at it.

Callers hold the lock of the state folder, so a server that still runs on its data belongs to nobody.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from enterprisehub.embedded import process
from enterprisehub.embedded.errors import CannotStart

GUARD_SECONDS, END_SECONDS = 10, 20


def end_leftover(
    pid_file: Path, *, is_ours: Callable[[int], bool], by: signal.Signals, name: str, say: Callable[[str], None]
) -> None:
    """End the server named in `pid_file` if it still runs, then remove the file. Raises CannotStart."""
    try:
        words = pid_file.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return
    pid = int(words[0]) if words and words[0].isdigit() else 0
    if pid > 1 and is_ours(pid) and not process.wait_gone(pid, seconds=GUARD_SECONDS):
        say(f"Ending the {name} (process {pid}) that an earlier run left behind.")
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, by)
        if not process.wait_gone(pid, seconds=END_SECONDS):
            raise CannotStart(f"An earlier {name} (process {pid}) does not end: end it yourself and start again.")
    pid_file.unlink(missing_ok=True)


def command_words(pid: int) -> list[str]:
    """The command line of a process, empty when it is gone. Numbers are given out again, so callers compare names."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        if Path("/proc/self").exists():
            return []
    listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listed.stdout.split()
