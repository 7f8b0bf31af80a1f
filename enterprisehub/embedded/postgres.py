"""A real PostgreSQL on loopback, from the wheel's programs: `start_postgres(state_dir)`.

The role the product uses is an ordinary one that may make databases, as on a hosted server; the superuser's password
stays in the state folder.
"""

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.embedded.files import hold_lock
from enterprisehub.embedded.guard import Guard, shared_guard
from enterprisehub.embedded.home import find_home
from enterprisehub.embedded.leftover import command_words, end_leftover
from enterprisehub.embedded.ports import LOOPBACK, require_free
from enterprisehub.embedded.postgres_data import (
    ADVICE,
    SUPERUSER,
    finished_major,
    mark_finished,
    passwords,
    prepare,
    why,
)
from enterprisehub.embedded.programs import PostgresPrograms
from enterprisehub.embedded.server import Plan, Running, Server, launch, own_folder, start_listening

log = logging.getLogger(__name__)

ROLE = DATABASE = "enterprisehub"
START_SECONDS = 120  # recovery after a kill may take a while
ENDINGS = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0))  # fast shutdown, then immediate


@dataclass(slots=True, kw_only=True)
class Postgres(Running):
    """`url` is for the product, `superuser_url` for tools; `programs` is the folder of psql and pgbench."""

    superuser_url: str
    programs: Path


def start_postgres(
    state_dir: Path,
    *,
    port: int = 0,
    throwaway: bool = False,
    durable: bool | None = None,
    guard: Guard | None = None,
    say: Callable[[str], None] = log.warning,
) -> Postgres:
    """Start the PostgreSQL whose rows live in `state_dir`, made on first use.

    port: 0 takes a free one. throwaway: the rows go when it stops. durable: whether commits wait for the disk; they do
    by default, unless it is throw-away. `say` gets a sentence about anything unusual that was put right.
    Raises CannotStart with one sentence, nothing left running.
    """
    home = find_home(state_dir)
    if port:
        require_free(port, setting="port")
    lock = hold_lock(
        state_dir / "postgres.lock", refusal=f"Another process already runs the PostgreSQL of {state_dir}."
    )
    try:
        folder = own_folder(home, "postgres")
        plan = Plan(home, folder, lock, guard or shared_guard(), ENDINGS, throwaway)
        _end_leftover(folder / "data", say=say)
        programs = prepare(folder, home, state_dir, say=say)
        return _start(
            plan, programs, port, passwords(state_dir), durable=(not throwaway if durable is None else durable)
        )
    except BaseException:
        lock.close()
        raise


def _start(plan: Plan, programs: PostgresPrograms, port: int, known: dict[str, str], *, durable: bool) -> Postgres:
    def launch_on(used: int) -> Server:
        try:
            return launch(plan, _command(programs, plan.folder / "data", used, durable=durable))
        except OSError as error:
            raise CannotStart(f"PostgreSQL does not start ({error.strerror}): {ADVICE}.") from error

    def wait_ready(server: Server, used: int) -> None:
        url = _url(SUPERUSER, known["superuser_password"], used, "postgres")
        _wait_ready(server, url)
        if finished_major(plan.folder) is None:
            _make_role_and_database(url, known["password"])
            mark_finished(plan.folder)

    server, used = start_listening(port, launch_on, wait_ready)
    return Postgres(
        server=server,
        url=_url(ROLE, known["password"], used, DATABASE),
        superuser_url=_url(SUPERUSER, known["superuser_password"], used, "postgres"),
        port=used,
        programs=programs.folder,
    )


def _command(programs: PostgresPrograms, data: Path, port: int, *, durable: bool) -> list[str | Path]:
    settings = {
        "listen_addresses": LOOPBACK,
        "port": str(port),
        "unix_socket_directories": "",  # one door: TCP with a password
        "max_connections": "200",
        "jit": "off",  # compiling costs more than our queries take
        "timezone": "UTC",
        "log_timezone": "UTC",
        "max_wal_size": "512MB",
    }
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off"}
    return [programs.folder / "postgres", "-D", data, *(w for n, v in settings.items() for w in ("-c", f"{n}={v}"))]


def _url(role: str, password: str, port: int, database: str) -> str:
    return f"postgres://{role}:{password}@{LOOPBACK}:{port}/{database}"


def _wait_ready(server: Server, url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if not server.alive():
            raise why(server.last_words(), server.plan.log, "PostgreSQL stopped at its start")
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise CannotStart("The kept password does not fit the database: put the state folder back.") from error
            time.sleep(0.05)
        else:
            return
    raise CannotStart(f"PostgreSQL did not answer within {START_SECONDS} s: its log is {server.plan.log}.")


def _make_role_and_database(superuser_url: str, password: str) -> None:
    """The last step of making the data; after a kill before the marker, all of it is made anew."""
    role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(role, sql.Literal(password)))
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))


def _end_leftover(data: Path, *, say: Callable[[str], None]) -> None:
    def serves(pid: int) -> bool:
        words = command_words(pid)
        return bool(words) and Path(words[0]).name == "postgres" and str(data) in words

    end_leftover(data / "postmaster.pid", is_ours=serves, by=signal.SIGINT, name="PostgreSQL", say=say)
