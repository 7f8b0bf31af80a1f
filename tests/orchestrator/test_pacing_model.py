"""The arithmetic of the buckets: its laws, against a provider that counts by itself, and the scripts against it."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
import redis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from orchestrator import buckets
from orchestrator.buckets import LANES, Ask, Cost, Limits, PaceState, Settlement, Triple
from orchestrator.pacing import Booking, NotBefore, Pace
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


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("book"), COSTS, st.sampled_from(LANES), st.floats(0.0, 5.0)),
        st.tuples(st.just("settle"), COSTS, st.integers(0, 70), st.integers(0, 6_500)),
        st.tuples(st.just("leave_alone"), st.floats(0.001, 0.02)),
    ),
    max_size=25,
)


@given(operations=OPERATIONS, aged=st.booleans())
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_scripts_do_what_the_model_does(valkey: redis.Redis, operations: list[Any], aged: bool) -> None:
    valkey.flushdb()
    one = _Both(valkey, aged=aged)
    for operation in operations:
        getattr(one, operation[0])(*operation[1:])


class _Both:
    """The same steps on the server and on the model, at the server's moments (its replies carry them)."""

    ACCOUNT = "claude:both"

    def __init__(self, client: redis.Redis, *, aged: bool) -> None:
        self.client, self.replies = client, []
        self.pace = Pace(self, limits=LIMITS)
        seconds = client.time()[0]
        epoch = float(seconds - 3_600 if aged else seconds)
        self.key = f"llm:pace:{{{self.ACCOUNT}}}"
        self.client.hset(self.key, mapping={"epoch": epoch * 1e6, "at": epoch * 1e6, "level1": 3, "level2": 900})
        self.client.hset(self.key, "level3", 90)
        self.state = PaceState(epoch=epoch, at=epoch, levels=(3.0, 900.0, 90.0))
        self.ids: dict[str, Any] = {}
        self.open: list[tuple[Any, Any]] = []
        self.caller = 0

    def evalsha(self, sha: str, *rest: Any) -> Any:
        return self._noted(self.client.evalsha(sha, *rest))

    def eval(self, text: str, *rest: Any) -> Any:
        return self._noted(self.client.eval(text, *rest[:-1], "0"))  # these levels are no restart's

    def _noted(self, reply: Any) -> Any:
        self.replies.append(reply)
        return reply

    def moment(self) -> float:
        return float(self.replies[-1][-1]) / 1e6

    def book(self, cost: Cost, lane: Any, most_wait: float) -> None:
        self.caller += 1
        wish = ask(cost, lane, f"c{self.caller}", most_wait)
        told = self.pace._ask_shared(self.ACCOUNT, wish, LIMITS)
        assert told is not None
        stands = float(self.client.hget(self.key, "not_before")) / 1e6  # what this process was told counts from now
        wish = replace(wish, own_not_before=stands)
        self.state, expected = buckets.book(self.state, wish, LIMITS, self.moment())
        assert told.kind == expected.kind
        assert told.wait == pytest.approx(expected.wait, abs=2e-5)
        assert told.mark == pytest.approx(expected.mark)
        if told.kind == "granted":
            self.open.append(((told, expected), cost))
        self.same()

    def settle(self, used: Cost, requests_left: int, input_left: int) -> None:
        if not self.open:
            return
        (told, expected), cost = self.open.pop(len(self.open) // 2)
        hints = RateHints(RateHint(60, requests_left, 0.0), RateHint(7_000, input_left, 0.0))
        booking = _booking(self.ACCOUNT, cost, told)
        self.pace.settle(booking, used=used, hints=hints)
        done = Settlement(
            expected.id, cost.triple(), used.triple(), expected.mark,
            (60.0, 7_000.0, 0.0), (float(requests_left), float(input_left), 0.0),
        )  # fmt: skip
        self.state = buckets.settle(self.state, done, LIMITS, self.moment())
        self.same()

    def leave_alone(self, seconds: float) -> None:
        self.pace.leave_alone(self.ACCOUNT, seconds)
        until = float(self.client.hget(self.key, "not_before")) / 1e6
        self.state = buckets.left_alone(self.state, until, LIMITS, self.moment())
        self.same()

    def same(self) -> None:
        names = ("level1", "level2", "level3", "granted1", "granted2", "granted3", "not_before", "at")
        stored = [float(value) for value in self.client.hmget(self.key, names)]
        assert stored[:3] == pytest.approx(self.state.levels, abs=1e-2)
        assert stored[3:6] == pytest.approx(self.state.granted)
        assert stored[6] / 1e6 == pytest.approx(self.state.not_before, abs=1e-5)
        assert stored[7] / 1e6 == pytest.approx(self.state.at, abs=1e-5)
        places = {lane for n, lane in enumerate(LANES, 1) if self.client.hexists(self.key, f"place{n}")}
        assert places == set(self.state.places)


def _booking(account: str, cost: Cost, told: Any) -> Booking:
    return Booking(account, cost, 0, told.id, told.mark)


def test_the_local_model_is_what_a_process_alone_keeps_to() -> None:
    now = [1_000.0]
    pace = Pace(
        redis.Redis(port=1, socket_connect_timeout=0.05), limits=Limits(480, 48_000, 4_800), clock=lambda: now[0]
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
