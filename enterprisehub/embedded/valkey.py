"""A real Valkey on loopback, from the wheel's program: `start_valkey(state_dir)`."""

import json
import logging
import secrets
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import redis

from enterprisehub.embedded.errors import CannotStart, disk_full_at, is_disk_full
from enterprisehub.embedded.files import hold_lock, read_json, write_private
from enterprisehub.embedded.guard import Guard, shared_guard
from enterprisehub.embedded.home import Home, find_home
from enterprisehub.embedded.leftover import command_words, end_leftover
from enterprisehub.embedded.ports import LOOPBACK, require_free
from enterprisehub.embedded.programs import valkey_programs
from enterprisehub.embedded.server import Plan, Running, Server, launch, own_folder, start_listening

log = logging.getLogger(__name__)

CREDENTIALS = "valkey.json"
DATABASES = 64  # a pair for each of up to 31 test processes, beside the first pair
START_SECONDS = 60
ADVICE = "set REDIS_URL to a Redis or Valkey of your own (6.2 or later)"
ENDINGS = ((signal.SIGTERM, 10.0),)


@dataclass(slots=True, kw_only=True)
class Valkey(Running):
    """`url` is the broker's database (0), `cache_url` the cache's (1)."""

    cache_url: str

    def database_url(self, number: int) -> str:
        """The address of another of the server's 64 databases."""
        return f"{self.url.rpartition('/')[0]}/{number}"


def start_valkey(
    state_dir: Path,
    *,
    port: int = 0,
    throwaway: bool = False,
    guard: Guard | None = None,
    say: Callable[[str], None] = log.warning,
) -> Valkey:
    """Start the Valkey of `state_dir`: append-only file and noeviction. A throw-away one keeps nothing.

    port: 0 takes a free one. `say` gets a sentence about anything unusual that was put right.
    Raises CannotStart with one sentence, nothing left running.
    """
    home = find_home(state_dir)
    if port:
        require_free(port, setting="port")
    lock = hold_lock(state_dir / "valkey.lock", refusal=f"Another process already runs the Valkey of {state_dir}.")
    try:
        folder = own_folder(home, "valkey")
        plan = Plan(home, folder, lock, guard or shared_guard(), ENDINGS, throwaway)
        _end_leftover(folder, say=say)
        return _start(plan, _program(home), port, _password(state_dir))
    except BaseException:
        lock.close()
        raise


def _start(plan: Plan, program: Path, port: int, password: str) -> Valkey:
    def launch_on(used: int) -> Server:
        try:
            return launch(plan, [program, "-"], stdin=_config(plan, used, password))
        except OSError as error:
            raise CannotStart(f"Valkey does not start ({error.strerror}): {ADVICE}.") from error

    def wait_ready(server: Server, used: int) -> None:
        _wait_ready(server, _url(password, used, 0))

    server, used = start_listening(port, launch_on, wait_ready)
    return Valkey(server=server, url=_url(password, used, 0), cache_url=_url(password, used, 1), port=used)


def _config(plan: Plan, port: int, password: str) -> str:
    """Read from standard input, so that the password stands in no file and no argument."""
    settings = {
        "bind": LOOPBACK,
        "port": port,
        "requirepass": password,
        "dir": f'"{plan.folder}"',
        "pidfile": f'"{plan.folder / "server.pid"}"',
        "databases": DATABASES,
        "maxmemory-policy": "noeviction",
        "save": '""',
        "appendonly": "no" if plan.throwaway else "yes",
    }
    return "".join(f"{name} {value}\n" for name, value in settings.items())


def _url(password: str, port: int, database: int) -> str:
    return f"redis://:{password}@{LOOPBACK}:{port}/{database}"


def _password(state_dir: Path) -> str:
    known = read_json(state_dir / CREDENTIALS)
    if "password" not in known:
        known = {"password": secrets.token_urlsafe(24)}
        write_private(state_dir / CREDENTIALS, json.dumps(known) + "\n")
    return str(known["password"])


def _program(home: Home) -> Path:
    program = next(valkey_programs(home), None)
    if program is None:
        raise CannotStart(f"Neither the Valkey of the wheel nor an installed one starts on this machine: {ADVICE}.")
    return program


def _wait_ready(server: Server, url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    with redis.Redis.from_url(url, socket_timeout=5, retry=None) as client:
        while time.monotonic() < deadline:
            if not server.alive():
                raise _why(server)
            try:
                client.ping()
            except redis.RedisError:  # not listening yet, or still reading its file
                time.sleep(0.02)
            else:
                return
    raise CannotStart(f"Valkey did not answer within {START_SECONDS} s: its log is {server.plan.log}.")


def _why(server: Server) -> CannotStart:
    said = server.last_words()
    if is_disk_full(said):
        return disk_full_at(server.plan.folder)
    if "Bad file format" in said or "AOF" in said:
        return CannotStart(
            f"Valkey cannot read what it kept: move {server.plan.folder} away and start again (nothing is lost: "
            "the database holds the truth)."
        )
    last = (said.strip().splitlines() or ["it said nothing"])[-1].rstrip(".:")
    return CannotStart(f"Valkey stopped at its start ({last}): see {server.plan.log}, or {ADVICE}.")


def _end_leftover(folder: Path, *, say: Callable[[str], None]) -> None:
    def serves(pid: int) -> bool:
        words = command_words(pid)
        return bool(words) and "-server" in Path(words[0].split(" ")[0]).name and _works_in(pid, folder)

    end_leftover(folder / "server.pid", is_ours=serves, by=signal.SIGTERM, name="Valkey", say=say)


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == folder.resolve()
    except OSError:
        return not Path("/proc/self").exists()
