"""The lead that an event about something else speaks of."""

from crm.intake.applying import Applying
from crm.leads import save_lead
from crm.mapping.drafts import LeadDraft
from crm.models import Lane, Lead


def lead_spoken_of(applying: Applying, contact_id: str) -> Lead | None:
    """The contact's row; one that we have never seen is made empty and read when there is time. None without an id."""
    if not contact_id:
        return None
    lead = Lead.objects.filter(location=applying.location, ghl_contact_id=contact_id).first()
    if lead is None:
        lead = save_lead(applying.location, None, LeadDraft(contact_id)).lead
        applying.read_contact(lead, Lane.SYNC)
    lead.location = applying.location
    return lead
