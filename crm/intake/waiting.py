"""Messages whose author was not known while a text of ours was under way: judged when it has settled."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Q, QuerySet

from crm.contracts import WAITS, NextStep, OutboundSeen
from crm.intake.authorship import OUR_ID, Seen, judge
from crm.intake.claims import take_contact
from crm.intake.tries import text_under_way, tries_of
from crm.leads import locked_lead
from crm.mapping.messages import message_draft
from crm.models import Message, WebhookEvent
from crm.outbox.unknown import look_up_after_all
from crm.payloads import MessagePayload
from crm.values.bodies import Unreadable, load_object, unwrapped

AT_MOST = timedelta(minutes=10)  # a look-up that cannot be made must not hide a person for longer
AT_ONCE = 100
TOLD = frozenset({Message.Kind.TEXT, Message.Kind.PICTURE})


def ready_to_judge(now: datetime) -> QuerySet[Message]:
    """Those whose lead has no text under way any more, and those that waited for too long."""
    settled = ~Exists(text_under_way()) | Q(received_at__lt=now - AT_MOST)
    return Message.objects.filter(settled, author_reason=WAITS).order_by("id")


def judge_waiting(next_step: NextStep, now: Callable[[], datetime]) -> int:
    """Judge what can be judged now, each in a transaction of its own; returns how many."""
    waiting = ready_to_judge(now()).select_related("location", "lead")[:AT_ONCE]
    return sum(_judge(message, next_step, now()) for message in waiting)


def _judge(message: Message, next_step: NextStep, now: datetime) -> bool:
    with transaction.atomic():
        if not take_contact(message.location.ghl_id, message.lead.ghl_contact_id):
            return False
        lead = locked_lead(message.location, message.lead.ghl_contact_id)
        mine = ready_to_judge(now).filter(pk=message.pk).select_related("event").first()
        if lead is None or mine is None:
            return False
        if mine.entry_id is not None:  # the answer to our call named this very message
            Message.objects.filter(pk=mine.pk).update(author_reason=OUR_ID)
            return True
        judgement = judge(_seen(mine), tries_of(lead, mine.received_at), may_wait=False)
        ours = None if judgement.is_piece else judgement.entry_id
        if ours is not None and Message.objects.filter(entry_id=ours).exists():
            ours = None  # the thread holds that text already; this is the same once more, under another id
        Message.objects.filter(pk=mine.pk).update(
            author=judgement.author, author_reason=judgement.reason, entry_id=ours
        )
        if judgement.entry_id is not None:
            look_up_after_all(judgement.entry_id)
        elif mine.kind in TOLD:
            next_step(OutboundSeen(lead.pk, mine.pk, judgement.written_by, mine.received_at))
    return True


def _seen(message: Message) -> Seen:
    return Seen(message.body, _source_of(message.event), message.user_ghl_id, message.sent_at, message.received_at)


def _source_of(event: WebhookEvent | None) -> str:
    """The payload's `source`; "" where the event's body is gone."""
    if event is None:
        return ""
    try:
        body = unwrapped(load_object(bytes(event.body)))
    except Unreadable:
        return ""
    return message_draft(MessagePayload.model_validate(body)).source
