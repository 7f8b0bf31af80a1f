"""The calls we make, as the CRM publishes them: method, path, scope, required properties, safe to repeat or not.

Source: GoHighLevel/highlevel-api-docs, apps/*.json and apps/v3/*.json. `group` picks the version header in the date
dialect (dialect.py). `required` are body properties, or query parameters in v3 spelling for calls without a body.
"""

from dataclasses import dataclass
from typing import Literal

Group = Literal["contacts", "conversations", "opportunities", "locations", "users"]


@dataclass(frozen=True, slots=True)
class Operation:
    """`repeatable`: doing it twice leaves the CRM as doing it once."""

    name: str
    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    group: Group
    scope: str
    required: tuple[str, ...] = ()
    repeatable: bool = True


OPERATIONS = {
    one.name: one
    for one in (
        Operation("read_contact", "GET", "/contacts/{contact_id}", "contacts", "contacts.readonly"),
        Operation("search_contacts", "POST", "/contacts/search", "contacts", "contacts.readonly"),
        Operation("create_contact", "POST", "/contacts/", "contacts", "contacts.write", ("locationId",), False),
        Operation("update_contact", "PUT", "/contacts/{contact_id}", "contacts", "contacts.write"),
        Operation("add_tags", "POST", "/contacts/{contact_id}/tags", "contacts", "contacts.write", ("tags",)),
        Operation("remove_tags", "DELETE", "/contacts/{contact_id}/tags", "contacts", "contacts.write", ("tags",)),
        Operation("list_notes", "GET", "/contacts/{contact_id}/notes", "contacts", "contacts.readonly"),
        Operation("add_note", "POST", "/contacts/{contact_id}/notes", "contacts", "contacts.write", ("body",), False),
        Operation(
            "add_to_workflow", "POST", "/contacts/{contact_id}/workflow/{workflow_id}", "contacts", "contacts.write",
            repeatable=False,
        ),
        Operation(
            "search_conversations", "GET", "/conversations/search", "conversations", "conversations.readonly",
            ("locationId",),
        ),
        Operation(
            "list_messages", "GET", "/conversations/{conversation_id}/messages", "conversations",
            "conversations/message.readonly",
        ),
        Operation(
            "send_message", "POST", "/conversations/messages", "conversations", "conversations/message.write",
            ("type", "contactId"), False,
        ),
        Operation(
            "search_opportunities", "GET", "/opportunities/search", "opportunities", "opportunities.readonly",
            ("locationId",),
        ),
        Operation(
            "read_opportunity", "GET", "/opportunities/{opportunity_id}", "opportunities", "opportunities.readonly",
        ),
        Operation(
            "list_pipelines", "GET", "/opportunities/pipelines", "opportunities", "opportunities.readonly",
            ("locationId",),
        ),
        Operation(
            "create_opportunity", "POST", "/opportunities/", "opportunities", "opportunities.write",
            ("pipelineId", "locationId", "name", "status", "contactId"), False,
        ),
        Operation(
            "update_opportunity", "PUT", "/opportunities/{opportunity_id}", "opportunities", "opportunities.write",
        ),
        Operation(
            "list_custom_fields", "GET", "/locations/{location_id}/customFields", "locations",
            "locations/customFields.readonly",
        ),
        Operation("search_users", "GET", "/users/search", "users", "users.readonly", ("companyId",)),
    )
}  # fmt: skip
