"""Contact events and workflow webhooks -> Lead rows."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from crm.consent.verbs import grant
from crm.contracts import LeadGone, LeadSeen
from crm.intake.applying import DONE, STALE, Applied, Applying, ignored
from crm.intake.message_events import hear_inbound, stored_message
from crm.intake.own_writes import NO_WRITES, OWN_WRITE, OwnWrites, own_writes
from crm.leads import SavedLead, is_stale, locked_lead, only_blanks, save_lead
from crm.mapping.contacts import lead_draft
from crm.mapping.drafts import LeadDraft
from crm.mapping.workflow import consent_of, forwarded_message, workflow_draft
from crm.models import Consent, Lane, Lead, OutboxEntry
from crm.outbox.edits import heed_edits
from crm.outbox.enqueue import cancel_entry, cancel_texts
from crm.payloads import ContactPayload, WorkflowPayload

DELETED = "contact_deleted"
TEXT, READ = OutboxEntry.Kind.TEXT, OutboxEntry.Kind.READ_CONTACT
# What a form may say under customData.consent to mean yes.
CONSENT_WORDS = frozenset({"form", "yes", "true", "on", "1", "granted", "sms", "web form", "checkbox"})


def apply_contact(applying: Applying, payload: ContactPayload) -> Applied:
    """Create or update; an event older than what was applied changes nothing and asks for one read.

    A creation is news also when messages, a workflow or a read told of the contact before it. Only a creation brings
    a deleted contact back: any other event of it is kept in its columns and asks for a read, which tells.
    """
    lead = locked_lead(applying.location, payload.id)
    is_creation = applying.event.type == "ContactCreate"
    draft = lead_draft(payload, applying.rules)
    if lead is not None and is_stale(lead.applied_stamp, applying.stamp):
        return _apply_stale(applying, lead, payload, draft)
    is_first = is_creation or _is_unheard_of(lead)
    facts: dict[str, Any] = {"applied_stamp": applying.stamp, **_life_and_dnd(applying, lead, payload)}
    if _is_whole(applying, payload) and (lead is None or lead.read_at is None):
        facts["read_at"] = applying.event.received_at
    saved = save_lead(applying.location, lead, _timely(lead, draft, applying.stamp), **facts)
    if saved.lead.deleted_at is not None:
        applying.read_contact(saved.lead, Lane.SYNC)
        return DONE
    if not applying.replay and heed_edits(saved, applying.stamp, f"event:{applying.event.pk}"):
        applying.enqueued = True
    ours = NO_WRITES if is_first else own_writes(saved.lead, applying.event.received_at)
    if ours and ours.explain(saved):
        return OWN_WRITE
    _tell_seen(applying, saved, is_first and _came_after(applying, saved.lead, unknown=is_creation), ours)
    return DONE


def _apply_stale(applying: Applying, lead: Lead, payload: ContactPayload, draft: LeadDraft) -> Applied:
    """What no newer event can have taken back counts all the same: a creation as news and against a deletion sent
    before it, and do-not-disturb by channel, of which only ContactDndUpdate speaks."""
    facts = _life_and_dnd(applying, lead, payload)
    revived = lead.deleted_at is not None and "deleted_at" in facts
    settings = _timely(lead, draft, applying.stamp).columns.get("dnd_settings")
    columns = {} if settings is None else {"dnd_settings": settings}
    saved = save_lead(applying.location, lead, LeadDraft(payload.id, columns=columns), **facts)
    applying.read_contact(lead, Lane.SYNC)
    if applying.event.type == "ContactCreate" and (lead.deleted_at is None or revived):
        added_at = lead.added_at or payload.dateAdded
        _tell_seen(applying, saved, applying.is_after_connection(added_at, unknown=True))
    return STALE


def _life_and_dnd(applying: Applying, lead: Lead | None, payload: ContactPayload) -> dict[str, Any]:
    """The stamps that are kept apart from that of the whole contact, where this event moves them."""
    facts: dict[str, Any] = {}
    stamp = applying.stamp
    if applying.event.type == "ContactCreate" and not (lead and is_stale(lead.created_stamp, stamp)):
        facts["created_stamp"] = stamp
        if lead is not None and lead.deleted_at is not None and lead.deleted_at < stamp:
            facts["deleted_at"] = None
    if "dndSettings" in payload.model_fields_set and not (lead and is_stale(lead.dnd_stamp, stamp)):
        facts["dnd_stamp"] = stamp
    return facts


def _timely(lead: Lead | None, draft: LeadDraft, stamp: datetime) -> LeadDraft:
    """The draft without do-not-disturb by channel where a newer event spoke of it."""
    if lead is None or not is_stale(lead.dnd_stamp, stamp):
        return draft
    return replace(draft, columns={name: one for name, one in draft.columns.items() if name != "dnd_settings"})


def delete_contact(applying: Applying, payload: ContactPayload) -> Applied:
    """The row stays, marked; a contact we never had is kept as a mark too, so that a late creation finds it.

    A deletion counts unless a creation was sent after it. Where other news of the contact was, a read is asked for
    besides: while nobody knows, nothing is texted. What waits for the contact is cancelled, whatever its kind.
    """
    lead = locked_lead(applying.location, payload.id)
    if lead is not None and is_stale(lead.created_stamp, applying.stamp):
        applying.read_contact(lead, Lane.SYNC)
        return STALE
    overtaken = lead is not None and is_stale(lead.applied_stamp, applying.stamp)
    draft = LeadDraft(payload.id) if overtaken else lead_draft(payload, applying.rules)
    deleted_at = applying.stamp
    if lead is not None and lead.deleted_at is not None:
        deleted_at = max(lead.deleted_at, deleted_at)
    facts = {"deleted_at": deleted_at} | ({} if overtaken else {"applied_stamp": applying.stamp})
    saved = save_lead(applying.location, lead, draft, **facts)
    _cancel_open_work(saved.lead, (TEXT, READ) if overtaken else (TEXT,))
    if overtaken:
        applying.read_contact(saved.lead, Lane.SYNC)
    applying.tell(LeadGone(lead_id=saved.lead.pk, received_at=applying.event.received_at))
    return DONE


def _cancel_open_work(lead: Lead, besides: tuple[str, ...]) -> None:
    """Texts, and every other write or read that waits or is held. What may have arrived stays for a person to see."""
    cancel_texts(lead, reason=DELETED)
    waiting = OutboxEntry.objects.filter(lead=lead, status__in=(OutboxEntry.Status.DUE, OutboxEntry.Status.HELD))
    for entry in waiting.exclude(kind__in=besides):
        cancel_entry(entry, DELETED)


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


def _tell_seen(applying: Applying, saved: SavedLead, is_new: bool, ours: OwnWrites = NO_WRITES) -> None:
    applying.tell(
        LeadSeen(
            lead_id=saved.lead.pk,
            is_new=is_new,
            # A read may have brought the tags of a new contact before anybody was told of it.
            tags_added=frozenset(saved.lead.tags) if is_new else saved.tags_added - ours.tags_added,
            tags_removed=saved.tags_removed - ours.tags_removed,
            received_at=applying.event.received_at,
        )
    )
