"""Start and end a server process: own session, clean environment, another user where we are root."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from enterprisehub.embedded.home import Home

LOG_KEPT_BYTES = 5_000_000


def clean_environment() -> dict[str, str]:
    """Without PGDATA, PGPORT, locale and the like: what runs here depends on our arguments alone."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def as_user(home: Home) -> dict[str, Any]:
    """The arguments of subprocess that drop root for the home's user."""
    return {} if home.user is None else {"user": home.user, "group": home.user, "extra_groups": []}


def run(
    args: Sequence[str | Path], *, home: Home, timeout_seconds: float, stdin: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run a program of the server's to its end; both outputs come back in `stdout`. Raises OSError, TimeoutExpired."""
    return subprocess.run(
        [str(arg) for arg in args],
        cwd=home.path,
        env=clean_environment(),
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=timeout_seconds,
        start_new_session=True,
        umask=0o077,
        check=False,
        **as_user(home),
    )


def spawn(args: Sequence[str | Path], *, home: Home, log: Path, stdin: str | None = None) -> "subprocess.Popen[bytes]":
    """Start a server that writes to `log`. Secrets go to its `stdin`: arguments can be seen by everybody."""
    with open(log, "ab", opener=_private) as output:
        process = subprocess.Popen(
            [str(arg) for arg in args],
            cwd=home.path,
            env=clean_environment(),
            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=0o077,
            **as_user(home),
        )
    if stdin is not None and process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):  # it died at once; the caller sees that and reads the log
            process.stdin.write(stdin.encode())
            process.stdin.close()
    return process


def end(process: "subprocess.Popen[bytes]", *steps: tuple[signal.Signals, float]) -> None:
    """Send each signal and wait its seconds until the process is gone; SIGKILL to its group in the end."""
    for number, seconds in steps:
        if process.poll() is not None:
            break
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_gone(pid: int, *, seconds: float) -> bool:
    """Whether a process that is not our child has gone within `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            pass
        time.sleep(0.05)
    return False


def tail(log: Path, *, since_byte: int = 0, lines: int = 12) -> str:
    """The last lines a server wrote after `since_byte`."""
    try:
        with open(log, "rb") as file:
            file.seek(since_byte)
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""


def fresh_log(log: Path) -> int:
    """Put a log that grew long aside; returns the byte at which the next start's words begin."""
    size = log.stat().st_size if log.exists() else 0
    if size <= LOG_KEPT_BYTES:
        return size
    log.replace(log.with_suffix(".old.log"))
    return 0


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
