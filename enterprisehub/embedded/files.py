"""Small files that are written whole or not at all, and locks that die with their holder."""

import errno
import fcntl
import json
import os
import tempfile
from pathlib import Path
from typing import IO, Any

from enterprisehub.embedded.errors import CannotStart, disk_full_at


def write_private(path: Path, text: str) -> None:
    """Replace `path` by a file of mode 0600. A reader sees the old text or the new one, never a part."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full_at(path.parent) from error
        raise CannotStart(f"{path} cannot be written ({error.strerror}).") from error


def read_json(path: Path) -> dict[str, Any]:
    """The object in `path`, or an empty one where there is no such file. Raises CannotStart when it is not JSON."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, OSError) as error:
        raise CannotStart(f"{path} cannot be read ({error}): put it right, or delete it to start afresh.") from error
    if not isinstance(found, dict):
        raise CannotStart(f"{path} does not hold a JSON object: put it right, or delete it to start afresh.")
    return found


def hold_lock(path: Path, *, refusal: str) -> IO[str]:
    """Lock `path` until the returned file is closed or this process ends. Taken: raises CannotStart(refusal)."""
    try:
        file = open(path, "a+", encoding="utf-8")  # noqa: SIM115 - the lock lasts as long as the file is open
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full_at(path.parent) from error
        raise CannotStart(f"{path} cannot be opened ({error.strerror}).") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise CannotStart(refusal) from None
    return file
