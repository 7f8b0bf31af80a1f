"""Mapping and the gate meet at one lead: each waits for the other's end, and neither for the other's row crosswise."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
from django.db import connection, connections, transaction

from bots import gate
from bots.models import Turn
from bots.settled import on_settled
from bots.take_in import take_in
from bots.taking_up import take_up
from crm.consent.last_look import opted_out_meanwhile
from crm.contracts import Change, Verdict
from crm.models import Lead, Message, OutboxEntry, WebhookEvent
from crm.outbox.enqueue import enqueue_text
from crm.outbox.sender import send_due
from outbound.rate_limit import RateLimiter, per_second
from tests.bots.shell.cast import Clock, a_lead, a_member_of_staff, conversation_of, lead_writes
from tests.crm.intake import cast as intake

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 1.5  # longer than the second after which PostgreSQL looks for a deadlock


@pytest.fixture
def reply(settings: Any) -> OutboxEntry:
    """A reply that is due, in a thread where the lead has written once more since."""
    settings.TURN_DEBOUNCE_SECONDS, settings.SANDBOX_BASE_URL = 0.0, "http://127.0.0.1:9"
    location = intake.make_location(activate="all", kind="sandbox")
    location.token = "t"
    location.save()
    intake.store(intake.contact_body())
    intake.store(intake.text_body("hello there"))
    intake.apply_all(take_in)
    lead = Lead.objects.select_related("location").get()
    OutboxEntry.objects.exclude(kind="text").update(status="cancelled")
    entry = enqueue_text(
        lead, "What is the address?", purpose="reply", cause="test", dedupe_key="test",
        answers_message_id=Message.objects.get().pk,
    )  # fmt: skip
    assert entry is not None
    Turn.objects.update(status="done", outcome="reply", entry_id=entry.pk)
    intake.store(intake.text_body("second"))
    intake.apply_all(take_in)
    return entry


def test_a_message_mapped_while_the_gate_looks_makes_no_deadlock(
    reply: OutboxEntry, valkey: redis.Redis, caplog: pytest.LogCaptureFixture
) -> None:
    valkey.set("rate:epoch", 1)
    looked, mapped = threading.Event(), threading.Event()

    def slow_gate(entry: OutboxEntry, now: datetime) -> Verdict:
        verdict = gate.verdict(entry, now)
        looked.set()
        mapped.wait(PATIENCE_SECONDS)
        return verdict

    def step(change: Change) -> None:
        take_in(change)
        mapped.set()
        time.sleep(0.2)

    def maps_a_third() -> None:
        looked.wait(5)
        intake.store(intake.text_body("third"))
        intake.apply_all(step)
        connections.close_all()

    mapping = threading.Thread(target=maps_a_third)
    mapping.start()
    try:
        send_due(
            gate=slow_gate, last_look=opted_out_meanwhile, on_settled=on_settled,
            until=datetime.now(UTC) + timedelta(seconds=5), rate_limiter=RateLimiter(valkey, per_second(10)),
        )  # fmt: skip
    finally:
        mapping.join()
    reply.refresh_from_db()
    assert [record.message for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []
    assert (reply.status, reply.reason, reply.tries.count()) == ("cancelled", "superseded", 1)
    assert set(WebhookEvent.objects.values_list("status", flat=True)) == {"done"}


@contextmanager
def the_gate_looks_at(lead: Lead) -> Iterator[None]:
    """What the sender holds from the gate's look until the verdict is stored."""
    with transaction.atomic():
        Lead.objects.select_for_update().get(pk=lead.pk)
        yield


def test_nobody_takes_a_thread_between_the_gates_look_and_its_verdict(clock: Clock) -> None:
    lead, staff = a_lead(), a_member_of_staff()
    lead_writes(lead, "hello", clock.at)
    conversation = conversation_of(lead)

    def takes() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
        take_up(conversation, staff, clock.at)
        connections.close_all()

    taking = threading.Thread(target=takes)
    with the_gate_looks_at(lead):
        taking.start()
        taking.join(0.5)
        assert taking.is_alive()
        assert conversation_of(lead).owner == "bot"
    taking.join(5)
    assert conversation_of(lead).owner == "person"
