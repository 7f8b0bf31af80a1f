"""Opportunity events -> Opportunity rows."""

from typing import Any

from crm.intake.applying import DONE, Applied, Applying
from crm.intake.contact_events import STALE
from crm.leads import is_stale, save_lead
from crm.mapping.drafts import LeadDraft, OpportunityDraft
from crm.mapping.opportunities import opportunity_draft
from crm.models import Lane, Lead, Opportunity, Stage
from crm.payloads import OpportunityPayload


def apply_opportunity(applying: Applying, payload: OpportunityPayload) -> Applied:
    """Create or update; a deletion marks the row. Older than what was applied: nothing, and one read of the contact."""
    draft = opportunity_draft(payload)
    rows = Opportunity.objects.select_for_update(of=("self",), no_key=True)
    known = rows.filter(location=applying.location, ghl_id=draft.ghl_id).first()
    lead = _lead_of(applying, draft)
    if known is not None and is_stale(known.applied_stamp, applying.stamp):
        if lead is not None:
            applying.read_contact(lead, Lane.SYNC)
        return STALE
    deleted = applying.event.type == "OpportunityDelete"
    values: dict[str, Any] = {
        **draft.columns,
        **_stage_of(applying, draft),
        "applied_stamp": applying.stamp,
        "deleted_at": applying.stamp if deleted else None,
    }
    if lead is not None:
        values["lead"] = lead
    if known is None:
        Opportunity.objects.create(location=applying.location, ghl_id=draft.ghl_id, **values)
        return DONE
    for name, value in values.items():
        setattr(known, name, value)
    known.save(update_fields=list(values))
    return DONE


def _lead_of(applying: Applying, draft: OpportunityDraft) -> Lead | None:
    """The contact's row; one that we have never seen is made empty and read when there is time."""
    if not draft.contact_id:
        return None
    lead = Lead.objects.filter(location=applying.location, ghl_contact_id=draft.contact_id).first()
    if lead is None:
        lead = save_lead(applying.location, None, LeadDraft(draft.contact_id)).lead
        applying.read_contact(lead, Lane.SYNC)
    lead.location = applying.location
    return lead


def _stage_of(applying: Applying, draft: OpportunityDraft) -> dict[str, Any]:
    """Our rows for the stage that was named, where pipelines have been read; the CRM's ids are kept either way."""
    stage_id = draft.columns.get("stage_ghl_id")
    if stage_id is None:
        return {}
    stages = Stage.objects.filter(pipeline__location=applying.location, ghl_id=stage_id)
    stage = stages.select_related("pipeline").first()
    return {"stage": stage, "pipeline": stage.pipeline if stage else None}
