"""Opt-outs that are stored but not mapped yet: the gate must not text past them."""

from django.db import connection
from pydantic import ValidationError

from crm.consent.commands import command_of
from crm.mapping.drafts import MessageDraft
from crm.mapping.messages import message_draft
from crm.mapping.workflow import forwarded_message, without_unfilled_tokens
from crm.payloads import MessagePayload, WorkflowPayload
from crm.values.bodies import Unreadable, load_object, unwrapped

# Two halves, each on a partial index; a dead letter is not mapped either, and somebody may have opted out in it.
_UNMAPPED = """
SELECT id, type, body FROM crm_webhookevent
WHERE status = 'new' AND location_ghl_id = %(location)s AND contact_ghl_id = %(contact)s
  AND type IN ('InboundMessage', 'WorkflowWebhook')
UNION ALL
SELECT id, type, body FROM crm_webhookevent
WHERE status = 'dead' AND location_ghl_id = %(location)s AND contact_ghl_id = %(contact)s
  AND type IN ('InboundMessage', 'WorkflowWebhook')
ORDER BY id
"""


def pending_opt_out(location_ghl_id: str, contact_ghl_id: str) -> bool:
    """Whether the newest command among this contact's unmapped messages is an opt-out."""
    with connection.cursor() as cursor:
        cursor.execute(_UNMAPPED, {"location": location_ghl_id, "contact": contact_ghl_id})
        events = [(kind, bytes(body)) for _, kind, body in cursor.fetchall()]
    commands = [name for name in (command_in(*event) for event in events) if name in ("opt_out", "opt_in")]
    return bool(commands) and commands[-1] == "opt_out"


def command_in(kind: str, raw: bytes) -> str:
    """What the message in an event's raw body commands; "" for an ordinary message and for what is no message."""
    if kind not in ("InboundMessage", "WorkflowWebhook"):
        return ""
    try:
        draft = _forwarded(raw) if kind == "WorkflowWebhook" else _delivered(raw)
    except (Unreadable, ValidationError):
        return ""
    command = command_of(draft) if draft else None
    return command.name if command else ""


def _delivered(raw: bytes) -> MessageDraft:
    return message_draft(MessagePayload.model_validate(unwrapped(load_object(raw))))


def _forwarded(raw: bytes) -> MessageDraft | None:
    return forwarded_message(WorkflowPayload.model_validate(without_unfilled_tokens(load_object(raw))))
