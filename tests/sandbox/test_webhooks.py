"""Webhooks: envelope, signature, echo, retries, restarts, the form's workflow webhook."""

import base64
import json
from pathlib import Path

import pytest
import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.sandbox.conftest import LOCATION, Receiver, Sandbox, start, stop, wait_until


def public_key(sandbox: Sandbox) -> Ed25519PublicKey:
    text = requests.get(f"{sandbox.url}/control/public-key", timeout=5).text
    key = load_der_public_key(base64.b64decode(text))
    assert isinstance(key, Ed25519PublicKey)
    return key


def test_an_inbound_text_arrives_flat_signed_and_with_its_message_id(sandbox: Sandbox, receiver: Receiver) -> None:
    contact = sandbox.lead()
    said = sandbox.control("inbound", {"contactId": contact, "body": "hola ñ 🏡"})
    (got,) = receiver.wait_for("InboundMessage")
    event = json.loads(got.body)
    public_key(sandbox).verify(base64.b64decode(got.headers["X-GHL-Signature"]), got.body)
    assert got.headers["X-WH-Signature"] == "N/A"
    assert got.path == "/webhooks/ghl/"
    assert (event["locationId"], event["appId"], event["contactId"]) == (LOCATION, "sandbox-app", contact)
    assert (event["body"], event["messageId"]) == ("hola ñ 🏡", said["messageId"])
    assert event["webhookId"] == said["webhookId"]
    assert event["timestamp"].endswith("Z")


def test_a_changed_byte_breaks_the_signature(sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.lead()
    got = receiver.wait_for("ContactCreate")[0]
    with pytest.raises(InvalidSignature):
        public_key(sandbox).verify(base64.b64decode(got.headers["X-GHL-Signature"]), got.body + b" ")


def test_duplicates_carry_the_same_webhook_id_and_bytes(sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.control("inbound", {"contactId": sandbox.lead(), "body": "twice", "duplicate": 1})
    first, second = receiver.wait_for("InboundMessage", 2)
    assert first.body == second.body
    assert first.headers["X-GHL-Signature"] == second.headers["X-GHL-Signature"]


def test_a_delayed_text_is_overtaken(sandbox: Sandbox, receiver: Receiver) -> None:
    contact = sandbox.lead()
    sandbox.control("inbound", {"contactId": contact, "body": "first", "delay_ms": 400})
    sandbox.control("inbound", {"contactId": contact, "body": "second"})
    bodies = [json.loads(one.body)["body"] for one in receiver.wait_for("InboundMessage", 2)]
    assert bodies == ["second", "first"]


def test_own_writes_come_back_as_events(sandbox: Sandbox, receiver: Receiver) -> None:
    contact = sandbox.lead()
    sandbox.api("POST", f"/contacts/{contact}/tags", {"tags": ["warm-lead"]})
    sandbox.api("PUT", f"/contacts/{contact}", {"city": "Austin"})
    sandbox.api("POST", f"/contacts/{contact}/notes", {"body": "called"})
    sandbox.api("POST", "/conversations/messages", {"type": "SMS", "contactId": contact, "message": "hello"})
    for kind in ("ContactTagUpdate", "ContactUpdate", "NoteCreate"):
        assert len(receiver.wait_for(kind)) == 1
    event = json.loads(receiver.wait_for("OutboundMessage")[0].body)
    assert (event["source"], event["direction"], "userId" in event) == ("api", "outbound", False)


def test_a_write_that_changes_nothing_raises_nothing(sandbox: Sandbox, receiver: Receiver) -> None:
    contact = sandbox.lead(tags=["warm-lead"])
    receiver.wait_for("ContactCreate")
    sandbox.api("POST", f"/contacts/{contact}/tags", {"tags": ["Warm-Lead"]})
    sandbox.api("POST", f"/contacts/{contact}/notes", {"body": "marker"})
    receiver.wait_for("NoteCreate")
    assert receiver.of_type("ContactTagUpdate") == []


def test_a_persons_text_carries_the_user(sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.control("staff-text", {"contactId": sandbox.lead(), "body": "Sam here"})
    event = json.loads(receiver.wait_for("OutboundMessage")[0].body)
    assert event["userId"]
    assert event["source"] == "app"


def test_the_echo_can_arrive_before_the_answer(sandbox: Sandbox, receiver: Receiver) -> None:
    contact = sandbox.lead()
    sandbox.control("settings", {"echo_before_answer": True})
    for number in range(5):
        sandbox.api("POST", f"/contacts/{contact}/notes", {"body": f"note {number}"})
        assert len(receiver.of_type("NoteCreate")) == number + 1


@pytest.mark.parametrize("times", [1, 4])
def test_429_is_retried_with_the_same_bytes_until_taken(sandbox: Sandbox, receiver: Receiver, times: int) -> None:
    sandbox.control("settings", {"unread_events": False})
    contact = sandbox.lead()
    receiver.wait_for("ContactCreate")
    receiver.statuses = [429] * times
    sandbox.control("inbound", {"contactId": contact, "body": "again"})
    got = receiver.wait_for("InboundMessage", times + 1)
    assert len({one.body for one in got}) == 1
    wait_until(lambda: sandbox.look("deliveries")["counts"] == {"delivered": 2})


def test_a_401_is_not_retried_but_can_be_sent_again_by_hand(sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.statuses = [401]
    sandbox.lead(consent=False)
    wait_until(lambda: sandbox.look("deliveries")["counts"] == {"failed": 1})
    assert sandbox.control("deliveries/resend")["queued"] == 1
    wait_until(lambda: sandbox.look("deliveries")["counts"] == {"delivered": 1})
    assert len(receiver.of_type("ContactCreate")) == 2


def test_what_was_not_delivered_survives_a_kill(tmp_path: Path, receiver: Receiver) -> None:
    first = start(tmp_path / "state", "http://127.0.0.1:9")
    contact = first.lead()
    said = first.control("inbound", {"contactId": contact, "body": "do not lose me"})
    first.process.kill()
    first.process.wait()
    second = start(tmp_path / "state", receiver.url)
    try:
        assert second.api("GET", f"/contacts/{contact}").ok
        rows = second.look("deliveries?state=waiting")["deliveries"]
        assert said["webhookId"] in {one["webhookId"] for one in rows}
    finally:
        stop(second)


def test_consent_on_a_form_brings_a_workflow_webhook_and_its_absence_none(sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.control("workflow", {"location": LOCATION, "url": f"{receiver.url}/flow/", "secret": "s3cret"})
    without = sandbox.lead(phone="7375550101", consent=False)
    contact = sandbox.lead(phone="7375550102", tags=["buyer-lead", "web"], custom_fields={"Budget": 500000})
    receiver.wait_for("ContactCreate", 2)
    (got,) = wait_until(lambda: [one for one in receiver.received if one.path == "/flow/"])
    body = json.loads(got.body)
    assert got.headers["X-Webhook-Secret"] == "s3cret"
    assert "X-GHL-Signature" not in got.headers
    assert (body["contact_id"], body["tags"], body["Budget"]) == (contact, "buyer-lead,web", 500000)
    assert (body["customData"]["event"], body["customData"]["consent"]) == ("lead_created", "form")
    assert body["location"]["id"] == LOCATION
    assert contact != without


def test_one_opportunity_change_raises_several_events(sandbox: Sandbox, receiver: Receiver) -> None:
    contact = sandbox.lead()
    pipeline = sandbox.api("GET", f"/opportunities/pipelines?locationId={LOCATION}").json()["pipelines"][0]
    body = {"pipelineId": pipeline["id"], "locationId": LOCATION, "name": "R", "status": "open", "contactId": contact}
    key = sandbox.api("POST", "/opportunities/", body).json()["opportunity"]["id"]
    sandbox.api("PUT", f"/opportunities/{key}", {"pipelineStageId": pipeline["stages"][2]["id"], "monetaryValue": 9})
    for kind in ("OpportunityUpdate", "OpportunityStageUpdate", "OpportunityMonetaryValueUpdate"):
        assert len(receiver.wait_for(kind)) == 1


def test_a_test_event_is_signed_and_changes_nothing(sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.control("test-event", {"location": LOCATION})
    got = receiver.wait_for("LocationUpdate")[0]
    public_key(sandbox).verify(base64.b64decode(got.headers["X-GHL-Signature"]), got.body)
    assert sandbox.look("state")["contacts"] == []
