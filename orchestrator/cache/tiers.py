"""Read-through over the tiers, quickest first; a hit below fills those above with the life that is left.

What was invalidated is judged where answers come from outside the process: a hit in Redis or PostgreSQL is compared
with the rules, a hit in L1 is not - L1 is swept when the rules change.
"""

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, NamedTuple, Protocol

from orchestrator.cache.following import Following
from orchestrator.cache.keys import KeyParts, cache_key
from orchestrator.cache.local import LocalTier
from orchestrator.cache.stored import StoredAnswer
from orchestrator.contracts import Tier


class Hit(NamedTuple):
    key: str
    tier: Tier
    answer: StoredAnswer


class LowerTier(Protocol):
    life_seconds: float

    def get(self, key: str) -> StoredAnswer | None: ...

    def put(self, key: str, answer: StoredAnswer) -> bool: ...

    def health(self) -> dict[str, Any]: ...


class MiddleTier(LowerTier, Protocol):
    def put_soon(self, key: str, answer: StoredAnswer) -> None: ...


class LowestTier(LowerTier, Protocol):
    def stale(self, key: str) -> StoredAnswer | None: ...


class Tiers:
    """`following` knows what was invalidated; the local tier is swept by it."""

    def __init__(
        self,
        local: LocalTier,
        shared: MiddleTier,
        durable: LowestTier,
        *,
        following: Following,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._local, self._shared, self._durable = local, shared, durable
        self._following, self._clock = following, clock
        following.add(local)

    def get(self, parts: KeyParts) -> Hit | None:
        """Canonical key and look-up."""
        return self.find(cache_key(parts))

    def find(self, key: str) -> Hit | None:
        answer = self._local.get(key)
        if answer is not None:
            return Hit(key, "L1", answer)
        answer = self._allowed(key, self._shared)
        if answer is not None:
            self._keep_here(key, answer)
            return Hit(key, "L2", answer)
        answer = self._allowed(key, self._durable)
        if answer is not None:
            self._shared.put_soon(key, answer)  # a put never gives an answer more life than it has left
            self._keep_here(key, answer)
            return Hit(key, "L3", answer)
        return None

    def put(self, key: str, answer: StoredAnswer) -> tuple[Tier, ...]:
        """Write through to all, and say which could not keep it.

        Nothing is written where the answer was invalidated while it was under way.
        """
        rules = self._following.rules()
        if rules is not None and not rules.allow(key, answer):
            return ()
        below: tuple[tuple[Tier, LowerTier], ...] = (("L3", self._durable), ("L2", self._shared))
        lost = tuple(name for name, tier in below if not tier.put(key, answer))
        self._keep_here(key, answer)
        return lost

    def stale(self, key: str) -> StoredAnswer | None:
        """An answer past its life, within its hard age and not invalidated: for times when no provider can be had."""
        answer, rules = self._durable.stale(key), self._following.rules()
        return answer if answer is not None and rules is not None and rules.allow(key, answer) else None

    def generation(self) -> int:
        """What an answer that is asked for now carries: note it before asking."""
        rules = self._following.rules()
        return rules.generation if rules is not None else 0

    def full_life(self) -> float:
        """The moment (Unix time) until which an answer given now may live."""
        return self._clock() + self._durable.life_seconds

    def health(self) -> dict[str, Any]:
        """The state of each tier and how this process follows invalidations, for pages and metrics."""
        tiers = {"L1": self._local.health(), "L2": self._shared.health(), "L3": self._durable.health()}
        return tiers | {"invalidation": asdict(self._following.seen())}

    def _allowed(self, key: str, tier: LowerTier) -> StoredAnswer | None:
        rules = self._following.rules()
        if rules is None:
            return None
        answer = tier.get(key)
        return answer if answer is not None and rules.allow(key, answer) else None

    def _keep_here(self, key: str, answer: StoredAnswer) -> None:
        self._local.put(key, answer)
        # A sweep that began before this put has not seen it, so the newest rules are asked once more.
        rules = self._following.rules()
        if rules is not None and not rules.allow(key, answer):
            self._local.forget(key)
