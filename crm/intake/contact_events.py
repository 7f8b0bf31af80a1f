"""Contact events and workflow webhooks -> Lead rows."""

from crm.consent.verbs import grant
from crm.contracts import LeadGone, LeadSeen
from crm.intake.applying import DONE, Applied, Applying, ignored
from crm.intake.message_events import hear_inbound, stored_message
from crm.leads import SavedLead, is_stale, locked_lead, only_blanks, save_lead, unchanged
from crm.mapping.contacts import lead_draft
from crm.mapping.workflow import consent_of, forwarded_message, workflow_draft
from crm.models import Consent, Lane, Lead
from crm.outbox.enqueue import cancel_texts
from crm.payloads import ContactPayload, WorkflowPayload

STALE = ignored("older_than_applied")
# What a form may say under customData.consent to mean yes.
CONSENT_WORDS = frozenset({"form", "yes", "true", "on", "1", "granted", "sms", "web form", "checkbox"})


def apply_contact(applying: Applying, payload: ContactPayload) -> Applied:
    """Create or update; an event older than what was applied changes nothing and asks for one read.

    A creation is news also when messages, a workflow or a read told of the contact before it.
    """
    lead = locked_lead(applying.location, payload.id)
    is_creation = applying.event.type == "ContactCreate"
    if lead is not None and is_stale(lead.applied_stamp, applying.stamp):
        applying.read_contact(lead, Lane.SYNC)
        if is_creation and lead.deleted_at is None:
            added_at = lead.added_at or payload.dateAdded
            _tell_seen(applying, unchanged(lead), applying.is_after_connection(added_at, unknown=True))
        return STALE
    is_first = is_creation or _is_unheard_of(lead)
    facts = {"applied_stamp": applying.stamp, "deleted_at": None}
    if _is_whole(applying, payload) and (lead is None or lead.read_at is None):
        facts["read_at"] = applying.event.received_at
    saved = save_lead(applying.location, lead, lead_draft(payload, applying.rules), **facts)
    _tell_seen(applying, saved, is_first and _came_after(applying, saved.lead, unknown=is_creation))
    return DONE


def delete_contact(applying: Applying, payload: ContactPayload) -> Applied:
    """The row stays, marked; a contact we never had is kept as a mark too, so that a late creation finds it."""
    lead = locked_lead(applying.location, payload.id)
    if lead is not None and is_stale(lead.applied_stamp, applying.stamp):
        applying.read_contact(lead, Lane.SYNC)
        return STALE
    facts = {"applied_stamp": applying.stamp, "deleted_at": applying.stamp}
    saved = save_lead(applying.location, lead, lead_draft(payload, applying.rules), **facts)
    cancel_texts(saved.lead, reason="contact_deleted")
    applying.tell(LeadGone(lead_id=saved.lead.pk, received_at=applying.event.received_at))
    return DONE


def apply_workflow(applying: Applying, payload: WorkflowPayload) -> Applied:
    """A weaker source without a time of its own: it fills what we do not know, adds tags, may bring consent and may
    forward a message of the lead."""
    draft = workflow_draft(payload, applying.rules)
    if not draft.contact_id:
        return ignored("no_contact")
    lead = locked_lead(applying.location, draft.contact_id)
    is_first = _is_unheard_of(lead)
    saved = save_lead(applying.location, lead, only_blanks(lead, draft) if lead else draft)
    if consent_of(payload) in CONSENT_WORDS:
        grant(saved.lead, basis=Consent.Basis.FORM, at=applying.event.received_at, event=applying.event)
    if saved.lead.read_at is None:
        applying.read_contact(saved.lead, Lane.REPLY)
    _tell_seen(applying, saved, is_first and _came_after(applying, saved.lead, unknown=False))
    said = forwarded_message(payload)
    if said is not None and stored_message(applying, said) is None:
        hear_inbound(applying, saved.lead, said)
    return DONE


def _is_whole(applying: Applying, payload: ContactPayload) -> bool:
    """A creation names everything the CRM holds of the contact, so it stands for the first read of it."""
    reachable = bool(payload.phone or payload.email)
    return applying.event.type == "ContactCreate" and reachable and payload.dnd is not None


def _is_unheard_of(lead: Lead | None) -> bool:
    """No contact event and no read of this contact was applied; a row may stand because of a message or a workflow."""
    return lead is None or (lead.applied_stamp is None and lead.read_at is None)


def _came_after(applying: Applying, lead: Lead, *, unknown: bool) -> bool:
    return applying.is_after_connection(lead.added_at, unknown=unknown)


def _tell_seen(applying: Applying, saved: SavedLead, is_new: bool) -> None:
    applying.tell(
        LeadSeen(
            lead_id=saved.lead.pk,
            is_new=is_new,
            # A read may have brought the tags of a new contact before anybody was told of it.
            tags_added=frozenset(saved.lead.tags) if is_new else saved.tags_added,
            tags_removed=saved.tags_removed,
            received_at=applying.event.received_at,
        )
    )
