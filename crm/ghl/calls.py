"""One builder per call: our values in, a request in the location's dialect out. Nothing is sent here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crm.ghl.dialect import Dialect
from crm.ghl.operations import OPERATIONS, Operation

PAGE = 100  # the largest page that the searches take


@dataclass(frozen=True, slots=True)
class Call:
    operation: Operation
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str | int] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


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


def create_contact(location_id: str, values: Mapping[str, Any]) -> Call:
    """`values` in the CRM's names: firstName, lastName, phone, email, …"""
    return Call(OPERATIONS["create_contact"], body={**values, "locationId": location_id})


def set_custom_fields(contact_id: str, values: Mapping[str, Any], dialect: Dialect) -> Call:
    """`values`: custom-field id to value. Tags are never part of a PUT: it would replace them all."""
    fields = [dialect.custom_field(field_id, value) for field_id, value in values.items()]
    return Call(OPERATIONS["update_contact"], {"contact_id": contact_id}, body={"customFields": fields})


def set_dnd(contact_id: str, on: bool) -> Call:
    return Call(OPERATIONS["update_contact"], {"contact_id": contact_id}, body={"dnd": on})


def add_tags(contact_id: str, tags: Iterable[str]) -> Call:
    return Call(OPERATIONS["add_tags"], {"contact_id": contact_id}, body={"tags": list(tags)})


def remove_tags(contact_id: str, tags: Iterable[str]) -> Call:
    return Call(OPERATIONS["remove_tags"], {"contact_id": contact_id}, body={"tags": list(tags)})


def list_notes(contact_id: str) -> Call:
    return Call(OPERATIONS["list_notes"], {"contact_id": contact_id})


def add_note(contact_id: str, body: str) -> Call:
    return Call(OPERATIONS["add_note"], {"contact_id": contact_id}, body={"body": body})


def add_to_workflow(contact_id: str, workflow_id: str) -> Call:
    return Call(OPERATIONS["add_to_workflow"], {"contact_id": contact_id, "workflow_id": workflow_id}, body={})


def search_conversations(location_id: str, contact_id: str) -> Call:
    return Call(OPERATIONS["search_conversations"], query={"locationId": location_id, "contactId": contact_id})


def list_messages(conversation_id: str, *, limit: int = PAGE) -> Call:
    return Call(OPERATIONS["list_messages"], {"conversation_id": conversation_id}, {"limit": limit})


def send_message(
    contact_id: str, body: str, *, channel: str = "SMS", to_number: str = "", from_number: str = ""
) -> Call:
    content: dict[str, Any] = {"type": channel, "contactId": contact_id, "message": body}
    if to_number:
        content["toNumber"] = to_number
    if from_number:
        content["fromNumber"] = from_number
    return Call(OPERATIONS["send_message"], body=content)


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


def _opportunity_change(stage_id: str | None, value_cents: int | None) -> dict[str, Any]:
    change: dict[str, Any] = {}
    if stage_id:
        change["pipelineStageId"] = stage_id
    if value_cents is not None:
        # The CRM's plain number without currency; a whole amount leaves as an integer.
        change["monetaryValue"] = value_cents // 100 if value_cents % 100 == 0 else value_cents / 100
    return change


def list_custom_fields(location_id: str, *, model: str = "contact") -> Call:
    return Call(OPERATIONS["list_custom_fields"], {"location_id": location_id}, {"model": model})


def search_users(company_id: str, *, location_id: str = "") -> Call:
    query = {"companyId": company_id, **({"locationId": location_id} if location_id else {})}
    return Call(OPERATIONS["search_users"], query=query)
