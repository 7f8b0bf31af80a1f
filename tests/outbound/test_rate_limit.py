"""The ring on a real server: exact in any window, whoever asks and whatever becomes of the server."""

import multiprocessing
import os
import random
import time

import pytest
import redis

from outbound.rate_limit import Busy, Rate, RateLimiter, Slot, per_second

QUICK = Rate(calls=5, window_ms=200.0, gap_ms=20.0)


def next_slot(limiter: RateLimiter, key: str = "a", patience_s: float = 5.0, **more) -> Slot:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        asked = limiter.book(key, **more)
        if isinstance(asked, Slot):
            return asked
        time.sleep(asked.retry_ms / 1000)
    raise AssertionError("no slot in time")


def worst_span_ms(grants_us: list[int], calls: int) -> float:
    ordered = sorted(grants_us)
    return min((ordered[i + calls] - ordered[i]) / 1000 for i in range(len(ordered) - calls))


def demand(url: str, seed: int, seconds: float, out) -> None:
    """Saturation, pauses and bursts by turns."""
    limiter = RateLimiter(redis.Redis.from_url(url), QUICK)
    dice, grants = random.Random(seed), []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if dice.random() < 0.1:
            time.sleep(dice.random() * 0.3)
        asked = limiter.book("a", lead_ms=dice.choice([0.0, 3.0, 10.0]))
        if isinstance(asked, Busy):
            time.sleep(asked.retry_ms / 1000 * dice.choice([0.2, 1.0, 1.0]))
        else:
            grants.append(asked.at_server_us)
            time.sleep(max(0.0, asked.wait_s()))
    out.put(grants)


@pytest.mark.parametrize("seed", [1, 2])
def test_four_processes_with_random_demand_never_exceed_the_rate(valkey, seed):
    spawn = multiprocessing.get_context("spawn")
    out = spawn.Queue()
    url = os.environ["REDIS_URL"]
    processes = [spawn.Process(target=demand, args=(url, seed * 10 + number, 4.0, out)) for number in range(4)]
    for process in processes:
        process.start()
    grants = [grant for _ in processes for grant in out.get(timeout=30)]
    for process in processes:
        process.join()

    assert len(grants) > 40
    assert worst_span_ms(grants, QUICK.calls) >= QUICK.window_ms


def test_an_emptied_server_grants_nothing_for_one_window(valkey):
    limiter = RateLimiter(valkey, QUICK)
    grants = [next_slot(limiter).at_server_us for _ in range(QUICK.calls)]
    valkey.flushdb()

    after = next_slot(limiter, lead_ms=0.0)

    assert (after.at_server_us - grants[-1]) / 1000 >= QUICK.window_ms
    more = [next_slot(limiter).at_server_us for _ in range(QUICK.calls * 2)]
    assert worst_span_ms([*grants, after.at_server_us, *more], QUICK.calls) >= QUICK.window_ms


def test_a_server_that_has_forgotten_the_script_may_have_restarted_and_grants_nothing_for_one_window(valkey):
    limiter = RateLimiter(valkey, QUICK)
    last = [next_slot(limiter).at_server_us for _ in range(3)][-1]
    valkey.script_flush()  # what a restart does to the script cache, while the keys come back from disk

    after = next_slot(limiter, lead_ms=0.0)

    assert (after.at_server_us - last) / 1000 >= QUICK.window_ms


def test_only_one_slot_is_booked_ahead_over_all_callers(valkey):
    first, second = RateLimiter(valkey, QUICK), RateLimiter(valkey, QUICK)
    slot = next_slot(first, lead_ms=50.0)

    refused = second.book("a", lead_ms=50.0)

    assert isinstance(refused, Busy)
    time.sleep(max(0.0, slot.wait_s()) + 0.03)
    assert isinstance(second.book("a", lead_ms=50.0), Slot)


def test_keys_do_not_share_a_limit(valkey):
    limiter = RateLimiter(valkey, QUICK)
    next_slot(limiter, "a", lead_ms=50.0)
    assert isinstance(limiter.book("b", lead_ms=50.0), Slot)


def test_a_pause_holds_every_slot_back_and_a_shorter_one_does_not_end_it(valkey):
    limiter = RateLimiter(valkey, QUICK)
    next_slot(limiter)
    started = time.monotonic()
    limiter.pause("a", 400)
    limiter.pause("a", 10)
    slot = next_slot(limiter)
    assert slot.at_monotonic - started >= 0.395


def test_a_lower_limit_spreads_the_slots_and_a_higher_one_changes_nothing(valkey):
    limiter = RateLimiter(valkey, per_second(10))
    next_slot(limiter)
    limiter.hear_limit("a", calls=25, interval_ms=10_000)
    lowered = [next_slot(limiter).at_server_us for _ in range(3)]
    assert (lowered[2] - lowered[1]) / 1000 >= 400
    limiter.hear_limit("a", calls=1000, interval_ms=10_000)
    back = [next_slot(limiter).at_server_us for _ in range(12)]
    assert worst_span_ms(back, 10) >= 1007


def test_a_late_departure_moves_what_may_follow(valkey):
    limiter = RateLimiter(valkey, QUICK)
    first = next_slot(limiter)
    moved = limiter.shift("a", first, late_s=0.05)
    grants = [moved.at_server_us, *(next_slot(limiter).at_server_us for _ in range(QUICK.calls))]
    assert worst_span_ms(grants, QUICK.calls) >= QUICK.window_ms


def test_a_slot_lies_where_the_servers_clock_says(valkey):
    limiter = RateLimiter(valkey, QUICK)
    slot = next_slot(limiter, lead_ms=20.0)
    time.sleep(max(0.0, slot.wait_s()))
    seconds, micros = valkey.time()
    assert abs(seconds * 1_000_000 + micros - slot.at_server_us) < 15_000


def test_a_saturated_key_is_used_up_to_the_rate(valkey):
    limiter = RateLimiter(valkey, QUICK)
    next_slot(limiter)
    started, grants = time.monotonic(), []
    while time.monotonic() < started + 2.0:
        slot = next_slot(limiter)
        grants.append(slot.at_server_us)
        time.sleep(max(0.0, slot.wait_s()))
    assert len(grants) >= 0.9 * 2.0 / (QUICK.window_ms / 1000) * QUICK.calls
