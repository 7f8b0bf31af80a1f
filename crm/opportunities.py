"""Write what the CRM says of an opportunity into our row, by an event or by a read. Called inside a transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crm.leads import is_stale
from crm.mapping.drafts import OpportunityDraft
from crm.mapping.opportunities import opportunity_draft
from crm.models import Lead, Location, Opportunity, Stage
from crm.payloads import OpportunityPayload
from crm.values.dates import read_datetime


def locked_opportunity(location: Location, opportunity_id: str) -> Opportunity | None:
    """The row, locked against other writers of it."""
    rows = Opportunity.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(location=location, ghl_id=opportunity_id).first()


def save_opportunity(
    location: Location, known: Opportunity | None, draft: OpportunityDraft, lead: Lead | None, **facts: Any
) -> None:
    """Create or update from the draft. `facts` are columns that no payload carries (applied_stamp, deleted_at)."""
    values: dict[str, Any] = {**draft.columns, **_stage_of(location, draft), **facts}
    if lead is not None:
        values["lead"] = lead
    if known is None:
        Opportunity.objects.create(location=location, ghl_id=draft.ghl_id, **values)
        return
    for name, value in values.items():
        setattr(known, name, value)
    known.save(update_fields=list(values))


def apply_opportunity_read(location: Location, opportunity: Mapping[str, Any], now: datetime) -> None:
    """Write an opportunity as the CRM's API returned it; one without an id is not applied.

    Events sent before its `updatedAt` are part of what was read, so they count as older from here on.
    """
    if not opportunity.get("id"):
        return
    draft = opportunity_draft(OpportunityPayload.model_validate(opportunity))
    known = locked_opportunity(location, draft.ghl_id)
    lead = Lead.objects.filter(location=location, ghl_contact_id=draft.contact_id).first() if draft.contact_id else None
    facts: dict[str, Any] = {"deleted_at": None}
    updated_at = read_datetime(opportunity.get("updatedAt"))
    if updated_at is not None and not (known and is_stale(known.applied_stamp, min(updated_at, now))):
        facts["applied_stamp"] = min(updated_at, now)
    save_opportunity(location, known, draft, lead, **facts)


def _stage_of(location: Location, draft: OpportunityDraft) -> dict[str, Any]:
    """Our rows for the stage that was named, where pipelines have been read; the CRM's ids are kept either way."""
    stage_id = draft.columns.get("stage_ghl_id")
    if stage_id is None:
        return {}
    stages = Stage.objects.filter(pipeline__location=location, ghl_id=stage_id)
    stage = stages.select_related("pipeline").first()
    return {"stage": stage, "pipeline": stage.pipeline if stage else None}
