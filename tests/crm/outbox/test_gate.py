"""No text without a verdict, and what each verdict does."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from crm.consent.last_look import opted_out_meanwhile
from crm.contracts import Verdict
from crm.models import Consent, Lead, OutboxEntry, SendAttempt, WebhookEvent
from crm.modes import UnknownMode, set_mode
from crm.outbox.enqueue import enqueue_dnd, enqueue_read_contact, enqueue_tags, enqueue_text
from crm.outbox.stops import resume_sending, stop_sending
from tests.crm.intake.cast import store, text_body

Status, Outcome = OutboxEntry.Status, SendAttempt.Outcome


def text(lead, body="Hello", **more):
    return enqueue_text(lead, body, purpose="reply", cause="turn:1", dedupe_key=f"turn:{body}", **more)


def store_stop(lead):
    """STOP of this lead, as the intake stores it; in a thread, its connection is closed again."""
    try:
        return store(text_body("STOP", contactId=lead.ghl_contact_id, locationId=lead.location.ghl_id))
    finally:
        if threading.current_thread() is not threading.main_thread():
            connection.close()


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


def test_an_opt_out_stored_while_the_gate_looks_stops_the_text_before_the_wire(sandbox, lead, pump):
    seen = []

    def gate(entry, _now):
        seen.append(entry.pk)
        if len(seen) > 1:
            return Verdict("cancel", "opt_out_pending", {})
        door = threading.Thread(target=store_stop, args=(lead,))
        door.start()
        door.join()
        return Verdict("send", "looked_before", {})

    pump.gate, pump.last_look = gate, opted_out_meanwhile
    entry = text(lead)

    pump.run()

    entry.refresh_from_db()
    assert sandbox.ask("sent")["sent"] == []
    assert (entry.status, entry.reason) == (Status.CANCELLED, "opt_out_pending")
    outcomes = SendAttempt.objects.order_by("id").values_list("outcome", "wire_at")
    assert list(outcomes) == [(Outcome.ABANDONED, None), (Outcome.STOPPED, None)]


def test_a_last_look_that_fails_sends_nothing_past_the_gate(sandbox, lead, pump):
    def broken(_entry):
        raise ZeroDivisionError

    verdicts = iter([Verdict("send", "ok", {}), Verdict("hold", "gate_error", {})])
    pump.gate, pump.last_look = lambda _entry, _now: next(verdicts), broken
    entry = text(lead)

    pump.run()

    entry.refresh_from_db()
    assert (entry.status, sandbox.ask("sent")["sent"]) == (Status.HELD, [])


def test_the_last_look_sees_an_opt_out_whether_it_was_applied_yet_or_not(location):
    lead = Lead.objects.create(location=location, ghl_contact_id="C1")
    reply, confirmation = (
        text(lead),
        enqueue_text(lead, "You are unsubscribed", purpose="optout_confirmation", cause="consent:1", dedupe_key="c"),
    )
    assert not opted_out_meanwhile(reply)

    event = store_stop(lead)
    assert (opted_out_meanwhile(reply), opted_out_meanwhile(confirmation)) == (True, False)

    WebhookEvent.objects.filter(pk=event.pk).update(status="done")
    assert not opted_out_meanwhile(reply)
    Consent.objects.create(lead=lead, state="revoked", basis="keyword", at=datetime.now(UTC))
    assert (opted_out_meanwhile(reply), opted_out_meanwhile(confirmation)) == (True, False)


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
