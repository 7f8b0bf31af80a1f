"""Everything that one launcher runs, held together: nothing of it outlives the session."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.embedded.files import hold_lock
from enterprisehub.embedded.guard import Guard
from enterprisehub.embedded.home import make_state_dir
from enterprisehub.embedded.server import Running
from enterprisehub.launcher.children import Child, end_together
from enterprisehub.launcher.restarts import Restarts
from enterprisehub.launcher.stopping import Stopped, StopWish
from enterprisehub.launcher.stream import Stream

TICK_SECONDS = 0.1
LOADING_SECONDS = 0.5


class Session:
    """Servers and children of one state folder. Use as a context: leaving it ends all, last started first."""

    def __init__(self, state_dir: Path, *, cwd: Path, wish: StopWish, terminal: IO[str] = sys.stdout) -> None:
        make_state_dir(state_dir)
        self._lock = hold_lock(
            state_dir / "launcher.lock",
            refusal=f"Another launcher already runs on {state_dir}: end it, or choose another folder with STATE_DIR=…",
        )
        self.state_dir = state_dir
        self.wish = wish
        self.guard = Guard()
        self.stream = Stream(state_dir / "logs", terminal)
        self._cwd = cwd
        # Names of children that serve nobody yet: a web server that still loads waits 8 s until its workers hear of it.
        self.loading: set[str] = set()
        self._children: dict[str, Child] = {}
        self._starts: dict[str, Callable[[], Child]] = {}
        self._servers: dict[str, Running] = {}
        self._server_starts: dict[str, Callable[[int], Running]] = {}
        self._restarts = Restarts()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def start_server(self, name: str, start: Callable[[int], Running]) -> Running:
        """Start a server with `start(port)`; if it dies it comes back on the port it had."""
        server = start(0)
        self._servers[name] = server
        self._server_starts[name] = start
        return server

    def start_child(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a process that is meant to run as long as the session."""
        self._starts[name] = lambda: self._spawn(name, command, environment)
        self._children[name] = self._starts[name]()

    def run_step(self, name: str, command: Sequence[str], environment: Mapping[str, str], *, failure: str) -> None:
        """Run a process to its end, its lines in the stream. Raises CannotStart(failure) when it fails, Stopped."""
        child = self._spawn(name, command, environment)
        try:
            while child.exit_code() is None:
                self.tick()
        finally:
            end_together([child])
        if child.exit_code():
            raise CannotStart(f"{failure} (its lines are in {self.state_dir / 'logs' / name}.log).")

    def tick(self) -> None:
        """Wait a moment and see to whatever has died. Raises Stopped, or CannotStart when something dies too often."""
        self.wish.pause(TICK_SECONDS)
        for name, server in self._servers.items():
            if not server.alive():
                self._allow_restart(name, "stopped")
                server.stop()
                self._servers[name] = self._server_starts[name](server.port)
        for name, child in self._children.items():
            if child.exit_code() is not None:
                self._allow_restart(name, f"ended with {child.exit_code()}")
                end_together([child], seconds=0)
                self._children[name] = self._starts[name]()

    def hold(self) -> None:
        """Look after everything until somebody wants to stop. Raises CannotStart when something dies too often."""
        while True:
            try:
                self.tick()
            except Stopped:
                return

    def close(self) -> None:
        """End the children, then the servers they use. Safe to call at any point of the start."""
        loading = [self._children.pop(name) for name in self.loading & self._children.keys()]
        end_together(loading, seconds=LOADING_SECONDS)
        killed = end_together(list(self._children.values()))
        if killed:
            self.stream.say(f"Killed after a grace of 10 s: {', '.join(killed)}.")
        for server in reversed(self._servers.values()):
            server.stop()
        self.guard.close()
        self._lock.close()

    def _spawn(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> Child:
        try:
            return Child(name, command, environment=environment, cwd=self._cwd, stream=self.stream, guard=self.guard)
        except OSError as error:
            raise CannotStart(f"{name} cannot be started ({error.strerror}: {command[0]}).") from error

    def _allow_restart(self, name: str, how: str) -> None:
        if not self._restarts.allow(name, time.monotonic()):
            raise CannotStart(
                f"{name} {how} for the fourth time within a minute: everything stops; see {self.state_dir / 'logs'}."
            )
        self.stream.say(f"{name} {how}; starting it again.")
