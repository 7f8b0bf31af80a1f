"""The unsigned door: token in the path, secret in a header, a key made from what the body says."""

import json
import re

import pytest
from django.test import Client, override_settings

from crm.connect import ConnectedLocation, steps_in_ghl
from crm.consent.pending import pending_opt_out
from crm.contracts import InboundReceived, LeadSeen
from crm.crypto import encrypt
from crm.intake.workflow import BUCKET_SECONDS, workflow_event
from crm.models import Consent, FieldMap, Lane, Lead, Location, Message, OutboxEntry, WebhookEvent
from tests.crm.intake.cast import (
    CONTACT_ID,
    LOCATION_ID,
    SECRET,
    Listener,
    apply_all,
    contact_body,
    lead,
    make_location,
    raw,
    store,
    text_body,
)

pytestmark = pytest.mark.django_db


def body(**fields):
    standard = {
        "contact_id": CONTACT_ID,
        "first_name": "Ann",
        "last_name": "Example",
        "email": "{{contact.email}}",
        "phone": "+15125550100",
        "tags": "Website Lead,hot",
        "country": "US",
        "timezone": "America/Chicago",
        "date_created": "2999-01-05T12:40:44.510Z",
        "contact_source": "website form",
        "location": {"id": LOCATION_ID, "name": "Example Realty"},
        "workflow": {"id": "wf-1", "name": "Qualify new lead"},
        "customData": {"event": "lead_created", "consent": "form"},
    }
    return {name: value for name, value in (standard | fields).items() if value is not ...}


def post(location: Location, given=None, **headers):
    headers = headers or {"X-Webhook-Secret": SECRET}
    return Client().post(
        f"/webhooks/ghl/workflow/{location.webhook_token}/",
        data=raw(body() if given is None else given),
        content_type="application/json",
        headers=headers,
    )


def test_a_delivery_with_the_right_token_and_secret_is_stored():
    answer = post(make_location())
    event = WebhookEvent.objects.get()
    assert (answer.status_code, answer.json()) == (200, {"status": "stored"})
    assert (event.source, event.type, event.location_ghl_id) == ("workflow", "WorkflowWebhook", LOCATION_ID)
    assert (event.contact_ghl_id, event.webhook_id.startswith("wf:")) == (CONTACT_ID, True)
    assert answer["X-Request-ID"]


def test_an_unknown_token_is_404():
    make_location()
    answer = Client().post(
        "/webhooks/ghl/workflow/guessed/",
        data=b"{}",
        content_type="application/json",
        headers={"X-Webhook-Secret": SECRET},
    )
    assert answer.status_code == 404
    assert WebhookEvent.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Webhook-Secret": "wrong"},
        {"X-Webhook-Secret": ""},
        {"X-Webhook-Secret": SECRET + " x"},
        {"Authorization": SECRET},
        {"Authorization": "Basic " + SECRET},
        {"Authorization": "Bearer"},
        {"X-Other": SECRET},
        {"X-Webhook-Secret": "wrong", "Authorization": f"Bearer {SECRET}"},
    ],
)
def test_a_missing_or_wrong_secret_is_401_and_stores_nothing(headers):
    assert post(make_location(), **headers).status_code == 401
    assert WebhookEvent.objects.count() == 0


@pytest.mark.parametrize("headers", [{"X-Webhook-Secret": SECRET}, {"Authorization": f"Bearer {SECRET}"}])
def test_the_secret_is_taken_from_either_header(headers):
    assert post(make_location(), **headers).status_code == 200


def test_both_secrets_are_valid_during_a_rotation():
    location = make_location(previous_webhook_secret_encrypted=encrypt("the one before"))
    assert post(location, **{"X-Webhook-Secret": "the one before"}).status_code == 200
    assert post(location).status_code == 200


def test_a_location_without_a_secret_refuses_everybody():
    location = make_location(webhook_secret_encrypted="")
    assert post(location, **{"X-Webhook-Secret": ""}).status_code == 401
    assert post(location).status_code == 401


def test_a_secret_that_cannot_be_decrypted_refuses_everybody():
    location = make_location()
    from cryptography.fernet import Fernet

    with override_settings(FIELD_ENCRYPTION_KEYS=[Fernet.generate_key().decode()]):
        assert post(location).status_code == 401


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (body(location={"id": "ANOTHERLOCATION"}), "other_location"),
        ({"contact_id": CONTACT_ID, "location_id": "ANOTHERLOCATION"}, "other_location"),
        (b"contact_id=1", "not_json"),
        (b"[]", "not_an_object"),
    ],
)
def test_a_body_that_belongs_elsewhere_or_is_none_is_quarantined_under_the_paths_tenant(given, reason):
    assert post(make_location(), given).json() == {"status": "quarantined"}
    event = WebhookEvent.objects.get()
    assert (event.status, event.reason, event.location_ghl_id) == ("quarantined", reason, LOCATION_ID)


def test_two_megabytes_are_413():
    assert post(make_location(), body(notes="x" * 2**21)).status_code == 413


def test_equal_bodies_within_ten_minutes_are_one_event_and_later_ones_another():
    key = {
        at: workflow_event(LOCATION_ID, raw(body()), now=at).webhook_id
        for at in (0, BUCKET_SECONDS - 1, BUCKET_SECONDS)
    }
    assert key[0] == key[BUCKET_SECONDS - 1] != key[BUCKET_SECONDS]
    reordered = json.dumps(dict(reversed(body().items()))).encode()
    assert workflow_event(LOCATION_ID, reordered, now=0).webhook_id == key[0]


@pytest.mark.parametrize(
    "other",
    [
        body(contact_id="C2"),
        body(workflow={"id": "wf-2"}),
        body(customData={"event": "booked"}),
        body(first_name="Bob"),
    ],
)
def test_what_differs_is_another_event(other):
    assert (
        workflow_event(LOCATION_ID, raw(other), now=0).webhook_id
        != workflow_event(LOCATION_ID, raw(body()), now=0).webhook_id
    )


def test_another_tenant_has_other_keys():
    assert (
        workflow_event("L2", raw(body()), now=0).webhook_id
        != workflow_event(LOCATION_ID, raw(body()), now=0).webhook_id
    )


# --- what becomes of them


def apply(location, given=None, listener=None):
    post(location, given)
    assert apply_all(listener) == 1


def test_a_form_brings_a_lead_with_consent_and_unfilled_tokens_are_dropped():
    location = make_location()
    FieldMap.objects.create(
        location=location, version=1, active=True,
        rules=[{"attribute": "budget_usd", "ghl_field_id": "F1", "type": "money", "label": "What is your budget?"}],
    )  # fmt: skip
    listener = Listener()
    apply(location, body(**{"What is your budget?": "$450k", "Other label": "x"}), listener)
    row = lead()
    assert (row.first_name, row.phone, row.email, row.timezone) == ("Ann", "+15125550100", "", "America/Chicago")
    assert (row.tags, row.attributes, row.custom_fields) == (["website lead", "hot"], {"budget_usd": 450_000}, {})
    consent = Consent.objects.get()
    assert (consent.state, consent.basis, consent.event) == ("granted", "form", WebhookEvent.objects.get())
    assert listener.heard == [LeadSeen(row.pk, True, frozenset({"website lead", "hot"}), frozenset(), consent.at)]
    assert OutboxEntry.objects.get().lane == Lane.REPLY, "a contact never read is read before anybody writes to it"


def test_without_consent_in_the_form_none_is_stored():
    location = make_location()
    for number, custom in enumerate(
        [{}, {"consent": ""}, {"consent": "no"}, {"consent": "{{form.consent}}"}, "x", None]
    ):
        apply(location, body(customData=custom, contact_id=f"C{number}"))
    assert Consent.objects.count() == 0


def test_a_form_sent_again_does_not_take_back_an_opt_out():
    location = make_location()
    apply(location)
    Consent.objects.create(lead=lead(), state="revoked", basis="keyword", at=lead().created_at)
    apply(location, body(customData={"event": "again", "consent": "form"}))
    assert list(Consent.objects.order_by("id").values_list("state", flat=True)) == ["granted", "revoked"]


def test_a_workflow_fills_blanks_and_adds_tags_but_overwrites_nothing():
    location = make_location()
    store(contact_body(firstName="Anna", city="", tags=["vip"]))
    apply_all()
    listener = Listener()
    apply(location, body(city="Austin"), listener)
    assert (lead().first_name, lead().city, lead().tags) == ("Anna", "Austin", ["vip", "website lead", "hot"])
    assert (listener.heard[0].is_new, listener.heard[0].tags_added) == (False, {"website lead", "hot"})


def test_an_imported_contact_in_a_workflow_is_not_new():
    listener = Listener()
    apply(make_location(), body(date_created="2020-01-01T00:00:00Z"), listener)
    assert listener.heard[0].is_new is False


def test_a_body_without_a_contact_is_kept_and_ignored():
    apply(make_location(), {"customData": {"event": "test"}})
    assert (WebhookEvent.objects.get().status, WebhookEvent.objects.get().reason) == ("ignored", "no_contact")
    assert Lead.objects.count() == 0


def test_the_smallest_custom_webhook_makes_a_lead_that_is_read():
    listener = Listener()
    apply(make_location(), {"contact_id": CONTACT_ID, "location_id": LOCATION_ID, "event": "lead_created"}, listener)
    assert (lead().first_name, listener.heard[0].is_new) == ("", False)
    assert OutboxEntry.objects.get().kind == "read_contact"


# --- a message that a workflow forwards


def as_printed(trigger, **filled):
    """The custom data that the printed steps ask for, with GoHighLevel's tokens filled in."""
    steps = steps_in_ghl(ConnectedLocation(Location(), "https://hub.test/", "secret"))
    [step] = [one for one in steps if one.startswith(f"In '{trigger}'")]
    custom = dict(re.findall(r"(\w+) = ([^\s,]+?)(?:,|\.$|\.\s)", step))
    return {name: filled.get(value, value) for name, value in custom.items()}


def forwarded(text, message_id="M1", **more):
    tokens = {"{{message.body}}": text, "{{message.id}}": message_id}
    return body(customData={**as_printed("Customer Replied", **tokens), **more})


def test_a_text_forwarded_as_the_printed_steps_say_is_an_inbound_message():
    location, listener = make_location(), Listener()
    apply(location, forwarded("We might sell in spring"), listener)
    message = Message.objects.get()
    assert (message.ghl_id, message.body, message.direction, message.author) == (
        "M1", "We might sell in spring", "in", "lead",
    )  # fmt: skip
    assert (message.channel, message.kind, message.from_number) == ("SMS", "text", "+15125550100")
    assert listener.heard[-1] == InboundReceived(lead().pk, message.pk, message.received_at)


def test_the_consent_that_the_printed_steps_ask_for_is_stored():
    apply(make_location(), body(customData=as_printed("Contact Created")))
    assert Consent.objects.get().basis == "form"


def test_a_message_that_the_marketplace_delivered_too_is_one_message():
    location, listener = make_location(), Listener()
    store(text_body("Hello", messageId="M1"))
    post(location, forwarded("Hello"))
    apply_all(listener)
    assert (Message.objects.count(), listener.kinds().count("InboundReceived")) == (1, 1)


def test_without_an_id_of_the_message_each_event_is_one():
    location = make_location()
    apply(location, forwarded("Hello", message_id="{{message.id}}"))
    apply(location, forwarded("Anybody there?", message_id="{{message.id}}"))
    assert sorted(Message.objects.values_list("body", flat=True)) == ["Anybody there?", "Hello"]


def test_a_forwarded_opt_out_is_honoured_and_seen_before_it_is_mapped():
    location = make_location()
    post(location, forwarded("STOP"))
    assert pending_opt_out(LOCATION_ID, CONTACT_ID)
    listener = Listener()
    apply_all(listener)
    assert Consent.objects.get().state == "revoked"
    assert listener.kinds() == ["LeadSeen", "OptOutHeard"]
    assert not pending_opt_out(LOCATION_ID, CONTACT_ID)


def test_the_channel_may_be_named():
    apply(make_location(), forwarded("Hello", channel="WhatsApp"))
    assert Message.objects.get().channel == "WhatsApp"


@pytest.mark.parametrize(
    "custom", [{"event": "lead_created", "message": "Hello"}, {"event": "InboundMessage"}, {"message": "Hello"}]
)
def test_only_what_says_that_it_is_a_message_and_has_words_is_one(custom):
    apply(make_location(), body(customData=custom))
    assert Message.objects.count() == 0
