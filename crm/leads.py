"""Write what the CRM says of a contact into our Lead row: the one place where a draft becomes a row.

Called inside a transaction, by mapping for events and by whoever settles a read of the contact.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crm.field_rules import active_rules
from crm.mapping.contacts import lead_draft
from crm.mapping.drafts import LeadDraft
from crm.mapping.fields import FieldRule
from crm.models import Lead, Location
from crm.payloads import ContactPayload
from crm.values.dates import read_datetime


@dataclass(frozen=True, slots=True)
class SavedLead:
    """`changed` names the columns that differ from before, `attributes_changed` the mapped fields among them.

    `brought`: the mapped fields that the CRM spoke of; `told_before`: what it had said of each before, or we knew.
    """

    lead: Lead
    is_created: bool
    tags_added: frozenset[str]
    tags_removed: frozenset[str]
    changed: frozenset[str] = frozenset()
    attributes_changed: frozenset[str] = frozenset()
    brought: Mapping[str, Any] = field(default_factory=dict)
    told_before: Mapping[str, Any] = field(default_factory=dict)


def locked_lead(location: Location, contact_id: str) -> Lead | None:
    """The row, locked against other writers of it. References to it (messages, entries) stay possible meanwhile."""
    rows = Lead.objects.select_for_update(no_key=True).filter(location=location, ghl_contact_id=contact_id)
    lead = rows.first()
    if lead is not None:
        lead.location = location  # the caller's object: spares a query for each verb that asks for the mode
    return lead


def save_lead(location: Location, lead: Lead | None, draft: LeadDraft, **facts: Any) -> SavedLead:
    """Create or update from the draft. `facts` are columns that no payload carries (applied_stamp, read_at …)."""
    if lead is None:
        lead = Lead(location=location, ghl_contact_id=draft.contact_id)
        _take_over(lead, draft, facts)
        lead.save(force_insert=True)
        return SavedLead(lead, True, frozenset(lead.tags), frozenset())
    before, attributes = set(lead.tags), lead.attributes
    told_before = {**attributes, **lead.told}
    changed = _take_over(lead, draft, facts)
    if changed:
        lead.save(update_fields=[*changed, "updated_at"])
    after = set(lead.tags)
    differ = (name for name in {**attributes, **lead.attributes} if attributes.get(name) != lead.attributes.get(name))
    return SavedLead(
        lead,
        False,
        frozenset(after - before),
        frozenset(before - after),
        frozenset(changed),
        frozenset(differ),
        draft.attributes,
        told_before,
    )


def apply_read(location: Location, contact: Mapping[str, Any], now: datetime) -> SavedLead | None:
    """Write a contact as the CRM's API returned it, all of it: a custom field that it does not name is empty there.

    Events sent before the contact's `dateUpdated` are part of what was read, so they count as older from here on.
    A contact without an id is not applied; None then.
    """
    given = {**contact, "id": contact.get("id") or contact.get("_id")}
    if not given["id"]:
        return None
    payload = ContactPayload.model_validate(given)
    rules = active_rules(location)
    lead = locked_lead(location, payload.id)
    draft = lead_draft(payload, rules)
    if lead is not None and "customFields" in given:
        draft = _emptied(lead, draft, rules)
    facts: dict[str, Any] = {"read_at": now, "deleted_at": None}
    if lead is not None and lead.deleted_at is not None:
        facts["created_stamp"] = now  # it lives: a deletion sent before this is of an earlier life
    updated_at = read_datetime(contact.get("dateUpdated"))
    if updated_at is not None and not (lead and is_stale(lead.applied_stamp, min(updated_at, now))):
        facts["applied_stamp"] = min(updated_at, now)
    return save_lead(location, lead, draft, **facts)


def _emptied(lead: Lead, draft: LeadDraft, rules: tuple[FieldRule, ...]) -> LeadDraft:
    """The draft with None for every mapped attribute and raw field that the read did not name."""
    return dataclasses.replace(
        draft,
        attributes={**dict.fromkeys(rule.attribute for rule in rules), **draft.attributes},
        custom_fields={**dict.fromkeys(lead.custom_fields), **draft.custom_fields},
    )


def only_blanks(lead: Lead, draft: LeadDraft) -> LeadDraft:
    """The part of a weaker source that fills what we do not know; its tags are added to those there are."""
    return LeadDraft(
        contact_id=draft.contact_id,
        columns={name: value for name, value in draft.columns.items() if getattr(lead, name) in ("", None, {})},
        tags=tuple(dict.fromkeys((*lead.tags, *draft.tags))) if draft.tags else None,
        attributes={name: value for name, value in draft.attributes.items() if lead.attributes.get(name) is None},
        custom_fields={name: value for name, value in draft.custom_fields.items() if name not in lead.custom_fields},
    )


def is_stale(applied: datetime | None, stamp: datetime) -> bool:
    """Whether something newer was applied already."""
    return applied is not None and stamp < applied


def _take_over(lead: Lead, draft: LeadDraft, facts: dict[str, Any]) -> list[str]:
    """Set what differs; returns the names of the changed columns."""
    values: dict[str, Any] = {**draft.columns, **facts}
    if draft.tags is not None:
        values["tags"] = list(draft.tags)
    if draft.attributes or draft.custom_fields:
        values["attributes"], values["custom_fields"] = _merged_fields(lead, draft)
        values["told"] = {**lead.told, **draft.attributes}
    changed = [name for name, value in values.items() if getattr(lead, name) != value]
    for name in changed:
        setattr(lead, name, values[name])
    return changed


def _merged_fields(lead: Lead, draft: LeadDraft) -> tuple[dict[str, Any], dict[str, Any]]:
    """A field named by the event replaces ours; one that fits its type now is no longer kept raw, and the reverse."""
    attributes = {**lead.attributes, **draft.attributes}
    raw = {**lead.custom_fields, **draft.custom_fields}
    return (
        {name: value for name, value in attributes.items() if value is not None},
        {name: value for name, value in raw.items() if value is not None},
    )
