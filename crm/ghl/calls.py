"""One builder per call: our values in, a request in the location's dialect out. Nothing is sent here.

Contacts, conversations, opportunities and what a location is set up with; calendar_calls.py and oauth_calls.py hold
the rest.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from crm.ghl.call import Call
from crm.ghl.dialect import Dialect
from crm.ghl.operations import OPERATIONS

PAGE = 100  # the largest page that the searches take


# --- contacts


def read_contact(contact_id: str) -> Call:
    return Call(OPERATIONS["read_contact"], {"contact_id": contact_id})


def search_contacts(
    location_id: str,
    *,
    filters: Iterable[Mapping[str, Any]] = (),
    page_limit: int = PAGE,
    search_after: list[Any] | None = None,
) -> Call:
    body: dict[str, Any] = {"locationId": location_id, "pageLimit": page_limit}
    if filters:
        body["filters"] = [dict(one) for one in filters]
    if search_after:
        body["searchAfter"] = search_after
    return Call(OPERATIONS["search_contacts"], body=body)


def find_duplicate(location_id: str, *, phone: str = "", email: str = "") -> Call:
    """The contact that the CRM would take for the same one, by the location's own rule for duplicates."""
    asked = {"number": phone, "email": email}
    given = {name: value for name, value in asked.items() if value}
    return Call(OPERATIONS["find_duplicate"], query={"locationId": location_id, **given})


def create_contact(location_id: str, values: Mapping[str, Any]) -> Call:
    """`values` in the CRM's names: firstName, lastName, phone, email, tags, customFields (Dialect.custom_fields), …"""
    return Call(OPERATIONS["create_contact"], body={**values, "locationId": location_id})


def upsert_contact(location_id: str, values: Mapping[str, Any]) -> Call:
    """Create, or change the contact that has this phone or e-mail. A contact whose id is known is changed by id.

    The CRM may take the e-mail's contact and leave the phone out (highlevel-api-docs #37), or put a second e-mail in
    the place of the first (#337): readback.py shows both.
    """
    return Call(OPERATIONS["upsert_contact"], body={**_without_tags(values), "locationId": location_id})


def update_contact(contact_id: str, values: Mapping[str, Any]) -> Call:
    """`values` as in create_contact, without tags."""
    return Call(OPERATIONS["update_contact"], {"contact_id": contact_id}, body=_without_tags(values))


def set_custom_fields(contact_id: str, values: Mapping[str, Any], dialect: Dialect) -> Call:
    """`values`: custom-field id to value."""
    return update_contact(contact_id, {"customFields": dialect.custom_fields(values)})


def set_dnd(contact_id: str, on: bool) -> Call:
    return update_contact(contact_id, {"dnd": on})


def _without_tags(values: Mapping[str, Any]) -> dict[str, Any]:
    if "tags" in values:
        raise ValueError("tags of a change would replace all tags of the contact: use add_tags and remove_tags")
    return dict(values)


def add_tags(contact_id: str, tags: Iterable[str]) -> Call:
    return Call(OPERATIONS["add_tags"], {"contact_id": contact_id}, body={"tags": list(tags)})


def remove_tags(contact_id: str, tags: Iterable[str]) -> Call:
    return Call(OPERATIONS["remove_tags"], {"contact_id": contact_id}, body={"tags": list(tags)})


def list_notes(contact_id: str) -> Call:
    return Call(OPERATIONS["list_notes"], {"contact_id": contact_id})


def add_note(contact_id: str, body: str) -> Call:
    return Call(OPERATIONS["add_note"], {"contact_id": contact_id}, body={"body": body})


def list_tasks(contact_id: str) -> Call:
    return Call(OPERATIONS["list_tasks"], {"contact_id": contact_id})


def add_task(contact_id: str, title: str, *, due_at: datetime, body: str = "", assigned_to: str = "") -> Call:
    """`assigned_to`: a user's id."""
    words = {"body": body, "assignedTo": assigned_to}
    fixed = {"title": title, "dueDate": due_at.isoformat(), "completed": False}
    return Call(
        OPERATIONS["add_task"],
        {"contact_id": contact_id},
        body={**fixed, **{name: value for name, value in words.items() if value}},
    )


def complete_task(contact_id: str, task_id: str) -> Call:
    return Call(OPERATIONS["complete_task"], {"contact_id": contact_id, "task_id": task_id}, body={"completed": True})


def add_to_workflow(contact_id: str, workflow_id: str) -> Call:
    return Call(OPERATIONS["add_to_workflow"], {"contact_id": contact_id, "workflow_id": workflow_id}, body={})


def remove_from_workflow(contact_id: str, workflow_id: str) -> Call:
    return Call(OPERATIONS["remove_from_workflow"], {"contact_id": contact_id, "workflow_id": workflow_id}, body={})


# --- conversations


def search_conversations(location_id: str, contact_id: str) -> Call:
    return Call(OPERATIONS["search_conversations"], query={"locationId": location_id, "contactId": contact_id})


def list_messages(conversation_id: str, *, limit: int = PAGE) -> Call:
    return Call(OPERATIONS["list_messages"], {"conversation_id": conversation_id}, {"limit": limit})


def send_message(
    contact_id: str,
    body: str,
    *,
    channel: str = "SMS",
    to_number: str = "",
    from_number: str = "",
    scheduled_at: datetime | None = None,
) -> Call:
    """`scheduled_at`: the CRM keeps it until then, and cancel_scheduled takes it back."""
    content: dict[str, Any] = {"type": channel, "contactId": contact_id, "message": body}
    if to_number:
        content["toNumber"] = to_number
    if from_number:
        content["fromNumber"] = from_number
    if scheduled_at is not None:
        content["scheduledTimestamp"] = int(scheduled_at.timestamp())
    return Call(OPERATIONS["send_message"], body=content)


def cancel_scheduled(message_id: str) -> Call:
    return Call(OPERATIONS["cancel_scheduled"], {"message_id": message_id})


# --- opportunities


def search_opportunities(location_id: str, contact_id: str, pipeline_id: str, dialect: Dialect) -> Call:
    asked = {"locationId": location_id, "contactId": contact_id, "pipelineId": pipeline_id}
    query = {dialect.opportunity_query(name): value for name, value in asked.items()}
    return Call(OPERATIONS["search_opportunities"], query={**query, "limit": 20})


def read_opportunity(opportunity_id: str) -> Call:
    return Call(OPERATIONS["read_opportunity"], {"opportunity_id": opportunity_id})


def list_pipelines(location_id: str) -> Call:
    return Call(OPERATIONS["list_pipelines"], query={"locationId": location_id})


def create_opportunity(
    location_id: str,
    contact_id: str,
    *,
    name: str,
    pipeline_id: str,
    stage_id: str | None = None,
    value_cents: int | None = None,
) -> Call:
    fixed = {"pipelineId": pipeline_id, "locationId": location_id, "name": name, "status": "open"}
    change = _opportunity_change(stage_id, value_cents)
    return Call(OPERATIONS["create_opportunity"], body={**fixed, "contactId": contact_id, **change})


def update_opportunity(
    opportunity_id: str, *, pipeline_id: str, stage_id: str | None = None, value_cents: int | None = None
) -> Call:
    body = {"pipelineId": pipeline_id, **_opportunity_change(stage_id, value_cents)}
    return Call(OPERATIONS["update_opportunity"], {"opportunity_id": opportunity_id}, body=body)


def set_opportunity_status(opportunity_id: str, status: str, *, lost_reason_id: str = "") -> Call:
    """status: open, won, lost or abandoned."""
    body = {"status": status, **({"lostReasonId": lost_reason_id} if lost_reason_id else {})}
    return Call(OPERATIONS["set_opportunity_status"], {"opportunity_id": opportunity_id}, body=body)


def _opportunity_change(stage_id: str | None, value_cents: int | None) -> dict[str, Any]:
    change: dict[str, Any] = {}
    if stage_id:
        change["pipelineStageId"] = stage_id
    if value_cents is not None:
        # The CRM's plain number without currency; a whole amount leaves as an integer.
        change["monetaryValue"] = value_cents // 100 if value_cents % 100 == 0 else value_cents / 100
    return change


# --- what a location is set up with


def read_location(location_id: str) -> Call:
    return Call(OPERATIONS["read_location"], {"location_id": location_id})


def list_custom_fields(location_id: str, *, model: str = "contact") -> Call:
    return Call(OPERATIONS["list_custom_fields"], {"location_id": location_id}, {"model": model})


def list_tags(location_id: str) -> Call:
    return Call(OPERATIONS["list_tags"], {"location_id": location_id})


def list_workflows(location_id: str) -> Call:
    return Call(OPERATIONS["list_workflows"], query={"locationId": location_id})


def search_users(company_id: str, *, location_id: str = "") -> Call:
    query = {"companyId": company_id, **({"locationId": location_id} if location_id else {})}
    return Call(OPERATIONS["search_users"], query=query)
