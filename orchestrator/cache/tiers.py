"""Read-through over the tiers, quickest first; a hit below fills those above with the life that is left."""

import time
from collections.abc import Callable
from typing import Protocol

from orchestrator.cache.stored import StoredAnswer
from orchestrator.contracts import Tier


class CacheTier(Protocol):
    life_seconds: float

    def get(self, key: str) -> StoredAnswer | None: ...

    def put(self, key: str, answer: StoredAnswer) -> None: ...

    def forget(self, key: str) -> None: ...


class Tiers:
    def __init__(
        self,
        local: CacheTier,
        shared: CacheTier,
        durable: CacheTier,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._named: tuple[tuple[Tier, CacheTier], ...] = (("L1", local), ("L2", shared), ("L3", durable))
        self._clock = clock

    def get(self, key: str) -> tuple[Tier, StoredAnswer] | None:
        for depth, (name, tier) in enumerate(self._named):
            answer = tier.get(key)
            if answer is not None:
                for _, above in self._named[:depth]:
                    above.put(key, answer)  # a put never gives an answer more life than it has left
                return name, answer
        return None

    def put(self, key: str, answer: StoredAnswer) -> None:
        for _, tier in self._named:
            tier.put(key, answer)

    def forget(self, key: str) -> None:
        """In this process, in Redis and in PostgreSQL; other processes hold it for the life of L1 at most."""
        for _, tier in reversed(self._named):
            tier.forget(key)

    def full_life(self) -> float:
        """The moment (Unix time) until which an answer given now may live."""
        return self._clock() + max(tier.life_seconds for _, tier in self._named)
