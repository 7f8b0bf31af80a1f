"""What the CRM does other than it says: each behind its switch, and off by default."""

from typing import Any

import pytest

from tests.sandbox.conftest import LOCATION, Sandbox


def stored(sandbox: Sandbox, contact: str) -> dict[str, Any]:
    return sandbox.look(f"state?contact={contact}")["contacts"][0]


def budget(sandbox: Sandbox) -> str:
    fields = sandbox.api("GET", f"/locations/{LOCATION}/customFields").json()["customFields"]
    return next(one["id"] for one in fields if one["name"] == "Budget")


def test_without_a_switch_what_was_sent_is_kept_and_shown(sandbox: Sandbox) -> None:
    contact = sandbox.lead()
    body = {"phone": "+17375550199", "dnd": True, "customFields": [{"id": budget(sandbox), "fieldValue": "9"}]}
    shown = sandbox.api("PUT", f"/contacts/{contact}", body).json()["contact"]
    assert (shown["phone"], shown["dnd"], shown["customFields"][0]["value"]) == ("+17375550199", True, 9)


def test_a_create_is_refused_although_the_contact_is_made(sandbox: Sandbox) -> None:
    sandbox.control("settings", {"crm_refuses_yet_creates": True})
    body = {"locationId": LOCATION, "firstName": "Ann", "email": "ann@example.com"}
    refused = sandbox.api("POST", "/contacts/", body)
    found = sandbox.api("GET", f"/contacts/search/duplicate?locationId={LOCATION}&email=ann@example.com").json()
    assert refused.status_code == 422
    assert found["contact"]["firstName"] == "Ann"


@pytest.mark.parametrize(
    ("switch", "name", "value"),
    [("crm_drops_phone", "phone", "+17375550199"), ("crm_drops_dnd", "dnd", True)],
)
def test_a_part_of_a_change_is_dropped_without_a_word(sandbox: Sandbox, switch: str, name: str, value: Any) -> None:
    contact = sandbox.lead()
    sandbox.control("settings", {switch: True})
    answer = sandbox.api("PUT", f"/contacts/{contact}", {name: value, "city": "Austin"})
    assert (answer.status_code, answer.json()["succeeded"]) == (200, True)
    assert (stored(sandbox, contact)["city"], stored(sandbox, contact)[name] == value) == ("Austin", False)
    assert answer.json()["contact"][name] != value


def test_custom_fields_are_dropped_without_a_word(sandbox: Sandbox) -> None:
    contact, field = sandbox.lead(), budget(sandbox)
    sandbox.control("settings", {"crm_drops_custom_fields": True})
    answer = sandbox.api("PUT", f"/contacts/{contact}", {"customFields": [{"id": field, "fieldValue": "9"}]})
    assert (answer.status_code, answer.json()["contact"]["customFields"]) == (200, [])


def test_tags_are_neither_added_nor_removed(sandbox: Sandbox) -> None:
    contact = sandbox.lead(tags=["old"])
    sandbox.control("settings", {"crm_drops_tags": True})
    added = sandbox.api("POST", f"/contacts/{contact}/tags", {"tags": ["new"]})
    removed = sandbox.api("DELETE", f"/contacts/{contact}/tags", {"tags": ["old"]})
    assert (added.status_code, added.json()["tags"], removed.json()["tags"]) == (201, ["old"], ["old"])


@pytest.mark.parametrize(
    ("lies", "first", "more"),
    [(False, "john@example.com", ["jane@example.com"]), (True, "jane@example.com", [])],
)
def test_an_upsert_by_the_second_email_loses_the_first_one(
    sandbox: Sandbox, lies: bool, first: str, more: list[str]
) -> None:
    contact = sandbox.lead(email="john@example.com", additional_emails=["jane@example.com"])
    sandbox.control("settings", {"crm_drops_second_email": lies})
    body = {"locationId": LOCATION, "email": "jane@example.com", "city": "Austin"}
    answer = sandbox.api("POST", "/contacts/upsert", body).json()
    assert (answer["new"], answer["contact"]["id"]) == (False, contact)
    assert (stored(sandbox, contact)["email"], stored(sandbox, contact)["additionalEmails"]) == (first, more)


def test_additional_emails_are_read_only(sandbox: Sandbox) -> None:
    contact = sandbox.lead()
    answer = sandbox.api("PUT", f"/contacts/{contact}", {"additionalEmails": ["jane@example.com"]})
    assert (answer.status_code, answer.json()["message"]) == (422, ["property additionalEmails should not exist"])


def test_a_write_is_answered_without_what_it_came_to(sandbox: Sandbox) -> None:
    contact = sandbox.lead()
    sandbox.control("settings", {"crm_answers_without_body": True})
    answer = sandbox.api("POST", f"/contacts/{contact}/tags", {"tags": ["new"]})
    assert (answer.status_code, set(answer.json())) == (201, {"traceId"})
    assert stored(sandbox, contact)["tags"] == ["new"]


@pytest.mark.parametrize("spelled", ["succeded", "succeeded", "success"])
def test_the_success_flag_is_spelled_as_the_switch_says(sandbox: Sandbox, spelled: str) -> None:
    contact = sandbox.lead()
    sandbox.control("settings", {"crm_success_flag": spelled})
    answer = sandbox.api("PUT", f"/contacts/{contact}", {"city": "Austin"}).json()
    assert {name for name in answer if name.startswith("succ")} == {spelled}
