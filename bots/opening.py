"""Turns come and go here: open, extend, end. The caller holds the conversation's row lock."""

from datetime import datetime

from django.conf import settings
from django.db.models import F

from bots.due import due_at
from bots.locks import share_lead
from bots.models import Conversation, Turn, TurnMessage, TurnQuerySet
from crm.models import Lead, Message, OutboxEntry

Status, Outcome = Turn.Status, Turn.Outcome


def locked_conversation(lead: Lead) -> Conversation:
    """The lead's thread, made when it is new, locked until the transaction ends; the lead is shared before."""
    found = _locked(lead)
    if found is not None:
        return found
    # Two transactions may get here at once; the constraint lets one row in and both go on with it.
    Conversation.objects.bulk_create([Conversation(lead=lead, location_id=lead.location_id)], ignore_conflicts=True)
    made = _locked(lead)
    if made is None:
        raise Conversation.DoesNotExist(f"conversation of lead {lead.pk} went away while it was opened")
    return made


def existing_conversation(lead: Lead) -> Conversation | None:
    return _locked(lead)


def _locked(lead: Lead) -> Conversation | None:
    share_lead(lead.pk)
    found = Conversation.objects.select_for_update().filter(lead_id=lead.pk).first()
    if found is not None:
        found.lead = lead
    return found


def is_read(lead: Lead) -> bool:
    """False while the first read of the contact is under way."""
    if lead.read_at is not None:
        return True
    reads = OutboxEntry.objects.unfinished().filter(lead_id=lead.pk, kind=OutboxEntry.Kind.READ_CONTACT)
    return not reads.exists()


def pending_turn(conversation: Conversation) -> Turn | None:
    return Turn.objects.filter(conversation=conversation, status=Status.PENDING).first()


def own(turn: Turn, message: Message) -> None:
    TurnMessage.objects.create(turn=turn, message=message)


def open_turn(conversation: Conversation, message: Message, received_at: datetime) -> Turn:
    """A pending turn that owns one inbound message."""
    turn = Turn.objects.create(
        conversation=conversation,
        location_id=conversation.location_id,
        cause=f"message:{message.pk}",
        first_received_at=received_at,
        last_received_at=received_at,
        due_at=due_at(
            received_at, received_at, settings.TURN_DEBOUNCE_SECONDS, is_read=is_read(conversation.lead)
        ),
    )  # fmt: skip
    own(turn, message)
    return turn


def extend_turn(turn: Turn, message: Message, received_at: datetime, lead: Lead) -> Turn:
    """The pending turn takes one more message; its one answer covers all of them."""
    turn.first_received_at = min(turn.first_received_at, received_at)
    turn.last_received_at = max(turn.last_received_at, received_at)
    due = due_at(
        turn.first_received_at, turn.last_received_at, settings.TURN_DEBOUNCE_SECONDS, is_read=is_read(lead)
    )  # fmt: skip
    # A turn that waits for a model keeps its own rhythm: another bubble does not bring the model back.
    turn.due_at = max(due, turn.due_at) if turn.waiting_for_model_since else due
    turn.save(update_fields=["first_received_at", "last_received_at", "due_at"])
    own(turn, message)
    return turn


def open_opener(conversation: Conversation, cause: str, at: datetime) -> Turn:
    """A pending turn without an inbound message: the bot starts. The debounce lets a form's consent arrive."""
    return Turn.objects.create(
        conversation=conversation,
        location_id=conversation.location_id,
        is_opener=True,
        cause=cause,
        first_received_at=at,
        last_received_at=at,
        due_at=due_at(at, at, settings.TURN_DEBOUNCE_SECONDS, is_read=is_read(conversation.lead)),
    )


def open_again(conversation: Conversation, unanswered: Turn, *, cause: str, round: int, now: datetime) -> Turn:
    """A turn, due now, that answers what `unanswered` did not; an already pending turn takes that over instead."""
    waiting = pending_turn(conversation)
    if waiting is not None:
        waiting.supersedes, waiting.round = unanswered, max(waiting.round, round)
        waiting.save(update_fields=["supersedes", "round"])
        return waiting
    return Turn.objects.create(
        conversation=conversation,
        location_id=conversation.location_id,
        cause=cause,
        round=round,
        supersedes=unanswered,
        first_received_at=unanswered.first_received_at,
        last_received_at=unanswered.last_received_at,
        due_at=now,
    )


def ended_turn(conversation: Conversation, message: Message, *, reason: str, at: datetime, now: datetime) -> Turn:
    """A turn that ends as it opens: the message is owned, and why nothing is said is stored."""
    turn = Turn.objects.create(
        conversation=conversation,
        location_id=conversation.location_id,
        cause=f"message:{message.pk}",
        status=Status.DONE,
        outcome=Outcome.SILENCE,
        reason=reason,
        role=conversation.role,
        first_received_at=at,
        last_received_at=at,
        due_at=at,
        ended_at=now,
    )
    own(turn, message)
    return turn


def end_pending(conversation: Conversation, *, reason: str, now: datetime, openers_only: bool = False) -> int:
    turns = Turn.objects.filter(conversation=conversation, status=Status.PENDING)
    return _end(turns.filter(is_opener=True) if openers_only else turns, reason, now)


def end_unfinished(conversation: Conversation, *, reason: str, now: datetime) -> int:
    """End what waits and what is under way: the worker that still thinks finds its lease gone and writes nothing."""
    ended = _end(Turn.objects.filter(conversation=conversation).unfinished(), reason, now)
    if ended:
        Conversation.objects.filter(pk=conversation.pk).update(
            lease_generation=F("lease_generation") + 1, lease_until=None
        )
    return ended


def _end(turns: TurnQuerySet, reason: str, now: datetime) -> int:
    return turns.update(status=Status.DONE, outcome=Outcome.SILENCE, reason=reason, ended_at=now)
