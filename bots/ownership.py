"""Who owns the thread. The caller holds the conversation's row lock; the gate reads what is written here."""

from datetime import datetime, timedelta

from django.db.models import Q

from audit.record import record
from bots.models import Conversation, Handoff, Turn
from bots.opening import end_pending, open_again
from bots.profiles import config_for
from bots.texts import BY_BOT
from bots.unsent import end_unsent
from crm.models import Message, OutboxEntry
from crm.outbox.enqueue import cancel_texts

Author, Purpose, Status = Message.Author, OutboxEntry.Purpose, OutboxEntry.Status

PERSON_OWNS = "person_owns"
GIVEN_BACK = "given_back"
COMMANDS = ("start", "help", "opted_out")  # reasons of turns whose words were answered at the door
MAY_HAVE_LEFT = (Status.CLAIMED, Status.UNKNOWN, Status.SENT)


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
    """The bot writes again; one turn opens when the lead's newest words have no answer."""
    conversation.owner = Conversation.Owner.BOT
    conversation.owner_since = now
    conversation.owner_reason = reason
    conversation.resume_at = None
    conversation.closed_at = None  # whoever gives it back wants the bot to speak again
    conversation.save(update_fields=["owner", "owner_since", "owner_reason", "resume_at", "closed_at"])
    _record("conversation.given_back", conversation, actor, reason)
    # A line that waits says that a person will answer, which is no longer true.
    cancel_texts(conversation.lead, reason=GIVEN_BACK, only=(Purpose.HANDOFF_LINE,))
    left = unanswered_turn(conversation)
    if left is None:
        return None
    return open_again(conversation, left, cause=f"given_back:{reason}", round=1, now=now)


def unanswered_turn(conversation: Conversation) -> Turn | None:
    """The turn that owns the lead's newest text, when neither the bot nor a person answered it.

    Judged by what left, not by what was decided: a reply that was cancelled is no answer, one that may have left is.
    """
    texts = Message.objects.of_lead(conversation.lead_id).inbound().filter(kind=Message.Kind.TEXT)
    newest = texts.order_by("-received_at", "-id").first()
    if newest is None or _is_answered(newest):
        return None
    turn = Turn.objects.filter(owned__message=newest, status=Turn.Status.DONE).first()
    if turn is None or turn.reason in COMMANDS or turn.decision.get("kind") == "silence":
        return None
    return turn


def _is_answered(message: Message) -> bool:
    """By a text that left or may have, by a person in the CRM, or by a person's text that is on its way."""
    ours = OutboxEntry.objects.texts().filter(lead_id=message.lead_id)
    unsure = Q(status=Status.HELD, reason__startswith="unknown")
    answers = Q(answers_message_id__gte=message.pk) & (Q(status__in=MAY_HAVE_LEFT) | unsure)
    if ours.filter(answers | Q(purpose=Purpose.STAFF, status__in=OutboxEntry.UNFINISHED)).exists():
        return True
    out = Message.objects.of_lead(message.lead_id).filter(direction=Message.Direction.OUT)
    return out.filter(author__in=(Author.PERSON, Author.UNKNOWN), received_at__gte=message.received_at).exists()


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
