"""Two processes' tiers over one Redis and one PostgreSQL, driven at random and compared with a plain model."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django_redis import get_redis_connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.cache.durable import DurableTier
from orchestrator.cache.following import following
from orchestrator.cache.invalidation import invalidate
from orchestrator.cache.keys import KeyParts, cache_key
from orchestrator.cache.local import LocalTier
from orchestrator.cache.rules import marks, rules_of
from orchestrator.cache.shared import SharedTier
from orchestrator.cache.stored import StoredAnswer, from_json
from orchestrator.cache.tiers import Tiers
from orchestrator.models import CachedReply

DAY = 86_400.0
LOCAL_BYTES, LOCAL_ENTRIES = 6_000, 3
KEYS = [f"v1:{digit * 64}" for digit in "abcde"]
TENANTS = ["loc-1", "loc-2"]

keys, tenants, sides = st.sampled_from(KEYS), st.sampled_from(TENANTS), st.sampled_from([0, 1])
targets = st.one_of(
    st.just(("all", "")), keys.map(lambda key: ("key", key)), tenants.map(lambda tenant: ("tenant", tenant)),
    st.sampled_from([("prompt", "compose/1"), ("prompt", "compose"), ("task", "compose"), ("model", "m")]),
)  # fmt: skip
steps = st.one_of(
    st.tuples(st.just("put"), sides, keys, tenants),
    st.tuples(st.just("find"), sides, keys),
    st.tuples(st.just("find"), sides, keys),
    st.tuples(st.just("ask"), sides, keys, tenants),
    st.tuples(st.just("land")),
    st.tuples(st.just("brink"), keys),
    st.tuples(st.just("wait"), st.sampled_from([10.0, 299.0, 301.0, 3_601.0, 40_000.0])),
    st.tuples(st.just("invalidate"), targets),
    st.tuples(st.just("copy")),
    st.tuples(st.just("restore")),
    st.tuples(st.just("empty")),
)


@dataclass
class Given:
    """What the model knows of one answer that was put."""

    number: int
    answer: StoredAnswer
    asked_at: float
    put_at: float


@dataclass
class World:
    """`invalidated`: by (scope, value) the number of the last step that did it; `asked`: answers under way."""

    tiers: list[Tiers] = field(default_factory=list)
    locals: list[LocalTier] = field(default_factory=list)
    added: float = 0.0
    step: int = 0
    given: dict[str, list[Given]] = field(default_factory=dict)
    invalidated: dict[tuple[str, str], int] = field(default_factory=dict)
    asked: list[tuple[int, str, StoredAnswer, int]] = field(default_factory=list)
    copied: dict[bytes, bytes] = field(default_factory=dict)

    def clock(self) -> float:
        return time.time() + self.added

    def answer(self, side: int, tenant: str) -> StoredAnswer:
        values, tiers = {"number": self.step, "text": "x" * (self.step * 37 % 400)}, self.tiers[side]
        return StoredAnswer(
            values, tenant, "compose", "m", "compose/1", "json", 0.0, generation=tiers.generation()
        )  # fmt: skip

    def put(self, side: int, key: str, answer: StoredAnswer, asked_at: int) -> None:
        tiers = self.tiers[side]
        answer = replace(answer, expires_at=tiers.full_life(), stored_at=self.clock())
        tiers.put(key, answer)
        if not self.was_invalidated(key, answer, asked_at):
            self.given.setdefault(key, []).append(
                Given(answer.values["number"], answer, float(asked_at), self.clock())
            )  # fmt: skip

    def was_invalidated(self, key: str, answer: StoredAnswer, asked_at: float) -> bool:
        return any(self.invalidated.get(mark, -1) >= asked_at for mark in marks(key, answer))

    def find(self, side: int, key: str) -> None:
        hit = self.tiers[side].find(key)
        alive = [
            one for one in self.given.get(key, ())
            if self.clock() < one.put_at + DAY - 0.5 and not self.was_invalidated(key, one.answer, one.asked_at)
        ]  # fmt: skip
        if hit is None:
            assert not alive, "an answer that may be given was not found, though PostgreSQL has it"
            return
        number = hit.answer.values["number"]
        known = [one for one in self.given.get(key, ()) if one.number == number]
        assert known, "an invalidated answer, or one that nobody put"
        one = known[-1]
        assert not self.was_invalidated(key, one.answer, one.asked_at)
        assert self.clock() < hit.answer.expires_at <= one.put_at + DAY + 0.5
        kept = self.tiers[side].find(key)  # a hit of any tier is in L1 now
        if kept is not None and kept.tier == "L1":
            assert kept.answer.expires_at <= min(one.put_at + DAY + 0.5, self.clock() + 300)

    def take(self, step: tuple[Any, ...]) -> None:
        self.step += 1
        verb, *told = step
        cache = get_redis_connection("default")
        if verb == "put":
            self.put(told[0], told[1], self.answer(told[0], told[2]), self.step)
        elif verb == "find":
            self.find(*told)
        elif verb == "ask":
            self.asked.append((told[0], told[1], self.answer(told[0], told[2]), self.step))
        elif verb == "land" and self.asked:
            self.put(*self.asked.pop(0))
        elif verb == "wait":
            self.added += told[0]
        elif verb == "brink" and self.given.get(told[0]):
            end = self.given[told[0]][-1].put_at + DAY
            self.added += max(0.0, end - 60 - self.clock())
        elif verb == "invalidate":
            invalidate(*told[0], by="test")
            self.invalidated[told[0]] = self.step
        elif verb == "copy":
            self.copied = {name: cache.get(name) for name in cache.keys("llm:v1:*")}
        elif verb == "restore":  # a Redis that comes back with what it held earlier
            for name, value in self.copied.items():
                cache.set(name, value, px=3_600_000)
        elif verb == "empty":
            cache.flushdb()
        for local in self.locals:
            assert local.size_bytes <= LOCAL_BYTES and len(local) <= LOCAL_ENTRIES


@pytest.fixture
def world(transactional_db: None) -> Iterator[Any]:
    def fresh() -> World:
        CachedReply.objects.all().delete()
        get_redis_connection("default").flushdb()
        made = World()
        for _ in range(2):
            local = LocalTier(max_bytes=LOCAL_BYTES, max_entries=LOCAL_ENTRIES, clock=made.clock)
            shared = SharedTier(lambda: get_redis_connection("default"), clock=made.clock)
            durable = DurableTier(clock=made.clock, limit_ms=5000)
            made.tiers.append(Tiers(local, shared, durable, following=following, clock=made.clock))
            made.locals.append(local)
        return made

    return fresh


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=5, max_size=40))
def test_no_answer_outlives_its_time_or_an_invalidation_and_none_that_may_be_given_is_missed(
    world: Any, taken: list[tuple[Any, ...]]
) -> None:
    now = world()
    for step in taken:
        now.take(step)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), targets), max_size=8), st.integers(0, 40), keys, tenants)
def test_the_rules_refuse_exactly_what_is_older_than_an_invalidation_of_it(
    invalidations: list[tuple[int, tuple[str, str]]], generation: int, key: str, tenant: str
) -> None:
    answer = StoredAnswer({}, tenant, "compose", "m", "compose/1", "json", 0.0, generation=generation)
    refused = any(number > generation and mark in marks(key, answer) for number, mark in invalidations)
    rules = rules_of((number, *mark) for number, mark in invalidations)
    assert rules.allow(key, answer) is not refused


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=20).filter(lambda text: text.isprintable()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
jsons = st.dictionaries(st.text(max_size=8), values, max_size=4)


def turned(value: Any) -> Any:
    """The same value with the members of its objects in the opposite order."""
    if isinstance(value, dict):
        return {name: turned(inner) for name, inner in reversed(value.items())}
    return [turned(inner) for inner in value] if isinstance(value, list) else value


def parts(**changed: Any) -> KeyParts:
    plain = {
        "tenant": "t", "task": "k", "prompt_version": "p/1", "prompt_sha256": "s", "model": "m", "schema_version": "v",
        "parameters": {"max": 5}, "masked_input": {},
    }  # fmt: skip
    return KeyParts(**(plain | changed))


@given(jsons, jsons)
def test_a_key_is_the_same_exactly_for_the_same_input(one: dict[str, Any], other: dict[str, Any]) -> None:
    first = cache_key(parts(masked_input=one, parameters=other))
    assert cache_key(parts(masked_input=turned(one), parameters=turned(other))) == first
    assert (cache_key(parts(masked_input=other)) == cache_key(parts(masked_input=one))) == (
        _typed(one) == _typed(other)
    )


def _typed(value: Any) -> Any:
    """True is not 1 here, as it is in JSON."""
    if isinstance(value, dict):
        return {name: _typed(inner) for name, inner in value.items()}
    return [_typed(inner) for inner in value] if isinstance(value, list) else (type(value).__name__, value)


@given(jsons, st.text(max_size=20), st.floats(0, 2e9), st.integers(0, 2**62))
def test_an_answer_survives_the_way_through_json(said: Any, name: str, moment: float, generation: int) -> None:
    answer = StoredAnswer(said, name, name, name, name, name, moment, moment / 2, generation)
    assert from_json(answer.as_json()) == answer
