"""A call without an answer: looked up before anything is repeated; a text is never sent twice."""

import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from crm.models import Message, OutboxEntry, SendAttempt
from crm.outbox.enqueue import enqueue_dnd, enqueue_note, enqueue_tags, enqueue_text
from crm.outbox.recover import mark_expired_claims
from tests.crm.intake.cast import apply_all, event_body, store
from tests.crm.outbox.worker_process import start_worker

Status, Outcome = OutboxEntry.Status, SendAttempt.Outcome


@pytest.fixture(autouse=True)
def quick_clocks(settings):
    settings.OUTBOX_LOOKUP_SECONDS = (0.1, 0.4, 0.8)
    settings.GHL_HTTP_TIMEOUT_SECONDS = 2.0


def run_until_settled(pump, entry, seconds=8.0):
    """Pump until the entry has ended; the look-ups lie in the future, so one run may find nothing to do."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        pump.run(3.0)
        entry.refresh_from_db()
        if entry.status not in OutboxEntry.UNFINISHED:
            return
        time.sleep(0.05)


def text(lead, body="Hello"):
    return enqueue_text(lead, body, purpose="reply", cause="turn:1", dedupe_key=f"turn:{body}")


def test_a_text_that_was_applied_before_the_line_broke_is_found_and_not_sent_again(sandbox, lead, pump):
    entry = text(lead)
    sandbox.fail("drop_after", path="/conversations/messages$", count=1)

    run_until_settled(pump, entry)

    assert entry.status == Status.SENT
    assert [one["body"] for one in sandbox.ask("sent")["sent"]] == ["Hello"]
    assert Message.objects.get(entry_id=entry.pk).ghl_id == sandbox.ask("sent")["sent"][0]["id"]
    assert pump.settled == [(entry.pk, "sent")]
    assert SendAttempt.objects.get(purpose="send").outcome == Outcome.FOUND


def test_a_text_that_never_arrived_is_held_for_a_person(sandbox, lead, pump):
    entry = text(lead)
    sandbox.fail("drop_before", path="/conversations/messages$", count=1)

    run_until_settled(pump, entry)

    assert (entry.status, entry.reason) == (Status.HELD, "unknown_outcome")
    assert sandbox.ask("sent")["sent"] == []
    assert pump.settled == [(entry.pk, "held")]
    assert SendAttempt.objects.get(purpose="send").outcome == Outcome.ABSENT
    assert entry.lookups == 3


def test_an_equal_text_sent_earlier_is_not_taken_for_the_unknown_one(sandbox, lead, pump):
    earlier = enqueue_text(lead, "Hello", purpose="reply", cause="turn:0", dedupe_key="earlier")
    run_until_settled(pump, earlier)
    entry = text(lead)
    sandbox.fail("drop_before", path="/conversations/messages$", count=1)

    run_until_settled(pump, entry)

    assert (entry.status, entry.reason) == (Status.HELD, "unknown_outcome")


def test_a_note_that_never_arrived_is_written_again(sandbox, lead, pump):
    entry = enqueue_note(lead, "The packet.", cause="turn:1", dedupe_key="n")
    sandbox.fail("drop_before", path="/notes$", method="POST", count=1)

    run_until_settled(pump, entry)

    assert entry.status == Status.SENT
    assert len(sandbox.contact(lead.ghl_contact_id)["notes"]) == 1


def test_a_note_that_was_applied_before_the_line_broke_is_found_by_its_mark(sandbox, lead, pump):
    entry = enqueue_note(lead, "The packet.", cause="turn:1", dedupe_key="n")
    sandbox.fail("drop_after", path="/notes$", method="POST", count=1)

    run_until_settled(pump, entry)

    assert entry.status == Status.SENT
    notes = sandbox.contact(lead.ghl_contact_id)["notes"]
    assert [note["id"] for note in notes] == [entry.ghl_ref]


def test_tags_are_simply_sent_again_when_the_answer_was_lost(sandbox, lead, pump):
    with transaction.atomic():
        [entry] = enqueue_tags(lead, add=["hot-lead"], cause="turn:1")
    sandbox.fail("drop_after", path="/tags$", count=1)

    run_until_settled(pump, entry)

    assert entry.status == Status.SENT
    assert sandbox.contact(lead.ghl_contact_id)["tags"] == ["hot-lead"]


@pytest.mark.parametrize("kind", ["truncated", "malformed"])
def test_an_answer_that_cannot_be_read_does_not_send_the_text_twice(sandbox, lead, pump, kind):
    entry = text(lead)
    sandbox.fail(kind, path="/conversations/messages$", count=1)

    run_until_settled(pump, entry)

    assert entry.status == Status.SENT
    assert len(sandbox.ask("sent")["sent"]) == 1


def test_a_text_that_a_gateway_lost_sight_of_is_looked_up_and_not_sent_again(sandbox, lead, pump):
    entry = text(lead)
    sandbox.fail("status", status=502, path="/conversations/messages$", method="POST", count=1)

    run_until_settled(pump, entry)

    assert (entry.status, entry.reason) == (Status.HELD, "unknown_outcome")
    assert SendAttempt.objects.filter(purpose="send").count() == 1


def test_a_time_out_counts_as_unknown(sandbox, lead, pump, settings):
    settings.GHL_HTTP_TIMEOUT_SECONDS = 0.5
    entry = text(lead)
    sandbox.fail("slow", path="/conversations/messages$", delay_ms=1500, count=1)

    run_until_settled(pump, entry)

    assert len(sandbox.ask("sent")["sent"]) <= 1
    assert entry.status == (Status.SENT if sandbox.ask("sent")["sent"] else Status.HELD)


def test_while_a_text_is_unknown_nothing_but_an_opt_out_leaves_for_that_lead(sandbox, lead, pump, settings):
    settings.OUTBOX_LOOKUP_SECONDS = (30.0, 60.0, 90.0)
    sandbox.fail("drop_before", path="/conversations/messages$", count=1)
    unknown = text(lead)
    pump.run(3.0)
    note = enqueue_note(lead, "Later.", cause="turn:1", dedupe_key="n")
    dnd = enqueue_dnd(lead, True, cause="event:1")

    pump.run(3.0)

    statuses = {entry.pk: entry.status for entry in OutboxEntry.objects.all()}
    assert statuses == {unknown.pk: Status.UNKNOWN, note.pk: Status.DUE, dnd.pk: Status.SENT}


def test_an_expired_claim_without_an_attempt_is_due_again(lead):
    entry = text(lead)
    OutboxEntry.objects.filter(pk=entry.pk).update(
        status=Status.CLAIMED, generation=1, claimed_at=datetime.now(UTC) - timedelta(seconds=61)
    )

    assert mark_expired_claims(datetime.now(UTC)) == 1

    entry.refresh_from_db()
    assert (entry.status, entry.generation) == (Status.DUE, 2)


def test_a_claim_that_has_not_expired_is_left_alone(lead):
    entry = text(lead)
    OutboxEntry.objects.filter(pk=entry.pk).update(
        status=Status.CLAIMED, generation=1, claimed_at=datetime.now(UTC) - timedelta(seconds=30)
    )
    assert mark_expired_claims(datetime.now(UTC)) == 0


@pytest.mark.parametrize("kind", ["text", "note"])
def test_a_worker_killed_between_the_wire_and_the_settlement_loses_and_doubles_nothing(
    sandbox, lead, pump, settings, kind
):
    settings.OUTBOX_CLAIM_SECONDS = 1.0
    sandbox.set(latency_ms=1500)
    entry = text(lead) if kind == "text" else enqueue_note(lead, "Hello", cause="turn:1", dedupe_key="n")
    worker = start_worker(sandbox)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if SendAttempt.objects.filter(outcome=Outcome.OPEN).exists():
            break
        time.sleep(0.05)
    time.sleep(0.6)  # the request is on its way and the answer is not back
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    sandbox.set(latency_ms=0)
    time.sleep(1.6)

    assert mark_expired_claims(datetime.now(UTC)) == 1
    entry.refresh_from_db()
    assert entry.status == Status.UNKNOWN
    run_until_settled(pump, entry)

    contact = sandbox.contact(lead.ghl_contact_id)
    arrived = [one for one in contact["messages"] if one["direction"] == "outbound"] + contact["notes"]
    assert (entry.status, len(arrived)) in {(Status.SENT, 1), (Status.HELD, 0)}
    if kind == "note":
        assert entry.status == Status.SENT


def test_the_late_echo_of_a_text_held_as_unknown_settles_it_as_sent(sandbox, new_lead, pump):
    lead = new_lead(read_at=datetime.now(UTC))
    entry = text(lead)
    sandbox.fail("drop_before", path="/conversations/messages$", count=1)
    run_until_settled(pump, entry)
    assert (entry.status, entry.reason) == (Status.HELD, "unknown_outcome")
    store(
        event_body(
            "OutboundMessage", locationId=lead.location.ghl_id, contactId=lead.ghl_contact_id, messageId="LATE1",
            messageType="SMS", direction="outbound", body="Hello ", source="api",
        )
    )  # fmt: skip
    apply_all()
    before = sandbox.calls()

    pump.run(3.0)

    entry.refresh_from_db()
    assert (entry.status, entry.ghl_ref, entry.reason) == (Status.SENT, "LATE1", "")
    assert SendAttempt.objects.get(purpose="send").outcome == Outcome.FOUND
    assert pump.settled == [(entry.pk, "held"), (entry.pk, "sent")]
    assert sandbox.calls() == before, "our own row says so already"
    assert Message.objects.get().ghl_id == "LATE1"


def test_an_answer_that_comes_after_the_text_was_given_up_has_it_looked_up_again(sandbox, lead, pump):
    """The worker stood still through claim, look-ups and all, and then brings the CRM's yes."""
    sandbox.set(latency_ms=800)
    entry = text(lead)

    def run_and_hang_up():
        pump.run(6.0)
        connection.close()

    stale = threading.Thread(target=run_and_hang_up)
    stale.start()
    deadline = time.monotonic() + 5
    while not SendAttempt.objects.filter(outcome=Outcome.OPEN).exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    OutboxEntry.objects.filter(pk=entry.pk).update(
        status=Status.HELD, reason="unknown_outcome", generation=9, lookups=3, settled_at=datetime.now(UTC)
    )
    stale.join()
    sandbox.set(latency_ms=0)

    run_until_settled(pump, entry)

    assert (entry.status, entry.reason) == (Status.SENT, "")
    assert entry.ghl_ref == sandbox.ask("sent")["sent"][0]["id"]


def test_an_unknown_do_not_disturb_is_not_repeated_after_the_lead_changed_its_mind(sandbox, lead, pump):
    on = enqueue_dnd(lead, True, cause="consent:1")
    OutboxEntry.objects.filter(pk=on.pk).update(status=Status.UNKNOWN, lookup_at=datetime.now(UTC))
    SendAttempt.objects.create(entry=on, location=lead.location, generation=0, purpose="send", outcome=Outcome.UNKNOWN)
    off = enqueue_dnd(lead, False, cause="consent:2")

    run_until_settled(pump, on)
    run_until_settled(pump, off)

    lead.refresh_from_db()
    assert (sandbox.contact(lead.ghl_contact_id)["dnd"], lead.dnd) == (False, False)
    assert (on.status, on.reason, off.status) == (Status.CANCELLED, "superseded", Status.SENT)


def test_an_unknown_do_not_disturb_that_was_only_said_again_is_still_written(sandbox, lead, pump):
    first = enqueue_dnd(lead, True, cause="consent:1")
    sandbox.fail("drop_before", path="/contacts/", method="PUT", count=1)
    pump.run(1.0)
    enqueue_dnd(lead, True, cause="consent:2", due_at=datetime.now(UTC) + timedelta(seconds=60))

    run_until_settled(pump, first)

    assert (first.status, sandbox.contact(lead.ghl_contact_id)["dnd"]) == (Status.SENT, True)


def test_of_two_waiting_wishes_only_the_newer_is_written(sandbox, lead, pump):
    on, off = enqueue_dnd(lead, True, cause="consent:1"), enqueue_dnd(lead, False, cause="consent:2")

    pump.run()

    on.refresh_from_db()
    off.refresh_from_db()
    assert (on.status, on.reason, off.status) == (Status.CANCELLED, "superseded", Status.SENT)
    assert [call for call in sandbox.calls(lead.ghl_contact_id) if call.startswith("PUT")] == [
        f"PUT /contacts/{lead.ghl_contact_id}"
    ]
