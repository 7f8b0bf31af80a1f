"""State folders, and a look at what still runs."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from enterprisehub.embedded.home import POINTER, state_dir_mode


@pytest.fixture
def state_dir() -> Iterator[Path]:
    """A folder that servers under another user may pass through, as a checkout usually is."""
    folder = Path(tempfile.mkdtemp(prefix="enterprisehub-state-"))
    folder.chmod(state_dir_mode())
    yield folder
    _remove(folder)


@pytest.fixture
def closed_state_dir() -> Iterator[Path]:
    """A folder below one that only its owner may enter, as a home folder is."""
    parent = Path(tempfile.mkdtemp(prefix="enterprisehub-closed-"))
    yield parent / "state"
    _remove(parent / "state")
    shutil.rmtree(parent)


def _remove(state_dir: Path) -> None:
    pointer = state_dir / POINTER
    if pointer.exists():
        shutil.rmtree(pointer.read_text(encoding="utf-8").strip(), ignore_errors=True)
    shutil.rmtree(state_dir, ignore_errors=True)


def running_with(mark: str) -> dict[int, str]:
    """Processes that have `mark` in their command, environment or working folder: what a run left behind."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            words = _words_of(folder)
            if mark in words:
                found[int(folder.name)] = words.split("\0")[0]
    return found


def _words_of(folder: Path) -> str:
    try:
        state = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
        if state == "Z":
            return ""
        command = (folder / "cmdline").read_bytes() + b"\0" + (folder / "environ").read_bytes()
        return f"{command.decode(errors='replace')}\0{os.readlink(folder / 'cwd')}"
    except OSError:
        return ""


def wait_for(condition: Callable[[], object], *, seconds: float) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False
