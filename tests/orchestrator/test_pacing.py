"""Pace on a real server: booked in one step, settled, corrected by headers, in the order of the lanes."""

import logging
import statistics
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from orchestrator.pace.buckets import REFILL_SHARE, START_SHARE
from orchestrator.pace.pacing import Booking, Cost, Limits, NotBefore, Pace
from orchestrator.providers.base import RateHint, RateHints
from tests.orchestrator.pace_cast import ACCOUNT, know
from tests.orchestrator.threads import together

LIMITS = Limits(requests=600, input_tokens=60_000, output_tokens=6_000)  # ten requests a second
SMALL = Cost(input_tokens=10, output_tokens=1)


@pytest.fixture
def pace(valkey: redis.Redis) -> Pace:
    return Pace(valkey, limits=LIMITS)


@pytest.fixture
def filled(valkey: redis.Redis) -> Callable[..., Pace]:
    """An account that has been known for an hour, with full buckets or with the levels given."""

    def made(limits: Limits = LIMITS, **levels: float) -> Pace:
        pace = Pace(valkey, limits=limits)
        pace.settle(take(pace, most_wait_seconds=5), used=SMALL, hints=None)  # the server learns the scripts
        know(valkey, limits, **levels)
        return pace

    return made


def take(pace: Pace, cost: Cost = SMALL, **more: Any) -> Booking:
    return pace.book(ACCOUNT, cost, **({"lane": "lead", "most_wait_seconds": 0.0} | more))


def left(pace: Pace) -> dict[str, float]:
    return pace.state(ACCOUNT)["left_now"]


def test_a_booking_takes_from_all_three_or_from_none(filled: Callable[..., Pace]) -> None:
    pace = filled(level3=1.0)
    before = left(pace)
    with pytest.raises(NotBefore) as refused:
        take(pace, Cost(1000, 300))
    assert refused.value.retry_at == pytest.approx(time.time() + 299 / (100 * 0.98), abs=0.2)
    assert left(pace)["requests"] >= before["requests"] and left(pace)["input_tokens"] >= before["input_tokens"]

    take(pace, Cost(1000, 1))
    assert left(pace)["input_tokens"] == pytest.approx(before["input_tokens"] - 1000, abs=200)
    assert pace.state(ACCOUNT)["under_way"] == 1


def test_settling_moves_the_bucket_both_ways_and_once(filled: Callable[..., Pace]) -> None:
    pace = filled(level2=30_000.0)
    booking = take(pace, Cost(10_000, 100))
    low = left(pace)["input_tokens"]
    for _ in range(3):
        pace.settle(booking, used=Cost(2_000, 100), hints=None)
    assert left(pace)["input_tokens"] == pytest.approx(low + 8_000, abs=300), "given back once"

    booking = take(pace, Cost(1_000, 100))
    low = left(pace)["input_tokens"]
    pace.settle(booking, used=Cost(9_000, 100), hints=None)
    assert left(pace)["input_tokens"] == pytest.approx(low - 8_000, abs=300)
    assert pace.state(ACCOUNT)["under_way"] == 0


def test_an_unknown_use_leaves_the_estimate_booked(filled: Callable[..., Pace]) -> None:
    pace = filled(level2=30_000.0)
    pace.settle(take(pace, Cost(10_000, 100)), used=None, hints=None)
    assert left(pace)["input_tokens"] == pytest.approx(20_000, abs=300)
    assert pace.state(ACCOUNT)["under_way"] == 0


def test_a_call_larger_than_the_bucket_goes_when_it_is_full_and_leaves_a_debt(filled: Callable[..., Pace]) -> None:
    pace = filled()
    take(pace, Cost(90_000, 1))
    assert left(pace)["input_tokens"] == pytest.approx(57_000 - 90_000, abs=300)
    with pytest.raises(NotBefore) as refused:
        take(pace)
    assert refused.value.retry_at > time.time() + 30


def hints(limit: int = 600, remaining: int = 600) -> RateHints:
    return RateHints(requests=RateHint(limit, remaining, time.time() + 60))


def test_headers_lower_the_level_to_what_the_provider_says_less_the_margin(filled: Callable[..., Pace]) -> None:
    pace = filled()
    pace.settle(take(pace), used=SMALL, hints=hints(remaining=100))
    assert left(pace)["requests"] == pytest.approx(100 - 30, abs=2)


def test_headers_raise_the_level_less_what_may_not_be_counted_yet(filled: Callable[..., Pace]) -> None:
    pace = filled(level1=20.0)
    under_way = [take(pace) for _ in range(5)]
    settled = take(pace)
    more = [take(pace) for _ in range(4)]
    pace.settle(settled, used=SMALL, hints=hints(remaining=400))
    assert left(pace)["requests"] == pytest.approx(400 - 30 - 10, abs=2), "ten calls may not be in what it says"
    for booking in under_way + more:
        pace.settle(booking, used=SMALL, hints=None)


def test_headers_change_the_limit_in_both_directions(filled: Callable[..., Pace]) -> None:
    pace = filled()
    pace.settle(take(pace), used=SMALL, hints=hints(limit=60, remaining=60))
    assert pace.state(ACCOUNT)["limits_per_minute"] == {"requests": 60, "input_tokens": 60_000, "output_tokens": 6_000}
    assert left(pace)["requests"] <= 57
    pace.settle(take(pace), used=SMALL, hints=hints(limit=6_000, remaining=5_000))
    assert left(pace)["requests"] == pytest.approx(5_000 - 300, abs=60)


def test_a_fresh_account_does_not_begin_with_a_burst(pace: Pace) -> None:
    granted = 0
    with pytest.raises(NotBefore):
        while True:
            take(pace)
            granted += 1
    assert granted <= LIMITS.requests * START_SHARE + 2


def test_an_emptied_server_grants_no_second_burst_and_headers_do_not_raise_it_for_a_minute(
    filled: Callable[..., Pace], valkey: redis.Redis
) -> None:
    pace = filled()
    bookings = [take(pace) for _ in range(500)]
    valkey.flushall()
    began, more = time.monotonic(), 0
    with pytest.raises(NotBefore):
        while True:
            pace.settle(take(pace), used=SMALL, hints=hints(remaining=600))
            more += 1
    for booking in bookings[:100]:
        pace.settle(booking, used=Cost(0, 0, requests=0), hints=hints(remaining=600))  # took nothing from this state
    assert more <= 600 * START_SHARE + (time.monotonic() - began) * 10 + 1
    assert left(pace)["requests"] < 10


def test_a_server_that_was_restarted_with_old_data_grants_no_old_burst(
    filled: Callable[..., Pace], valkey: redis.Redis
) -> None:
    pace = filled()
    valkey.script_flush()  # what a restart does to the script cache
    take(pace)
    assert left(pace)["requests"] <= 600 * START_SHARE


def test_leave_alone_holds_in_every_process_and_is_refused_at_once(filled: Callable[..., Pace], valkey: Any) -> None:
    pace, other = filled(), Pace(valkey, limits=LIMITS)
    until = pace.leave_alone(ACCOUNT, 3.0)
    for one in (pace, other):
        began = time.monotonic()
        with pytest.raises(NotBefore) as refused:
            take(one, most_wait_seconds=2.0)
        assert time.monotonic() - began < 0.2
        assert refused.value.retry_at == pytest.approx(until, abs=0.1)
        assert one.not_before(ACCOUNT) == pytest.approx(until, abs=0.1)
    assert pace.leave_alone(ACCOUNT, 1.0) == pytest.approx(until, abs=0.05), "the longer wish stands"


def test_a_wish_to_be_left_alone_survives_an_emptied_server(filled: Callable[..., Pace], valkey: Any) -> None:
    pace, other = filled(), Pace(valkey, limits=LIMITS)
    until = pace.leave_alone(ACCOUNT, 3.0)
    valkey.flushall()
    with pytest.raises(NotBefore):
        take(pace, most_wait_seconds=3.5 - 1)
    with pytest.raises(NotBefore):
        pace.book(ACCOUNT, Cost(1, 1), lane="lead", most_wait_seconds=0)
    valkey.hset(f"llm:pace:{{{ACCOUNT}}}", "not_before", 0)
    with pytest.raises(NotBefore):
        take(pace)
    assert pace.not_before(ACCOUNT) == pytest.approx(until, abs=0.05)
    assert other.not_before(ACCOUNT) < until, "nobody told it, and the server was emptied"


def test_a_wish_is_lifted_in_every_process_that_was_told_or_learned_it(
    filled: Callable[..., Pace], valkey: Any
) -> None:
    told, learned, operator = filled(), Pace(valkey, limits=LIMITS), Pace(valkey, limits=LIMITS)
    told.leave_alone(ACCOUNT, 86_400.0)
    for one in (told, learned):
        with pytest.raises(NotBefore):
            take(one, most_wait_seconds=2.0)
    assert operator.lift(ACCOUNT)
    time.sleep(1.1)
    for one in (told, learned, operator):
        take(one, most_wait_seconds=2.0)
        assert one.not_before(ACCOUNT) <= time.time()
    told.leave_alone(ACCOUNT, 3.0)
    with pytest.raises(NotBefore):
        take(told, most_wait_seconds=1.0)
    with pytest.raises(NotBefore):
        take(learned, most_wait_seconds=1.0)


def test_a_lifted_wish_does_not_come_back_from_a_process_that_was_told_it(
    filled: Callable[..., Pace], valkey: Any
) -> None:
    told, operator = filled(), Pace(valkey, limits=LIMITS)
    told.leave_alone(ACCOUNT, 5.0)
    operator.lift(ACCOUNT)
    take(told, most_wait_seconds=9.0)  # it would have waited, and tells the server what it was told
    assert operator.not_before(ACCOUNT) <= time.time()


def test_without_redis_a_process_lifts_its_own_wish() -> None:
    pace = Pace(dead(), limits=LIMITS)
    pace.leave_alone(ACCOUNT, 600.0)
    assert pace.not_before(ACCOUNT) > time.time() + 500
    assert not pace.lift(ACCOUNT)
    take(pace, most_wait_seconds=2.0)


@pytest.mark.parametrize("jump", [-3_600.0, 3_600.0])
@pytest.mark.parametrize("away", [False, True])
def test_a_computer_whose_clock_is_set_makes_no_pause_longer_or_shorter(valkey: Any, jump: float, away: bool) -> None:
    set_by = [0.0]
    pace = Pace(dead() if away else valkey, limits=LIMITS, clock=lambda: time.time() + set_by[0])
    pace.leave_alone(ACCOUNT, 0.5)
    set_by[0] = jump
    with pytest.raises(NotBefore) as refused:
        take(pace, most_wait_seconds=0.0)
    assert refused.value.retry_at == pytest.approx(time.time() + jump + 0.4, abs=0.4), "by the clock as it is now"
    time.sleep(0.6)
    take(pace, most_wait_seconds=3.0)


def test_what_one_process_learned_does_not_creep_on(filled: Callable[..., Pace], valkey: Any) -> None:
    pace = filled()
    until = pace.leave_alone(ACCOUNT, 0.7)
    others = [Pace(valkey, limits=LIMITS) for _ in range(3)]
    waited = [take(one, most_wait_seconds=3.0) for one in others]
    assert time.time() == pytest.approx(until, abs=0.35)
    assert all(300 < booking.waited_ms < 1_100 for booking in waited[:1])


def test_a_waiter_waits_for_its_turn_and_never_beyond_its_time(filled: Callable[..., Pace]) -> None:
    pace = filled(level1=0.0)
    assert 50 <= take(pace, most_wait_seconds=2.0).waited_ms <= 400
    began = time.monotonic()
    with pytest.raises(NotBefore):
        for _ in range(20):
            take(pace, most_wait_seconds=0.05)
    assert time.monotonic() - began < 1.0


def flood(pace: Pace, lane: str, threads: int, stop: threading.Event) -> list[threading.Thread]:
    def run() -> None:
        while not stop.is_set():
            try:
                pace.book(ACCOUNT, Cost(10, 1), lane=lane, most_wait_seconds=1.0)  # type: ignore[arg-type]
            except NotBefore:
                time.sleep(0.01)

    started = [threading.Thread(target=run) for _ in range(threads)]
    for thread in started:
        thread.start()
    return started


def test_a_flood_of_the_background_does_not_delay_a_lead_by_more_than_one_slot(filled: Callable[..., Pace]) -> None:
    pace, stop = filled(level1=0.0), threading.Event()
    threads = flood(pace, "background", 8, stop) + flood(pace, "staff", 4, stop)
    try:
        waits = []
        for _ in range(10):
            time.sleep(0.23)
            waits.append(take(pace, most_wait_seconds=3.0).waited_ms)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    slot_ms = 1000 / 9.8
    assert statistics.median(waits) <= 2 * slot_ms
    assert max(waits) <= 2 * slot_ms + 150, waits  # what two busy processors add


def test_a_lane_holds_one_place_and_loses_it_when_its_holder_is_gone(filled: Callable[..., Pace], valkey: Any) -> None:
    pace = filled(level2=0.0)
    stop = threading.Event()
    threads = flood(pace, "staff", 3, stop)
    time.sleep(0.3)
    assert pace.state(ACCOUNT)["waiting_lanes"] in (["staff"], [])
    stop.set()
    for thread in threads:
        thread.join()
    valkey.hset(f"llm:pace:{{{ACCOUNT}}}", mapping={"level2": 0})
    gone = f"someone {(valkey.time()[0] + 1) * 10**6} 1 1000000 1"
    valkey.hset(f"llm:pace:{{{ACCOUNT}}}", "place1", gone)
    began = time.monotonic()
    take(pace, Cost(100, 1), most_wait_seconds=3.0)
    assert 0.0 < time.monotonic() - began < 2.0


def test_within_a_lane_those_who_come_first_are_served_first(filled: Callable[..., Pace]) -> None:
    """Forty who come one after another to an account that grants ten a second, so the last waits some three seconds."""
    pace = filled(level1=0.0)

    def waited(number: int) -> float:
        time.sleep(number * 0.025)
        began = time.monotonic()
        take(pace, Cost(1, 1), most_wait_seconds=20.0)
        return time.monotonic() - began

    waits = together(40, waited)
    fair = [(number + 1) / (10 * REFILL_SHARE) - number * 0.025 for number in range(40)]
    assert max(waits) < max(fair) + 1.0
    assert sum(abs(one - other) for one, other in zip(waits, fair, strict=True)) / 40 < 0.6


def dead() -> redis.Redis:
    return redis.Redis(port=1, socket_connect_timeout=0.1, retry=Retry(NoBackoff(), 0))


def test_without_redis_a_process_keeps_to_a_share_says_so_once_and_shows_it(caplog: Any) -> None:
    pace = Pace(dead(), limits=LIMITS)
    caplog.set_level(logging.INFO, "orchestrator")
    began, granted = time.monotonic(), 0
    while time.monotonic() - began < 2.5:
        try:
            pace.settle(take(pace), used=SMALL, hints=None)
            granted += 1
        except NotBefore:
            time.sleep(0.02)
    assert 2 <= granted <= (600 / 8) * START_SHARE + 2.5 * 10 / 8 + 1
    assert pace.state(ACCOUNT)["redis"] == "away"
    said = [record.message for record in caplog.records if record.name == "orchestrator.servers.away"]
    assert said == ["orchestrator.server_away"]


def test_what_was_taken_while_redis_was_away_is_booked_when_it_is_back(
    filled: Callable[..., Pace], valkey: redis.Redis
) -> None:
    known = filled(level2=30_000.0)
    switch = _Switched(valkey)
    pace = Pace(switch, limits=LIMITS)
    switch.away = True
    take(pace, Cost(150, 1), most_wait_seconds=1.0)
    pace.settle(take(pace, Cost(50, 1), most_wait_seconds=3.0), used=Cost(5_050, 1), hints=None)
    switch.away = False
    time.sleep(1.1)
    refilled = left(known)["input_tokens"]
    take(pace)
    assert left(known)["input_tokens"] == pytest.approx(refilled - 5_200, abs=300)


class _Switched:
    """A client whose server can be taken away."""

    def __init__(self, client: redis.Redis) -> None:
        self._client, self.away = client, False

    def evalsha(self, *arguments: Any) -> Any:
        return (dead() if self.away else self._client).evalsha(*arguments)

    def eval(self, *arguments: Any) -> Any:
        return (dead() if self.away else self._client).eval(*arguments)

    def script_load(self, text: str) -> Any:
        return (dead() if self.away else self._client).script_load(text)


def test_booking_and_settling_cost_less_than_a_millisecond(filled: Callable[..., Pace]) -> None:
    pace, took = filled(Limits(10**7, 10**9, 10**9)), []
    for _ in range(1_000):
        began = time.perf_counter()
        pace.settle(take(pace), used=SMALL, hints=hints(10**7, 10**7))
        took.append(time.perf_counter() - began)
    assert statistics.median(took) < 0.001
