"""The data folder of the embedded PostgreSQL: made once and whole, or set aside."""

import json
import re
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from enterprisehub.embedded import process
from enterprisehub.embedded.errors import CannotStart, disk_full_at, is_disk_full
from enterprisehub.embedded.files import read_json, write_private
from enterprisehub.embedded.home import Home
from enterprisehub.embedded.programs import PostgresPrograms, postgres_programs

SUPERUSER = "postgres"
CREDENTIALS = "postgres.json"
MARKER = "ready"  # written after the last step of making the data: without it nothing was ever stored in them
FREE_BYTES_NEEDED = 200_000_000  # empty data take 40 MB, and their log grows to 80 before the first checkpoint
ADVICE = "set DATABASE_URL to a PostgreSQL of your own (15 or later)"


def prepare(folder: Path, home: Home, state_dir: Path, *, say: Callable[[str], None]) -> PostgresPrograms:
    """Choose the programs that fit the data in `folder`; where there are none, make them. Raises CannotStart."""
    major = finished_major(folder)
    found = postgres_programs(home, wanted_major=major)
    if major is not None:
        return _matching(found, major, folder)
    if not found:
        raise CannotStart(f"No PostgreSQL starts on this machine, neither the wheel's nor an installed one: {ADVICE}.")
    _set_aside_unfinished(folder, say=say)
    if shutil.disk_usage(folder).free < FREE_BYTES_NEEDED:
        raise disk_full_at(folder)
    known = {"password": secrets.token_urlsafe(24), "superuser_password": secrets.token_urlsafe(24)}
    write_private(state_dir / CREDENTIALS, json.dumps(known) + "\n")
    return _first_that_makes_data(found, folder, home, known["superuser_password"])


def finished_major(folder: Path) -> int | None:
    """The major version of data that were made to the end, None where there are none."""
    version = folder / "data" / "PG_VERSION"
    if not (folder / MARKER).exists() or not version.exists():
        return None
    return int(version.read_text(encoding="utf-8"))


def mark_finished(folder: Path) -> None:
    write_private(folder / MARKER, "made to the end\n")


def passwords(state_dir: Path) -> dict[str, str]:
    """`password` and `superuser_password` of the data. Raises CannotStart when they were lost."""
    known = read_json(state_dir / CREDENTIALS)
    if not {"password", "superuser_password"} <= known.keys():
        raise CannotStart(
            f"The passwords of the database are missing from {state_dir / CREDENTIALS}: put the file back."
        )
    return known


def _matching(found: list[PostgresPrograms], major: int, folder: Path) -> PostgresPrograms:
    for programs in found:
        if programs.major == major:
            return programs
    have = ", ".join(str(programs.major) for programs in found) or "none that starts"
    raise CannotStart(
        f"The rows in {folder} were written by PostgreSQL {major} and this install has {have}: install {major} and "
        f"start again, or move {folder} away to start empty."
    )


def _set_aside_unfinished(folder: Path, *, say: Callable[[str], None]) -> None:
    """Rename data whose making was interrupted: nothing is deleted unasked."""
    (folder / MARKER).unlink(missing_ok=True)
    if not (folder / "data").exists():
        return
    aside = folder / f"data-unfinished-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{secrets.token_hex(2)}"
    (folder / "data").rename(aside)
    say(f"The making of the database was interrupted earlier: that folder is now {aside}, and a new one is made.")


def _first_that_makes_data(found: list[PostgresPrograms], folder: Path, home: Home, password: str) -> PostgresPrograms:
    said = ""
    for programs in found:
        said = _initdb(programs, folder, home, password)
        if not said:
            return programs
        shutil.rmtree(folder / "data", ignore_errors=True)
    raise why(said, folder, "PostgreSQL could not make its data folder")


def _initdb(programs: PostgresPrograms, folder: Path, home: Home, password: str) -> str:
    """Make the data; returns what went wrong, empty when nothing did. Locale C.UTF-8 where the system knows it."""
    said = ""
    for locale in ("C.UTF-8", "C"):
        words: list[str | Path] = [folder / "pwfile", *_words(programs, folder, locale)]
        command: list[str | Path] = ["/bin/sh", "-c", 'cat > "$0" && exec "$@"', *words]
        done = process.run(command, home=home, timeout_seconds=300, stdin=f"{password}\n")
        (folder / "pwfile").unlink(missing_ok=True)
        if done.returncode == 0:
            return ""
        said = done.stdout or f"initdb ended with {done.returncode}"
        shutil.rmtree(folder / "data", ignore_errors=True)
        if "locale" not in said:
            break
    return said


def _words(programs: PostgresPrograms, folder: Path, locale: str) -> list[str]:
    return [
        str(programs.folder / "initdb"),
        f"--pgdata={folder / 'data'}",
        f"--username={SUPERUSER}",
        f"--pwfile={folder / 'pwfile'}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        f"--locale={locale}",
        "--no-instructions",
    ]


def why(said: str, place: Path, what: str) -> CannotStart:
    """The server's own last words as one sentence."""
    if is_disk_full(said):
        return disk_full_at(place)
    if "could not look up effective user ID" in said:
        return CannotStart(f"PostgreSQL runs under users with a name only, and this one has none: {ADVICE}.")
    lines = [line.strip() for line in said.splitlines() if re.search(r"FATAL|PANIC|error", line, re.IGNORECASE)]
    last = (lines or said.strip().splitlines() or ["it said nothing"])[-1].rstrip(".:")
    return CannotStart(f"{what} ({last}): see {place}, or {ADVICE}.")
