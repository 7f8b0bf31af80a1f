"""After a write whose answer does not show what was sent: one read of the contact, and a trace where it is not there.

The read is an entry like any other read, so it takes its slot and its lane. It carries what was sent:

    read_contact    {"contact_id", "sent": {"entry", "operation", "body"}}

Nothing is written again: what the CRM accepted and dropped once it would drop once more. Our own row then says what
the CRM holds, because every read of a contact is applied.
"""

import logging
from collections.abc import Mapping
from typing import Any

from audit.record import record
from crm.ghl.call import Call
from crm.ghl.client import Answer
from crm.ghl.operations import OPERATIONS
from crm.ghl.readback import Difference, differences
from crm.models import Lane, OutboxEntry
from crm.outbox.rows import insert_once

log = logging.getLogger(__name__)

Kind, Status = OutboxEntry.Kind, OutboxEntry.Status
TAGS = (Kind.ADD_TAGS, Kind.REMOVE_TAGS)
MAY_HAVE_CHANGED_IT = (Status.CLAIMED, Status.UNKNOWN, Status.SENT)


def ask_if_in_doubt(entry: OutboxEntry, call: Call, body: Mapping[str, Any]) -> None:
    """Queue the read that tells. `body`: the write's answer, {} when it was applied and could not be read.

    A write to anything but a contact has only its flag, which needs no read.
    """
    found = differences(call, body)
    if not found:
        return
    contact_id = call.path.get("contact_id")
    if contact_id is None:
        _leave_a_trace(entry, found)
        return
    sent = {"entry": entry.pk, "operation": call.operation.name, "body": dict(call.body or {})}
    insert_once(
        entry.location, lead=entry.lead, kind=Kind.READ_CONTACT, lane=Lane.READ, dedupe_key=f"read_back:{entry.pk}",
        payload={"contact_id": contact_id, "sent": sent}, cause=f"read_back:{entry.pk}",
    )  # fmt: skip


def judge(read: OutboxEntry, answer: Answer) -> None:
    """Compare what a read shows with what it was asked for; other reads of a contact carry nothing to compare."""
    sent = read.payload.get("sent")
    written = OutboxEntry.objects.filter(pk=sent["entry"]).first() if sent else None
    if written is None or _changed_since(written):
        return
    call = Call(OPERATIONS[sent["operation"]], {"contact_id": read.payload["contact_id"]}, body=sent["body"])
    if found := differences(call, answer.body):
        _leave_a_trace(written, found)


def _changed_since(written: OutboxEntry) -> bool:
    """Whether a later write of ours may stand in what was read."""
    kinds = TAGS if written.kind in TAGS else (written.kind,)
    later = OutboxEntry.objects.filter(lead=written.lead_id, kind__in=kinds, pk__gt=written.pk)
    return later.filter(status__in=MAY_HAVE_CHANGED_IT).exists()


def _leave_a_trace(written: OutboxEntry, found: tuple[Difference, ...]) -> None:
    names = [one.name for one in found]
    reason = f"the CRM did not keep: {', '.join(names)}"[:200]
    OutboxEntry.objects.filter(pk=written.pk, status=Status.SENT).update(reason=reason)
    record(
        "outbox.not_kept", actor="crm", location_ghl_id=written.location.ghl_id, lead_id=written.lead_id,
        subject=f"outbox_entry:{written.pk}", details={"names": names},
    )  # fmt: skip
    log.warning("outbox.not_kept", extra={"entry": written.pk, "location": written.location_id, "names": names})
