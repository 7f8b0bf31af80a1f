"""One stored answer, the same value in every tier."""

from dataclasses import dataclass, replace
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A masked answer. `expires_at` is Unix time: when the tier that holds it lets it go. Never changed in place."""

    values: dict[str, Any]
    tenant: str
    task: str
    model: str
    prompt_version: str
    strategy: str
    expires_at: float

    def living_until(self, moment: float) -> "StoredAnswer":
        """The same answer with no more life than that."""
        return self if self.expires_at <= moment else replace(self, expires_at=moment)

    def as_json(self) -> bytes:
        return orjson.dumps(
            [self.values, self.tenant, self.task, self.model, self.prompt_version, self.strategy, self.expires_at]
        )


def from_json(text: bytes) -> StoredAnswer:
    """Raises ValueError or TypeError for anything that `as_json` did not write."""
    values, *rest = orjson.loads(text)
    if not isinstance(values, dict):
        raise TypeError("a stored answer is an object")
    return StoredAnswer(values, *rest)
