"""Conversations and messages, in and out."""

from typing import Any

from sandbox.naming import new_id, now_iso
from sandbox.store import Document, Store
from sandbox.switches import Switches
from sandbox.webhooks import Webhooks
from sandbox.world.contacts import Contacts, is_muted

# number and TYPE_ word of each channel: GoHighLevel conversations spec, MessageType
CHANNEL_TYPES = {
    "SMS": (2, "TYPE_SMS"), "Email": (3, "TYPE_EMAIL"), "CALL": (1, "TYPE_CALL"), "WhatsApp": (19, "TYPE_WHATSAPP"),
    "FB": (11, "TYPE_FACEBOOK"), "IG": (18, "TYPE_INSTAGRAM"), "Live_Chat": (29, "TYPE_LIVE_CHAT"),
    "RCS": (41, "TYPE_RCS"), "Custom": (20, "TYPE_CUSTOM_SMS"), "TIKTOK": (42, "TYPE_TIKTOK"),
}  # fmt: skip
OWN_NUMBER = "+15125550199"  # a location's one number; texts may leave from another when the call names it
STOP_WORDS = {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}


def is_stop_word(channel: str, body: str) -> bool:
    """A text that the carrier itself answers and acts on: one of its bare keywords."""
    return channel == "SMS" and body.strip().lower() in STOP_WORDS


class Muted(Exception):
    """The contact has do-not-disturb on for this channel."""


class Messages:
    def __init__(self, store: Store, webhooks: Webhooks, contacts: Contacts, switches: Switches) -> None:
        self._store, self._webhooks, self._contacts, self._switches = store, webhooks, contacts, switches

    def conversation_of(self, contact: Document) -> Document:
        """Return the contact's one conversation, creating it."""
        known = self._store.of_contact("conversations", contact["id"])
        if known:
            return known[0]
        now = now_iso()
        conversation = {
            "id": new_id(), "locationId": contact["locationId"], "contactId": contact["id"], "dateAdded": now,
            "dateUpdated": now, "lastMessageDate": now, "lastMessageBody": "", "lastMessageType": "TYPE_SMS",
            "lastMessageDirection": "inbound", "type": "TYPE_PHONE", "unreadCount": 0, "starred": False, "inbox": True,
        }  # fmt: skip
        return self._store.put("conversations", conversation)

    def receive(
        self,
        contact: Document,
        body: str,
        *,
        channel: str = "SMS",
        attachments: list[str] | None = None,
        subject: str = "",
        delay_ms: int = 0,
        duplicates: int = 0,
    ) -> Document:
        """The lead writes. `delay_ms` holds the webhook back, `duplicates` delivers exact copies of it."""
        message = self._new(contact, body, "inbound", channel, attachments or [], status="delivered")
        if subject:
            message["subject"] = subject
        if channel == "CALL":
            message.update(callStatus="voicemail", callDuration=21)
        conversation = self.conversation_of(contact)
        conversation["unreadCount"] += 1
        message["webhookId"] = self._webhooks.raise_event(
            "InboundMessage", contact["locationId"], _event_fields(message, contact),
            contact=contact["id"], delay_ms=delay_ms, duplicates=duplicates,
        )  # fmt: skip
        if self._switches["unread_events"]:
            self._raise_unread(conversation)
        if self._switches["auto_dnd_on_stop"] and is_stop_word(channel, body):
            self._contacts.set_dnd(contact, "SMS", True)
        self._store.put("messages", message)
        return message

    def send(
        self,
        contact: Document,
        body: str,
        *,
        channel: str = "SMS",
        source: str,
        user: str = "",
        attachments: list[str] | None = None,
        subject: str = "",
        from_number: str = "",
        to_number: str = "",
    ) -> Document:
        """A text or email leaves; raises `Muted` under do-not-disturb. `user` is set when a person wrote it.

        Without numbers it goes from the location's own to the contact's.
        """
        if is_muted(contact, "Email" if channel == "Email" else "SMS" if channel in {"SMS", "RCS"} else channel):
            raise Muted
        message = self._new(contact, body, "outbound", channel, attachments or [], status="delivered")
        message.update(source=source, **({"userId": user} if user else {}), **({"subject": subject} if subject else {}))
        if channel != "Email":
            message.update({"from": from_number or OWN_NUMBER, "to": to_number or contact.get("phone") or ""})
        if user:
            conversation = self.conversation_of(contact)
            conversation["unreadCount"] = 0
        self._store.put("messages", message)
        if user or self._switches["echo_own_writes"]:
            fields = {**_event_fields(message, contact), "source": source}
            self._webhooks.raise_event("OutboundMessage", contact["locationId"], fields, contact=contact["id"])
        return message

    def _new(
        self, contact: Document, body: str, direction: str, channel: str, attachments: list[str], *, status: str
    ) -> Document:
        conversation = self.conversation_of(contact)
        number, type_word = CHANNEL_TYPES.get(channel, CHANNEL_TYPES["SMS"])
        now = now_iso()
        message: Document = {
            "id": new_id(), "locationId": contact["locationId"], "contactId": contact["id"],
            "conversationId": conversation["id"], "channel": channel, "type": number, "messageType": type_word,
            "direction": direction, "status": status, "body": body, "attachments": attachments,
            "contentType": "text/html" if channel == "Email" else "text/plain", "dateAdded": now,
        }  # fmt: skip
        if channel == "Email":
            message.update(emailMessageId=new_id(), threadId=conversation["id"])
        conversation.update(
            lastMessageBody=body, lastMessageType=type_word, lastMessageDirection=direction,
            lastMessageDate=now, dateUpdated=now,
        )  # fmt: skip
        contact["lastActivity"] = now
        self._store.put("conversations", conversation)
        self._store.put("contacts", contact)
        return message

    def _raise_unread(self, conversation: Document) -> None:
        fields = {
            "id": conversation["id"], "contactId": conversation["contactId"], "inbox": True, "deleted": False,
            "unreadCount": conversation["unreadCount"], "starred": conversation["starred"],
        }  # fmt: skip
        self._webhooks.raise_event(
            "ConversationUnreadUpdate", conversation["locationId"], fields, contact=conversation["contactId"]
        )


def _event_fields(message: Document, contact: Document) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "attachments": message["attachments"], "body": message["body"], "contactId": message["contactId"],
        "contentType": message["contentType"], "conversationId": message["conversationId"],
        "dateAdded": message["dateAdded"], "direction": message["direction"], "messageType": message["channel"],
        "status": message["status"], "messageId": message["id"], "messageTypeId": message["type"],
        "messageTypeString": message["messageType"],
    }  # fmt: skip
    if message.get("userId"):
        fields["userId"] = message["userId"]
    if message["channel"] == "Email":
        fields.update(
            emailMessageId=message["emailMessageId"], threadId=message["threadId"], provider="sandbox",
            subject=message.get("subject", ""), to=[contact.get("email") or ""],
        )  # fmt: skip
        fields["from"] = contact.get("email") or ""
    elif message["channel"] == "CALL":
        if message["direction"] == "inbound":
            fields["status"] = "voicemail"
        fields.update(callDuration=message.get("callDuration", 0), callStatus=message.get("callStatus", "completed"))
    else:
        theirs = contact.get("phone") or ""
        usual = (theirs, OWN_NUMBER) if message["direction"] == "inbound" else (OWN_NUMBER, theirs)
        fields["from"], fields["to"] = message.get("from", usual[0]), message.get("to", usual[1])
    return fields
