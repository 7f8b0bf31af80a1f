"""Our own writes come back as events: tags, fields, do-not-disturb, opportunities, notes. They are no news.

A write is remembered while its entry is under way, and for ECHO_COMES_WITHIN after it was settled. What an event
changes beyond such writes is somebody else's and is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from crm.intake.applying import ignored
from crm.leads import SavedLead
from crm.mapping.drafts import ActivityDraft, OpportunityDraft
from crm.models import Lead, Location, OutboxEntry
from crm.outbox.kinds.notes import mark_of

Kind, Status = OutboxEntry.Kind, OutboxEntry.Status

OWN_WRITE = ignored("own_write")
ECHO_COMES_WITHIN = timedelta(minutes=15)
IN_FLIGHT = (Status.CLAIMED, Status.UNKNOWN)
CONTACT_WRITES = (Kind.ADD_TAGS, Kind.REMOVE_TAGS, Kind.SET_FIELDS, Kind.SET_DND)
# Bookkeeping, and a date that never changes and is spelled differently: no change of the contact.
STAMPS = frozenset({"added_at", "applied_stamp", "created_stamp", "dnd_stamp", "read_at", "told"})


@dataclass(frozen=True, slots=True)
class OwnWrites:
    """What we wrote on one contact lately. `dnd`: the values of do-not-disturb that we set."""

    tags_added: frozenset[str] = frozenset()
    tags_removed: frozenset[str] = frozenset()
    fields: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    dnd: frozenset[bool] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.tags_added or self.tags_removed or self.fields or self.dnd)

    def explain(self, saved: SavedLead) -> bool:
        """Whether all that the event changed is what we wrote."""
        rest = saved.changed - STAMPS - {"tags", "attributes"}
        if self.dnd:
            rest -= {"dnd_settings"}
            if saved.lead.dnd in self.dnd:
                rest -= {"dnd"}
        return (
            not rest
            and saved.tags_added <= self.tags_added
            and saved.tags_removed <= self.tags_removed
            and all(saved.lead.attributes.get(name) in self.fields.get(name, ()) for name in saved.attributes_changed)
        )


NO_WRITES = OwnWrites()


def own_writes(lead: Lead, now: datetime) -> OwnWrites:
    """One query, on the index of the lead's entries."""
    return gathered(_recent(lead.pk, now, CONTACT_WRITES))


def gathered(entries: Iterable[OutboxEntry]) -> OwnWrites:
    added: set[str] = set()
    removed: set[str] = set()
    fields: dict[str, tuple[Any, ...]] = {}
    dnd: set[bool] = set()
    for entry in entries:
        if entry.kind == Kind.ADD_TAGS:
            added |= set(entry.payload["tags"])
        elif entry.kind == Kind.REMOVE_TAGS:
            removed |= set(entry.payload["tags"])
        elif entry.kind == Kind.SET_DND:
            dnd.add(bool(entry.payload["on"]))
        else:
            for name, value in entry.payload["values"].items():
                fields[name] = (*fields.get(name, ()), value)
    return OwnWrites(frozenset(added), frozenset(removed), fields, frozenset(dnd))


def explains_opportunity(lead: Lead | None, draft: OpportunityDraft, changed: frozenset[str], now: datetime) -> bool:
    """Whether what the event changes of the opportunity is what one of our own moves wrote."""
    if lead is None:
        return False
    moves = _recent(lead.pk, now, (Kind.OPPORTUNITY,))
    return any(_is_move(entry.payload, draft, changed) for entry in moves)


def _is_move(payload: Mapping[str, Any], draft: OpportunityDraft, changed: frozenset[str]) -> bool:
    ours = {name: payload.get(name) for name in ("pipeline_ghl_id", "stage_ghl_id", "value_cents")}
    named = payload.get("opportunity_id")
    if named and named != draft.ghl_id:
        return False
    return all(ours.get(name) is not None and ours[name] == draft.columns.get(name) for name in changed)


def is_own_note(location: Location, draft: ActivityDraft) -> bool:
    """By the id that the CRM gave us, or, where the echo comes before the answer, by the mark in its text."""
    notes = OutboxEntry.objects.filter(
        lead__location=location, lead__ghl_contact_id=draft.contact_id, kind=Kind.NOTE
    ).filter(Q(ghl_ref=draft.ghl_id) | Q(status__in=(*IN_FLIGHT, Status.DUE, Status.SENT)))
    body = str(draft.columns.get("body", ""))
    return any(note.ghl_ref == draft.ghl_id or mark_of(note) in body for note in notes.select_related("location"))


def _recent(lead_id: int, now: datetime, kinds: Iterable[str]) -> list[OutboxEntry]:
    recently = Q(status__in=IN_FLIGHT) | Q(status=Status.SENT, settled_at__gt=now - ECHO_COMES_WITHIN)
    return list(OutboxEntry.objects.filter(recently, lead_id=lead_id, kind__in=list(kinds)).order_by("id"))
