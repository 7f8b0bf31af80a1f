"""The cast of the intake's tests: a location, keys of our own, deliveries as GoHighLevel would make them."""

import base64
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client, override_settings
from django.utils import timezone

from crm.contracts import Change
from crm.crypto import encrypt
from crm.intake.drain import drain
from crm.intake.envelope import read_envelope
from crm.intake.limit_shared import forget_arrivals
from crm.intake.locations import forget_standings
from crm.models import Lead, Location, WebhookEvent

GHL_KEY, SANDBOX_KEY, STRANGERS_KEY = (Ed25519PrivateKey.generate() for _ in range(3))
LOCATION_ID, SANDBOX_ID, CONTACT_ID = "LOCATION0000000000001", "SANDBOXLOCATION00001", "CONTACT00000000000001"
APP_ID = "APP000000000000000000001"
SECRET = "typed-into-the-workflow-action"


def public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@contextmanager
def our_keys(**more: Any) -> Iterator[None]:
    """GoHighLevel's and the sandbox's places taken by keys of these tests; no location remembered."""
    forget_standings()
    forget_arrivals()
    keys = {
        "GHL_WEBHOOK_PUBLIC_KEYS": [public(GHL_KEY)],
        "SANDBOX_PUBLIC_KEY": public(SANDBOX_KEY),
        "GHL_CLIENT_ID": "",
    }
    with override_settings(**(keys | more)):
        yield
    forget_standings()
    forget_arrivals()


def make_location(ghl_id: str = LOCATION_ID, **columns: Any) -> Location:
    facts = {
        "name": "Example Realty",
        "timezone": "America/Chicago",
        "kind": Location.Kind.REAL,
        "mode": Location.Mode.LIVE,
        "connected_at": timezone.now() - timedelta(days=1),
        "webhook_secret_encrypted": encrypt(SECRET),
    }
    return Location.objects.create(ghl_id=ghl_id, **(facts | columns))


def event_body(kind: str = "InboundMessage", **fields: Any) -> dict[str, Any]:
    """A delivery with the official envelope around the event's own fields."""
    envelope = {
        "type": kind,
        "locationId": LOCATION_ID,
        "versionId": APP_ID,
        "appId": APP_ID,
        "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "webhookId": str(uuid.uuid4()),
    }
    return {name: value for name, value in (envelope | fields).items() if value is not ...}


def text_body(body: str = "We might sell in spring", **fields: Any) -> dict[str, Any]:
    sms = {
        "contactId": CONTACT_ID,
        "conversationId": "CONVERSATION000000001",
        "messageId": uuid.uuid4().hex,
        "messageType": "SMS",
        "direction": "inbound",
        "from": "+15125550100",
        "to": "+15125550199",
        "body": body,
        "dateAdded": "2026-01-05T12:40:44.510Z",
    }
    return event_body("InboundMessage", **(sms | fields))


def contact_body(kind: str = "ContactCreate", **fields: Any) -> dict[str, Any]:
    contact = {
        "id": CONTACT_ID,
        "firstName": "Ann",
        "lastName": "Example",
        "email": "ann@example.com",
        "phone": "+15125550100",
        "tags": ["Website Lead "],
        "dnd": False,
        "country": "US",
        "customFields": [],
        "dateAdded": datetime.now(UTC).isoformat(),
    }
    return event_body(kind, **(contact | fields))


def raw(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def signed(body: Any, key: Ed25519PrivateKey = GHL_KEY) -> str:
    return base64.b64encode(key.sign(raw(body))).decode()


def post(body: Any, *, key: Ed25519PrivateKey | None = GHL_KEY, client: Client | None = None, **headers: Any) -> Any:
    """Post to the marketplace door, signed over the exact bytes (`key=None`: unsigned)."""
    given = {"X-GHL-Signature": signed(body, key)} if key else {}
    return (client or Client()).post(
        "/webhooks/ghl/", data=raw(body), content_type="application/json", headers=given | headers
    )


def store(delivery: dict[str, Any], **columns: Any) -> WebhookEvent:
    """A delivery that the intake has stored, without the request."""
    envelope = read_envelope(raw(delivery))
    facts = {
        "webhook_id": envelope.webhook_id,
        "app_id": envelope.app_id,
        "location_ghl_id": envelope.location_ghl_id,
        "contact_ghl_id": envelope.contact_ghl_id,
        "type": envelope.type,
        "sent_at": envelope.sent_at,
        "body": raw(delivery),
    }
    return WebhookEvent.objects.create(**(facts | columns))


class Listener:
    """Stands where the bots stand: remembers what it is told."""

    def __init__(self) -> None:
        self.heard: list[Change] = []

    def __call__(self, change: Change) -> None:
        self.heard.append(change)

    def kinds(self) -> list[str]:
        return [type(change).__name__ for change in self.heard]


def apply_all(
    next_step: Callable[[Change], None] | None = None,
    *,
    now: Callable[[], datetime] = timezone.now,
    seconds: float = 30,
) -> int:
    """Drain what is ready; returns the number of events finished."""
    return drain(next_step=next_step or Listener(), now=now, until=now() + timedelta(seconds=seconds))


def lead(contact_id: str = CONTACT_ID) -> Lead:
    return Lead.objects.get(ghl_contact_id=contact_id)
