"""Slots with Redis, without it, and over the change between the two."""

import itertools
import socket
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from crm.models import SendAttempt
from crm.outbox.build import limiter_at as build_limiter
from crm.outbox.enqueue import enqueue_note
from crm.outbox.pacing import Pacer
from outbound.rate_limit import Busy, RateLimiter, Slot, per_second


@pytest.fixture
def nobody() -> RateLimiter:
    """A limiter whose server is away."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    return build_limiter(f"redis://127.0.0.1:{port}/0")


def next_slot(pacer: Pacer, location_id: int, patience_s: float) -> Slot | None:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        asked = pacer.book(location_id)
        if isinstance(asked, Slot):
            return asked
        time.sleep(min(asked.retry_ms / 1000, 0.05))
    return None


def in_a_thread(work):
    """Run with a database session of its own; returns what it returned."""
    result = []

    def run():
        try:
            result.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return result[0]


def test_without_redis_everything_still_leaves_at_one_a_second(sandbox, location, new_lead, pump, nobody):
    for number in range(4):
        enqueue_note(new_lead(), "x", cause="turn:1", dedupe_key=str(number))
    pump.limiter = nobody

    pump.run(8.0)

    wire = sorted(SendAttempt.objects.exclude(wire_at=None).values_list("wire_at", flat=True))
    assert len(wire) == 4
    assert min((later - earlier) / timedelta(seconds=1) for earlier, later in itertools.pairwise(wire)) >= 0.95


def test_without_redis_one_process_alone_sends_for_a_location(location, nobody):
    mine = Pacer(nobody)
    assert next_slot(mine, location.pk, 3.0) is not None

    other = Pacer(nobody)
    assert in_a_thread(lambda: next_slot(other, location.pk, 2.5)) is None
    mine.close()


def test_nobody_sends_without_redis_while_another_process_still_has_it(location, valkey, nobody):
    with_redis, without = Pacer(RateLimiter(valkey, per_second(10))), Pacer(nobody)
    assert next_slot(with_redis, location.pk, 3.0) is not None

    assert in_a_thread(lambda: next_slot(without, location.pk, 2.5)) is None
    with_redis.close()
    assert in_a_thread(lambda: next_slot(without, location.pk, 3.0)) is not None


def test_nobody_takes_slots_from_redis_while_another_process_sends_without_it(location, valkey, nobody):
    alone, with_redis = Pacer(nobody), Pacer(RateLimiter(valkey, per_second(10)))
    assert next_slot(alone, location.pk, 3.0) is not None

    assert in_a_thread(lambda: next_slot(with_redis, location.pk, 1.5)) is None
    alone.close()


def test_the_first_slot_without_redis_waits_until_the_window_of_the_last_one_with_it_has_passed(location, nobody):
    pacer, started = Pacer(nobody), time.monotonic()
    assert isinstance(pacer.book(location.pk), Busy)
    slot = next_slot(pacer, location.pk, 3.0)
    assert slot is not None
    assert slot.at_monotonic - started > 1.0
    pacer.close()


def test_redis_coming_back_ends_the_lonely_way(location, valkey, nobody):
    pacer = Pacer(nobody)
    assert next_slot(pacer, location.pk, 3.0) is not None

    pacer.limiter = RateLimiter(valkey, per_second(10))
    back = next_slot(pacer, location.pk, 4.0)

    assert back is not None
    assert abs(datetime.fromtimestamp(back.at_server_us / 1e6, tz=UTC) - datetime.now(UTC)) < timedelta(seconds=1)
    second = next_slot(pacer, location.pk, 1.0)
    assert second is not None
    assert second.at_monotonic - back.at_monotonic < 0.5
    pacer.close()


def test_a_flush_in_mid_run_breaks_no_window(sandbox, location, new_lead, pump, valkey):
    for number in range(30):
        enqueue_note(new_lead(), "x", cause="turn:1", dedupe_key=str(number))
    timer = threading.Timer(2.5, valkey.flushdb)
    timer.start()

    pump.run(10.0)
    timer.join()

    granted = sorted(SendAttempt.objects.exclude(wire_at=None).values_list("granted_at", flat=True))
    assert len(granted) == 30
    assert min((granted[i + 10] - granted[i]).total_seconds() for i in range(20)) >= 1.0
    assert max((granted[i + 1] - granted[i]).total_seconds() for i in range(29)) >= 1.0
