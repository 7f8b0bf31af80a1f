"""No text without a verdict, and what each verdict does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from crm.contracts import Verdict
from crm.models import OutboxEntry, SendAttempt
from crm.modes import UnknownMode, set_mode
from crm.outbox.enqueue import enqueue_dnd, enqueue_read_contact, enqueue_tags, enqueue_text
from crm.outbox.stops import resume_sending, stop_sending

Status, Outcome = OutboxEntry.Status, SendAttempt.Outcome


def text(lead, body="Hello", **more):
    return enqueue_text(lead, body, purpose="reply", cause="turn:1", dedupe_key=f"turn:{body}", **more)


def test_an_error_in_the_gate_holds_the_text(sandbox, lead, pump):
    def broken(_entry, _now):
        raise ZeroDivisionError

    pump.gate = broken
    entry = text(lead)

    pump.run()

    entry.refresh_from_db()
    assert (entry.status, entry.reason) == (Status.HELD, "gate_error")
    assert sandbox.ask("sent")["sent"] == []
    assert pump.settled == [(entry.pk, "held")]
    assert SendAttempt.objects.get().verdict["inputs"] == {"error": "ZeroDivisionError"}


def test_an_error_of_the_database_in_the_gate_holds_the_text_too(sandbox, lead, pump):
    def broken(entry, _now):
        OutboxEntry.objects.create(location_id=entry.location_id, dedupe_key=entry.dedupe_key, kind="text")

    pump.gate = broken
    entry = text(lead)

    pump.run()

    entry.refresh_from_db()
    assert (entry.status, entry.reason) == (Status.HELD, "gate_error")


@pytest.mark.parametrize(("action", "status"), [("hold", Status.HELD), ("cancel", Status.CANCELLED)])
def test_a_verdict_against_it_ends_the_text_with_its_certificate(sandbox, lead, pump, action, status):
    pump.gate = lambda _entry, _now: Verdict(action, "opted_out", {"consent": 7})
    entry = text(lead)

    pump.run()

    entry.refresh_from_db()
    assert (entry.status, entry.reason) == (status, "opted_out")
    attempt = SendAttempt.objects.get()
    assert (attempt.outcome, attempt.wire_at) == (Outcome.STOPPED, None)
    assert attempt.verdict["inputs"] == {"consent": 7}
    assert sandbox.ask("sent")["sent"] == []


def test_later_puts_the_text_back_to_its_time(sandbox, lead, pump):
    tomorrow = datetime.now(UTC) + timedelta(hours=9)
    pump.gate = lambda _entry, _now: Verdict("later", "quiet_hours", {}, due_at=tomorrow)
    entry = text(lead)

    pump.run()

    entry.refresh_from_db()
    assert (entry.status, entry.due_at, entry.reason) == (Status.DUE, tomorrow, "quiet_hours")
    assert pump.settled == []


def test_the_verdict_stands_before_the_call(sandbox, lead, pump):
    seen = []
    pump.gate = lambda entry, _now: seen.append(entry.status) or Verdict("send", "ok", {})
    text(lead)
    pump.run()
    assert seen == ["claimed"]
    attempt = SendAttempt.objects.get()
    assert attempt.started_at < attempt.wire_at


def test_while_sending_is_stopped_only_do_not_disturb_goes_out(sandbox, location, lead, pump):
    stop_sending(None, by="command", now=datetime.now(UTC))
    waiting = text(lead)
    dnd = enqueue_dnd(lead, True, cause="event:1")

    pump.run(3.0)

    waiting.refresh_from_db()
    dnd.refresh_from_db()
    assert (waiting.status, dnd.status) == (Status.DUE, Status.SENT)
    sandbox.tell("dnd", contactId=lead.ghl_contact_id, channel="all", active=False)
    resume_sending(None, by="command", now=datetime.now(UTC))
    pump.run()
    waiting.refresh_from_db()
    assert waiting.status == Status.SENT


def test_off_and_shadow_write_nothing_but_may_read(sandbox, location, lead, pump):
    set_mode(location, "shadow", by="command", now=datetime.now(UTC))
    lead.location.refresh_from_db()
    assert text(lead) is None
    with transaction.atomic():
        assert enqueue_tags(lead, add=["x"], cause="turn:1") == []
    read = enqueue_read_contact(lead)

    pump.run()

    read.refresh_from_db()
    assert read.status == Status.SENT


def test_lowering_the_mode_holds_what_waits_and_raising_it_sends_nothing_of_that(sandbox, location, lead, pump):
    held = text(lead)
    assert set_mode(location, "off", by="command", now=datetime.now(UTC)) == 1
    set_mode(location, "live", by="command", now=datetime.now(UTC))

    pump.run(3.0)

    held.refresh_from_db()
    assert (held.status, held.reason) == (Status.HELD, "mode_lowered")
    assert sandbox.ask("sent")["sent"] == []


def test_an_unknown_mode_is_named(location):
    with pytest.raises(UnknownMode, match="no mode 'loud'"):
        set_mode(location, "loud", by="command", now=datetime.now(UTC))


def test_a_disconnected_location_sends_nothing(sandbox, location, lead, pump):
    entry = text(lead)
    location.disconnected_at = datetime.now(UTC)
    location.save(update_fields=["disconnected_at"])
    pump.run(3.0)
    entry.refresh_from_db()
    assert entry.status == Status.DUE
    assert not SendAttempt.objects.exists()
