"""A person edited in the CRM what the bot writes as well: what waits is dropped or written over, the loser is kept.

Called inside the transaction that wrote what the CRM said into the lead, which holds the lead's row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from crm.field_rules import active_rules
from crm.leads import SavedLead
from crm.mapping.edits import Decision, OurWrite, judge
from crm.mapping.fields import FieldRule, WrongType, read_value, write_value
from crm.models import KeptValue, Lead, OutboxEntry, SendAttempt
from crm.outbox.enqueue import enqueue_fields
from crm.values.dates import read_datetime

Status = OutboxEntry.Status
REMEMBERED = timedelta(minutes=15)  # echoes and late news of a write come within this
RETENTION = timedelta(days=90)  # as long as the words of a lead
STATES = {Status.DUE: "waiting", Status.CLAIMED: "under_way", Status.UNKNOWN: "under_way", Status.SENT: "landed"}


@dataclass(slots=True)
class Outcome:
    """By attribute: what stands and is written (again), what our row is set back to, which values lost."""

    stands: dict[str, Any] = field(default_factory=dict)
    held_by_crm: dict[str, Any] = field(default_factory=dict)
    back: dict[str, Any] = field(default_factory=dict)
    lost: list[KeptValue] = field(default_factory=list)


def heed_edits(saved: SavedLead, stamp: datetime, source: str, *, as_of: datetime | None = None) -> bool:
    """Settle each field that the CRM spoke of and that we wrote as well; True when the outbox may have work.

    `stamp` and `as_of`: of judge().
    """
    suspects = {
        name: value
        for name, value in saved.brought.items()
        if name in saved.attributes_changed or value != saved.told_before.get(name)
    }
    if saved.is_created or not suspects:
        return False
    entries = _writes(saved.lead, suspects)
    if not entries:
        return False
    rules = {rule.attribute: rule for rule in active_rules(saved.lead.location)}
    outcome = Outcome()
    for name, seen in suspects.items():
        ours = [_ours(entry, rules.get(name), name) for entry in entries if name in entry.payload["values"]]
        decision = judge(seen, stamp, saved.told_before.get(name), ours, as_of=as_of)
        _take(outcome, saved.lead, name, seen, stamp, decision, source)
    return _act(saved.lead, outcome, source)


def _writes(lead: Lead, names: Iterable[str]) -> list[OutboxEntry]:
    recent = Q(status__in=(Status.DUE, Status.CLAIMED, Status.UNKNOWN))
    recent |= Q(status=Status.SENT, settled_at__gt=timezone.now() - REMEMBERED)
    entries = OutboxEntry.objects.filter(recent, lead=lead, kind=OutboxEntry.Kind.SET_FIELDS)
    wanted = set(names)
    found = entries.prefetch_related("tries").order_by("id")
    return [entry for entry in found if wanted & set(entry.payload["values"])]


def _ours(entry: OutboxEntry, rule: FieldRule | None, name: str) -> OurWrite:
    """`decided_at` is the entry's where the payload does not say it for the field alone."""
    decided_at = read_datetime(entry.payload.get("at", {}).get(name)) or entry.created_at
    state: Any = STATES[Status(entry.status)]
    value = _as_told(rule, entry.payload["values"][name])
    return OurWrite(value, decided_at, state, None if state == "waiting" else _left_at(entry), entry.pk)


def _left_at(entry: OutboxEntry) -> datetime | None:
    """When the newest call left. While it is under way only its start is known, and that is earlier."""
    tries: list[SendAttempt] = sorted(entry.tries.all(), key=lambda attempt: attempt.pk)
    sent = [attempt for attempt in tries if attempt.outcome != SendAttempt.Outcome.ABANDONED]
    return (sent[-1].wire_at or sent[-1].started_at) if sent else entry.claimed_at or entry.settled_at


def _as_told(rule: FieldRule | None, value: Any) -> Any:
    """Our value as the CRM will tell it back: choices in its own spelling."""
    if rule is None:
        return value
    try:
        return read_value(rule, write_value(rule, value))
    except WrongType:
        return value


def _take(outcome: Outcome, lead: Lead, name: str, seen: Any, stamp: datetime, decision: Decision, source: str) -> None:
    ours = decision.ours
    if ours is None:
        return
    if decision.fate in ("theirs", "restore"):
        outcome.stands[name] = seen
        # What the CRM holds by now: the edit, unless our call came after it.
        outcome.held_by_crm[name] = ours.value if ours.state == "landed" else seen
        ref = f"outbox:{ours.entry_id}"
        outcome.lost.append(_kept(lead, name, ours.value, KeptValue.By.BOT, ours.decided_at, ref, source))
        return
    if ours.state == "landed":
        outcome.back[name] = ours.value
    if decision.fate == "ours":
        outcome.lost.append(_kept(lead, name, seen, KeptValue.By.CRM, stamp, source, f"outbox:{ours.entry_id}"))


def _kept(lead: Lead, name: str, value: Any, by: str, at: datetime, source: str, lost_to: str) -> KeptValue:
    return KeptValue(
        lead=lead, attribute=name[:64], value=value, by=by, set_at=at, source=source[:80], lost_to=lost_to[:80]
    )


def _act(lead: Lead, outcome: Outcome, source: str) -> bool:
    KeptValue.objects.bulk_create(outcome.lost)
    if outcome.back:
        lead.attributes = _filled({**lead.attributes, **outcome.back})
        lead.save(update_fields=["attributes", "updated_at"])
    if not outcome.stands:
        return False
    known = lead.attributes
    # Merging leaves out what the CRM holds already, and so drops a waiting value that the edit stands against.
    lead.attributes = {**known, **outcome.held_by_crm}
    enqueue_fields(lead, outcome.stands, cause=source)
    lead.attributes = known
    return True


def _filled(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None}


def prune_kept_values(now: datetime, *, at_once: int = 5_000) -> int:
    """Delete values whose time is over, a bounded number at a time; returns how many."""
    with transaction.atomic():
        old = KeptValue.objects.filter(kept_at__lt=now - RETENTION).order_by("kept_at").values("pk")[:at_once]
        return KeptValue.objects.filter(pk__in=old).delete()[0]
