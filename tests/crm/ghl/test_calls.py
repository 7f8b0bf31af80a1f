"""What the builders fill in. Their agreement with the published specs is tests/conformance."""

from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs

import pytest
import requests

from crm.ghl import calendar_calls, calls, oauth_calls
from crm.ghl.client import GhlClient
from crm.ghl.dialect import DATED, V3

BASE, TOKEN = "https://crm.test", "bearer-of-the-location"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=timezone(timedelta(hours=-6)))
APP = oauth_calls.App("app-1", "app-secret")


@pytest.fixture(params=[V3, DATED], ids=lambda dialect: dialect.name)
def client(request):
    return GhlClient(BASE, TOKEN, request.param, requests.Session(), 2.0)


@pytest.mark.parametrize("contact_id", ["", ".", ".."])
def test_an_id_that_would_name_another_path_is_refused(contact_id):
    with pytest.raises(ValueError, match="contact_id"):
        calls.read_contact(contact_id)


def test_the_words_of_a_call_stand_in_no_repr():
    shown = [
        calls.send_message("C1", "secret words", to_number="+15125550100"),
        calls.find_duplicate("L1", phone="+15125550100", email="ann@example.com"),
        oauth_calls.token_by_refresh(APP, "refresh-secret", V3),
        APP,
        oauth_calls.token_in({"accessToken": "access-secret", "refreshToken": "refresh-secret"}),
    ]
    for secret in ("secret words", "5125550100", "ann@example.com", "app-secret", "refresh-secret", "access-secret"):
        assert secret not in repr(shown)


@pytest.mark.parametrize("build", [calls.update_contact, calls.upsert_contact])
def test_tags_never_travel_in_a_change_because_they_would_replace_all(build):
    with pytest.raises(ValueError, match="add_tags"):
        build("X1", {"firstName": "Ann", "tags": ["hot"]})


def test_a_duplicate_is_asked_for_by_what_is_known():
    assert calls.find_duplicate("L1", email="ann@example.com").query == {
        "locationId": "L1", "email": "ann@example.com",
    }  # fmt: skip
    assert calls.find_duplicate("L1", phone="+1").query == {"locationId": "L1", "number": "+1"}


def test_a_task_carries_its_time_with_the_offset():
    body = calls.add_task("C1", "Call back", due_at=NOON, assigned_to="U1").body
    assert body == {
        "title": "Call back", "dueDate": "2026-11-21T12:00:00-06:00", "completed": False, "assignedTo": "U1",
    }  # fmt: skip


def test_a_scheduled_text_names_its_second():
    assert calls.send_message("C1", "Hello", scheduled_at=NOON).body["scheduledTimestamp"] == int(NOON.timestamp())
    assert "scheduledTimestamp" not in calls.send_message("C1", "Hello").body


def test_free_slots_are_asked_for_in_milliseconds_and_at_most_a_month_at_once():
    query = calendar_calls.free_slots("K1", NOON, NOON + timedelta(days=31), timezone="America/Chicago").query
    assert query["endDate"] - query["startDate"] == 31 * 86_400_000
    assert query["startDate"] == int(NOON.timestamp()) * 1000
    for end in (NOON + timedelta(days=31, seconds=1), NOON - timedelta(seconds=1)):
        with pytest.raises(ValueError, match="31 days"):
            calendar_calls.free_slots("K1", NOON, end)


def test_an_appointment_is_cancelled_by_its_status_and_stays_in_the_history():
    call = calendar_calls.cancel_appointment("E1")
    assert (call.operation.method, call.body) == ("PUT", {"appointmentStatus": "cancelled"})


def test_a_moved_appointment_says_only_what_changes():
    moved = calendar_calls.update_appointment("E1", start=NOON, end=NOON + timedelta(minutes=30))
    assert moved.body == {"startTime": "2026-11-21T12:00:00-06:00", "endTime": "2026-11-21T12:30:00-06:00"}


def test_calendars_have_a_version_of_their_own_in_the_date_dialect(client):
    prepared = client.prepare(calendar_calls.list_calendars("L1"))
    assert prepared.headers["Version"] == ("v3" if client.dialect.is_v3 else "2021-04-15")


def test_a_token_request_is_a_form_in_the_dialects_names_without_a_bearer(client):
    call = oauth_calls.token_by_code(APP, "code-1", client.dialect, user_type="Location", redirect_uri="https://us/x")
    prepared = client.prepare(call)
    names = [client.dialect.token(name) for name in ("clientId", "clientSecret", "grantType", "userType")]
    form = {name: values[0] for name, values in parse_qs(prepared.body.decode()).items()}
    assert "Authorization" not in prepared.headers
    assert prepared.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert [form[name] for name in names] == ["app-1", "app-secret", "authorization_code", "Location"]
    assert form[client.dialect.token("redirectUri")] == "https://us/x"
    assert ("clientId" in form) is client.dialect.is_v3


def test_a_companys_token_is_exchanged_at_the_dialects_path(client):
    prepared = client.prepare(oauth_calls.exchange_token("CO1", "L1"))
    assert prepared.headers["Authorization"] == f"Bearer {TOKEN}"
    assert prepared.path_url == ("/oauth/location-token" if client.dialect.is_v3 else "/oauth/locationToken")
    assert parse_qs(prepared.body.decode()) == {"companyId": ["CO1"], "locationId": ["L1"]}


@pytest.mark.parametrize("dialect", [V3, DATED], ids=lambda dialect: dialect.name)
def test_a_token_answer_is_read_in_both_spellings(dialect):
    given = {"accessToken": "a", "refreshToken": "r", "expiresIn": 86399, "userType": "Location"}
    body = {dialect.token(name): value for name, value in given.items()}
    body |= {
        "userType": "Location",
        "companyId": "CO1",
        "locationId": "L1",
        "scope": "a.readonly b.readonly",
    }
    answer = oauth_calls.token_in(body)
    assert (answer.access_token, answer.refresh_token, answer.expires_in_s) == ("a", "r", 86399)
    assert (answer.user_type, answer.company_id, answer.location_id) == ("Location", "CO1", "L1")
    assert answer.scopes == {"a.readonly", "b.readonly"}


def test_a_token_answer_without_a_token_is_none():
    with pytest.raises(ValueError, match="no access token"):
        oauth_calls.token_in({"msg": "ok"})


def test_odd_ids_are_escaped_in_every_path(client):
    odd = "a/b?c#d%e f"
    prepared = client.prepare(calls.complete_task(odd, odd))
    assert prepared.path_url == "/contacts/a%2Fb%3Fc%23d%25e%20f/tasks/a%2Fb%3Fc%23d%25e%20f/completed"
