"""Opportunity events -> Opportunity rows."""

from crm.intake.applying import DONE, STALE, Applied, Applying
from crm.intake.contacts_seen import lead_spoken_of
from crm.intake.own_writes import OWN_WRITE, explains_opportunity
from crm.leads import is_stale
from crm.mapping.drafts import OpportunityDraft
from crm.mapping.opportunities import opportunity_draft
from crm.models import Opportunity
from crm.opportunities import locked_opportunity, save_opportunity
from crm.payloads import OpportunityPayload


def apply_opportunity(applying: Applying, payload: OpportunityPayload) -> Applied:
    """Create or update; a deletion marks the row. Older than what was applied: nothing, and one read of it."""
    draft = opportunity_draft(payload)
    known = locked_opportunity(applying.location, draft.ghl_id)
    lead = lead_spoken_of(applying, draft.contact_id)
    if known is not None and is_stale(known.applied_stamp, applying.stamp):
        if known.deleted_at is None:
            applying.read_opportunity(draft.ghl_id, lead)
        return STALE
    deleted_at = applying.stamp if applying.event.type == "OpportunityDelete" else None
    facts = {"applied_stamp": applying.stamp, "deleted_at": deleted_at}
    changed = _changed(known, draft)
    is_ours = deleted_at is None and explains_opportunity(lead, draft, changed, applying.event.received_at)
    save_opportunity(applying.location, known, draft, lead, **facts)
    return OWN_WRITE if is_ours else DONE


def _changed(known: Opportunity | None, draft: OpportunityDraft) -> frozenset[str]:
    """Names of the columns that the event sets anew. Of a new row only what a move of ours writes is compared."""
    if known is None:
        return frozenset({"pipeline_ghl_id", "stage_ghl_id"} & draft.columns.keys())
    return frozenset(name for name, value in draft.columns.items() if getattr(known, name) != value)
