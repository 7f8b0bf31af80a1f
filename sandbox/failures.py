"""Failure switches: what goes wrong, where, how often."""

import random
import re
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.naming import new_id

SCOPES = ("crm", "claude", "openai")
KINDS = ("status", "slow", "drop_before", "drop_after", "truncated", "malformed", "drip")


@dataclass(slots=True)
class Failure:
    """One switch. `count` None means until deleted; `probability` is drawn from its own seeded source.

    `delay_ms` is the wait of "slow", and of "drip" the wait before each byte. `code` is that of a model's error.
    """

    scope: str
    kind: str
    status: int = 500
    retry_after: str = ""
    code: str = ""
    delay_ms: int = 0
    path: str = ""
    method: str = ""
    count: int | None = None
    probability: float = 1.0
    seed: int = 0
    location: str = ""
    hits: int = 0
    id: str = field(default_factory=new_id)
    _random: random.Random = field(default_factory=random.Random, repr=False)

    def __post_init__(self) -> None:
        if self.scope not in SCOPES:
            raise ValueError(f"scope is one of {', '.join(SCOPES)}")
        if self.kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}")
        if self.kind == "status" and not 400 <= self.status <= 599:
            raise ValueError("status is between 400 and 599")
        try:
            re.compile(self.path)
        except re.error as error:
            raise ValueError(f"path is no regular expression: {error}") from error
        self._random.seed(self.seed)

    def strikes(self, scope: str, method: str, path: str, location: str) -> bool:
        """Decide for one request; counts down and draws only when everything else matches."""
        if scope != self.scope or self.count == 0 or (self.method and method != self.method.upper()):
            return False
        if (self.location and location != self.location) or not re.search(self.path, path):
            return False
        if self.probability < 1 and self._random.random() >= self.probability:
            return False
        self.count = None if self.count is None else self.count - 1
        self.hits += 1
        return True

    def as_json(self) -> dict[str, Any]:
        shown = asdict(self)
        del shown["_random"]
        return shown


ALIASES = {"delay": "slow", "429": "status", "529": "status", "5xx": "status", "500": "status", "503": "status"}


def failure_from(body: dict[str, Any]) -> Failure:
    """Build a switch from a request body; raises ValueError with words for the caller."""
    known = {"scope", "kind", "status", "retry_after", "delay_ms", "path", "method", "count", "probability", "seed"}
    unknown = set(body) - known - {"location", "code"}
    if unknown:
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
    values = dict(body)
    kind = str(values.get("kind", ""))
    if kind in ALIASES:
        values["kind"] = ALIASES[kind]
        if kind.isdigit():
            values.setdefault("status", int(kind))
    values.setdefault("scope", "crm")
    values["retry_after"] = str(values.get("retry_after", "") or "")
    try:
        for name in ("status", "delay_ms", "seed"):
            if name in values:
                values[name] = int(values[name])
        if values.get("count") is not None:
            values["count"] = int(values["count"])
        values["probability"] = float(values.get("probability", 1.0))
        return Failure(**values)
    except TypeError as error:
        raise ValueError(f"not a failure switch: {error}") from error


class Failures:
    """All switches, in the order they were set. They live as long as the process."""

    def __init__(self) -> None:
        self._switches: dict[str, Failure] = {}

    def add(self, failure: Failure) -> Failure:
        self._switches[failure.id] = failure
        return failure

    def remove(self, key: str = "") -> int:
        """Delete one switch, or all without a key; returns how many went."""
        gone = [key] if key in self._switches else [] if key else list(self._switches)
        for one in gone:
            del self._switches[one]
        return len(gone)

    def all(self) -> list[dict[str, Any]]:
        return [failure.as_json() for failure in self._switches.values()]

    def striking(self, scope: str, method: str, path: str, location: str) -> list[Failure]:
        """Return every switch that strikes this request; a spent one stays listed with count 0."""
        return [one for one in self._switches.values() if one.strikes(scope, method, path, location)]
