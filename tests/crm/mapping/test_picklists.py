"""What the CRM's picklists offer, as its setup is read, holds for events, reads and writes from then on."""

from datetime import UTC, datetime
from typing import Any

import pytest

from crm.field_rules import active_rules, rules_in_force
from crm.leads import apply_read
from crm.mapping.fields import write_fields
from crm.models import CustomField, FieldMap, Lead, Location
from crm.outbox.setup import store_custom_fields
from tests.crm.intake.cast import CONTACT_ID, apply_all, contact_body, make_location, store

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
RULES = [{"attribute": "temperature", "ghl_field_id": "F1", "type": "choice", "label": "Lead Temperature"}]


def read_fields_of(location: Location, **facts: Any) -> None:
    field = {"id": "F1", "name": "Lead Temperature", "dataType": "SINGLE_OPTIONS", "model": "contact", **facts}
    store_custom_fields(location, {"customFields": [field]}, NOW)


@pytest.fixture
def location() -> Location:
    made = make_location()
    FieldMap.objects.create(location=made, version=1, active=True, rules=RULES)
    return made


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (["hot", "warm", "hot", " ", None], ["hot", "warm"]),
        ([{"key": "h", "label": "Hot"}, {"key": "warm"}], ["Hot", "warm"]),
        (None, []),
        ("hot", []),
    ],
)
def test_the_picklist_is_stored_in_whatever_shape_it_comes(location: Location, given: Any, stored: list[str]) -> None:
    read_fields_of(location, picklistOptions=given)
    assert CustomField.objects.get().options == stored


def test_an_event_and_a_read_take_only_what_the_picklist_offers(location: Location) -> None:
    read_fields_of(location, picklistOptions=["Hot", "Warm"])
    store(contact_body(customFields=[{"id": "F1", "value": "hot"}]))
    apply_all()
    assert Lead.objects.get().attributes == {"temperature": "Hot"}
    apply_read(location, {"id": CONTACT_ID, "customFields": [{"id": "F1", "value": "tepid"}]}, NOW)
    lead = Lead.objects.get()
    assert (lead.attributes, lead.custom_fields) == ({}, {"F1": "tepid"})


def test_a_write_is_spelled_as_the_picklist_has_it(location: Location) -> None:
    read_fields_of(location, picklistOptions=["Hot", "Warm"])
    rules = active_rules(location)
    assert write_fields(rules, {"temperature": "hot"}) == ([("F1", "Hot")], ())
    assert write_fields(rules, {"temperature": "tepid"}) == ([], ("temperature",))


def test_a_new_option_counts_from_the_next_read_on(location: Location) -> None:
    read_fields_of(location, picklistOptions=["Hot"])
    read_fields_of(location, picklistOptions=["Hot", "Tepid"])
    assert write_fields(active_rules(location), {"temperature": "tepid"}) == ([("F1", "Tepid")], ())


def test_a_field_that_takes_other_values_is_not_bound_to_its_list(location: Location) -> None:
    read_fields_of(location, picklistOptions=["Hot"], isAllowedCustomOption=True)
    assert write_fields(active_rules(location), {"temperature": "tepid"}) == ([("F1", "tepid")], ())


def test_one_location_is_not_bound_to_the_list_of_another(location: Location) -> None:
    other = make_location("OTHERLOCATION0000001")
    FieldMap.objects.create(location=other, version=1, active=True, rules=RULES)
    read_fields_of(location, picklistOptions=["Hot"])
    found = rules_in_force([location.pk, other.pk])
    assert {key: rules[0].options for key, rules in found.items()} == {location.pk: ("Hot",), other.pk: ()}
