"""What a change in the CRM means for the bots: the next step after mapping, inside mapping's transaction.

Every inbound message leaves here with exactly one turn: one that will answer, or one that ends at once with a reason.
"""

from collections.abc import Callable
from datetime import datetime
from functools import singledispatch

from django.conf import settings
from django.utils import timezone

from bots.activation import is_stopped, role_of, starts_bot
from bots.bell import Ring, ring_after_commit, silent
from bots.due import due_at
from bots.gate import NO_CONSENT
from bots.handoff_states import ANSWERED, CLAIMED, OPEN
from bots.models import Conversation, Handoff, Turn
from bots.opening import (
    end_pending,
    end_unfinished,
    ended_turn,
    existing_conversation,
    extend_turn,
    locked_conversation,
    open_opener,
    open_turn,
    pending_turn,
)
from bots.ownership import PERSON_OWNS, live_handoff, take_thread
from bots.profiles import config_for
from bots.texts import BOT_STARTED, BY_BOT
from bots.unsent import end_unsent
from crm.contracts import (
    Change,
    CommandHeard,
    InboundReceived,
    LeadGone,
    LeadRead,
    LeadSeen,
    OptOutHeard,
    OutboundSeen,
)
from crm.models import Consent, Lead, Location, Message, OutboxEntry
from crm.outbox.enqueue import cancel_texts


def take_in(change: Change, *, ring: Ring = silent, now: Callable[[], datetime] = timezone.now) -> None:
    """The NextStep of crm. Turns due later ring the bell for that moment, after the commit."""
    _step(change, ring, now())


@singledispatch
def _step(change: object, ring: Ring, now: datetime) -> None:
    raise TypeError(f"no next step is known for {type(change).__name__}")


@_step.register
def _inbound(change: InboundReceived, ring: Ring, now: datetime) -> None:
    message = _message(change.message_id)
    conversation = locked_conversation(message.lead)
    conversation.last_inbound_at = _later(conversation.last_inbound_at, change.received_at)
    conversation.save(update_fields=["last_inbound_at"])
    if cancel_texts(message.lead, reason="lead_wrote", only=BOT_STARTED):
        end_unsent(conversation.pk)
    if conversation.owner == Conversation.Owner.PERSON:
        ended_turn(conversation, message, reason=PERSON_OWNS, at=change.received_at, now=now)
    elif message.kind != Message.Kind.TEXT:
        # Reactions, calls, pictures without words are no answers: they are kept, and what waits is left as it is.
        ended_turn(conversation, message, reason=message.kind, at=change.received_at, now=now)
    else:
        _ring_at(ring, _turn_for(conversation, message, change.received_at, now), now)


def _turn_for(conversation: Conversation, message: Message, received_at: datetime, now: datetime) -> Turn:
    waiting = pending_turn(conversation)
    if waiting is not None and waiting.is_opener:
        end_pending(conversation, reason="lead_wrote", now=now)
        waiting = None
    if waiting is not None:
        return extend_turn(waiting, message, received_at, message.lead)
    return open_turn(conversation, message, received_at)


@_step.register
def _opt_out(change: OptOutHeard, ring: Ring, now: datetime) -> None:
    lead = _lead(change.lead_id)
    conversation = locked_conversation(lead)
    end_unfinished(conversation, reason="opted_out", now=now)
    end_unsent(conversation.pk)  # crm has cancelled what waited
    if change.message_id is not None:
        message = _message(change.message_id)
        ended_turn(conversation, message, reason="opted_out", at=change.received_at, now=now)


@_step.register
def _command(change: CommandHeard, ring: Ring, now: datetime) -> None:
    message = _message(change.message_id)
    conversation = locked_conversation(message.lead)
    ended_turn(conversation, message, reason=change.command, at=change.received_at, now=now)


@_step.register
def _outbound(change: OutboundSeen, ring: Ring, now: datetime) -> None:
    if change.author == "workflow":
        return
    conversation = locked_conversation(_lead(change.lead_id))
    take_thread(conversation, reason="person_wrote", actor="crm", now=now)
    handoff = live_handoff(conversation)
    if handoff is not None and handoff.status in (OPEN, CLAIMED):
        # Somebody answered in the CRM itself: the queue must not show the lead as waiting.
        Handoff.objects.filter(pk=handoff.pk).update(status=ANSWERED, answered_at=change.received_at)


@_step.register
def _seen(change: LeadSeen, ring: Ring, now: datetime) -> None:
    lead = _lead(change.lead_id)
    location = lead.location
    config = config_for(location.pk)
    if is_stopped(lead.tags, config):
        _stop(lead, now)
        return
    activate_all = location.activate == Location.Activate.ALL
    if starts_bot(change.tags_added, lead.tags, is_new=change.is_new, activate_all=activate_all, config=config):
        _activate(locked_conversation(lead), role_of(lead.tags, config), change, ring, now)
    _release_for_consent(lead, ring, now)


def _activate(conversation: Conversation, role: str, change: LeadSeen, ring: Ring, now: datetime) -> None:
    """Switch the bot on. One opener for any number of activations, none in a thread that is already under way."""
    first = not conversation.activated
    conversation.activated = True
    conversation.closed_at = None
    if conversation.role == Conversation.Role.LEAD:
        conversation.role = role
    conversation.save(update_fields=["activated", "closed_at", "role"])
    under_way = conversation.last_inbound_at is not None or conversation.last_bot_text_at is not None
    if not first or under_way or conversation.owner == Conversation.Owner.PERSON:
        return
    if Turn.objects.filter(conversation=conversation, is_opener=True).exists():
        return
    _ring_at(ring, open_opener(conversation, f"activated:{role}", change.received_at), now)


def _stop(lead: Lead, now: datetime) -> None:
    conversation = existing_conversation(lead)
    if conversation is None:
        return
    Conversation.objects.filter(pk=conversation.pk).update(activated=False)
    cancel_texts(lead, reason="stopped_by_tag", only=BY_BOT)
    end_unsent(conversation.pk)
    end_unfinished(conversation, reason="not_activated", now=now)


def _release_for_consent(lead: Lead, ring: Ring, now: datetime) -> None:
    """A form's consent that arrives after the opener was held lets it go; the gate looks again."""
    held = OutboxEntry.objects.held().filter(lead_id=lead.pk, reason=NO_CONSENT)
    if not held.exists():
        return
    newest = Consent.objects.of_lead(lead.pk).newest_first().first()
    if newest is not None and newest.state == Consent.State.GRANTED:
        held.update(status=OutboxEntry.Status.DUE, reason="", due_at=now, settled_at=None)
        ring_after_commit(ring, "outbox")


@_step.register
def _gone(change: LeadGone, ring: Ring, now: datetime) -> None:
    lead = _lead(change.lead_id)
    cancel_texts(lead, reason="lead_gone")
    conversation = existing_conversation(lead)
    if conversation is None:
        return
    end_unfinished(conversation, reason="lead_gone", now=now)
    end_unsent(conversation.pk)
    Conversation.objects.filter(pk=conversation.pk).update(closed_at=now)
    Handoff.objects.live().filter(conversation=conversation).update(
        status=Handoff.Status.CLOSED, ended_at=now, ended_by="crm", note="The contact was deleted in the CRM."
    )


@_step.register
def _read(change: LeadRead, ring: Ring, now: datetime) -> None:
    conversation = existing_conversation(_lead(change.lead_id))
    turn = pending_turn(conversation) if conversation is not None else None
    if turn is None or turn.waiting_for_model_since is not None:
        return
    turn.due_at = due_at(
        turn.first_received_at, turn.last_received_at, settings.TURN_DEBOUNCE_SECONDS, is_read=True
    )  # fmt: skip
    turn.save(update_fields=["due_at"])
    _ring_at(ring, turn, now)


def _lead(lead_id: int) -> Lead:
    return Lead.objects.select_related("location").get(pk=lead_id)


def _message(message_id: int) -> Message:
    return Message.objects.select_related("lead__location").get(pk=message_id)


def _later(known: datetime | None, new: datetime) -> datetime:
    return new if known is None else max(known, new)


def _ring_at(ring: Ring, turn: Turn, now: datetime) -> None:
    ring_after_commit(ring, "turns", max(0.0, (turn.due_at - now).total_seconds()))
