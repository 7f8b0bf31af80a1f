"""From a fresh clone to ready, again when warm, and what all of it weighs in memory."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from bench.figures import Figure
from drills.house import ROOT
from enterprisehub.embedded.ports import free_port

COLD_SECONDS, WARM_SECONDS, MEMORY_MB = 180, 10, 900
SETTLE_SECONDS = 15

Say = Callable[[str], None]


def _fresh_clone(folder: Path) -> Path:
    clone = folder / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True, timeout=120)
    return clone


def _start(clone: Path, port: int) -> tuple["subprocess.Popen[bytes]", float]:
    """`make run` in an empty environment until /readyz answers 200; returns the process and the seconds it took."""
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(clone.parent / "home"), "PORT": str(port)}
    environment["PATH"] = os.environ.get("PATH", environment["PATH"])
    started = time.monotonic()
    log = (clone.parent / "run.log").open("ab")
    process = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    log.close()
    while time.monotonic() - started < COLD_SECONDS * 2:
        with suppress(requests.RequestException):
            if requests.get(f"http://127.0.0.1:{port}/readyz", timeout=1).ok:
                return process, time.monotonic() - started
        if process.poll() is not None:
            raise RuntimeError("make run ended: " + (clone.parent / "run.log").read_text()[-1500:])
        time.sleep(0.1)
    raise TimeoutError("make run did not become ready")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    process.wait(60)


def _belongs(pid: int, folder: Path) -> bool:
    """Whether a process runs in, from or with the state of this clone."""
    mark = str(folder).encode()
    with suppress(OSError):
        if mark in Path(f"/proc/{pid}/cmdline").read_bytes() or mark in Path(f"/proc/{pid}/environ").read_bytes():
            return True
        return str(folder) in os.readlink(f"/proc/{pid}/cwd")
    return False


def _family(root: int) -> set[int]:
    """The process and all its descendants."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError, ValueError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    family = {root}
    while True:
        more = {pid for pid, parent in parents.items() if parent in family} - family
        if not more:
            return family
        family |= more


def resident_mb(root: int, folder: Path) -> float:
    """Proportional set size of every process that belongs to the product, in MiB."""
    everybody = {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    ours = _family(root) | {pid for pid in everybody if _belongs(pid, folder)}
    total_kb = 0
    for pid in ours:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total_kb += int(line.split()[1])
    return total_kb / 1024


def start_and_size(say: Say, *, full: bool) -> list[Figure]:
    with TemporaryDirectory(prefix="enterprisehub-start-", dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o711)
        (folder / "home").mkdir()
        clone = _fresh_clone(folder)
        say("cold start: fresh clone, empty environment, empty package cache")
        process, cold = _start(clone, free_port())
        say(f"ready after {cold:.1f} s; letting it settle")
        time.sleep(SETTLE_SECONDS)
        memory = resident_mb(process.pid, clone)
        _stop(process)
        warm_starts = []
        for _ in range(3):
            process, warm = _start(clone, free_port())
            warm_starts.append(warm)
            say(f"warm start: {warm:.1f} s")
            _stop(process)
        shutil.rmtree(clone, ignore_errors=True)
    warm = sorted(warm_starts)[1]
    return [
        Figure(
            "start_cold_s", cold, "s", 1, wanted=f"< {COLD_SECONDS}", met=cold < COLD_SECONDS, note="install included"
        ),
        Figure("start_warm_s", warm, "s", 3, wanted=f"< {WARM_SECONDS}", met=warm < WARM_SECONDS, note="median"),
        Figure(
            "resident_mb",
            memory,
            "MiB PSS",
            1,
            wanted=f"< {MEMORY_MB}",
            met=memory < MEMORY_MB,
            note="all processes and servers",
        ),
    ]
