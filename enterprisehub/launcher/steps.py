"""What has to be done before the product starts: schema, static files, roles and the sandbox's location."""

import sys
from collections.abc import Mapping
from pathlib import Path

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.launcher import fingerprints
from enterprisehub.launcher.done import Done
from enterprisehub.launcher.session import Session

LOGINS = "logins.json"


def manage(*words: str) -> list[str]:
    return [sys.executable, "manage.py", *words]


def migrate(session: Session, base: Path, environment: Mapping[str, str], done: Done) -> None:
    """Bring the schema up, unless this very database has seen these very migrations. Raises CannotStart, Stopped."""
    applied = fingerprints.applied_migrations(environment["DATABASE_URL"])
    ahead = fingerprints.unknown_here(base, applied)
    if ahead:
        raise CannotStart(
            f"The database was written by a later version (it has {ahead[-1]}, this code has not): update the code, or "
            "use another database or STATE_DIR."
        )
    if done.has("migrate", _schema(base, applied)):
        return
    session.stream.say("Bringing the database's schema up …")
    failure = "The database's schema could not be brought up"
    session.run_step("migrate", manage("migrate", "--noinput", "--verbosity", "0"), environment, failure=failure)
    done.note("migrate", _schema(base, fingerprints.applied_migrations(environment["DATABASE_URL"])))


def _schema(base: Path, applied: fingerprints.Applied) -> str:
    """Of the migrations in the code and those in this very database."""
    return fingerprints.of_values(fingerprints.migrations(base), sorted(applied.names), applied.since)


def collect_static(session: Session, base: Path, environment: Mapping[str, str]) -> None:
    """Collect static files when any of them changed. They belong to the code, so the note of it lies beside them."""
    folder = base / "staticfiles"
    done = Done(folder / ".collected.json")
    now = fingerprints.static_files(base)
    if done.has("static", now) and (folder / "staticfiles.json").exists():
        return
    session.stream.say("Collecting static files …")
    command = manage("collectstatic", "--noinput", "--verbosity", "0")
    session.run_step("static", command, environment, failure="The static files could not be collected")
    done.note("static", now)


def set_up_demo(session: Session, environment: Mapping[str, str]) -> None:
    """Roles, the sandbox's location and, on the embedded database, people to log in as.

    Runs at every start: what is there stays, and a sandbox that was emptied hears of its workflow again.
    """
    session.run_step("demo", manage("setup_demo"), environment, failure="The demo could not be set up")
