"""Shapes of what GoHighLevel posts, one per family of events. Strangers write these bodies: every field is tolerant.

A value of the wrong type becomes empty; only an id without which nothing can be found again is required. Which names
an event really brought is told by `model_fields_set`. Source of names: docs/webhook events of
GoHighLevel/highlevel-api-docs (commit 0af86a4) and the public web pages of 2026-08.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from crm.values.dates import read_datetime
from crm.values.text import as_text


def _list(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _tags(value: Any) -> list[str]:
    """A list, or the comma-separated string of workflow webhooks."""
    parts = value.split(",") if isinstance(value, str) else _list(value)
    return [text for part in parts if (text := as_text(part))]


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(as_text(value).lower())


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _custom_fields(value: Any) -> dict[str, Any]:
    """Values by field id from `[{id, value}]`, the names that reads use, or a plain object."""
    if isinstance(value, Mapping):
        return {str(name): one for name, one in value.items()}
    found = {}
    for one in _list(value):
        if isinstance(one, Mapping) and (field_id := as_text(one.get("id"))):
            found[field_id] = next((one[name] for name in CUSTOM_VALUE_NAMES if name in one), None)
    return found


CUSTOM_VALUE_NAMES = ("value", "fieldValue", "field_value", "fieldValueString")

Text = Annotated[str, BeforeValidator(as_text)]
RequiredId = Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=64)]
Flag = Annotated[bool | None, BeforeValidator(_flag)]
When = Annotated[datetime | None, BeforeValidator(read_datetime)]
Tags = Annotated[list[str], BeforeValidator(_tags)]
Items = Annotated[list[Any], BeforeValidator(_list)]
Block = Annotated[dict[str, Any], BeforeValidator(_object)]
CustomValues = Annotated[dict[str, Any], BeforeValidator(_custom_fields)]


class Payload(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=False)


class ContactPayload(Payload):
    """ContactCreate, ContactUpdate, ContactDelete, ContactTagUpdate, ContactDndUpdate; also a contact read by API."""

    id: RequiredId
    firstName: Text = ""
    lastName: Text = ""
    name: Text = ""
    phone: Text = ""
    email: Text = ""
    address1: Text = ""
    city: Text = ""
    state: Text = ""
    postalCode: Text = ""
    country: Text = ""
    timezone: Text = ""
    source: Text = ""
    assignedTo: Text = ""
    tags: Tags = []
    dnd: Flag = None
    dndSettings: Block = {}
    customFields: CustomValues = {}
    dateAdded: When = None


class MessagePayload(Payload):
    """InboundMessage and OutboundMessage of every channel: text, call, voicemail, e-mail."""

    contactId: RequiredId
    messageId: Text = ""
    emailMessageId: Text = ""
    conversationId: Text = ""
    direction: Text = ""
    messageType: Text = ""
    messageTypeString: Text = ""
    contentType: Text = ""
    body: Text = ""
    subject: Text = ""
    attachments: Items = []
    status: Text = ""
    callStatus: Text = ""
    source: Text = ""
    userId: Text = ""
    sender: Text = Field("", alias="from")
    to: Items = []
    dateAdded: When = None


class OpportunityPayload(Payload):
    """OpportunityCreate, -Update, -StatusUpdate, -StageUpdate, -MonetaryValueUpdate, -AssignedToUpdate, -Delete."""

    id: RequiredId
    contactId: Text = ""
    name: Text = ""
    status: Text = ""
    monetaryValue: Any = None
    pipelineId: Text = ""
    pipelineStageId: Text = ""
    assignedTo: Text = ""
    source: Text = ""
    dateAdded: When = None


class AppointmentBody(Payload):
    id: RequiredId
    contactId: Text = ""
    calendarId: Text = ""
    appointmentStatus: Text = ""
    assignedUserId: Text = ""
    title: Text = ""
    notes: Text = ""
    address: Text = ""
    startTime: When = None
    endTime: When = None
    dateAdded: When = None


class AppointmentPayload(Payload):
    """AppointmentCreate, -Update, -Delete: the appointment is nested; its contact may stand beside it."""

    appointment: Annotated[AppointmentBody, BeforeValidator(_object)]
    contactId: Text = ""


class NotePayload(Payload):
    """NoteCreate, NoteUpdate, NoteDelete."""

    id: RequiredId
    contactId: Text = ""
    body: Text = ""
    dateAdded: When = None


class TaskPayload(Payload):
    """TaskCreate, TaskComplete, TaskDelete."""

    id: RequiredId
    contactId: Text = ""
    title: Text = ""
    body: Text = ""
    assignedTo: Text = ""
    dueDate: When = None
    dateAdded: When = None


class AppPayload(Payload):
    """INSTALL, UNINSTALL, PLAN_CHANGE: `locationId` is absent on agency-level events."""

    appId: Text = ""
    locationId: Text = ""
    companyId: Text = ""
    userId: Text = ""
    planId: Text = ""
    currentPlanId: Text = ""
    newPlanId: Text = ""
    companyName: Text = ""


class ConversationPayload(Payload):
    """ConversationUnreadUpdate."""

    id: Text = ""
    contactId: Text = ""
    unreadCount: Any = None


class CampaignPayload(Payload):
    """CampaignStatusUpdate."""

    id: Text = ""
    contactId: Text = ""
    status: Text = ""
    templateId: Text = ""
    dateAdded: When = None


class EmailStatsPayload(Payload):
    """LCEmailStats: the mail provider's own event, nested."""

    companyId: Text = ""
    webhookPayload: Block = {}


class LocationPayload(Payload):
    """LocationCreate, LocationUpdate."""

    id: Text = ""
    companyId: Text = ""
    name: Text = ""
    email: Text = ""
    timezone: Text = ""


class UserPayload(Payload):
    """UserCreate, of a sub-account or of an agency."""

    id: Text = ""
    firstName: Text = ""
    lastName: Text = ""
    email: Text = ""
    role: Text = ""
    locations: Items = []


class WorkflowPayload(Payload):
    """The fixed block of the workflow action "Webhook"; a "Custom Webhook" may bring any part of it.

    GoHighLevel publishes no schema; names as seen in public code. Custom fields stand at the top under their labels.
    """

    model_config = ConfigDict(extra="allow")

    contact_id: Text = ""
    contactId: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    full_name: Text = ""
    email: Text = ""
    phone: Text = ""
    tags: Tags = []
    address1: Text = ""
    city: Text = ""
    state: Text = ""
    country: Text = ""
    timezone: Text = ""
    postal_code: Text = ""
    date_created: When = None
    contact_source: Text = ""
    customData: Block = {}


SHAPES: dict[str, type[Payload]] = {
    **dict.fromkeys(
        ("ContactCreate", "ContactUpdate", "ContactDelete", "ContactTagUpdate", "ContactDndUpdate"), ContactPayload
    ),
    **dict.fromkeys(("InboundMessage", "OutboundMessage"), MessagePayload),
    **dict.fromkeys(
        (
            "OpportunityCreate", "OpportunityUpdate", "OpportunityDelete", "OpportunityStatusUpdate",
            "OpportunityStageUpdate", "OpportunityMonetaryValueUpdate", "OpportunityAssignedToUpdate",
        ),
        OpportunityPayload,
    ),
    **dict.fromkeys(("AppointmentCreate", "AppointmentUpdate", "AppointmentDelete"), AppointmentPayload),
    **dict.fromkeys(("NoteCreate", "NoteUpdate", "NoteDelete"), NotePayload),
    **dict.fromkeys(("TaskCreate", "TaskComplete", "TaskDelete"), TaskPayload),
    **dict.fromkeys(("INSTALL", "UNINSTALL", "PLAN_CHANGE"), AppPayload),
    **dict.fromkeys(("LocationCreate", "LocationUpdate"), LocationPayload),
    "ConversationUnreadUpdate": ConversationPayload,
    "CampaignStatusUpdate": CampaignPayload,
    "LCEmailStats": EmailStatsPayload,
    "UserCreate": UserPayload,
    "WorkflowWebhook": WorkflowPayload,
}  # fmt: skip
