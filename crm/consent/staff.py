"""Whether a member of staff may text a lead, asked before anything is promised; the gate asks again before the wire."""

from typing import Literal

from crm.consent.pending import pending_opt_out
from crm.consent.state import consent_state, dnd_opposes
from crm.models import Lead, Message

Obstacle = Literal["", "opted_out", "dnd", "no_consent"]

SENTENCES: dict[Obstacle, str] = {
    "opted_out": "This lead opted out and must not be texted. Only its own START takes that back. You may still call.",
    "dnd": "This lead is on do-not-disturb in the CRM and must not be texted. You may still call.",
    "no_consent": "This lead has never written and no consent is on record. Record the consent, then send.",
}


def obstacle_to_text(lead: Lead, channel: str = "") -> Obstacle:
    """Why a person may not text this lead now; empty when nothing is in the way. No channel: that of its newest text.

    A lead that wrote may be answered; one that never did needs a consent on record.
    """
    state = consent_state(lead.pk)
    if state == "revoked" or pending_opt_out(lead.location.ghl_id, lead.ghl_contact_id):
        return "opted_out"
    newest = Message.objects.of_lead(lead.pk).inbound().order_by("-id").first()
    if dnd_opposes(lead.dnd, lead.dnd_settings, channel or (newest.channel if newest else "SMS")):
        return "dnd"
    return "no_consent" if newest is None and state != "granted" else ""
