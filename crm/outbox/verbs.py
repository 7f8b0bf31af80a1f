"""What people and other stages do to entries that wait: cancel, approve, retry, discard."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from audit.record import record
from crm.models import Lead, Message, OutboxEntry
from crm.outbox.actors import Actor, actor_name
from crm.outbox.unknown import HELD_AS_UNKNOWN

Kind, Purpose, Status = OutboxEntry.Kind, OutboxEntry.Purpose, OutboxEntry.Status

AWAITING_APPROVAL = "awaiting_approval"
OVERRULED_BY: dict[str, str] = {
    Kind.ADD_TAGS: Kind.REMOVE_TAGS,
    Kind.REMOVE_TAGS: Kind.ADD_TAGS,
    Kind.SET_FIELDS: Kind.SET_FIELDS,
    Kind.OPPORTUNITY: Kind.OPPORTUNITY,
}


class NotPossible(Exception):
    """The entry is no longer in the state the verb needs; the message is a sentence for staff."""


def cancel_texts(lead: Lead, *, reason: str, only: Iterable[str] | None = None) -> int:
    """Cancel the lead's texts that wait or are held; `only` names purposes. Returns how many.

    A text under way is not touched: the gate looks again before the wire. Nor is one that may have arrived: it is held
    until a person knows, or its echo tells.
    """
    texts = OutboxEntry.objects.texts().filter(lead=lead, status__in=(Status.DUE, Status.HELD))
    texts = texts.exclude(HELD_AS_UNKNOWN)
    if only is not None:
        texts = texts.filter(purpose__in=list(only))
    return texts.update(status=Status.CANCELLED, reason=reason, settled_at=Now())


def cancel_entry(entry: OutboxEntry, reason: str) -> bool:
    """Cancel one entry that waits or is held; False when it was under way or done."""
    return _move(entry, (Status.DUE, Status.HELD), Status.CANCELLED, reason=reason, settled_at=Now())


def approve_text(entry: OutboxEntry, *, body: str, user: Actor, now: datetime) -> OutboxEntry:
    """Release a held text with the words a person chose: from here on it is a staff text. Raises NotPossible.

    A draft is not approved once the lead wrote again: the next turn answers all of it.
    """
    if entry.kind != Kind.TEXT:
        raise NotPossible("Only texts are approved.")
    if not body.strip():
        raise NotPossible("The text is empty.")
    edited = body != entry.payload.get("body")
    held_for = entry.reason
    payload = {**entry.payload, "body": body}
    with transaction.atomic():
        # Whoever stores a message holds the lead too, so none comes in between the look and the approval.
        if entry.lead_id is not None:
            Lead.objects.select_for_update().filter(pk=entry.lead_id).first()
        if held_for == AWAITING_APPROVAL and _lead_wrote_again(entry):
            raise NotPossible("The lead wrote again: this draft no longer answers everything.")
        moved = _move(
            entry, (Status.HELD,), Status.DUE, payload=payload, purpose=Purpose.STAFF, reason="", due_at=now,
            attempts=0, lookups=0, lookup_at=None, settled_at=None,
        )  # fmt: skip
        if not moved:
            raise NotPossible("This text is no longer waiting for a person.")
        _record("outbox.approved", entry, user, edited=edited, held_for=held_for)
    return entry


def _lead_wrote_again(entry: OutboxEntry) -> bool:
    """Whether a reply leaves a newer message unanswered. What has its own answer (HELP, START) or wants none (a call, a
    reaction) does not count.
    """
    if entry.purpose != Purpose.REPLY or entry.answers_message_id is None:
        return False
    newer = Message.objects.inbound().filter(lead=entry.lead_id, pk__gt=entry.answers_message_id)
    newer = newer.filter(kind__in=(Message.Kind.TEXT, Message.Kind.PICTURE), consent__isnull=True)
    helped = OutboxEntry.objects.filter(lead=entry.lead_id, purpose=Purpose.HELP, answers_message_id__isnull=False)
    return newer.exclude(pk__in=helped.values("answers_message_id")).exists()


def retry_dead(entry: OutboxEntry, by: Actor) -> OutboxEntry:
    """Put a failed entry back in the queue with a fresh count of tries. Raises NotPossible."""
    try:
        with transaction.atomic():
            if not _move(entry, (Status.DEAD,), Status.DUE, reason="", attempts=0, due_at=Now(), settled_at=None):
                raise NotPossible("Only failed entries are retried.")
            _record("outbox.retried", entry, by)
    except IntegrityError as error:
        raise NotPossible("A newer entry already stands for the same effect.") from error
    return entry


def release(entry: OutboxEntry, by: Actor) -> OutboxEntry:
    """Let a held write that is no text go out after all. Raises NotPossible, also when a newer write overrules it."""
    if entry.kind == Kind.TEXT:
        raise NotPossible("Texts are approved, not released.")
    if _overruled(entry):
        raise NotPossible("A newer write of this lead stands in its place: discard this one.")
    held_for = entry.reason
    with transaction.atomic():
        if not _move(entry, (Status.HELD,), Status.DUE, reason="", attempts=0, due_at=Now(), settled_at=None):
            raise NotPossible("This write is no longer held.")
        _record("outbox.released", entry, by, held_for=held_for)
    return entry


def _overruled(entry: OutboxEntry) -> bool:
    """Whether a newer entry of the lead sets what this one would set back."""
    newer = OutboxEntry.objects.filter(lead=entry.lead_id, kind=OVERRULED_BY.get(entry.kind, ""), pk__gt=entry.pk)
    newer = newer.exclude(status__in=(Status.DEAD, Status.CANCELLED))
    return any(_touched(entry) & _touched(other) for other in newer)


def _touched(entry: OutboxEntry) -> set[str]:
    """Names of what an entry changes: fields, tags, or the parts of an opportunity."""
    return set(entry.payload.get("values") or entry.payload.get("tags") or entry.payload)


def discard(entry: OutboxEntry, by: Actor, note: str) -> OutboxEntry:
    """End an entry that is held or failed, with a person's note. Raises NotPossible."""
    with transaction.atomic():
        reason = f"discarded: {note.strip()}"[:200]
        if not _move(entry, (Status.HELD, Status.DEAD), Status.CANCELLED, reason=reason, settled_at=Now()):
            raise NotPossible("Only held or failed entries are discarded.")
        _record("outbox.discarded", entry, by)
    return entry


def _move(entry: OutboxEntry, allowed: tuple[str, ...], status: str, **changes: object) -> bool:
    """Change the state in one conditional statement; refreshes the caller's object when it succeeded."""
    moved = OutboxEntry.objects.filter(pk=entry.pk, status__in=allowed).update(status=status, **changes) == 1
    if moved:
        entry.refresh_from_db()
    return moved


def _record(action: str, entry: OutboxEntry, by: Actor, **details: object) -> None:
    record(
        action, actor=actor_name(by), location_ghl_id=entry.location.ghl_id, lead_id=entry.lead_id,
        subject=f"outboxentry:{entry.pk}", details={"kind": entry.kind, "purpose": entry.purpose, **details},
    )  # fmt: skip
