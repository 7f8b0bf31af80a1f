"""One stored answer, the same value in every tier."""

from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A masked answer. Never changed in place.

    `expires_at` is when the tier that holds it lets it go, `stored_at` when a model gave it (both Unix time).
    `generation` is the newest invalidation that the asking process knew before it asked.
    """

    values: dict[str, Any]
    tenant: str
    task: str
    model: str
    prompt_version: str
    strategy: str
    expires_at: float
    stored_at: float = 0.0
    generation: int = 0

    def living_until(self, moment: float) -> "StoredAnswer":
        """The same answer with no more life than that."""
        if self.expires_at <= moment:
            return self
        told = (self.values, self.tenant, self.task, self.model, self.prompt_version, self.strategy)
        return StoredAnswer(*told, moment, self.stored_at, self.generation)

    def as_json(self) -> bytes:
        return orjson.dumps(
            [
                self.values,
                self.tenant,
                self.task,
                self.model,
                self.prompt_version,
                self.strategy,
                self.expires_at,
                self.stored_at,
                self.generation,
            ]
        )


def from_json(text: bytes) -> StoredAnswer:
    """Raises ValueError or TypeError for anything that `as_json` did not write."""
    values, tenant, task, model, prompt_version, strategy, expires_at, stored_at, generation = orjson.loads(text)
    answer = StoredAnswer(values, tenant, task, model, prompt_version, strategy, expires_at, stored_at, generation)
    if not isinstance(values, dict) or not isinstance(expires_at, float) or not isinstance(generation, int):
        raise TypeError("not a stored answer")
    return answer
