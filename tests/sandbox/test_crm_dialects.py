"""The CRM look-alike: headers, dialects, scopes, writes and their traps."""

import base64
from typing import Any

import pytest
import requests

from tests.sandbox.conftest import LOCATION, Sandbox

FIELDS = f"/locations/{LOCATION}/customFields"


def field_id(sandbox: Sandbox, name: str) -> str:
    fields = sandbox.api("GET", FIELDS).json()["customFields"]
    return next(one["id"] for one in fields if one["name"] == name)


def test_a_call_without_version_is_401_with_the_documented_words(sandbox: Sandbox) -> None:
    answer = requests.get(sandbox.url + FIELDS, headers={"Authorization": f"Bearer {sandbox.token}"}, timeout=5)
    assert (answer.status_code, answer.json()["message"]) == (401, "version header was not found.")
    assert answer.json()["traceId"]


def test_an_unknown_version_is_400(sandbox: Sandbox) -> None:
    assert sandbox.api("GET", FIELDS, headers={"Version": "2019-01-01"}).status_code == 400


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", "Basic c2FuZGJveC10b2tlbg=="])
def test_a_call_without_a_known_bearer_is_401(sandbox: Sandbox, authorization: str) -> None:
    headers = {"Version": "v3"} | ({"Authorization": authorization} if authorization else {})
    assert requests.get(sandbox.url + FIELDS, headers=headers, timeout=5).status_code == 401


@pytest.mark.parametrize(
    ("version", "flag", "write_name", "dnd_name"),
    [("v3", "succeeded", "fieldValue", "sms"), ("2021-07-28", "succeded", "field_value", "SMS")],
)
def test_each_dialect_spells_flag_field_and_dnd_its_own_way(
    sandbox: Sandbox, version: str, flag: str, write_name: str, dnd_name: str
) -> None:
    contact, budget = sandbox.lead(), field_id(sandbox, "Budget")
    sandbox.version = version
    body = {"customFields": [{"id": budget, write_name: "615000"}], "dndSettings": {dnd_name: {"status": "active"}}}
    changed = sandbox.api("PUT", f"/contacts/{contact}", body).json()
    read = sandbox.api("GET", f"/contacts/{contact}").json()["contact"]
    assert changed[flag] is True
    assert read["customFields"] == [{"id": budget, "value": 615000}]
    assert read["dndSettings"][dnd_name]["status"] == "active"


def test_a_dnd_key_of_the_other_dialect_is_refused(sandbox: Sandbox) -> None:
    body = {"dndSettings": {"SMS": {"status": "active"}}}
    assert sandbox.api("PUT", f"/contacts/{sandbox.lead()}", body).status_code == 422


def test_a_custom_field_written_as_value_is_dropped_silently(sandbox: Sandbox) -> None:
    contact, budget = sandbox.lead(), field_id(sandbox, "Budget")
    answer = sandbox.api("PUT", f"/contacts/{contact}", {"customFields": [{"id": budget, "value": "615000"}]})
    assert answer.status_code == 200
    assert sandbox.api("GET", f"/contacts/{contact}").json()["contact"]["customFields"] == []


def test_tags_in_a_put_replace_all_and_are_lower_case_while_the_tag_door_adds(sandbox: Sandbox) -> None:
    contact = sandbox.lead(tags=["Seller-Lead"])
    added = sandbox.api("POST", f"/contacts/{contact}/tags", {"tags": [" Hot-Lead "]})
    assert (added.status_code, added.json()["tags"]) == (201, ["seller-lead", "hot-lead"])
    removed = sandbox.api("DELETE", f"/contacts/{contact}/tags", {"tags": ["SELLER-LEAD"]})
    assert removed.json()["tags"] == ["hot-lead"]
    sandbox.api("PUT", f"/contacts/{contact}", {"tags": ["Only"]})
    assert sandbox.api("GET", f"/contacts/{contact}").json()["contact"]["tags"] == ["only"]


@pytest.mark.parametrize(
    "body", [{"firstName": 5}, {"tags": "hot"}, {"dnd": "yes"}, {"customFields": {"id": "x"}}, {"dndSettings": []}]
)
def test_a_wrong_type_is_422_and_changes_nothing(sandbox: Sandbox, body: dict[str, Any]) -> None:
    contact = sandbox.lead()
    before = sandbox.api("GET", f"/contacts/{contact}").json()["contact"]
    answer = sandbox.api("PUT", f"/contacts/{contact}", body)
    assert answer.status_code == 422
    assert isinstance(answer.json()["message"], list)
    assert sandbox.api("GET", f"/contacts/{contact}").json()["contact"] == before


def test_a_contact_of_another_location_is_403_and_an_unknown_one_400(sandbox: Sandbox) -> None:
    contact = sandbox.lead()
    sandbox.control("locations", {"id": "OTHERLOCATION00000001", "name": "Other", "token": "other-token"})
    foreign = sandbox.api("GET", f"/contacts/{contact}", headers={"Authorization": "Bearer other-token"})
    assert foreign.status_code == 403
    assert sandbox.api("GET", "/contacts/NOBODY00000000000000").status_code == 400


def test_upsert_finds_by_phone_and_creates_only_once(sandbox: Sandbox) -> None:
    body = {"locationId": LOCATION, "firstName": "Noor", "phone": "+17375550177"}
    first = sandbox.api("POST", "/contacts/upsert", body).json()
    again = sandbox.api("POST", "/contacts/upsert", {**body, "phone": "(737) 555-0177", "lastName": "Haddad"}).json()
    assert (first["new"], again["new"]) == (True, False)
    assert again["contact"]["id"] == first["contact"]["id"]
    assert again["contact"]["lastName"] == "Haddad"


def test_search_pages_through_every_contact_once(sandbox: Sandbox) -> None:
    made = {sandbox.lead(phone=f"737555{number:04d}") for number in range(7)}
    seen: list[str] = []
    after: list[Any] | None = None
    while True:
        body = {"locationId": LOCATION, "pageLimit": 3} | ({"searchAfter": after} if after else {})
        rows = sandbox.api("POST", "/contacts/search", body).json()["contacts"]
        if not rows:
            break
        seen += [row["id"] for row in rows]
        after = rows[-1]["searchAfter"]
    assert len(seen) == 7
    assert set(seen) == made


@pytest.mark.parametrize(("version", "name"), [("v3", "contactId"), ("2021-07-28", "contact_id")])
def test_opportunities_move_and_are_found_in_both_dialects(sandbox: Sandbox, version: str, name: str) -> None:
    contact = sandbox.lead()
    sandbox.version = version
    pipeline = sandbox.api("GET", f"/opportunities/pipelines?locationId={LOCATION}").json()["pipelines"][0]
    body = {
        "pipelineId": pipeline["id"],
        "locationId": LOCATION,
        "name": "Ruth",
        "status": "open",
        "contactId": contact,
    }
    made = sandbox.api("POST", "/opportunities/", body)
    assert made.status_code == 201
    key, stage = made.json()["opportunity"]["id"], pipeline["stages"][3]["id"]
    sandbox.api("PUT", f"/opportunities/{key}", {"pipelineStageId": stage, "monetaryValue": 615000})
    place = "locationId" if version == "v3" else "location_id"
    found = sandbox.api("GET", f"/opportunities/search?{place}={LOCATION}&{name}={contact}").json()["opportunities"]
    assert [(one["id"], one["pipelineStageId"], one["monetaryValue"]) for one in found] == [(key, stage, 615000)]
    assert sandbox.api("POST", "/opportunities/", body).status_code == 400


def test_a_text_to_a_muted_contact_is_refused_and_not_kept(sandbox: Sandbox) -> None:
    contact = sandbox.lead()
    sandbox.control("dnd", {"contactId": contact, "active": True})
    answer = sandbox.api("POST", "/conversations/messages", {"type": "SMS", "contactId": contact, "message": "hello"})
    assert answer.status_code == 400
    assert "DND" in answer.json()["message"]
    assert sandbox.look("sent")["sent"] == []


def test_a_sent_text_can_be_found_by_id_and_in_its_conversation(sandbox: Sandbox) -> None:
    contact = sandbox.lead()
    sent = sandbox.api("POST", "/conversations/messages", {"type": "SMS", "contactId": contact, "message": "hello"})
    key = sent.json()["messageId"]
    found = sandbox.api("GET", f"/conversations/search?locationId={LOCATION}&contactId={contact}").json()
    conversation = found["conversations"][0]["id"]
    listed = sandbox.api("GET", f"/conversations/{conversation}/messages").json()["messages"]["messages"]
    read = sandbox.api("GET", f"/conversations/messages/{key}").json()["message"]
    assert [one["id"] for one in listed] == [key]
    assert (read["body"], read["direction"], read["messageType"]) == ("hello", "outbound", "TYPE_SMS")
    assert [(one["id"], one["by"]) for one in sandbox.look("sent")["sent"]] == [(key, "api")]


def test_a_booked_slot_is_no_longer_free(sandbox: Sandbox) -> None:
    contact = sandbox.lead()
    calendar = sandbox.api("GET", f"/calendars/?locationId={LOCATION}").json()["calendars"][0]["id"]
    now_ms = int(sandbox.look("arrivals")["arrivals"][-1]["at_us"] / 1000)
    path = f"/calendars/{calendar}/free-slots?startDate={now_ms}&endDate={now_ms + 7 * 86_400_000}"
    days = {day: one["slots"] for day, one in sandbox.api("GET", path).json().items() if day != "traceId"}
    slot = next(iter(days.values()))[0]
    body = {"calendarId": calendar, "locationId": LOCATION, "contactId": contact, "startTime": slot}
    assert sandbox.api("POST", "/calendars/events/appointments", body).status_code == 201
    assert sandbox.api("POST", "/calendars/events/appointments", body).status_code == 400
    after = sandbox.api("GET", path).json()
    assert slot not in [start for day, one in after.items() if day != "traceId" for start in one["slots"]]


def test_a_refresh_token_works_once_and_the_new_access_token_works(sandbox: Sandbox) -> None:
    code = sandbox.control("oauth/code", {"location": LOCATION})["code"]
    client = {"clientId": "sandbox-app-abc", "clientSecret": "s"}
    first = sandbox.api("POST", "/oauth/token", {**client, "grantType": "authorization_code", "code": code}).json()
    again = {**client, "grantType": "refresh_token", "refreshToken": first["refreshToken"]}
    second = sandbox.api("POST", "/oauth/token", again)
    assert second.status_code == 200
    assert sandbox.api("POST", "/oauth/token", again).status_code == 400
    bearer = {"Authorization": f"Bearer {second.json()['accessToken']}"}
    assert sandbox.api("GET", FIELDS, headers=bearer).status_code == 200


def test_the_date_dialect_takes_a_form_and_snake_case(sandbox: Sandbox) -> None:
    code = sandbox.control("oauth/code", {"location": LOCATION})["code"]
    form = {"client_id": "sandbox-app-abc", "client_secret": "s", "grant_type": "authorization_code", "code": code}
    answer = requests.post(f"{sandbox.url}/oauth/token", data=form, headers={"Version": "2021-07-28"}, timeout=5)
    assert answer.json()["token_type"] == "Bearer"
    assert answer.json()["locationId"] == LOCATION


def test_a_company_token_reaches_a_location_only_through_the_exchange(sandbox: Sandbox) -> None:
    code = sandbox.control("oauth/code", {"company": True})["code"]
    body = {"clientId": "a", "clientSecret": "s", "grantType": "authorization_code", "code": code}
    company = sandbox.api("POST", "/oauth/token", body).json()
    bearer = {"Authorization": f"Bearer {company['accessToken']}"}
    assert sandbox.api("GET", FIELDS, headers=bearer).status_code == 403
    swap = {"companyId": company["companyId"], "locationId": LOCATION}
    location = sandbox.api("POST", "/oauth/location-token", swap, headers=bearer).json()
    assert sandbox.api("GET", FIELDS, headers={"Authorization": f"Bearer {location['accessToken']}"}).ok


def test_the_burst_limit_is_a_sliding_window_with_the_documented_headers(sandbox: Sandbox) -> None:
    sandbox.control("settings", {"ghl_limit": {"max": 5, "interval_ms": 60_000}})
    answers = [sandbox.api("GET", FIELDS) for _ in range(7)]
    assert [one.status_code for one in answers] == [200] * 5 + [429] * 2
    assert [one.headers["X-RateLimit-Remaining"] for one in answers[:5]] == ["4", "3", "2", "1", "0"]
    assert answers[0].headers["X-RateLimit-Max"] == "5"
    assert answers[0].headers["X-RateLimit-Interval-Milliseconds"] == "60000"
    assert answers[0].headers["X-RateLimit-Limit-Daily"] == "200000"
    assert answers[4].headers["X-RateLimit-Daily-Remaining"] == "199995"


def test_every_call_is_in_the_arrival_log_with_its_time_and_contact(sandbox: Sandbox) -> None:
    contact = sandbox.lead()
    sandbox.api("POST", f"/contacts/{contact}/notes", {"body": "a"})
    sandbox.api("GET", "/contacts/NOBODY00000000000000")
    first, second = sandbox.look(f"arrivals?location={LOCATION}")["arrivals"]
    assert (first["method"], first["status"], first["contact"]) == ("POST", 201, contact)
    assert second["status"] == 400
    assert second["at_us"] > first["at_us"]
    assert second["monotonic_us"] > first["monotonic_us"]
    assert sandbox.look(f"arrivals?after={first['seq']}")["arrivals"] == [second]


def test_twenty_locations_stay_apart(sandbox: Sandbox) -> None:
    for number in range(20):
        place = {"id": f"PLACE{number:02d}", "name": f"Place {number}", "token": f"token-{number}"}
        sandbox.control("locations", place)
        sandbox.lead(location=f"PLACE{number:02d}", first_name=f"Lead{number}")
    for number in (0, 19):
        contacts = sandbox.look(f"state?location=PLACE{number:02d}")["contacts"]
        assert [one["firstName"] for one in contacts] == [f"Lead{number}"]


def test_the_public_key_is_the_same_everywhere_and_the_private_file_is_closed(sandbox: Sandbox) -> None:
    key = (sandbox.state_dir / "public_key.txt").read_text().strip()
    assert requests.get(f"{sandbox.url}/control/public-key", timeout=5).text == key
    assert len(base64.b64decode(key)) == 44
    assert (sandbox.state_dir / "webhook_key.pem").stat().st_mode & 0o777 == 0o600
