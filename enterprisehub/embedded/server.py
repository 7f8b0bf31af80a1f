"""What a running PostgreSQL and a running Valkey have in common."""

import contextlib
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from enterprisehub.embedded import process
from enterprisehub.embedded.errors import CannotStart
from enterprisehub.embedded.guard import SERVERS_LAST, Guard
from enterprisehub.embedded.home import Home
from enterprisehub.embedded.ports import free_port

TRIES, RETRY_SECONDS = 6, 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """How one kind of server is run: where, until when, ended by which signals (each with its seconds)."""

    home: Home
    folder: Path
    lock: IO[str]
    guard: Guard
    endings: tuple[tuple[signal.Signals, float], ...]
    throwaway: bool

    @property
    def log(self) -> Path:
        return self.folder / "server.log"


@dataclass(slots=True)
class Server:
    """A started process and what has to end with it."""

    plan: Plan
    process: "subprocess.Popen[bytes]"
    log_begins_at: int

    def alive(self) -> bool:
        return self.process.poll() is None

    def end(self) -> None:
        process.end(self.process, *self.plan.endings)
        self.plan.guard.forget(self.process.pid)

    def last_words(self) -> str:
        return process.tail(self.plan.log, since_byte=self.log_begins_at)


@dataclass(slots=True, kw_only=True)
class Running:
    """A server that answers. It ends with `stop()`, or when this process ends, however that comes about."""

    server: Server
    url: str
    port: int

    @property
    def pid(self) -> int:
        return self.server.process.pid

    @property
    def log(self) -> Path:
        return self.server.plan.log

    def alive(self) -> bool:
        return self.server.alive()

    def stop(self) -> None:
        """Afterwards nothing of it runs, and a throw-away one has left nothing. May be called twice."""
        self.server.end()
        self.server.plan.lock.close()
        if self.server.plan.throwaway:
            shutil.rmtree(self.server.plan.folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                self.server.plan.home.path.rmdir()  # not empty while the other server is there


def launch(plan: Plan, args: list[str | Path], *, stdin: str | None = None) -> Server:
    """Start the process under the eyes of the guard. Raises OSError when the program does not run here."""
    begins_at = process.fresh_log(plan.log)
    started = process.spawn(args, home=plan.home, log=plan.log, stdin=stdin)
    plan.guard.watch(started.pid, by=plan.endings[0][0], rank=SERVERS_LAST)
    if plan.throwaway:
        plan.guard.remove_at_end(plan.folder)
        plan.guard.remove_at_end(plan.home.path, only_if_empty=True)
    return Server(plan, started, begins_at)


def start_listening(
    port: int, launch_on: Callable[[int], Server], wait_ready: Callable[[Server, int], None]
) -> tuple[Server, int]:
    """Launch on `port`, or for 0 on a free one; again where only time or another port is wanting."""
    for tries_left in reversed(range(TRIES)):
        used = port or free_port()
        server = launch_on(used)
        try:
            wait_ready(server, used)
        except CannotStart:
            server.end()
            if not (tries_left and _passes(server.last_words(), fixed_port=bool(port))):
                raise
            time.sleep(RETRY_SECONDS)
        except BaseException:
            server.end()
            raise
        else:
            return server, used
    raise AssertionError("the last try returns or raises")


def _passes(said: str, *, fixed_port: bool) -> bool:
    """Whether the reason goes away: a free port was just taken, or a killed server's last process still ends."""
    return "pre-existing shared memory block" in said or (not fixed_port and "Address already in use" in said)


def own_folder(home: Home, name: str) -> Path:
    """A folder of mode 0700 in the home, owned by the servers' user."""
    folder = home.path / name
    if not folder.exists():
        done = process.run(["mkdir", "-m", "700", folder], home=home, timeout_seconds=10)
        if done.returncode:
            raise CannotStart(f"The folder {folder} cannot be made ({done.stdout.strip()}).")
    return folder
