"""A text to the lead: never twice. An unknown try is looked up in the thread by its words and its time."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.dateparse import parse_datetime

from crm.ghl import calls
from crm.ghl.client import Answer
from crm.ghl.dialect import Dialect
from crm.ghl.read import conversations_in, messages_in
from crm.models import Message, OutboxEntry, SendAttempt
from crm.outbox.kinds.base import Absent, Context, Done, EntryKind, Found, LookAgain, contact_id, required_lead

CLOCKS_APART = timedelta(seconds=120)  # how far the CRM's clock may lag behind ours


def call(entry: OutboxEntry, _dialect: Dialect) -> calls.Call:
    words = entry.payload
    return calls.send_message(
        contact_id(entry),
        words["body"],
        channel=words.get("channel") or "SMS",
        to_number=words.get("to_number") or "",
        from_number=words.get("from_number") or "",
    )


def settle(entry: OutboxEntry, answer: Answer, context: Context) -> Done:
    ref = str(answer.body.get("messageId") or answer.body.get("emailMessageId") or "")
    _store_message(entry, ref, str(answer.body.get("conversationId") or ""), context)
    return Done(ref)


def landed(entry: OutboxEntry, ref: str, context: Context) -> None:
    _store_message(entry, ref, str(entry.payload.get("conversation_id") or ""), context)


def _store_message(entry: OutboxEntry, ref: str, conversation_id: str, context: Context) -> None:
    """The text as a row of the thread; the CRM's echo of it may have come first and made the row."""
    lead = required_lead(entry)
    author = Message.Author.PERSON if entry.purpose == OutboxEntry.Purpose.STAFF else Message.Author.BOT
    ghl_id = ref or f"entry:{entry.pk}"
    if Message.objects.filter(entry_id=entry.pk).exists():
        return
    ours = {"author": author, "entry_id": entry.pk}
    if Message.objects.filter(location_id=entry.location_id, ghl_id=ghl_id).update(**ours):
        return
    try:
        with transaction.atomic():
            Message.objects.create(
                location_id=entry.location_id, lead=lead, ghl_id=ghl_id, direction=Message.Direction.OUT,
                channel=entry.payload.get("channel") or "SMS", body=entry.payload["body"], received_at=context.now,
                sent_at=context.now, conversation_ghl_id=conversation_id,
                to_number=entry.payload.get("to_number") or lead.phone,
                from_number=entry.payload.get("from_number") or "", **ours,
            )  # fmt: skip
    except IntegrityError:  # the echo was stored between the two statements
        Message.objects.filter(location_id=entry.location_id, ghl_id=ghl_id).update(**ours)


def ask(entry: OutboxEntry, attempt: SendAttempt, _dialect: Dialect) -> calls.Call | Found:
    echo = (
        Message.objects.filter(lead=required_lead(entry), direction=Message.Direction.OUT)
        .filter(Q(entry_id=entry.pk) | Q(entry_id__isnull=True, author=Message.Author.BOT, body=entry.payload["body"]))
        .filter(received_at__gte=attempt.started_at)
        .first()
    )
    if echo:
        return Found(echo.ghl_id)
    known = entry.payload.get("conversation_id") or (
        Message.objects.filter(lead=required_lead(entry))
        .exclude(conversation_ghl_id="")
        .order_by("-id")
        .values_list("conversation_ghl_id", flat=True)
        .first()
    )
    if known:
        return calls.list_messages(known)
    return calls.search_conversations(entry.location.ghl_id, contact_id(entry))


def judge(entry: OutboxEntry, attempt: SendAttempt, answer: Answer) -> Found | Absent | LookAgain:
    if "conversations" in answer.body:
        ids = [str(one["id"]) for one in conversations_in(answer.body) if one.get("id")]
        return LookAgain({**entry.payload, "conversation_id": ids[0]}) if ids else Absent()
    taken = set(
        Message.objects.filter(lead=required_lead(entry), entry_id__isnull=False)
        .exclude(entry_id=entry.pk)
        .values_list("ghl_id", flat=True)
    )
    for message in messages_in(answer.body):
        if str(message.get("id")) not in taken and is_this_text(message, entry.payload["body"], attempt):
            return Found(str(message["id"]))
    return Absent()


def is_this_text(message: dict[str, Any], body: str, attempt: SendAttempt) -> bool:
    """Outbound, with our words, and not older than the try."""
    if message.get("direction") != "outbound" or (message.get("body") or "").strip() != body.strip():
        return False
    added = parse_datetime(str(message.get("dateAdded") or ""))
    return added is None or added.tzinfo is None or added >= attempt.started_at - CLOCKS_APART


KIND = EntryKind(call, settle, landed, ask, judge)
