"""Reads the Procfile: one `name: command` per line."""

import re
from pathlib import Path

from enterprisehub.embedded.errors import CannotStart

LINE = re.compile(r"^([A-Za-z0-9_-]+):\s*(\S.*)$")


def read_procfile(path: Path) -> dict[str, str]:
    """Commands by process name, in the file's order. Raises CannotStart naming the line that is neither."""
    commands: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = LINE.match(line)
        if match is None:
            raise CannotStart(f"{path.name}, line {number}, is not of the form `name: command`.")
        commands[match.group(1)] = match.group(2).strip()
    return commands


def shell_words(command: str) -> list[str]:
    """The command as any Procfile runner starts it: the shell fills in ${NAME:-default}, then becomes the program."""
    return ["/bin/sh", "-c", f"exec {command}"]
