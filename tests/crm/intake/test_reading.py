"""A contact as the CRM's API returned it, written into our rows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from crm.leads import apply_read
from crm.models import FieldMap, Lead
from tests.crm.intake.cast import CONTACT_ID, apply_all, contact_body, lead, make_location, store

pytestmark = pytest.mark.django_db

UPDATED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def contact(**fields):
    facts = {
        "id": CONTACT_ID,
        "firstName": "Ann",
        "phone": "+15125550100",
        "timezone": "America/Denver",
        "dnd": False,
        "dndSettings": {"sms": {"status": "active"}},
        "tags": ["VIP"],
        "customFields": [{"id": "F1", "value": "450000"}, {"id": "F9", "value": "raw"}],
        "dateUpdated": UPDATED.isoformat(),
    }
    return facts | fields


def test_a_read_fills_the_row_and_says_when():
    location, now = make_location(), timezone.now()
    Lead.objects.create(location=location, ghl_contact_id=CONTACT_ID)
    apply_read(location, contact(), now)
    row = lead()
    assert (row.first_name, row.timezone, row.tags, row.read_at) == ("Ann", "America/Denver", ["vip"], now)
    assert row.dnd_settings == {"sms": {"status": "active"}}
    assert row.applied_stamp == UPDATED


def test_a_field_that_the_read_does_not_name_is_empty_in_the_crm():
    location = make_location()
    rules = [{"attribute": name, "ghl_field_id": field, "type": "money"} for name, field in (("a", "F1"), ("b", "F2"))]
    FieldMap.objects.create(location=location, version=1, active=True, rules=rules)
    Lead.objects.create(
        location=location, ghl_contact_id=CONTACT_ID, attributes={"b": 1, "own": 2}, custom_fields={"F8": "old"}
    )
    apply_read(location, contact(), timezone.now())
    assert (lead().attributes, lead().custom_fields) == ({"a": 45_000_000, "own": 2}, {"F9": "raw"})


def test_events_sent_before_the_read_contact_changed_are_older():
    location = make_location()
    apply_read(location, contact(firstName="Read"), timezone.now())
    store(contact_body("ContactUpdate", firstName="Earlier", timestamp=(UPDATED - timedelta(seconds=5)).isoformat()))
    apply_all()
    assert lead().first_name == "Read"
    store(contact_body("ContactUpdate", firstName="Later", timestamp=(UPDATED + timedelta(seconds=5)).isoformat()))
    apply_all()
    assert lead().first_name == "Later"


def test_an_answer_without_an_id_is_not_applied():
    apply_read(make_location(), {}, timezone.now())
    assert Lead.objects.count() == 0
