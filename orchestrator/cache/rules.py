"""Pure: which stored answers may still be given, after everything that was invalidated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from orchestrator.cache.stored import StoredAnswer


@dataclass(frozen=True, slots=True)
class Rules:
    """`newest` holds the newest invalidation by (scope, value); `generation` is the newest of all, 0 for none."""

    generation: int = 0
    newest: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def allow(self, key: str, answer: StoredAnswer) -> bool:
        """Whether the answer was asked for after every invalidation that concerns it."""
        known = answer.generation
        if known >= self.generation:
            return True
        newest = self.newest
        return all(newest.get(mark, 0) <= known for mark in marks(key, answer))


def rules_of(invalidations: Iterable[tuple[int, str, str]]) -> Rules:
    """From (id, scope, value) in any order."""
    newest: dict[tuple[str, str], int] = {}
    for number, scope, value in invalidations:
        newest[scope, value] = max(number, newest.get((scope, value), 0))
    return Rules(max(newest.values(), default=0), newest)


def marks(key: str, answer: StoredAnswer) -> tuple[tuple[str, str], ...]:
    """Every (scope, value) by which this answer can be invalidated."""
    return (
        ("all", ""),
        ("key", key),
        ("tenant", answer.tenant),
        ("task", answer.task),
        ("model", answer.model),
        ("prompt", answer.prompt_version),
        ("prompt", answer.prompt_version.partition("/")[0]),
    )
