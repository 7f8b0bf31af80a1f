"""What an earlier start finished, kept as fingerprints: a step runs again as soon as anything it depends on changed."""

import json
from pathlib import Path

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.embedded.files import read_json, write_private


class Done:
    """A small JSON file of fingerprints by step. An unreadable one only costs time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._known = read_json(path)
        except CannotStart:
            self._known = {}

    def has(self, step: str, fingerprint: str) -> bool:
        return self._known.get(step) == fingerprint

    def note(self, step: str, fingerprint: str) -> None:
        self._known[step] = fingerprint
        write_private(self._path, json.dumps(self._known, indent=1) + "\n")
