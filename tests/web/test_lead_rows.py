"""Handing out and erasing everything stored about one lead."""

import json
import os
import sys
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEntry
from bots.models import Conversation, Turn
from crm.models import Activity, Lead, Location, Message, Opportunity, OutboxEntry, SendAttempt, WebhookEvent
from enterprisehub.lead_rows import UnderWay, erase, stores_of
from orchestrator.models import LlmCall, PromptVersion

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORDS = "I want to sell 12 Elm Street"


@pytest.fixture
def lead(db):
    location = Location.objects.create(ghl_id="L1", name="Austin", timezone="America/Chicago", connected_at=NOW)
    lead = Lead.objects.create(location=location, ghl_contact_id="C1", phone="+15125550100", first_name="Ann")
    event = WebhookEvent.objects.create(
        webhook_id="w1", location_ghl_id="L1", contact_ghl_id="C1", type="InboundMessage", body=WORDS.encode()
    )
    message = Message.objects.create(
        location=location,
        lead=lead,
        ghl_id="M1",
        direction="in",
        author="lead",
        body=WORDS,
        received_at=NOW,
        event=event,
    )
    conversation = Conversation.objects.create(lead=lead, location=location)
    turn = Turn.objects.create(
        conversation=conversation, location=location, first_received_at=NOW, last_received_at=NOW, due_at=NOW
    )
    turn.owned.create(message=message)
    entry = OutboxEntry.objects.create(
        location=location, lead=lead, kind="text", dedupe_key="k", payload={"body": "Hi"}
    )
    SendAttempt.objects.create(entry=entry, location=location, generation=1)
    Opportunity.objects.create(location=location, lead=lead, ghl_id="O1", name="Ann")
    Activity.objects.create(location=location, lead=lead, kind="note", ghl_id="N1", body=WORDS, applied_stamp=NOW)
    prompt = PromptVersion.objects.create(name="understand", number=1, sha256="x", text="y")
    LlmCall.objects.create(
        tenant="L1", task="understand", cause=f"turn:{turn.pk}", prompt_version=prompt, key="k", provider="p",
        provider_group="claude", model="m", request_text=WORDS, answer_text=WORDS,
    )  # fmt: skip
    return lead


def test_the_export_holds_every_store_and_is_audited(lead):
    out = StringIO()
    call_command("export_lead", "L1", "+15125550100", stdout=out)
    exported = json.loads(out.getvalue())
    rows = {name: len(found) for name, found in exported.items()}
    assert rows["crm.message"] == rows["bots.turn"] == rows["orchestrator.llm_call"] == rows["crm.send_attempt"] == 1
    assert exported["crm.webhook_event"][0]["body"] == WORDS
    assert AuditEntry.objects.filter(action="lead.exported", lead_id=lead.pk).exists()


def test_an_export_to_a_file_is_private(lead, tmp_path):
    call_command("export_lead", "L1", "C1", "--output", str(tmp_path / "lead.json"), stdout=StringIO())
    assert (tmp_path / "lead.json").stat().st_mode & 0o777 == 0o600


def test_erasing_leaves_no_word_and_no_number_of_the_lead(lead):
    out = StringIO()
    pk = lead.pk
    call_command("erase_lead", "L1", "C1", "--yes", stdout=out)

    assert not Lead.objects.exists() and not Message.objects.exists() and not Turn.objects.exists()
    assert not OutboxEntry.objects.exists() and not Opportunity.objects.exists()
    event = WebhookEvent.objects.get()
    assert (bytes(event.body), event.contact_ghl_id, event.webhook_id) == (b"", "", "w1")
    call = LlmCall.objects.get()
    assert (call.request_text, call.answer_text) == ("", "")
    entry = AuditEntry.objects.get(action="lead.erased")
    assert entry.lead_id == pk
    assert "5125550100" not in str(entry.details) and "C1" not in str(entry.details)
    assert "crm.message              1 deleted" in out.getvalue()


def test_an_event_that_was_not_applied_yet_does_not_bring_the_lead_back(lead):
    erase(lead, by="command", now=NOW)
    assert WebhookEvent.objects.get().status == WebhookEvent.Status.DISCARDED


def test_nothing_is_erased_while_a_call_is_under_way(lead):
    OutboxEntry.objects.update(status="unknown")
    with pytest.raises(UnderWay):
        erase(lead, by="command", now=NOW)
    assert Lead.objects.exists()


def test_without_anybody_to_ask_nothing_is_erased_and_the_way_is_named(lead, monkeypatch):
    with open(os.devnull, encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        with pytest.raises(CommandError, match="add --yes"):
            call_command("erase_lead", "L1", "C1")
    assert Lead.objects.filter(pk=lead.pk).exists()


def test_an_unknown_lead_is_said_so(lead):
    with pytest.raises(CommandError, match="no lead"):
        call_command("export_lead", "L1", "nobody")
    with pytest.raises(CommandError, match="No location"):
        call_command("erase_lead", "L2", "C1")


def test_every_table_that_refers_to_a_lead_is_among_the_stores(lead):
    named = {rows.model for rows in stores_of(lead).values()}
    refers = {relation.related_model for relation in Lead._meta.related_objects}
    refers |= {relation.related_model for relation in Conversation._meta.related_objects}
    assert refers <= named
