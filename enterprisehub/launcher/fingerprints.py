"""Short names for the state of code, files and database, so that a second start skips what is already done."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from enterprisehub.embedded.errors import CannotStart

ROOMS = ("enterprisehub", "dashboard", "bots", "crm", "orchestrator", "audit", "outbound")


def migrations(base: Path) -> str:
    """Of our migrations and the versions of what brings its own."""
    return _contents(base, [base / "requirements.txt", *_migration_files(base)])


def static_files(base: Path) -> str:
    """Of everything `collectstatic` collects: ours by name, size and time, the libraries' by their versions."""
    folders = [base / "static", *(base / room / "static" for room in ROOMS)]
    found = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    marks = [f"{p.relative_to(base)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in found]
    requirements = (base / "requirements.txt").read_bytes()
    return hashlib.sha256("\n".join(marks).encode() + requirements).hexdigest()


@dataclass(frozen=True, slots=True)
class Applied:
    """The (app, name) pairs a database has applied, and when the first was: no two databases share that."""

    names: frozenset[tuple[str, str]]
    since: str


def applied_migrations(database_url: str) -> Applied:
    """What stands in the database, empty before the first migration. Raises CannotStart."""
    try:
        with psycopg.connect(database_url, connect_timeout=10) as connection:
            if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
                return Applied(frozenset(), "")
            rows = connection.execute("SELECT app, name, applied FROM django_migrations").fetchall()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise CannotStart(f"The database in DATABASE_URL cannot be used ({reason}).") from error
    return Applied(frozenset((app, name) for app, name, _ in rows), str(min((at for *_, at in rows), default="")))


def unknown_here(base: Path, applied: Applied) -> list[str]:
    """Applied migrations of our rooms that this code does not have: the database is ahead of it."""
    known = {(path.parent.parent.name, path.stem) for path in _migration_files(base)}
    return sorted(f"{app}.{name}" for app, name in applied.names if app in ROOMS and (app, name) not in known)


def of_values(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


def _migration_files(base: Path) -> list[Path]:
    return [path for room in ROOMS for path in (base / room / "migrations").glob("[0-9]*.py")]


def _contents(base: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(base)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
