"""Ends what its parent started, when the parent is gone. Run as a program; needs nothing but the standard library.

It reads lines from its standard input, whose other end only the parent holds. However the parent dies, the pipe ends:

    watch PID SIGNAL RANK   end the process with that signal; lower ranks first
    forget PID              it has ended
    remove FOLDER           delete the folder at the very end
    tidy FOLDER             then delete this one if nothing is in it

Killing by name or by listing processes would be simpler, and would end other people's.
"""

import contextlib
import os
import shutil
import signal
import sys
import time

GRACE_SECONDS = 8.0


def start_ticks(pid: int) -> str | None:
    """When the process began, in clock ticks; None once it is gone or a zombie.

    Numbers are given out again: the beginning tells a process from a later one of the same number.
    """
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except FileNotFoundError:
        return None if os.path.isdir("/proc/self") else _without_proc(pid)
    except OSError:
        return None
    return None if fields[0] in ("Z", "X") else fields[19]


def _without_proc(pid: int) -> str | None:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return "foreign"
    return "alive"


def send(pid: int, number: int, *, group: bool = False) -> None:
    try:
        (os.killpg if group else os.kill)(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def end_all(watched: dict[int, tuple[int, int, str | None]]) -> None:
    """Rank by rank: the agreed signal, a grace, then SIGKILL for whatever is left of the process group."""
    for rank in sorted({rank for _, rank, _ in watched.values()}):
        mine = {pid: (number, born) for pid, (number, r, born) in watched.items() if r == rank and born is not None}
        for pid, (number, born) in mine.items():
            if start_ticks(pid) == born:
                send(pid, number)
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and any(start_ticks(pid) == born for pid, (_, born) in mine.items()):
            time.sleep(0.05)
        for pid in mine:
            send(pid, signal.SIGKILL, group=True)


def main() -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    watched: dict[int, tuple[int, int, str | None]] = {}
    folders: list[str] = []
    homes: list[str] = []
    for line in sys.stdin:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == "watch":
            pid, number, rank = (int(part) for part in rest.split())
            watched[pid] = (number, rank, start_ticks(pid))
        elif word == "forget":
            watched.pop(int(rest), None)
        elif word == "remove":
            folders.append(rest)
        elif word == "tidy":
            homes.append(rest)
    end_all(watched)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    for home in homes:
        with contextlib.suppress(OSError):
            os.rmdir(home)


if __name__ == "__main__":
    main()
