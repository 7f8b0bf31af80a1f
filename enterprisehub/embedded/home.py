"""Where the servers keep their data, and as whom they run.

PostgreSQL refuses to run as root. So root runs it under another user id, which owns one folder of ours and nothing
else: no operating-system user is made, and no folder that is not ours changes its mode.
"""

import os
import pwd
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.embedded.files import write_private

NOBODY_UID = 65534
OUTSIDE = Path("/var/tmp")  # noqa: S108 - kept over reboots; the folder in it has a random name and mode 0700
POINTER = "servers_home"


@dataclass(frozen=True, slots=True)
class Home:
    """A folder of mode 0700 for the servers. `user` is the uid they run under, None for our own."""

    path: Path
    user: int | None


def dropped_uid() -> int:
    """The uid that servers started by root run under: EMBEDDED_UID, else nobody."""
    text = os.environ.get("EMBEDDED_UID", "").strip() or str(nobody_uid())
    if not text.isdigit() or int(text) == 0:
        raise CannotStart(f"EMBEDDED_UID is {text!r}: it has to be the number of a user other than root.")
    return int(text)


def nobody_uid() -> int:
    """The number of the user `nobody`: PostgreSQL refuses to run under a number that has no name."""
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return NOBODY_UID


def reachable(path: Path, uid: int) -> bool:
    """Whether `uid` (and the group of the same number) may enter `path`, judged by every folder on the way to it."""
    real = path.resolve()
    return all(_may_enter(folder.stat(), uid) for folder in (real, *real.parents) if folder.is_dir())


def _may_enter(folder: os.stat_result, uid: int) -> bool:
    if folder.st_uid == uid:
        return bool(folder.st_mode & stat.S_IXUSR)
    if folder.st_gid == uid:
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)


def find_home(state_dir: Path) -> Home:
    """The folder for the servers of `state_dir`, made if need be. Raises CannotStart."""
    make_state_dir(state_dir)
    state_dir = state_dir.resolve()
    if os.geteuid() != 0:
        return _own_home(state_dir / "servers")
    uid = dropped_uid()
    pointer = state_dir / POINTER
    if pointer.exists():
        return _named_home(pointer, uid)
    if reachable(state_dir, uid):
        return _given_home(state_dir / "servers", uid)
    path = Path(tempfile.mkdtemp(prefix="enterprisehub-", dir=OUTSIDE))
    os.chown(path, uid, uid)
    write_private(pointer, f"{path}\n")
    return Home(path, uid)


def state_dir_mode() -> int:
    """Closed to others, except that servers which root runs under another user have to pass through it."""
    return 0o711 if os.geteuid() == 0 else 0o700


def make_state_dir(state_dir: Path) -> None:
    """Make the state folder unless it is there."""
    if state_dir.is_dir():
        return
    try:
        state_dir.mkdir(parents=True)
        state_dir.chmod(state_dir_mode())
    except OSError as error:
        raise CannotStart(f"The state folder {state_dir} cannot be made ({error.strerror}).") from error


def _own_home(path: Path) -> Home:
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"{path} cannot be made ({error.strerror}).") from error
    if path.stat().st_uid != os.geteuid():
        raise CannotStart(f"{path} was made by another user: start as that user, or set STATE_DIR to another folder.")
    return Home(path, None)


def _given_home(path: Path, uid: int) -> Home:
    """A home inside the state folder. One that a plain user made before keeps running under that user."""
    if not path.exists():
        path.mkdir(mode=0o700)
        os.chown(path, uid, uid)
    owner = path.lstat().st_uid
    return Home(path, owner or uid)


def _named_home(pointer: Path, uid: int) -> Home:
    path = Path(pointer.read_text(encoding="utf-8").strip())
    try:
        found = path.lstat()
    except OSError:
        found = None
    if found is None or not stat.S_ISDIR(found.st_mode):
        raise CannotStart(f"{path} held the rows of {pointer.parent} and is gone: delete {pointer} to start empty.")
    if found.st_uid != uid or stat.S_IMODE(found.st_mode) & 0o077:
        raise CannotStart(f"{path} is not a private folder of user {uid} any more: put that right or delete {pointer}.")
    return Home(path, uid)
