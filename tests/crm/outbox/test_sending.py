"""One entry of each kind, all the way into the CRM."""

from django.db import transaction

from crm.contracts import LeadRead
from crm.models import Message, Opportunity, OutboxEntry, SendAttempt
from crm.outbox.enqueue import (
    enqueue_dnd,
    enqueue_fields,
    enqueue_note,
    enqueue_opportunity,
    enqueue_read_contact,
    enqueue_read_opportunity,
    enqueue_read_setup,
    enqueue_tags,
    enqueue_text,
)

Status = OutboxEntry.Status


def test_a_text_arrives_once_and_becomes_a_message_of_the_thread(sandbox, lead, pump):
    entry = enqueue_text(lead, "Hello Ann", purpose="reply", cause="turn:1", dedupe_key="turn:1:reply")

    pump.run()

    entry.refresh_from_db()
    assert entry.status == Status.SENT
    assert [text["body"] for text in sandbox.ask("sent")["sent"]] == ["Hello Ann"]
    message = Message.objects.get(entry_id=entry.pk)
    assert (message.ghl_id, message.author, message.direction) == (entry.ghl_ref, "bot", "out")
    assert pump.settled == [(entry.pk, "sent")]


def test_a_text_leaves_from_the_number_that_the_lead_wrote_to(sandbox, lead, pump):
    numbers = {"to_number": lead.phone, "from_number": "+15125550142"}
    entry = enqueue_text(lead, "Hello", purpose="reply", cause="turn:1", dedupe_key="k", **numbers)

    pump.run()

    [sent] = sandbox.ask("sent")["sent"]
    assert (sent["from"], sent["to"]) == ("+15125550142", lead.phone)
    stored = Message.objects.get(entry_id=entry.pk)
    assert (stored.from_number, stored.to_number) == ("+15125550142", lead.phone)


def test_the_attempt_is_the_send_certificate(sandbox, lead, pump):
    enqueue_text(lead, "Hello", purpose="reply", cause="turn:1", dedupe_key="k")

    pump.run()

    attempt = SendAttempt.objects.get()
    assert attempt.outcome == SendAttempt.Outcome.OK
    assert attempt.verdict == {"action": "send", "reason": "test", "inputs": {}, "due_at": None}
    assert attempt.trace_id
    assert attempt.status_code == 201
    assert abs((attempt.wire_at - attempt.granted_at).total_seconds()) < 0.05


def test_tags_fields_a_note_and_dnd_change_the_contact_and_our_row(sandbox, location, lead, pump):
    enqueue_read_setup(location)
    pump.run()
    with transaction.atomic():
        enqueue_tags(lead, add=["Hot-Lead", "ai-engaged"], cause="turn:1")
        enqueue_fields(lead, {"qualification_score": 87, "budget_usd": 450000, "area": "Austin"}, cause="turn:1")
        enqueue_note(lead, "The packet.", cause="turn:1", dedupe_key="turn:1:note")
        enqueue_dnd(lead, True, cause="event:1")

    pump.run()

    contact = sandbox.contact(lead.ghl_contact_id)
    lead.refresh_from_db()
    assert set(contact["tags"]) == set(lead.tags) == {"hot-lead", "ai-engaged"}
    assert contact["fields"]["Qualification Score"] == 87
    assert contact["fields"]["Budget"] == 450000
    assert lead.attributes == {"qualification_score": 87, "budget_usd": 450000, "area": "Austin"}
    assert contact["notes"][0]["body"].startswith("The packet.")
    assert contact["dnd"] is True and lead.dnd is True
    assert set(OutboxEntry.objects.values_list("status", flat=True)) == {"sent"}


def test_an_opportunity_is_looked_for_then_made_and_later_changed(sandbox, location, lead, pump):
    enqueue_read_setup(location)
    pump.run()
    with transaction.atomic():
        enqueue_opportunity(lead, stage="Qualified", value_cents=45_000_000, cause="turn:1")
    pump.run()
    made = sandbox.contact(lead.ghl_contact_id)["opportunities"]
    assert [one["monetaryValue"] for one in made] == [450000]

    with transaction.atomic():
        enqueue_opportunity(lead, stage="Closed", value_cents=46_000_000, cause="turn:2")
    pump.run()

    changed = sandbox.contact(lead.ghl_contact_id)["opportunities"]
    assert [(one["id"], one["monetaryValue"]) for one in changed] == [(made[0]["id"], 460000)]
    assert lead.opportunities.get().value_cents == 46_000_000


def test_an_opportunity_that_was_read_is_written_into_our_row(sandbox, location, lead, pump):
    enqueue_read_setup(location)
    pump.run()
    with transaction.atomic():
        enqueue_opportunity(lead, stage="Qualified", value_cents=45_000_000, cause="turn:1")
    pump.run()
    there = lead.opportunities.get()
    Opportunity.objects.update(value_cents=1, stage=None, stage_ghl_id="old", name="old", applied_stamp=None)

    enqueue_read_opportunity(location, there.ghl_id, lead)
    enqueue_read_opportunity(location, there.ghl_id, lead)
    assert OutboxEntry.objects.filter(kind="read_opportunity").count() == 1
    pump.run()

    row = Opportunity.objects.get()
    assert (row.value_cents, row.stage_ghl_id, row.stage.name) == (45_000_000, there.stage_ghl_id, "Qualified")
    assert (row.name, row.lead) == (lead.display_name, lead)
    assert OutboxEntry.objects.get(kind="read_opportunity").status == Status.SENT


def test_a_contact_that_was_read_is_written_into_our_row_and_told_of(sandbox, lead, pump):
    sandbox.tell("tags", contactId=lead.ghl_contact_id, add=["vip"])
    enqueue_read_contact(lead)

    pump.run()

    lead.refresh_from_db()
    assert lead.tags == ["vip"]
    assert lead.read_at is not None
    assert pump.changes == [LeadRead(lead.pk)]
