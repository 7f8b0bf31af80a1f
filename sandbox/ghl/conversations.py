"""/conversations: search, read, send."""

from sandbox.ghl.call import Answer, Call
from sandbox.ghl.checks import NUMBER, STRING, STRINGS, TEXT, check, one_of, whole_number
from sandbox.ghl.errors import ApiError
from sandbox.naming import epoch_ms
from sandbox.store import Document
from sandbox.world.messages import CHANNEL_TYPES, Muted

SENDABLE = ("SMS", "RCS", "Email", "WhatsApp", "IG", "FB", "Custom", "Live_Chat", "TIKTOK")
SEND = {
    "type": STRING, "contactId": STRING, "message": TEXT, "html": TEXT, "subject": TEXT, "attachments": STRINGS,
    "emailFrom": TEXT, "emailTo": TEXT, "emailCc": STRINGS, "emailBcc": STRINGS, "replyMessageId": TEXT,
    "threadId": TEXT, "templateId": TEXT, "scheduledTimestamp": NUMBER, "fromNumber": TEXT, "toNumber": TEXT,
    "conversationProviderId": TEXT, "status": TEXT,
}  # fmt: skip
HIDDEN = {"channel", "webhookId"}


def present(message: Document) -> Document:
    return {name: value for name, value in message.items() if name not in HIDDEN}


def _conversation(conversation: Document, call: Call) -> Document:
    contact = call.machine.store.get("contacts", conversation["contactId"]) or {}
    return {
        **conversation,
        "fullName": contact.get("name") or "",
        "contactName": contact.get("name") or "",
        "email": contact.get("email") or "",
        "phone": contact.get("phone") or "",
        "tags": contact.get("tags", []),
        "dateAdded": epoch_ms(conversation["dateAdded"]),
        "dateUpdated": epoch_ms(conversation["dateUpdated"]),
        "lastMessageDate": epoch_ms(conversation["lastMessageDate"]),
    }


def search(call: Call) -> Answer:
    location = call.same_location(call.query.get("locationId"))
    found = call.machine.store.in_location("conversations", location)
    for query, name in (
        ("contactId", "contactId"),
        ("lastMessageType", "lastMessageType"),
        ("lastMessageDirection", "lastMessageDirection"),
        ("id", "id"),
    ):
        if call.query.get(query):
            found = [one for one in found if one[name] == call.query[query]]
    if call.query.get("status") == "unread":
        found = [one for one in found if one["unreadCount"]]
    found.sort(key=lambda one: one["lastMessageDate"], reverse=call.query.get("sort", "desc") == "desc")
    if after := whole_number(call.query, "startAfterDate", 0):
        downwards = call.query.get("sort", "desc") == "desc"
        found = [one for one in found if (epoch_ms(one["lastMessageDate"]) < after) == downwards]
    limit = whole_number(call.query, "limit", 20, most=100)
    return {"conversations": [_conversation(one, call) for one in found[:limit]], "total": len(found)}


def read(call: Call) -> Answer:
    conversation = call.owned("conversations", call.params["conversation_id"], label="Conversation", missing=404)
    return _conversation(conversation, call)


def messages(call: Call) -> Answer:
    """Newest first, after `lastMessageId`; nested once more under `messages`, as live answers are."""
    conversation = call.owned("conversations", call.params["conversation_id"], label="Conversation", missing=404)
    rows = call.machine.store.of_contact("messages", conversation["contactId"])[::-1]
    if kinds := call.query.get("type"):
        rows = [one for one in rows if one["messageType"] in kinds.split(",")]
    if last := call.query.get("lastMessageId"):
        places = [place for place, one in enumerate(rows) if one["id"] == last]
        rows = rows[places[0] + 1 :] if places else []
    limit = whole_number(call.query, "limit", 20, most=100)
    page = rows[:limit]
    return {
        "messages": {
            "lastMessageId": page[-1]["id"] if page else "",
            "nextPage": len(rows) > limit,
            "messages": [present(one) for one in page],
        }
    }


def read_message(call: Call) -> Answer:
    return {"message": present(call.owned("messages", call.params["message_id"], label="Message", missing=404))}


def send(call: Call) -> Answer:
    fields = check(call.body, SEND, required=("type", "contactId"))
    one_of(fields["type"], SENDABLE, "type")
    text = fields.get("html") or fields.get("message") or ""
    if not text.strip() and not fields.get("attachments"):
        raise ApiError(422, ["There is no message or attachments for this message. Skip sending."])
    contact = call.owned("contacts", fields["contactId"], label="Contact")
    if not contact.get("email" if fields["type"] == "Email" else "phone"):
        raise ApiError(400, "Missing email" if fields["type"] == "Email" else "Missing phone number")
    try:
        message = call.machine.messages.send(
            contact, text, channel=fields["type"] if fields["type"] in CHANNEL_TYPES else "SMS", source="api",
            attachments=fields.get("attachments"), subject=fields.get("subject") or "",
            from_number=fields.get("fromNumber") or "", to_number=fields.get("toNumber") or "",
        )  # fmt: skip
    except Muted as error:
        raise ApiError(400, f"Cannot send message as DND is active for {fields['type']}.") from error
    answer: Document = {
        "conversationId": message["conversationId"],
        "messageId": message["id"],
        "messageIds": [message["id"]],
        "status": "pending",
        "msg": "Message queued successfully.",
    }
    if fields["type"] == "Email":
        answer["emailMessageId"] = message["emailMessageId"]
    return 201, answer
