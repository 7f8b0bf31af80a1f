"""The calls we make, as the CRM publishes them: method, path, scope, required properties, safe to repeat or not.

Source: GoHighLevel/highlevel-api-docs, apps/*.json and apps/v3/*.json; tests/conformance compares. `group` picks the
version header in the date dialect, and dialect.py knows where paths and names differ: this table speaks v3.
"""

from dataclasses import dataclass
from typing import Literal

Group = Literal[
    "calendars", "contacts", "conversations", "locations", "oauth", "opportunities", "users", "workflows"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """`required`: body properties, or query parameters of calls without a body.
    `repeatable`: doing it twice leaves the CRM as doing it once.
    `is_form`: the body travels as a form. `is_signed_in`: the call carries the bearer token.
    """

    name: str
    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    group: Group
    scope: str
    required: tuple[str, ...] = ()
    repeatable: bool = True
    is_form: bool = False
    is_signed_in: bool = True


CONTACT = "/contacts/{contact_id}"
READ_CONTACTS, WRITE_CONTACTS = "contacts.readonly", "contacts.write"
READ_MESSAGES, WRITE_MESSAGES = "conversations/message.readonly", "conversations/message.write"
READ_DEALS, WRITE_DEALS = "opportunities.readonly", "opportunities.write"
APPOINTMENTS = "/calendars/events/appointments"
READ_EVENTS, WRITE_EVENTS = "calendars/events.readonly", "calendars/events.write"

_TABLE = (
    Operation("read_contact", "GET", CONTACT, "contacts", READ_CONTACTS),
    Operation("search_contacts", "POST", "/contacts/search", "contacts", READ_CONTACTS, ("locationId",)),
    Operation("find_duplicate", "GET", "/contacts/search/duplicate", "contacts", READ_CONTACTS, ("locationId",)),
    Operation("create_contact", "POST", "/contacts/", "contacts", WRITE_CONTACTS, ("locationId",), False),
    Operation("upsert_contact", "POST", "/contacts/upsert", "contacts", WRITE_CONTACTS, ("locationId",)),
    Operation("update_contact", "PUT", CONTACT, "contacts", WRITE_CONTACTS),
    Operation("add_tags", "POST", f"{CONTACT}/tags", "contacts", WRITE_CONTACTS, ("tags",)),
    Operation("remove_tags", "DELETE", f"{CONTACT}/tags", "contacts", WRITE_CONTACTS, ("tags",)),
    Operation("list_notes", "GET", f"{CONTACT}/notes", "contacts", READ_CONTACTS),
    Operation("add_note", "POST", f"{CONTACT}/notes", "contacts", WRITE_CONTACTS, ("body",), False),
    Operation("list_tasks", "GET", f"{CONTACT}/tasks", "contacts", READ_CONTACTS),
    Operation(
        "add_task", "POST", f"{CONTACT}/tasks", "contacts", WRITE_CONTACTS, ("title", "dueDate", "completed"), False
    ),
    Operation(
        "complete_task", "PUT", f"{CONTACT}/tasks/{{task_id}}/completed", "contacts", WRITE_CONTACTS, ("completed",)
    ),
    Operation(
        "add_to_workflow", "POST", f"{CONTACT}/workflow/{{workflow_id}}", "contacts", WRITE_CONTACTS, repeatable=False
    ),
    Operation("remove_from_workflow", "DELETE", f"{CONTACT}/workflow/{{workflow_id}}", "contacts", WRITE_CONTACTS),
    Operation("read_location", "GET", "/locations/{location_id}", "locations", "locations.readonly"),
    Operation(
        "list_custom_fields", "GET", "/locations/{location_id}/customFields", "locations",
        "locations/customFields.readonly",
    ),
    Operation("list_tags", "GET", "/locations/{location_id}/tags", "locations", "locations/tags.readonly"),
    Operation("list_workflows", "GET", "/workflows/", "workflows", "workflows.readonly", ("locationId",)),
    Operation(
        "search_conversations", "GET", "/conversations/search", "conversations", "conversations.readonly",
        ("locationId",),
    ),
    Operation(
        "list_messages", "GET", "/conversations/{conversation_id}/messages", "conversations", READ_MESSAGES,
    ),
    Operation(
        "send_message", "POST", "/conversations/messages", "conversations", WRITE_MESSAGES, ("type", "contactId"),
        False,
    ),
    Operation(
        "cancel_scheduled", "DELETE", "/conversations/messages/{message_id}/schedule", "conversations", WRITE_MESSAGES,
    ),
    Operation("search_opportunities", "GET", "/opportunities/search", "opportunities", READ_DEALS, ("locationId",)),
    Operation("read_opportunity", "GET", "/opportunities/{opportunity_id}", "opportunities", READ_DEALS),
    Operation("list_pipelines", "GET", "/opportunities/pipelines", "opportunities", READ_DEALS, ("locationId",)),
    Operation(
        "create_opportunity", "POST", "/opportunities/", "opportunities", WRITE_DEALS,
        ("pipelineId", "locationId", "name", "status", "contactId"), False,
    ),
    Operation("update_opportunity", "PUT", "/opportunities/{opportunity_id}", "opportunities", WRITE_DEALS),
    Operation(
        "set_opportunity_status", "PUT", "/opportunities/{opportunity_id}/status", "opportunities", WRITE_DEALS,
        ("status",),
    ),
    Operation("list_calendars", "GET", "/calendars/", "calendars", "calendars.readonly", ("locationId",)),
    Operation(
        "free_slots", "GET", "/calendars/{calendar_id}/free-slots", "calendars", "calendars.readonly",
        ("startDate", "endDate"),
    ),
    Operation(
        "create_appointment", "POST", APPOINTMENTS, "calendars", WRITE_EVENTS,
        ("calendarId", "locationId", "contactId", "startTime"), False,
    ),
    Operation("read_appointment", "GET", f"{APPOINTMENTS}/{{event_id}}", "calendars", READ_EVENTS),
    Operation("update_appointment", "PUT", f"{APPOINTMENTS}/{{event_id}}", "calendars", WRITE_EVENTS),
    Operation("search_users", "GET", "/users/search", "users", "users.readonly", ("companyId",)),
    # A code and a refresh token work once, so asking again may lose the grant.
    Operation(
        "request_token", "POST", "/oauth/token", "oauth", "", ("clientId", "clientSecret", "grantType"), False,
        is_form=True, is_signed_in=False,
    ),
    Operation(
        "exchange_token", "POST", "/oauth/location-token", "oauth", "oauth.write", ("companyId", "locationId"),
        is_form=True,
    ),
)  # fmt: skip

OPERATIONS = {one.name: one for one in _TABLE}
