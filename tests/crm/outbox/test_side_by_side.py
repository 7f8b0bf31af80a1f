"""Locations side by side: what slows or stops one delays no other."""

import itertools

import pytest

from crm.models import OutboxEntry, SendAttempt
from crm.outbox.enqueue import enqueue_note
from crm.outbox.shares import FIRST, SLOW, Shares

Status = OutboxEntry.Status


def notes(leads, prefix="n"):
    return [
        enqueue_note(lead, "x", cause="turn:1", dedupe_key=f"{prefix}{number}") for number, lead in enumerate(leads)
    ]


def wire_times(location):
    tries = SendAttempt.objects.filter(location=location, wire_at__isnull=False)
    return sorted(tries.values_list("wire_at", flat=True))


def test_429_pauses_its_own_location_and_no_other(sandbox, location, another_location, leads_of, pump):
    other = another_location("OTHERLOCATION00000001")
    notes(leads_of(location, 6))
    notes(leads_of(other, 12))
    sandbox.fail("status", status=429, retry_after="3", count=1, location=location.ghl_id)

    pump.run(8.0)

    assert not OutboxEntry.objects.exclude(status=Status.SENT).exists()
    paused, free = wire_times(location), wire_times(other)
    assert max((later - earlier).total_seconds() for earlier, later in itertools.pairwise(paused)) > 2.5
    assert (free[-1] - free[0]).total_seconds() < 2.0


@pytest.mark.slow
def test_ten_locations_in_one_pump_and_the_slow_ones_delay_no_other(sandbox, another_location, leads_of, pump):
    """Before threads were shared out, three locations with 8 calls in the air each held all of them."""
    locations = [another_location(f"SIDEBYSIDE0000000{number:03d}") for number in range(10)]
    slow, quick = locations[:3], locations[3:]
    for one in slow:
        notes(leads_of(one, 20))
    for one in quick:
        notes(leads_of(one, 5))
    sandbox.set(latency_ms=300)
    for one in slow:
        sandbox.fail("slow", delay_ms=12_000, location=one.ghl_id)

    pump.run(10.0)

    for one in quick:
        assert OutboxEntry.objects.filter(location=one, status=Status.SENT).count() == 5
    first = min(wire_times(one)[0] for one in locations)
    assert max((wire_times(one)[-1] - first).total_seconds() for one in quick) < 9.0
    for one in slow:
        assert len(wire_times(one)) <= FIRST


def shares(**taken):
    made = Shares(threads=8, most_each=6)
    for name, count in taken.items():
        for number in range(count):
            made.take(int(name[1:]), number / 100)
    return made


def test_a_location_alone_begins_with_few_threads_and_gets_more_when_its_answers_are_quick():
    alone = shares(_1=FIRST)
    assert not alone.may_take(1, [1], 0.1)
    alone.give_back(1, 0.0, 0.3, answered=True)
    for number in range(3):
        assert alone.may_take(1, [1], 0.4)
        alone.take(1, 0.4 + number / 100)
    assert not alone.may_take(1, [1], 0.5), "never more than the claim allows"


def test_a_location_with_a_call_long_in_the_air_keeps_to_few():
    one = shares(_1=2)
    assert one.may_take(1, [1], 1.0)
    assert not one.may_take(1, [1], 3.0)


def test_a_location_whose_last_answer_was_slow_keeps_to_few_until_one_is_quick():
    one = shares(_1=1)
    one.give_back(1, 0.0, 15.0, answered=True)
    one.take(1, 15.0)
    assert one.may_take(1, [1], 15.1)
    one.take(1, 15.1)
    assert SLOW == 2
    assert not one.may_take(1, [1], 15.2)
    one.give_back(1, 15.0, 15.3, answered=True)
    one.take(1, 15.3)
    assert one.may_take(1, [1], 15.4)


def test_the_last_threads_are_kept_for_those_that_have_none():
    crowd = shares(_1=3, _2=3)
    assert crowd.may_take(1, [1, 2, 3], 0.1)
    assert not crowd.may_take(1, [1, 2, 3, 4], 0.1)
    assert crowd.may_take(3, [1, 2, 3, 4], 0.1)


def test_with_all_threads_taken_nobody_takes_one():
    full = Shares(threads=2, most_each=6)
    full.take(1, 0.0)
    full.take(2, 0.0)
    assert not full.may_take(3, [3], 0.1)


def test_a_slot_that_was_lost_says_nothing_of_how_quick_a_location_is():
    one = shares(_1=FIRST)
    one.give_back(1, 0.0, 0.01, answered=False)
    one.take(1, 0.1)
    assert not one.may_take(1, [1], 0.2)
