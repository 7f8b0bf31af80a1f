"""What the CRM refuses: waited for, tried again, or ended with its reason."""

import itertools
import time
from datetime import UTC, datetime

import pytest

from audit.models import AuditEntry
from crm.models import OutboxEntry, SendAttempt, StaffAlert
from crm.outbox.enqueue import enqueue_note, enqueue_text

Status, Outcome = OutboxEntry.Status, SendAttempt.Outcome


def text(lead, body="Hello"):
    return enqueue_text(lead, body, purpose="reply", cause="turn:1", dedupe_key=f"turn:{body}")


def test_429_pauses_the_location_as_long_as_it_asks_and_is_no_failed_try(sandbox, new_lead, pump):
    first, second = text(new_lead(), "one"), text(new_lead(), "two")
    sandbox.fail("status", status=429, retry_after="2", count=1)
    started = time.monotonic()

    pump.run(12.0)

    first.refresh_from_db()
    second.refresh_from_db()
    assert {first.status, second.status} == {Status.SENT}
    assert first.attempts == second.attempts == 0
    assert time.monotonic() - started > 2.0
    wire = list(SendAttempt.objects.order_by("wire_at").values_list("wire_at", "status_code"))
    after_pause = [at for at, code in wire if code == 201 and at > wire[0][0]]
    assert min((at - wire[0][0]).total_seconds() for at in after_pause[-1:]) >= 2.0


def test_a_server_error_is_tried_again(sandbox, lead, pump):
    entry = text(lead)
    sandbox.fail("status", status=503, path="/messages$", count=2)

    pump.run(12.0)
    deadline = time.monotonic() + 8
    while entry.status != Status.SENT and time.monotonic() < deadline:
        pump.run(3.0)
        entry.refresh_from_db()

    assert (entry.status, entry.attempts) == (Status.SENT, 2)
    assert len(sandbox.ask("sent")["sent"]) == 1


def test_a_refused_request_is_dead_with_the_reason_of_the_crm(sandbox, lead, pump):
    lead.ghl_contact_id = "no-such-contact"
    lead.save(update_fields=["ghl_contact_id"])
    entry = enqueue_note(lead, "Hello", cause="turn:1", dedupe_key="n")

    pump.run()

    entry.refresh_from_db()
    assert entry.status == Status.DEAD
    assert "not found" in entry.reason
    attempt = SendAttempt.objects.get()
    assert (attempt.outcome, attempt.status_code) == (Outcome.REFUSED, 400)
    assert pump.settled == [(entry.pk, "dead")]


def test_a_text_to_a_contact_with_do_not_disturb_is_dead_and_told(sandbox, lead, pump):
    sandbox.tell("dnd", contactId=lead.ghl_contact_id, channel="all", active=True)
    entry = text(lead)

    pump.run()

    entry.refresh_from_db()
    assert entry.status == Status.DEAD
    assert entry.reason.startswith("refused_dnd")
    assert pump.settled == [(entry.pk, "dead")]


def test_a_refused_token_pauses_the_location_and_leaves_a_trace_for_staff(sandbox, location, lead, pump):
    location.token = "revoked"
    location.save(update_fields=["token_encrypted"])
    entry = text(lead)

    pump.run(3.0)

    entry.refresh_from_db()
    assert (entry.status, entry.attempts) == (Status.DUE, 0)
    assert SendAttempt.objects.count() == 1  # one is proof: nothing more is tried for a minute
    assert (location.breaker.open_until - datetime.now(UTC)).total_seconds() > 50
    assert AuditEntry.objects.filter(action="location.token_refused", location_ghl_id=location.ghl_id).count() == 1
    assert "revoked" not in entry.reason


def test_a_missing_address_of_the_sandbox_delays_and_says_so(lead, pump, settings):
    settings.SANDBOX_BASE_URL = ""
    entry = text(lead)

    pump.run(3.0)

    entry.refresh_from_db()
    assert (entry.status, entry.attempts) == (Status.DUE, 0)
    assert StaffAlert.objects.get().code == "crm_calls_fail"
    assert "SANDBOX_BASE_URL" in entry.reason
    assert not SendAttempt.objects.exists()


def test_a_lower_limit_in_the_headers_slows_the_location_down(sandbox, location, new_lead, pump):
    sandbox.set(ghl_limit={"max": 25, "interval_ms": 10_000})
    for number in range(6):
        enqueue_note(new_lead(), f"note {number}", cause="turn:1", dedupe_key=f"n{number}")

    pump.run(6.0)

    granted = sorted(SendAttempt.objects.exclude(wire_at=None).values_list("granted_at", flat=True))
    gaps = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(granted)]
    assert len(granted) == 6
    assert min(gaps[3:]) > 0.39  # the first answers come back while the next slots are already granted


@pytest.mark.parametrize("status", [400, 422])
def test_a_refusal_is_not_tried_again(sandbox, lead, pump, status):
    entry = text(lead)
    sandbox.fail("status", status=status, path="/messages$")

    pump.run(3.0)

    entry.refresh_from_db()
    assert entry.status == Status.DEAD
    assert SendAttempt.objects.count() == 1
