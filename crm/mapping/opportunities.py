"""Opportunity payloads -> OpportunityDraft. Pure."""

from typing import Any

from crm.mapping.drafts import OpportunityDraft
from crm.payloads import OpportunityPayload
from crm.values.money import cents_of

# payload name -> (column of Opportunity, width)
_TEXT_COLUMNS = {
    "name": ("name", 300),
    "status": ("status", 20),
    "pipelineId": ("pipeline_ghl_id", 64),
    "pipelineStageId": ("stage_ghl_id", 64),
    "assignedTo": ("assigned_to", 64),
    "contactId": ("ghl_contact_id", 64),
}


def opportunity_draft(payload: OpportunityPayload) -> OpportunityDraft:
    """Columns that the event spoke of. `monetaryValue` is a plain number without currency, kept in cents."""
    said = payload.model_fields_set
    columns: dict[str, Any] = {
        column: getattr(payload, name)[:width] for name, (column, width) in _TEXT_COLUMNS.items() if name in said
    }
    if "monetaryValue" in said:
        columns["value_cents"] = cents_of(payload.monetaryValue)
    if payload.dateAdded:
        columns["added_at"] = payload.dateAdded
    return OpportunityDraft(ghl_id=payload.id, contact_id=payload.contactId[:64], columns=columns)
