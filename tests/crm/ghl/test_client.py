"""Single calls of the client against canned answers, in both dialects."""

import json

import pytest
import requests
import responses

from crm.ghl import calls
from crm.ghl.client import GhlClient
from crm.ghl.dialect import DATED, V3
from crm.ghl.errors import (
    DoNotDisturb,
    GhlError,
    Invalid,
    NoAnswer,
    NotFound,
    ScopeMissing,
    TenantMismatch,
    Throttled,
    TokenRevoked,
    Transient,
)

BASE, TOKEN = "https://crm.test", "pit-secret-token-value"


@pytest.fixture(params=[V3, DATED], ids=lambda dialect: dialect.name)
def client(request):
    return GhlClient(BASE, TOKEN, request.param, requests.Session(), 2.0)


@pytest.fixture
def crm():
    with responses.RequestsMock() as mocked:
        yield mocked


def sent(crm):
    return crm.calls[0].request


def test_headers_name_the_token_and_the_version_of_the_dialect(client, crm):
    crm.get(f"{BASE}/contacts/C1", json={"contact": {"id": "C1"}, "traceId": "t-1"})
    answer = client.call(calls.read_contact("C1"))
    headers = sent(crm).headers
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Version"] == client.dialect.name
    assert (answer.body["contact"]["id"], answer.trace_id) == ("C1", "t-1")


def test_conversations_have_a_version_of_their_own_in_the_date_dialect(client, crm):
    crm.post(f"{BASE}/conversations/messages", json={"messageId": "M1"}, status=201)
    client.call(calls.send_message("C1", "Hello", to_number="+15125550100", from_number="+15125550199"))
    assert sent(crm).headers["Version"] == ("v3" if client.dialect.is_v3 else "2021-04-15")
    assert json.loads(sent(crm).body) == {
        "type": "SMS", "contactId": "C1", "message": "Hello", "toNumber": "+15125550100",
        "fromNumber": "+15125550199",
    }  # fmt: skip


def test_custom_fields_are_written_by_id_under_the_dialects_key(client, crm):
    crm.put(f"{BASE}/contacts/C1", json={})
    client.call(calls.set_custom_fields("C1", {"F1": "87"}, client.dialect))
    key = "fieldValue" if client.dialect.is_v3 else "field_value"
    assert json.loads(sent(crm).body) == {"customFields": [{"id": "F1", key: "87"}]}


def test_the_opportunity_search_is_spelled_as_the_dialect_wants(client, crm):
    crm.get(f"{BASE}/opportunities/search", json={"opportunities": []})
    client.call(calls.search_opportunities("L1", "C1", "P1", client.dialect))
    names = ("locationId", "contactId", "pipelineId") if client.dialect.is_v3 else (
        "location_id", "contact_id", "pipeline_id",
    )  # fmt: skip
    assert {name: sent(crm).params[name] for name in names} == dict(zip(names, ("L1", "C1", "P1"), strict=True))


def test_tags_are_removed_by_a_delete_with_a_body(client, crm):
    crm.delete(f"{BASE}/contacts/C1/tags", json={"tags": []})
    client.call(calls.remove_tags("C1", ["hot-lead"]))
    assert json.loads(sent(crm).body) == {"tags": ["hot-lead"]}


def test_ids_cannot_leave_their_place_in_the_path(client, crm):
    crm.get(f"{BASE}/contacts/..%2Fusers%2Fx%3Fa%3D1", json={})
    client.call(calls.read_contact("../users/x?a=1"))
    assert sent(crm).url == f"{BASE}/contacts/..%2Fusers%2Fx%3Fa%3D1"


@pytest.mark.parametrize(
    ("status", "message", "error"),
    [
        (401, "Invalid JWT", TokenRevoked),
        (401, "The token is not authorized for this scope.", ScopeMissing),
        (403, "The token does not have access to this location.", TenantMismatch),
        (404, "Contact not found", NotFound),
        (400, "Contact not found", NotFound),
        (400, "bad phone", Invalid),
        (422, ["tags must be an array"], Invalid),
        (429, "Too Many Requests", Throttled),
        (500, "oops", Transient),
        (502, "bad gateway", Transient),
        (503, "away", Transient),
        (504, "gateway", NoAnswer),
    ],
)
def test_refusals_become_errors_that_say_what_may_be_done(client, crm, status, message, error):
    crm.post(f"{BASE}/contacts/C1/tags", json={"message": message, "traceId": "t-9"}, status=status)
    with pytest.raises(GhlError) as caught:
        client.call(calls.add_tags("C1", ["x"]))
    assert type(caught.value) is error
    assert (caught.value.status_code, caught.value.trace_id) == (status, "t-9")


@pytest.mark.parametrize(
    ("status", "error", "applied"),
    [(500, Transient, "no"), (502, NoAnswer, "maybe"), (503, Transient, "no"), (504, NoAnswer, "maybe")],
)
def test_what_a_gateway_says_of_a_text_leaves_open_whether_it_was_sent(client, crm, status, error, applied):
    crm.post(f"{BASE}/conversations/messages", body=b"<html>bad gateway</html>", status=status)
    with pytest.raises(GhlError) as caught:
        client.call(calls.send_message("C1", "Hello"))
    assert (type(caught.value), caught.value.applied) == (error, applied)


def test_a_missing_scope_is_named(client, crm):
    crm.post(f"{BASE}/contacts/C1/tags", json={"message": "no scope"}, status=403)
    with pytest.raises(ScopeMissing, match=r"contacts\.write"):
        client.call(calls.add_tags("C1", ["x"]))


def test_a_text_refused_for_do_not_disturb_has_its_own_error(client, crm):
    words = "Cannot send message as DND is active for SMS."
    crm.post(f"{BASE}/conversations/messages", json={"message": words}, status=400)
    with pytest.raises(DoNotDisturb):
        client.call(calls.send_message("C1", "Hello"))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "3"}, 3.0),
        ({"X-RateLimit-Interval-Milliseconds": "10000"}, 10.0),
        ({"Retry-After": "1", "X-RateLimit-Interval-Milliseconds": "10000"}, 1.0),
        ({}, None),
    ],
)
def test_how_long_429_asks_us_to_wait(client, crm, headers, seconds):
    crm.get(f"{BASE}/contacts/C1", status=429, headers=headers)
    with pytest.raises(Throttled) as caught:
        client.call(calls.read_contact("C1"))
    assert caught.value.retry_after_s == seconds


def test_the_rate_headers_come_with_the_answer(client, crm):
    headers = {"X-RateLimit-Max": "100", "X-RateLimit-Interval-Milliseconds": "10000", "X-RateLimit-Remaining": "97"}
    crm.get(f"{BASE}/contacts/C1", json={}, headers=headers)
    rate = client.call(calls.read_contact("C1")).rate
    assert (rate.calls, rate.interval_ms, rate.remaining, rate.daily_remaining) == (100, 10000, 97, None)


@pytest.mark.parametrize(
    ("failure", "applied"),
    [
        (requests.ReadTimeout("slow"), "maybe"),
        (requests.ConnectionError("reset"), "maybe"),
        (requests.ConnectTimeout("no route"), "no"),
    ],
)
def test_a_broken_line_says_whether_the_request_may_have_left(client, crm, failure, applied):
    crm.get(f"{BASE}/contacts/C1", body=failure)
    with pytest.raises(NoAnswer) as caught:
        client.call(calls.read_contact("C1"))
    assert caught.value.applied == applied


def test_a_connection_that_is_refused_surely_carried_nothing(client):
    refused = GhlClient("http://127.0.0.1:9", TOKEN, client.dialect, requests.Session(), 2.0)
    with pytest.raises(NoAnswer) as caught:
        refused.call(calls.read_contact("C1"))
    assert caught.value.applied == "no"


@pytest.mark.parametrize("body", ["<html>", '{"half": ', "[1]"])
def test_an_accepted_call_without_a_readable_answer_was_applied(client, crm, body):
    crm.post(f"{BASE}/contacts/C1/tags", body=body, status=201)
    with pytest.raises(NoAnswer) as caught:
        client.call(calls.add_tags("C1", ["x"]))
    assert caught.value.applied == "yes"


def test_redirects_are_not_followed(client, crm):
    crm.get(f"{BASE}/contacts/C1", status=302, headers={"Location": "https://elsewhere.test/"})
    with pytest.raises(Invalid):
        client.call(calls.read_contact("C1"))


def test_the_token_and_what_we_sent_stand_in_no_error_and_no_repr(client, crm):
    crm.post(f"{BASE}/conversations/messages", body=requests.ConnectionError(f"Bearer {TOKEN} secret words"))
    with pytest.raises(NoAnswer) as caught:
        client.call(calls.send_message("C1", "secret words"))
    shown = f"{caught.value} {caught.value!r} {client!r} {caught.value.__cause__} {caught.value.__dict__}"
    assert TOKEN not in shown
    assert "secret words" not in shown


def test_phones_and_addresses_in_the_words_of_the_crm_are_masked(client, crm):
    crm.get(f"{BASE}/contacts/C1", json={"message": "ann@example.com and +1 512 555 0100 are taken"}, status=400)
    with pytest.raises(Invalid) as caught:
        client.call(calls.read_contact("C1"))
    assert "ann@example.com" not in str(caught.value)
    assert "555 0100" not in str(caught.value)


def test_whole_amounts_leave_without_cents():
    whole = calls.update_opportunity("O1", pipeline_id="P", value_cents=45_000_000)
    odd = calls.update_opportunity("O1", pipeline_id="P", value_cents=150)
    assert (whole.body["monetaryValue"], odd.body["monetaryValue"]) == (450000, 1.5)
