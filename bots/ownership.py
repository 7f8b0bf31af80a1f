"""Who owns the thread. The caller holds the conversation's row lock; the gate reads what is written here."""

from datetime import datetime, timedelta

from audit.record import record
from bots.models import Conversation, Handoff, Turn
from bots.opening import end_pending, open_again
from bots.profiles import config_for
from bots.texts import BY_BOT
from bots.unsent import end_unsent
from crm.models import Message
from crm.outbox.enqueue import cancel_texts

PERSON_OWNS = "person_owns"
# Handoffs that left the lead's words unread or unanswered: back with the bot, they are answered.
NOT_ANSWERED = ("model_away", "budget_spent", "guard_stopped", "bot_failed")


def take_thread(conversation: Conversation, *, reason: str, actor: str, now: datetime) -> None:
    """From now on a person writes: what the bot still wanted to say is cancelled, what it was about to decide ends."""
    changed = conversation.owner != Conversation.Owner.PERSON
    minutes = config_for(conversation.location_id).resume_timer_minutes
    conversation.owner = Conversation.Owner.PERSON
    conversation.owner_since = now if changed else conversation.owner_since
    conversation.owner_reason = reason
    conversation.resume_at = now + timedelta(minutes=minutes) if minutes else None
    conversation.save(update_fields=["owner", "owner_since", "owner_reason", "resume_at"])
    cancel_texts(conversation.lead, reason=PERSON_OWNS, only=BY_BOT)
    end_unsent(conversation.pk)
    end_pending(conversation, reason=PERSON_OWNS, now=now)
    if changed:
        _record("conversation.taken", conversation, actor, reason)


def give_thread_back(conversation: Conversation, *, reason: str, actor: str, now: datetime) -> Turn | None:
    """The bot writes again; one turn opens when the newest message is an unanswered inbound."""
    conversation.owner = Conversation.Owner.BOT
    conversation.owner_since = now
    conversation.owner_reason = reason
    conversation.resume_at = None
    conversation.closed_at = None  # whoever gives it back wants the bot to speak again
    conversation.save(update_fields=["owner", "owner_since", "owner_reason", "resume_at", "closed_at"])
    _record("conversation.given_back", conversation, actor, reason)
    left = unanswered_turn(conversation)
    if left is None:
        return None
    return open_again(conversation, left, cause=f"given_back:{reason}", round=1, now=now)


def unanswered_turn(conversation: Conversation) -> Turn | None:
    """The turn that owns the newest message, when that is a lead's text which nobody answered."""
    newest = Message.objects.of_lead(conversation.lead_id).order_by("-received_at", "-id").first()
    if newest is None or newest.direction != Message.Direction.IN or newest.kind != Message.Kind.TEXT:
        return None
    turn = Turn.objects.filter(owned__message=newest, status=Turn.Status.DONE).first()
    if turn is None:
        return None
    left = turn.reason in NOT_ANSWERED if turn.outcome == Turn.Outcome.HANDOFF else turn.reason == PERSON_OWNS
    return turn if left else None


def live_handoff(conversation: Conversation) -> Handoff | None:
    return Handoff.objects.live().filter(conversation=conversation).first()


def _record(action: str, conversation: Conversation, actor: str, reason: str) -> None:
    record(
        action,
        actor=actor,
        location_ghl_id=conversation.lead.location.ghl_id,
        lead_id=conversation.lead_id,
        subject=f"conversation:{conversation.pk}",
        details={"reason": reason},
    )
