"""Opt-outs that are stored but not mapped yet: the gate must not text past them."""

from django.db import connection
from pydantic import ValidationError

from crm.consent.commands import command_of
from crm.mapping.messages import message_draft
from crm.payloads import MessagePayload
from crm.values.bodies import Unreadable, load_object, unwrapped

# Two halves, each on a partial index; a dead letter is not mapped either, and somebody may have opted out in it.
_UNMAPPED = """
SELECT id, body FROM crm_webhookevent
WHERE status = 'new' AND location_ghl_id = %(location)s AND contact_ghl_id = %(contact)s AND type = 'InboundMessage'
UNION ALL
SELECT id, body FROM crm_webhookevent
WHERE status = 'dead' AND location_ghl_id = %(location)s AND contact_ghl_id = %(contact)s AND type = 'InboundMessage'
ORDER BY id
"""


def pending_opt_out(location_ghl_id: str, contact_ghl_id: str) -> bool:
    """Whether the newest command among this contact's unmapped messages is an opt-out."""
    with connection.cursor() as cursor:
        cursor.execute(_UNMAPPED, {"location": location_ghl_id, "contact": contact_ghl_id})
        bodies = [bytes(body) for _, body in cursor.fetchall()]
    commands = [name for name in map(_command_in, bodies) if name in ("opt_out", "opt_in")]
    return bool(commands) and commands[-1] == "opt_out"


def _command_in(raw: bytes) -> str:
    try:
        draft = message_draft(MessagePayload.model_validate(unwrapped(load_object(raw))))
    except (Unreadable, ValidationError):
        return ""
    command = command_of(draft)
    return command.name if command else ""
