"""Message payloads of every channel -> MessageDraft. Pure."""

from collections.abc import Sequence
from typing import Any

from crm.mapping.drafts import MessageDraft
from crm.mapping.message_kinds import kind_of
from crm.payloads import MessagePayload
from crm.values.html_text import text_of
from crm.values.phones import to_e164
from crm.values.text import as_text, clean_json

# messageType and TYPE_ words -> the word that the send call takes (conversations specification, `type`)
CHANNELS = {
    "SMS": "SMS", "PHONE": "SMS", "MMS": "SMS", "CUSTOM_SMS": "SMS", "CUSTOM_PROVIDER_SMS": "SMS",
    "EMAIL": "Email", "CUSTOM_EMAIL": "Email", "CUSTOM_PROVIDER_EMAIL": "Email",
    "CALL": "Call", "VOICEMAIL": "Call", "IVR_CALL": "Call",
    "WHATSAPP": "WhatsApp", "IG": "IG", "INSTAGRAM": "IG", "FB": "FB", "FACEBOOK": "FB", "GMB": "GMB",
    "RCS": "RCS", "LIVE_CHAT": "Live_Chat", "WEBCHAT": "Live_Chat", "CUSTOM": "Custom", "TIKTOK": "TIKTOK",
}  # fmt: skip
PHONE_CHANNELS = frozenset({"SMS", "Call", "WhatsApp", "RCS"})


def channel_of(word: str) -> str:
    """Our name of the channel; a word nobody has told us of is kept, so that the reply can go back the same way."""
    known = word.upper().removeprefix("TYPE_").replace(" ", "_")
    return CHANNELS.get(known, word[:20] or "SMS")


def message_draft(payload: MessagePayload) -> MessageDraft:
    word = payload.messageType or payload.messageTypeString
    channel = channel_of(word)
    html = channel == "Email" or "html" in payload.contentType.lower()
    body = text_of(payload.body) if html else payload.body
    attachments = tuple(clean_json(one) for one in payload.attachments)
    return MessageDraft(
        contact_id=payload.contactId,
        ghl_id=(payload.messageId or payload.emailMessageId)[:128],
        kind=kind_of(
            channel_word=word,
            status=payload.status,
            call_status=payload.callStatus,
            body=body,
            attachments=len(attachments),
        ),
        channel=channel,
        subject=payload.subject,
        body=body,
        attachments=attachments,
        conversation_ghl_id=payload.conversationId[:64],
        from_number=address_of(payload.sender, channel),
        to_number=address_of(first_text(payload.to), channel),
        user_ghl_id=payload.userId[:64],
        source=payload.source.lower(),
        sent_at=payload.dateAdded,
    )


def address_of(given: str, channel: str) -> str:
    """E.164 on phone channels where it is a number, else as given; at most the 64 characters that are kept."""
    return ((to_e164(given) if channel in PHONE_CHANNELS else "") or given)[:64]


def first_text(values: Sequence[Any]) -> str:
    return next((text for one in values if (text := as_text(one))), "")
