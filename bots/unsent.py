"""A turn whose text never left has said nothing: its outcome is silence, with the reason for which the text ended."""

from django.db import transaction

from bots.models import Turn
from bots.texts import SUPERSEDED
from crm.models import OutboxEntry
from crm.outbox.actors import Actor
from crm.outbox.enqueue import discard

Status, Outcome = OutboxEntry.Status, Turn.Outcome

TEXT_FAILED = "text_failed"


def end_unsent(conversation_id: int) -> int:
    """Bring the turns of a thread in line with their texts, after some were cancelled or failed. Returns how many.

    A handoff stays one without its line. The caller holds the conversation's row lock.
    """
    said = Turn.objects.filter(conversation_id=conversation_id, outcome=Outcome.REPLY)
    turns = {entry_id: pk for entry_id, pk in said.values_list("entry_id", "pk") if entry_id is not None}
    ended = OutboxEntry.objects.filter(pk__in=turns, status__in=(Status.CANCELLED, Status.DEAD))
    reasons = {turns[entry.pk]: _reason(entry) for entry in ended.exclude(reason=SUPERSEDED)}
    for pk, reason in reasons.items():
        Turn.objects.filter(pk=pk).update(outcome=Outcome.SILENCE, reason=reason)
    return len(reasons)


def said_after_all(turn: Turn) -> None:
    """Its text was tried again and left."""
    if turn.outcome == Outcome.SILENCE:
        turn.outcome, turn.reason = Outcome.REPLY, str(turn.decision.get("kind") or "")
        turn.save(update_fields=["outcome", "reason"])


def reject_text(entry: OutboxEntry, by: Actor, note: str) -> OutboxEntry:
    """A person does not let this text go. Raises NotPossible."""
    with transaction.atomic():
        discarded = discard(entry, by, note)
        turn = Turn.objects.filter(entry_id=entry.pk).first()
        if turn is not None:
            end_unsent(turn.conversation_id)
    return discarded


def _reason(entry: OutboxEntry) -> str:
    """One stable word; what the CRM or a person said about it stays with the entry."""
    return TEXT_FAILED if entry.status == Status.DEAD else entry.reason.partition(":")[0][:80]
