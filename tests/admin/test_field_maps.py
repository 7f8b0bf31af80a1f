"""The pages of the field maps: draft, faults, a pasted payload, versions, activation and roll-back; who may do what."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from crm.fieldmaps import verbs
from crm.models import CustomField, FieldMap, Lead, Location, OutboxEntry
from tests import staff_cast
from tests.crm.fieldmaps import cast
from tests.crm.fieldmaps.cast import BUDGET, MOTIVATION, REQUIRED

pytestmark = pytest.mark.django_db


def at(page: str, place: Location, *more: object) -> str:
    return reverse(f"admin:crm_fieldmap_{page}", args=[place.pk, *more])


@pytest.fixture
def place(client: Client) -> Location:
    made = cast.location()
    cast.first_map(made)
    client.force_login(staff_cast.person("Administrator", made))
    return made


def form(*lines: dict[str, str], **more: str) -> dict[str, Any]:
    return {
        "attribute": [line["attribute"] for line in lines],
        "field": [line["ghl_field_id"] for line in lines],
        "type": [line["type"] for line in lines],
        **more,
    }


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def seen(client: Client, place: Location) -> str:
    return client.get(at("edit", place)).context["seen"]


def test_a_draft_is_saved_compared_activated_and_rolled_back(client: Client, place: Location) -> None:
    said = client.post(at("edit", place), form(*REQUIRED, BUDGET, seen=seen(client, place)), follow=True)
    assert "Draft 2 is saved" in text(said)
    assert FieldMap.objects.get(active=True).version == 1
    compared = text(client.get(at("compare", place), {"left": "1", "right": "2"}))
    assert "1 difference" in compared
    assert "+ Budget, money" in compared
    assert "2 in place of 1" in text(client.get(at("activate", place, 2)))
    assert "Say in a few words why" in text(client.post(at("activate", place, 2), {"reason": " "}))
    assert FieldMap.objects.get(active=True).version == 1
    client.post(at("activate", place, 2), {"reason": "buyers come"})
    assert FieldMap.objects.get(active=True).version == 2
    assert "Roll back to version 1?" in text(client.get(at("roll_back", place)))
    client.post(at("roll_back", place), {"reason": "too early"})
    assert FieldMap.objects.get(active=True).version == 1
    assert [entry.action for entry in AuditEntry.objects.order_by("id")] == [
        "fieldmap.drafted", "fieldmap.activated", "fieldmap.rolled_back",
    ]  # fmt: skip


def test_saving_and_activating_in_one_go_leads_to_the_confirmation(client: Client, place: Location) -> None:
    given = form(*REQUIRED, BUDGET, seen=seen(client, place), activate="1")
    assert client.post(at("edit", place), given)["Location"] == at("activate", place, 2)
    wrong = form(*REQUIRED, BUDGET | {"type": "date"}, seen=seen(client, place), activate="1")
    assert client.post(at("edit", place), wrong)["Location"] == at("edit", place)


def test_faults_name_field_expected_and_came_while_one_types_and_after_saving(client: Client, place: Location) -> None:
    wrong = form(*REQUIRED, BUDGET | {"type": "date"})
    told = client.post(at("check", place), wrong).json()
    sentence = "Budget: expected number, money for a field of the kind money; came date."
    assert told == {"count": 1, "faults": {"budget_usd": [sentence]}}
    client.post(at("edit", place), wrong | {"seen": seen(client, place)})
    page = text(client.get(at("edit", place)))
    assert sentence in page
    assert "Draft 2 waits: 1 problem to solve" in page
    assert "It does not fit" in text(client.get(at("activate", place, 2)))
    client.post(at("activate", place, 2), {"reason": "anyway"})
    assert FieldMap.objects.get(active=True).version == 1


def test_checking_while_typing_stores_nothing(client: Client, place: Location) -> None:
    client.post(at("check", place), form(*REQUIRED, BUDGET))
    assert FieldMap.objects.count() == 1


def test_what_somebody_else_saved_is_not_written_over(client: Client, place: Location) -> None:
    opened = seen(client, place)
    verbs.save_draft(place, [*REQUIRED, MOTIVATION], "user:9")
    page = text(client.post(at("edit", place), form(*REQUIRED, BUDGET, seen=opened)))
    assert "Somebody else changed this map" in page
    assert verbs.draft_of(place).rules[-1] == MOTIVATION


def test_a_field_that_is_gone_stands_marked_in_its_line(client: Client, place: Location) -> None:
    CustomField.objects.filter(ghl_id="F2").delete()
    page = text(client.get(at("edit", place)))
    assert "Lead Temperature (no longer in the CRM)" in page
    assert "expected a custom field that this location has; came Lead Temperature (F2)" in page


def test_before_any_field_was_read_the_page_offers_to_read_them(client: Client) -> None:
    place = staff_cast.location()
    client.force_login(staff_cast.person("Administrator", place))
    assert "No fields read yet" in text(client.get(at("edit", place)))
    client.post(at("read", place))
    entry = OutboxEntry.objects.get(kind="read_setup", payload__what="custom_fields")
    assert entry.cause.startswith("user:")
    assert "Reading the fields…" in text(client.get(at("edit", place)))


def paste(client: Client, place: Location, payload: object, **more: str) -> Any:
    given = payload if isinstance(payload, str) else json.dumps(payload)
    answer = client.post(at("try", place), {"payload": given, **more})
    assert answer.status_code == 200
    return answer.context


@pytest.mark.parametrize(
    "wrap",
    [
        lambda contact: {"type": "ContactUpdate", "locationId": "L", **contact},
        lambda contact: {"type": "ContactUpdate", "webhookId": "W", "data": contact},
        lambda contact: {"contact": contact, "traceId": "T"},
        lambda contact: contact,
    ],
    ids=["flat", "nested", "read", "bare"],
)
def test_a_pasted_contact_shows_what_is_understood_unmapped_and_ill_typed(
    client: Client, place: Location, wrap: Any
) -> None:
    values = {"F1": "87", "F2": "tepid", "F3": "$450,000", "F9": ["x"]}
    contact = {"id": "C1", "customFields": [{"id": name, "value": value} for name, value in values.items()]}
    found = paste(client, place, wrap(contact))["found"]
    assert [(one.title, one.value) for one in found.mapped] == [("Score", "87")]
    assert [(one.field, one.value, one.known) for one in found.unmapped] == [
        ("Budget", "$450,000", True), ("not a field that was read", '["x"]', False),
    ]  # fmt: skip
    assert [(one.field, one.expected, one.came) for one in found.ill_typed] == [
        ("Lead Temperature", "one of: hot, warm, cold", "tepid")
    ]
    assert not Lead.objects.exists()


def test_a_pasted_workflow_webhook_is_read_by_its_labels(client: Client, place: Location) -> None:
    body = {
        "contact_id": "C1", "first_name": "Ana", "Score": "12", "lead temperature": "warm", "Budget": "450k",
        "Motivation": "{{contact.motivation}}", "utm_source": "web",
    }  # fmt: skip
    found = paste(client, place, body)["found"]
    assert {one.title: one.value for one in found.mapped} == {"Score": "12", "Temperature": "warm"}
    assert [(one.field, one.value) for one in found.unmapped] == [("Budget", "450k")]


def test_the_draft_is_tried_unless_another_version_is_chosen(client: Client, place: Location) -> None:
    verbs.save_draft(place, [*REQUIRED, BUDGET], "user:9")
    contact = {"id": "C1", "customFields": [{"id": "F3", "value": "450k"}]}
    assert [one.value for one in paste(client, place, contact)["found"].mapped] == ["450000"]
    assert paste(client, place, contact, version="1")["found"].mapped == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("{", "This is no JSON"), ("[1]", "no object"),
        ('{"type": "InboundMessage"}', "InboundMessage event carries no"),
        ("", "This is no JSON"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_said_in_a_sentence(client: Client, place: Location, given: str, sentence: str) -> None:
    assert sentence in paste(client, place, given)["fault"]


def test_a_pasted_script_is_shown_as_text(client: Client, place: Location) -> None:
    contact = {"id": "C1", "customFields": [{"id": "F4", "value": "<script>alert(1)</script>"}]}
    page = text(client.post(at("try", place), {"payload": json.dumps(contact)}))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("role", "may_look", "may_change"),
    [("Administrator", 200, 302), ("Supervisor", 200, 302), ("Auditor", 200, 403), ("Agent", 403, 403)],
)
def test_who_may_look_and_who_may_change(client: Client, role: str, may_look: int, may_change: int) -> None:
    place = cast.location()
    cast.first_map(place)
    client.force_login(staff_cast.person(role, place))
    for page in ("edit", "try", "versions"):
        assert client.get(at(page, place)).status_code == may_look
    opened = verbs.fingerprint(verbs.active_of(place))
    assert client.post(at("edit", place), form(*REQUIRED, BUDGET, seen=opened)).status_code == may_change
    for page in ("read", "discard"):
        assert client.post(at(page, place)).status_code == may_change
    assert client.get(at("activate", place, 1)).status_code == (200 if may_change == 302 else 403)


def test_the_maps_of_other_locations_are_out_of_sight(client: Client, place: Location) -> None:
    other = cast.location("Elsewhere")
    cast.first_map(other)
    for page in ("edit", "try", "versions", "roll_back"):
        assert client.get(at(page, other)).status_code == 404
    assert "Elsewhere" not in text(client.get(reverse("admin:crm_fieldmaps"), {"all": "1"}))


def test_the_overview_costs_the_same_for_2_and_for_20_locations(client: Client) -> None:
    client.force_login(staff_cast.person("superuser"))

    def queries(number: int) -> int:
        for _ in range(number):
            cast.first_map(cast.location())
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse("admin:crm_fieldmaps")).status_code == 200
        return len(counted)

    queries(2)
    assert queries(0) == queries(18)


def test_a_version_of_before_is_taken_into_a_new_draft(client: Client, place: Location) -> None:
    verbs.activate(verbs.save_draft(place, [*REQUIRED, BUDGET], "user:9"), "user:9", cast.NOW)
    rows = client.get(at("edit", place), {"from": "1"}).context["rows"]
    assert {row.attribute.name for row in rows if row.field_id} == {"qualification_score", "temperature"}
