"""The arithmetic of the buckets: its laws, against a provider that counts by itself, and the scripts against it."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
import redis
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from orchestrator.pace import buckets
from orchestrator.pace import scripts as pace_scripts
from orchestrator.pace.buckets import LANES, Ask, Cost, Limits, PaceState, Settlement, Triple
from orchestrator.pace.pacing import Booking, NotBefore, Pace
from orchestrator.providers.base import RateHint, RateHints

LIMITS = Limits(requests=60, input_tokens=6_000, output_tokens=600)
COSTS = st.builds(Cost, input_tokens=st.integers(0, 400), output_tokens=st.integers(0, 60))


def ask(cost: Cost, lane: Any = "lead", caller: str = "c", most_wait: float = 0.0) -> Ask:
    return Ask(cost.triple(), lane, caller, most_wait)


def known(now: float = 0.0) -> PaceState:
    """Full buckets, known for long enough to believe headers."""
    full = tuple(buckets.usable(limit) for limit in LIMITS.triple())
    return PaceState(epoch=now - 1e6, at=now, levels=(full[0], full[1], full[2]))


@given(steps=st.lists(st.tuples(st.floats(0, 20), COSTS), max_size=60))
def test_in_no_span_more_is_granted_than_the_bucket_and_its_refill(steps: list[tuple[float, Cost]]) -> None:
    state, now, grants = known(), 0.0, []
    for pause, cost in steps:
        now += pause
        state, told = buckets.book(state, ask(cost), LIMITS, now)
        if told.kind == "granted":
            grants.append((now, cost.triple()))
    for begin, end in itertools.combinations_with_replacement(range(len(grants)), 2):
        seconds = grants[end][0] - grants[begin][0]
        for bucket, limit in enumerate(LIMITS.triple()):
            taken = sum(cost[bucket] for _, cost in grants[begin : end + 1])
            assert taken <= buckets.usable(limit) + seconds * buckets.per_second(limit) + 1e-6


@given(cost=COSTS, pause=st.floats(0, 100))
def test_what_is_told_to_wait_so_long_is_granted_then_and_not_earlier(cost: Cost, pause: float) -> None:
    state = replace(known(), levels=(0.0, 0.0, 0.0))
    told = buckets.book(state, ask(cost), LIMITS, pause)[1]
    if told.kind == "granted":
        return
    assert buckets.book(state, ask(cost), LIMITS, pause + told.wait * 0.99)[1].kind == "too_late"
    assert buckets.book(state, ask(cost), LIMITS, pause + told.wait + 1e-6)[1].kind == "granted"


@given(cost=COSTS, used=COSTS, seconds=st.floats(0, 50))
def test_an_estimate_that_is_settled_leaves_what_the_true_cost_would_have(
    cost: Cost, used: Cost, seconds: float
) -> None:
    state = replace(known(), levels=(20.0, 2_000.0, 200.0), at=0.0)
    estimated, told = buckets.book(state, ask(cost), LIMITS, 0.0)
    exact, _ = buckets.book(state, ask(used), LIMITS, 0.0)
    done = Settlement(told.id, cost.triple(), used.triple(), told.mark)
    settled = buckets.settle(estimated, done, LIMITS, seconds)
    for bucket, limit in enumerate(LIMITS.triple()):
        truth = buckets.at_moment(exact, LIMITS, seconds).levels[bucket]
        assert settled.levels[bucket] <= min(truth, buckets.usable(limit)) + 1e-6


def test_a_lower_lane_passes_a_waiting_lead_only_where_there_is_room_for_both() -> None:
    state = replace(known(), levels=(0.5, 1_000.0, 100.0))
    state, told = buckets.book(state, ask(Cost(10, 1), "lead", "anna", 9.0), LIMITS, 0.0)
    assert told.kind == "wait" and state.places["lead"].holder == "anna"
    state, told = buckets.book(state, ask(Cost(10, 1), "background", "night", 9.0), LIMITS, 0.6)
    assert told.kind == "wait", "there is one request, and it is Anna's"
    state, told = buckets.book(state, ask(Cost(10, 1), "lead", "anna", 9.0), LIMITS, 0.6)
    assert told.kind == "granted" and "lead" not in state.places
    room = replace(known(), levels=(5.0, 1_000.0, 100.0), places={"lead": buckets.Place("anna", 9.0, (1.0, 10.0, 1.0))})
    assert buckets.book(room, ask(Cost(10, 1), "background"), LIMITS, 0.0)[1].kind == "granted"


def test_within_a_lane_whoever_came_earlier_takes_the_place_over() -> None:
    state = replace(known(now=100.0), levels=(0.5, 1_000.0, 100.0))
    state, _ = buckets.book(state, ask(Cost(10, 1), "lead", "late", 9.0), LIMITS, 100.0)
    assert state.places["lead"].holder == "late"
    early = replace(ask(Cost(10, 1), "lead", "early", 9.0), waited=3.0)
    state, _ = buckets.book(state, early, LIMITS, 100.1)
    assert state.places["lead"].holder == "early"
    later = replace(ask(Cost(10, 1), "lead", "later", 9.0), waited=2.0)
    assert buckets.book(state, later, LIMITS, 100.2)[0].places["lead"].holder == "early"
    room = replace(state, levels=(1.0, 1_000.0, 100.0))
    assert buckets.book(room, later, LIMITS, 100.2)[1].kind == "wait", "what is there is for who came earlier"
    assert buckets.book(room, early, LIMITS, 100.2)[1].kind == "granted"


class Provider:
    """A true account: bucket of a full minute, continuous refill; refuses what does not fit."""

    def __init__(self) -> None:
        self.left, self.at = list(LIMITS.triple()), 0.0

    def refill(self, now: float) -> None:
        for bucket, limit in enumerate(LIMITS.triple()):
            self.left[bucket] = min(limit, self.left[bucket] + (now - self.at) * limit / 60)
        self.at = now

    def take(self, amount: Triple, now: float) -> bool:
        self.refill(now)
        fits = all(amount[bucket] <= self.left[bucket] + 1e-6 for bucket in range(3))
        if fits:
            self.left = [self.left[bucket] - amount[bucket] for bucket in range(3)]
        return fits


class AgainstTheProvider(RuleBasedStateMachine):
    """Calls arrive up to a second late and answer much later; headers are as stale as the answer; memory gets lost.

    Estimates are never too low here, so the provider must never refuse. Its output is counted when a call arrives.
    """

    waiting = Bundle("waiting")
    under_way = Bundle("under_way")

    def __init__(self) -> None:
        super().__init__()
        self.provider, self.state, self.now = Provider(), known(), 0.0
        self.late: list[tuple[float, Triple]] = []

    @rule(seconds=st.floats(0, 15))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(target=under_way, estimate=COSTS, share=st.floats(0, 1), lag=st.floats(0, 1.0), lane=st.sampled_from(LANES))
    def somebody_calls(self, estimate: Cost, share: float, lag: float, lane: Any) -> tuple[Any, ...] | None:
        self.state, told = buckets.book(self.state, ask(estimate, lane), LIMITS, self.now)
        if told.kind != "granted":
            return None
        used = Cost(round(estimate.input_tokens * share), round(estimate.output_tokens * share))
        self.now += lag
        assert self.provider.take(used.triple(), self.now), "the provider refused"
        said = tuple(float(int(left)) for left in self.provider.left)
        return told, estimate, used, said

    @rule(call=consumes(under_way), hinted=st.booleans())
    def an_answer_comes(self, call: tuple[Any, ...] | None, hinted: bool) -> None:
        if call is None:
            return
        told, estimate, used, said = call
        hints = {"hint_limits": LIMITS.triple(), "hint_remaining": said} if hinted else {}
        done = Settlement(told.id, estimate.triple(), used.triple(), told.mark, **hints)
        self.state = buckets.settle(self.state, done, LIMITS, self.now)

    @rule()
    def the_memory_is_lost(self) -> None:
        if self.now - self.state.epoch > 80:  # by then the slower refill has made up for a start
            self.state = buckets.fresh(self.now, LIMITS)

    @invariant()
    def no_more_is_believed_to_be_left_than_is(self) -> None:
        self.provider.refill(self.now)
        for bucket, level in enumerate(buckets.at_moment(self.state, LIMITS, self.now).levels):
            assert level <= self.provider.left[bucket] + 1e-6


TestAgainstTheProvider = AgainstTheProvider.TestCase
TestAgainstTheProvider.settings = hypothesis_settings(max_examples=200, stateful_step_count=50, deadline=None)


PAUSES = st.one_of(st.just(0.0), st.integers(0, 900), st.integers(0, 90_000)).map(lambda ms: ms / 1000 + 0.0003)
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(
            st.just("book"),
            COSTS,
            st.sampled_from(LANES),
            st.sampled_from([0.0, 0.2137, 2.0137, 30.0137]),
            st.integers(0, 4),
        ),
        st.tuples(st.just("ask_again")),
        st.tuples(st.just("settle"), COSTS, st.booleans(), st.integers(0, 70), st.integers(0, 7_500)),
        st.tuples(st.just("leave_alone"), st.floats(0.01, 5.0)),
        st.tuples(st.just("lift")),
        st.tuples(st.just("time_passes"), PAUSES),
    ),
    max_size=40,
)
SCRIPTS = {script.sha: script for script in pace_scripts.ALL}


WAITS = [("book", Cost(10, 1), "lead", 0.0), ("book", Cost(10, 1), "lead", 2.0137)]


@example(operations=[*WAITS, ("time_passes", 1.1003), ("ask_again",)], aged=True, low=True)
@example(operations=[*WAITS, ("leave_alone", 5.0), ("ask_again",)], aged=True, low=True)
@example(operations=[*WAITS, ("leave_alone", 5.0), ("lift",), ("ask_again",)], aged=True, low=False)
@example(operations=[WAITS[0], ("time_passes", 601.0003), WAITS[0]], aged=True, low=True)
@given(operations=OPERATIONS, aged=st.booleans(), low=st.booleans())
@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_scripts_do_what_the_model_does(valkey: redis.Redis, operations: list[Any], aged: bool, low: bool) -> None:
    valkey.flushdb()
    both = _Both(valkey, aged=aged, low=low)
    for operation in operations:
        getattr(both, operation[0])(*operation[1:])
        both.compare()


class _Both:
    """The same steps on the server and on the model; the scripts are told the time instead of asking for it."""

    ACCOUNT = "claude:both"
    KEY = f"llm:pace:{{{ACCOUNT}}}"

    def __init__(self, client: redis.Redis, *, aged: bool, low: bool) -> None:
        self.client, self.now = client, 100_000.0
        self.pace = Pace(self, limits=LIMITS, clock=lambda: self.now, steady=lambda: self.now)
        levels = (1.0, 300.0, 30.0) if low else (20.0, 3_000.0, 300.0)
        epoch = self.now - (3_600 if aged else 0)
        stored = {f"level{number}": level for number, level in enumerate(levels, 1)}
        client.hset(self.KEY, mapping=stored | {"epoch": epoch * 1e6, "at": self.now * 1e6})
        self.state = PaceState(epoch=epoch, at=self.now, levels=levels)
        self.under_way: list[tuple[Booking, Settlement]] = []
        self.asked: Ask | None = None
        self.callers = itertools.count()

    def evalsha(self, sha: str, *rest: Any) -> Any:
        moment = f"{{'{int(self.now)}', '{round(self.now % 1 * 1e6)}'}}"
        return self.client.eval(SCRIPTS[sha].text.replace("redis.call('TIME')", moment), *rest)

    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    def book(self, cost: Cost, lane: Any, most_wait: float, waited: int = 0) -> None:
        self._ask(replace(ask(cost, lane, f"c{next(self.callers)}", most_wait), waited=waited + 0.5 * (waited > 0)))

    def ask_again(self) -> None:
        if self.asked is not None:
            self._ask(self.asked)

    def _ask(self, wish: Ask) -> None:
        self.asked = wish
        told = self.pace._ask_shared(self.ACCOUNT, wish, LIMITS)
        assert told is not None
        self.state, expected = buckets.book(self.state, wish, LIMITS, self.now)
        assert (told.kind, told.mark) == (expected.kind, pytest.approx(expected.mark))
        assert told.wait == pytest.approx(expected.wait, abs=1e-5)
        if told.kind == "granted":
            cost = Cost(int(wish.cost[1]), int(wish.cost[2]))
            booking = Booking(self.ACCOUNT, cost, 0, told.id, told.mark)
            self.under_way.append((booking, Settlement(expected.id, wish.cost, None, expected.mark)))
            self.asked = None

    def settle(self, used: Cost, known: bool, requests_left: int, input_left: int) -> None:
        if not self.under_way:
            return
        place = len(self.under_way) // 2
        booking, done = self.under_way[place] if known else self.under_way.pop(place)
        hints = RateHints(RateHint(60, requests_left, 0.0), RateHint(7_000, input_left, 0.0))
        self.pace.settle(booking, used=used, hints=hints)
        remaining = (float(requests_left), float(input_left), 0.0)
        done = replace(done, used=used.triple(), hint_limits=(60.0, 7_000.0, 0.0), hint_remaining=remaining)
        self.state = buckets.settle(self.state, done, LIMITS, self.now)

    def leave_alone(self, seconds: float) -> None:
        until = self.pace.leave_alone(self.ACCOUNT, seconds)
        self.state = buckets.left_alone(self.state, until, LIMITS, self.now)

    def lift(self) -> None:
        assert self.pace.lift(self.ACCOUNT)
        self.state = buckets.lifted(self.state, LIMITS, self.now)

    def compare(self) -> None:
        stored = {key.decode(): value for key, value in self.client.hgetall(self.KEY).items()}

        def three(name: str) -> list[float]:
            return [float(stored.get(f"{name}{number}", 0)) for number in (1, 2, 3)]

        assert three("level") == pytest.approx(self.state.levels, abs=1e-2)
        assert three("granted") == pytest.approx(self.state.granted)
        assert three("spilled") == pytest.approx(self.state.spilled, abs=1e-2)
        assert three("heard") == pytest.approx(self.state.heard)
        assert float(stored.get("not_before", 0)) / 1e6 == pytest.approx(self.state.not_before, abs=1e-5)
        assert float(stored["at"]) / 1e6 == pytest.approx(self.state.at, abs=1e-5)
        places = {lane: stored[f"place{n}"].split()[0] for n, lane in enumerate(LANES, 1) if f"place{n}" in stored}
        assert places == {lane: place.holder.encode() for lane, place in self.state.places.items()}


def test_the_local_model_is_what_a_process_alone_keeps_to() -> None:
    now = [1_000.0]
    pace = Pace(
        redis.Redis(port=1, socket_connect_timeout=0.05), limits=Limits(480, 48_000, 4_800), steady=lambda: now[0]
    )
    granted = 0
    for _ in range(200):
        now[0] += 0.1
        try:
            pace.book("a:b", Cost(1, 1), lane="lead", most_wait_seconds=0.0)
            granted += 1
        except NotBefore:
            pass
    assert granted == pytest.approx(20 * 0.98 + 1.5, abs=1.1), "a request a second, an eighth of the account"
