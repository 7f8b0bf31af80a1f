"""Which entry leaves when: urgency first, one call per contact, many locations side by side."""

import itertools
import threading
from datetime import UTC, datetime, timedelta

import pytest

from crm.models import Lane, Lead, OutboxEntry, SendAttempt
from crm.outbox import settle
from crm.outbox.build import claim_limits
from crm.outbox.claim import claim
from crm.outbox.enqueue import enqueue_note, enqueue_text
from crm.outbox.recover import mark_expired_claims
from tests.crm.outbox.sandbox_process import LOCATION
from tests.crm.outbox.worker_process import start_worker

Status = OutboxEntry.Status


def test_a_reply_behind_500_sync_entries_leaves_within_two_slots(sandbox, location, new_lead, pump):
    leads = [new_lead() for _ in range(12)]
    rows = [
        OutboxEntry(
            location=location, lead=leads[number % 11], kind="note", lane=Lane.SYNC, dedupe_key=f"n{number}",
            payload={"body": "x"},
        )
        for number in range(500)
    ]  # fmt: skip
    OutboxEntry.objects.bulk_create(rows)
    sandbox.set(latency_ms=100)
    placed = {}

    def reply():
        placed["entry"] = enqueue_text(leads[11], "Now", purpose="reply", cause="turn:1", dedupe_key="now")
        placed["at"] = placed["entry"].created_at

    timer = threading.Timer(3.0, reply)
    timer.start()
    pump.run(5.0)
    timer.join()

    attempt = SendAttempt.objects.get(entry=placed["entry"])
    before = SendAttempt.objects.filter(started_at__gt=placed["at"], started_at__lt=attempt.started_at).count()
    assert before <= 1
    assert (attempt.wire_at - placed["at"]).total_seconds() < 0.4


def test_calls_of_one_contact_never_overlap_and_keep_their_order(sandbox, location, new_lead, pump):
    first, second = new_lead(), new_lead()
    sandbox.set(latency_ms=250)
    for number in range(8):
        for lead in (first, second):
            enqueue_note(lead, f"{number}", cause="turn:1", dedupe_key=f"{lead.pk}:{number}")

    pump.run(10.0)

    for lead in (first, second):
        tries = list(SendAttempt.objects.filter(entry__lead=lead, wire_at__isnull=False).order_by("wire_at"))
        assert len(tries) == 8
        assert all(earlier.finished_at <= later.wire_at for earlier, later in itertools.pairwise(tries))
        notes = [note["body"].split("\n")[0] for note in sandbox.contact(lead.ghl_contact_id)["notes"]]
        assert sorted(notes) == [str(number) for number in range(8)]
        assert [one.entry_id for one in tries] == sorted(one.entry_id for one in tries)


def test_an_entry_behind_one_that_is_being_retried_waits_for_it(sandbox, lead, pump):
    first = enqueue_note(lead, "first", cause="turn:1", dedupe_key="1")
    second = enqueue_note(lead, "second", cause="turn:1", dedupe_key="2")
    later = datetime.now(UTC) + timedelta(seconds=30)
    OutboxEntry.objects.filter(pk=first.pk).update(attempts=1, due_at=later)

    pump.run(3.0)

    second.refresh_from_db()
    assert second.status == Status.DUE


def test_an_entry_that_missed_its_slot_keeps_its_place_before_a_younger_one_of_its_contact(location):
    first, second = two_notes_of_one_lead(location)
    claimed = claim(location.pk, worker="test", limits=claim_limits())
    assert claimed.entry == first
    settle.release(claimed.entry, None, why="missed its slot")
    assert claim(location.pk, worker="test", limits=claim_limits()).entry == first
    assert second.status == Status.DUE


def test_an_entry_whose_worker_died_keeps_its_place_before_a_younger_one_of_its_contact(location):
    first, _second = two_notes_of_one_lead(location)
    claim(location.pk, worker="test", limits=claim_limits())
    OutboxEntry.objects.filter(pk=first.pk).update(claimed_at=datetime.now(UTC) - timedelta(seconds=61))
    assert mark_expired_claims(datetime.now(UTC)) == 1
    assert claim(location.pk, worker="test", limits=claim_limits()).entry == first


def two_notes_of_one_lead(location):
    lead = Lead.objects.create(location=location, ghl_contact_id="C1")
    return [enqueue_note(lead, word, cause="turn:1", dedupe_key=word) for word in ("first", "second")]


def test_calls_of_one_location_overlap_up_to_the_limit_over_all_pumps(sandbox, location, new_lead, pump, settings):
    settings.OUTBOX_IN_FLIGHT_PER_LOCATION = 3
    sandbox.set(latency_ms=1000)
    for number in range(9):
        enqueue_note(new_lead(), "x", cause="turn:1", dedupe_key=str(number))

    threads = [threading.Thread(target=pump.run, args=(8.0,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    tries = list(SendAttempt.objects.exclude(wire_at=None))
    assert len(tries) == 9
    overlaps = [sum(1 for other in tries if other.wire_at <= one.wire_at < other.finished_at) for one in tries]
    assert 1 < max(overlaps) <= 3


@pytest.mark.slow
def test_two_worker_processes_keep_the_limit_exactly_and_use_it_nearly_all(sandbox, location, new_lead):
    leads = [new_lead() for _ in range(30)]
    rows = [
        OutboxEntry(
            location=location, lead=leads[number % 30], kind="note", lane=Lane.SYNC, dedupe_key=f"n{number}",
            payload={"body": "x"},
        )
        for number in range(135)
    ]  # fmt: skip
    OutboxEntry.objects.bulk_create(rows)
    sandbox.set(latency_ms=300)
    workers = [start_worker(sandbox) for _ in range(2)]
    for worker in workers:
        worker.wait(timeout=60)

    granted = sorted(SendAttempt.objects.exclude(wire_at=None).values_list("granted_at", flat=True))
    spans = [(granted[i + 10] - granted[i]).total_seconds() for i in range(len(granted) - 10)]
    assert len(granted) == 135
    assert min(spans) >= 1.0
    arrived = sorted(row["at_us"] / 1e6 for row in sandbox.ask("arrivals", location=LOCATION)["arrivals"])
    steady = [at for at in arrived if arrived[0] + 2 <= at < arrived[0] + 12]
    assert len(steady) >= 95
