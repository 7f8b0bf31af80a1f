"""Do-not-disturb of the whole contact."""

from crm.ghl import calls
from crm.ghl.client import Answer
from crm.ghl.dialect import Dialect
from crm.ghl.read import contact_in
from crm.models import OutboxEntry, SendAttempt
from crm.outbox.kinds.base import Absent, Context, Done, EntryKind, Found, contact_id, locked_lead
from crm.outbox.kinds.tags import read_contact


def call(entry: OutboxEntry, _dialect: Dialect) -> calls.Call:
    return calls.set_dnd(contact_id(entry), bool(entry.payload["on"]))


def settle(entry: OutboxEntry, _answer: Answer, context: Context) -> Done:
    landed(entry, "", context)
    return Done()


def landed(entry: OutboxEntry, _ref: str, _context: Context) -> None:
    lead = locked_lead(entry)
    if lead:
        lead.dnd = bool(entry.payload["on"])
        lead.save(update_fields=["dnd", "updated_at"])


def judge(entry: OutboxEntry, _attempt: SendAttempt, answer: Answer) -> Found | Absent:
    return Found() if bool(contact_in(answer.body).get("dnd")) == bool(entry.payload["on"]) else Absent()


KIND = EntryKind(call, settle, landed, read_contact, judge)
