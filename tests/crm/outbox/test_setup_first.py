"""What is written before a location's fields and pipelines were read waits for that read instead of being lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from crm.models import OutboxEntry, Pipeline, Stage
from crm.outbox.enqueue import enqueue_fields, enqueue_opportunity, enqueue_read_setup, enqueue_tags
from crm.outbox.sender import has_due

Kind, Status = OutboxEntry.Kind, OutboxEntry.Status


@pytest.fixture
def setup(location):
    """The location's first reads, not due for a while."""
    entries = enqueue_read_setup(location)
    set_setup(due_at=datetime.now(UTC) + timedelta(seconds=60))
    return entries


def set_setup(**columns):
    OutboxEntry.objects.filter(kind=Kind.READ_SETUP).update(**columns)


@transaction.atomic
def write(lead, **opportunity):
    wanted = {"stage": "Qualified", "value_cents": 45_000_000} | opportunity
    return (
        enqueue_fields(lead, {"budget_usd": 450_000}, cause="turn:1"),
        enqueue_opportunity(lead, cause="turn:1", **wanted),
    )


def test_fields_and_an_opportunity_written_before_the_first_read_arrive_after_it(sandbox, setup, lead, pump):
    fields, opportunity = write(lead)
    with transaction.atomic():
        [tags] = enqueue_tags(lead, add=["hot-lead"], cause="turn:1")
    pump.run(3.0)
    for entry in (fields, opportunity, tags):
        entry.refresh_from_db()
    assert (fields.status, opportunity.status, tags.status) == (Status.DUE, Status.DUE, Status.SENT)
    assert not has_due(datetime.now(UTC))

    set_setup(due_at=datetime.now(UTC))
    pump.run()

    contact = sandbox.contact(lead.ghl_contact_id)
    assert contact["fields"]["Budget"] == 450_000
    [made] = contact["opportunities"]
    stage = Stage.objects.get(ghl_id=made["pipelineStageId"])
    assert (made["monetaryValue"], stage.name) == (450_000, "Qualified")
    assert set(OutboxEntry.objects.values_list("status", flat=True)) == {"sent"}


def test_when_the_read_failed_for_good_nothing_waits_for_it(sandbox, setup, lead, pump):
    fields, opportunity = write(lead)
    set_setup(status=Status.DEAD)

    pump.run()

    fields.refresh_from_db()
    opportunity.refresh_from_db()
    assert (fields.status, fields.reason) == (Status.CANCELLED, "no_field_mapped")
    assert (opportunity.status, opportunity.reason) == (Status.CANCELLED, "no_such_stage")


def test_a_location_that_was_read_and_has_no_pipelines_gets_no_opportunity(location, lead):
    assert write(lead)[1] is None


def test_wishes_for_an_opportunity_are_merged_while_nobody_knows_the_stages(location, setup, lead):
    _, first = write(lead, value_cents=None)
    _, second = write(lead, stage=None, value_cents=1)
    assert second.pk == first.pk
    assert second.payload == {"stage": "Qualified", "value_cents": 1}


def test_a_wish_from_before_the_read_is_kept_by_one_from_after_it(location, setup, lead):
    write(lead)
    sales = Pipeline.objects.create(location=location, ghl_id="P", name="Sales")
    for number, name in enumerate(("Qualified", "Closed")):
        Stage.objects.create(pipeline=sales, ghl_id=f"S{number}", name=name, position=number)

    _, valued = write(lead, stage=None, value_cents=2)
    assert valued.payload == {"pipeline_ghl_id": "P", "stage_ghl_id": "S0", "value_cents": 2}
    _, closed = write(lead, stage="Closed", value_cents=None)
    assert closed.payload == {"pipeline_ghl_id": "P", "stage_ghl_id": "S1", "value_cents": 2}
    _, later = write(lead, stage=None, value_cents=3)
    assert later.payload == {"pipeline_ghl_id": "P", "stage_ghl_id": "S1", "value_cents": 3}
