"""Every published example payload: taken in, answered 200, and turned into the rows that this table expects.

Reads SHARED_DIR/ghl/webhooks (default: `shared` beside the repository). Each payload comes once in the delivery's
envelope with a fresh webhookId and once bare, as the documents print it.
"""

import json
import os
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crm.models import Activity, Lead, Message, Opportunity, WebhookEvent
from tests.crm.intake.cast import apply_all, make_location, our_keys, post

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared")) / "ghl" / "webhooks"

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the CRM's published examples are not at {FOLDER}"),
]


@dataclass(frozen=True)
class Rows:
    """What one payload leaves behind: how the event ended, and the columns of the rows made."""

    status: str = "done"
    reason: str = ""
    lead: dict[str, Any] | None = None
    message: dict[str, Any] | None = None
    opportunity: dict[str, Any] | None = None
    activity: dict[str, Any] | None = None
    deleted: bool = field(default=False)


NO_LOCATION = Rows("quarantined", "unknown_location")
CONNECTED = Rows("ignored", "already_connected")
JOHN = {
    "ghl_contact_id": "nmFmQEsNgz6AVpgLVUJ0",
    "first_name": "John",
    "last_name": "Deo",
    "email": "JohnDeo@gmail.comm",
    "phone": "+919509597501",
    "address1": "3535 1st St N",
    "city": "ruDolomitebika",
    "state": "AL",
    "country": "DE",
    "postal_code": "452001",
    "source": "xyz form",
    "assigned_to": "nmFmQEsNgz6AVpgLVUJ0",
    "tags": ["id magna sed lorem", "duis dolor commodo aliqua"],
    "dnd": True,
    "custom_fields": {"BcdmQEsNgz6AVpgLVUJ0": "XYZ Corp"},
}
CONTACT = Rows(lead=JOHN)
DEAL = Rows(
    lead={"ghl_contact_id": "cJAWDskpkJHbRbhAT7bs", "first_name": "", "read_at": None},
    opportunity={
        "ghl_id": "wWhVuzqpRuOA1ZVWi4FC",
        "name": "Loram ipsu",
        "status": "open",
        "value_cents": 4000,
        "pipeline_ghl_id": "VDm7RPYC2GLUvdpKmBfC",
        "stage_ghl_id": "e93ba61a-53b3-45e7-985a-c7732dbcdb69",
        "assigned_to": "bNl8QNGXhIQJLv8eeASQ",
    },
)

SEEN_FIRST = {"ghl_contact_id": "CWBf1PR9LvvBkcYqiXlc", "first_name": "", "read_at": None}
NOTE = Rows(lead=SEEN_FIRST, activity={"kind": "note", "ghl_id": "otg8dTQqGLh3Q6iQI55w", "body": "Loram ipsum"})
VIEWING = Rows(
    lead={"ghl_contact_id": "9NkT25Vor1v4aQatFsv2"},
    activity={
        "kind": "appointment",
        "title": "Appointment with GHL Dev team",
        "status": "confirmed",
        "body": "Some dummy note",
        "assigned_to": "YlWd2wuCAZQzh2cH1fVZ",
        "starts_at": datetime(2023, 9, 25, 10, 30, tzinfo=UTC),
        "deleted_at": None,  # the page of the deletion shows the body of a creation: the type decides
    },
)
TASK = {"kind": "task", "ghl_id": "UlRWGLSXh0ji5qbiGu4i", "title": "Loram ipsum", "completed_at": None}


def kept(reason: str) -> Rows:
    return Rows("ignored", reason)


def message(contact: str, **columns: Any) -> Rows:
    return Rows(lead={"ghl_contact_id": contact}, message=columns)


TEXT = {"channel": "SMS", "kind": "text", "body": "This is a test message"}
EMAIL = {"channel": "Email", "kind": "text", "body": "Testing Email Notification", "ghl_id": "sddfDSF3G56GHG"}
CALL_OUT = message(
    "gblakL5aYQC4glDtP1r2t3",
    direction="out",
    author="person",
    kind="call",
    channel="Call",
    ghl_id="tyW42xCD0HQpb3hhfLcx",
)

# One line per example of each file, in the file's order.
EXPECTED: dict[str, list[Rows]] = {
    "AppointmentCreate": [VIEWING],
    "AppointmentDelete": [VIEWING],
    "CampaignStatusUpdate": [kept("texts_come_as_messages")],
    "ContactCreate": [CONTACT],
    "ContactDelete": [Rows(lead=JOHN, deleted=True)],
    "ContactTagUpdate": [CONTACT],
    "ContactUpdate": [CONTACT],
    "INSTALL": [CONNECTED, CONNECTED, NO_LOCATION],
    "InboundMessage": [
        message("cI08i1Bls3iTB9bKgFJh", direction="in", author="lead", **TEXT),
        CALL_OUT,  # the page's own mistake: this example's type says OutboundMessage, and the type decides
        message(
            "gb7laj5aYQC4glDtP1r5", direction="in", author="lead", kind="voicemail", channel="Call",
            attachments=["voicemail url"], ghl_id="QkNS0DNje0FjoLQdD5O3",
        ),
        message("3bN9f8LYJFG8F232XMUbfq", direction="in", author="lead", to_number="testprasath95@gmail.com", **EMAIL),
    ],
    "LCEmailStats": [kept("mail_statistics_only")],
    "NoteCreate": [NOTE],
    "NoteUpdate": [NOTE],
    "OpportunityCreate": [DEAL],
    "OpportunityStageUpdate": [DEAL],
    "OpportunityStatusUpdate": [DEAL],
    "OpportunityUpdate": [DEAL],
    "OutboundMessage": [
        message("cI08i1Bls3iTB9bKgFJh", direction="out", author="unknown", **TEXT),
        CALL_OUT,
        message("gb7xwL5aYQC4glDtP1r5", direction="out", author="unknown", kind="voicemail", channel="Call"),
        message("3bN9f8LYJFG8F232XMUbfq", direction="out", author="unknown", **EMAIL),
    ],
    "PLAN_CHANGE": [kept("billing_only")],
    "TaskCreate": [Rows(lead=SEEN_FIRST, activity=TASK | {"deleted_at": None})],
    "TaskDelete": [Rows(lead=SEEN_FIRST, activity=TASK)],
    "UserCreate": [kept("users_are_read"), NO_LOCATION],
}  # fmt: skip


def examples(name: str) -> list[dict[str, Any]]:
    return [one["payload"] for one in json.loads((FOLDER / f"{name}.json").read_text())["examples"]]


def in_envelope(payload: dict[str, Any]) -> dict[str, Any]:
    envelope = {
        "appId": "APP000000000000000000001",
        "versionId": "APP000000000000000000001",
        "timestamp": "2026-01-05T12:46:45.953Z",
        "webhookId": str(uuid.uuid4()),
    }
    return envelope | payload


CASES = [(name, number) for name, rows in EXPECTED.items() for number in range(len(rows))]


def test_the_table_has_a_line_for_every_example_of_every_file():
    assert {path.stem: len(examples(path.stem)) for path in FOLDER.glob("*.json")} == {
        name: len(rows) for name, rows in EXPECTED.items()
    }
    assert len(EXPECTED) == 21


@pytest.mark.parametrize("form", ["in_envelope", "bare"])
@pytest.mark.parametrize(("name", "number"), CASES)
def test_a_published_payload_is_taken_in_and_becomes_its_rows(name: str, number: int, form: str):
    expected = EXPECTED[name][number]
    payload = examples(name)[number]
    if "locationId" in payload:
        make_location(payload["locationId"])
    sent = in_envelope(payload) if form == "in_envelope" else payload
    with our_keys():
        answer = post(sent)
        again = post(sent)
    assert (answer.status_code, again.status_code) == (200, 200)
    apply_all()
    event = WebhookEvent.objects.get()
    assert (event.status, event.reason) == (expected.status, expected.reason)
    assert event.webhook_id == sent.get("webhookId", event.webhook_id)
    assert_row(Lead, expected.lead)
    assert_row(Message, expected.message)
    assert_row(Opportunity, expected.opportunity)
    assert_row(Activity, expected.activity)
    if expected.lead is not None:
        assert (Lead.objects.get().deleted_at is not None) is expected.deleted


def assert_row(model: Any, columns: dict[str, Any] | None) -> None:
    """Exactly one row with these columns, or none at all."""
    assert model.objects.count() == (columns is not None)
    if columns is not None:
        row = model.objects.get()
        assert {name: getattr(row, name) for name in columns} == columns
