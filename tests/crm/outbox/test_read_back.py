"""The CRM accepts a write and keeps none of it, or says nothing of it: it is read once, and noticed."""

from datetime import UTC, datetime

import pytest
import requests
from django.db import transaction

from audit.models import AuditEntry
from crm.models import FieldMap, Lane, OutboxEntry
from crm.outbox.enqueue import enqueue_dnd, enqueue_fields, enqueue_tags
from tests.crm.outbox.sandbox_process import LOCATION, TOKEN

FAR = datetime(2099, 1, 1, tzinfo=UTC)
Kind, Status = OutboxEntry.Kind, OutboxEntry.Status
LIES = ("crm_drops_custom_fields", "crm_drops_tags", "crm_drops_dnd", "crm_answers_without_body")


@pytest.fixture(autouse=True)
def honest_again(sandbox):
    yield
    sandbox.set(**dict.fromkeys(LIES, False))


@pytest.fixture
def budget(sandbox, location) -> str:
    headers = {"Authorization": f"Bearer {TOKEN}", "Version": "v3"}
    url = f"{sandbox.url}/locations/{LOCATION}/customFields"
    fields = requests.get(url, headers=headers, timeout=5).json()["customFields"]
    field_id = next(one["id"] for one in fields if one["name"] == "Budget")
    rules = [{"attribute": "budget_usd", "ghl_field_id": field_id, "type": "money", "label": "Budget"}]
    FieldMap.objects.create(location=location, version=1, active=True, rules=rules)
    return field_id


def write(enqueue, *args, **more):
    with transaction.atomic():
        return enqueue(*args, **more)


def noticed() -> list[list[str]]:
    return [one.details["names"] for one in AuditEntry.objects.filter(action="outbox.not_kept").order_by("id")]


def reads(sandbox, lead) -> int:
    return sandbox.calls(lead.ghl_contact_id).count(f"GET /contacts/{lead.ghl_contact_id}")


def test_a_write_whose_answer_shows_it_is_not_read_again(sandbox, lead, pump, budget):
    write(enqueue_tags, lead, add=["Buyer"], cause="t")
    write(enqueue_fields, lead, {"budget_usd": 615_000}, cause="t")
    write(enqueue_dnd, lead, True, cause="t")

    pump.run(4.0)

    assert set(OutboxEntry.objects.values_list("status", flat=True)) == {Status.SENT}
    assert (reads(sandbox, lead), noticed()) == (0, [])


def test_custom_fields_that_were_dropped_are_read_once_and_noticed(sandbox, lead, pump, budget):
    sandbox.set(crm_drops_custom_fields=True)
    entry = write(enqueue_fields, lead, {"budget_usd": 615_000}, cause="t")

    pump.run(4.0)

    entry.refresh_from_db()
    lead.refresh_from_db()
    assert (entry.status, entry.reason) == (Status.SENT, f"the CRM did not keep: customFields.{budget}")
    assert (reads(sandbox, lead), noticed()) == (1, [[f"customFields.{budget}"]])
    assert sandbox.calls(lead.ghl_contact_id).count(f"PUT /contacts/{lead.ghl_contact_id}") == 1
    assert lead.attributes.get("budget_usd") is None  # our row says what the CRM holds


def test_tags_that_were_dropped_are_noticed(sandbox, lead, pump):
    sandbox.set(crm_drops_tags=True)
    [entry] = write(enqueue_tags, lead, add=["buyer"], cause="t")

    pump.run(4.0)

    entry.refresh_from_db()
    assert (entry.status, entry.reason) == (Status.SENT, "the CRM did not keep: tags.buyer")
    assert (reads(sandbox, lead), noticed()) == (1, [["tags.buyer"]])


def test_a_do_not_disturb_that_was_dropped_is_noticed(sandbox, lead, pump):
    sandbox.set(crm_drops_dnd=True)
    write(enqueue_dnd, lead, True, cause="t")

    pump.run(4.0)

    assert (reads(sandbox, lead), noticed()) == (1, [["dnd"]])


def test_an_answer_without_a_body_costs_one_read_and_no_alarm(sandbox, lead, pump, budget):
    sandbox.set(crm_answers_without_body=True)
    entry = write(enqueue_fields, lead, {"budget_usd": 615_000}, cause="t")

    pump.run(4.0)

    entry.refresh_from_db()
    lead.refresh_from_db()
    assert (entry.status, entry.reason) == (Status.SENT, "")
    assert (reads(sandbox, lead), noticed()) == (1, [])
    assert lead.attributes["budget_usd"] == 615_000


@pytest.mark.parametrize(("drops", "alarms"), [(False, []), (True, [["tags.buyer"]])])
def test_an_accepted_write_whose_answer_cannot_be_read_is_read_back_too(sandbox, lead, pump, drops, alarms):
    sandbox.set(crm_drops_tags=drops)
    sandbox.fail("malformed", path="/tags$", count=1)
    [entry] = write(enqueue_tags, lead, add=["buyer"], cause="t")

    pump.run(4.0)

    entry.refresh_from_db()
    assert (entry.status, reads(sandbox, lead), noticed()) == (Status.SENT, 1, alarms)


@pytest.mark.parametrize(("later", "alarms"), [(Status.SENT, []), (Status.DUE, [["tags.buyer"]])])
def test_what_a_later_write_of_ours_changed_is_no_alarm(sandbox, lead, pump, later, alarms):
    def entry(kind, status=Status.SENT, **columns):
        return OutboxEntry.objects.create(
            location=lead.location, lead=lead, kind=kind, status=status, lane=Lane.READ, dedupe_key=f"{kind}", **columns
        )

    added = entry(Kind.ADD_TAGS, payload={"tags": ["buyer"]})
    entry(Kind.REMOVE_TAGS, later, payload={"tags": ["buyer"]}, due_at=FAR)
    sent = {"entry": added.pk, "operation": "add_tags", "body": {"tags": ["buyer"]}}
    read = entry(Kind.READ_CONTACT, Status.DUE, payload={"contact_id": lead.ghl_contact_id, "sent": sent})

    pump.run(2.0)

    read.refresh_from_db()
    assert (read.status, noticed()) == (Status.SENT, alarms)
