"""Opportunity events -> Opportunity rows."""

from crm.intake.applying import DONE, Applied, Applying
from crm.intake.contact_events import STALE
from crm.leads import is_stale, save_lead
from crm.mapping.drafts import LeadDraft, OpportunityDraft
from crm.mapping.opportunities import opportunity_draft
from crm.models import Lane, Lead
from crm.opportunities import locked_opportunity, save_opportunity
from crm.payloads import OpportunityPayload


def apply_opportunity(applying: Applying, payload: OpportunityPayload) -> Applied:
    """Create or update; a deletion marks the row. Older than what was applied: nothing, and one read of it."""
    draft = opportunity_draft(payload)
    known = locked_opportunity(applying.location, draft.ghl_id)
    lead = _lead_of(applying, draft)
    if known is not None and is_stale(known.applied_stamp, applying.stamp):
        if known.deleted_at is None:
            applying.read_opportunity(draft.ghl_id, lead)
        return STALE
    deleted_at = applying.stamp if applying.event.type == "OpportunityDelete" else None
    facts = {"applied_stamp": applying.stamp, "deleted_at": deleted_at}
    save_opportunity(applying.location, known, draft, lead, **facts)
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
