"""Do-not-disturb of the whole contact."""

from crm.ghl import calls
from crm.ghl.client import Answer
from crm.ghl.dialect import Dialect
from crm.ghl.read import contact_in
from crm.models import OutboxEntry, SendAttempt
from crm.outbox.kinds.base import Absent, Context, Done, EntryKind, Found, Nothing, contact_id, locked_lead
from crm.outbox.kinds.tags import read_contact

SUPERSEDED = Nothing("superseded")
ENDED = (OutboxEntry.Status.DEAD, OutboxEntry.Status.CANCELLED)


def _changed_its_mind(entry: OutboxEntry) -> bool:
    """Whether the lead has wished the opposite since. A wish that was only repeated takes nothing back."""
    newer = OutboxEntry.objects.filter(lead=entry.lead_id, kind=entry.kind, pk__gt=entry.pk).exclude(status__in=ENDED)
    return newer.filter(payload__on=not entry.payload["on"]).exists()


def call(entry: OutboxEntry, _dialect: Dialect) -> calls.Call | Nothing:
    if _changed_its_mind(entry):
        return SUPERSEDED
    return calls.set_dnd(contact_id(entry), bool(entry.payload["on"]))


def settle(entry: OutboxEntry, _answer: Answer, context: Context) -> Done:
    landed(entry, "", context)
    return Done()


def landed(entry: OutboxEntry, _ref: str, _context: Context) -> None:
    lead = locked_lead(entry)
    if lead:
        lead.dnd = bool(entry.payload["on"])
        lead.save(update_fields=["dnd", "updated_at"])


def ask(entry: OutboxEntry, attempt: SendAttempt, dialect: Dialect) -> calls.Call | Nothing:
    """Nothing where the wish is outdated: whether it arrived no longer matters, and it must not be repeated."""
    return SUPERSEDED if _changed_its_mind(entry) else read_contact(entry, attempt, dialect)


def judge(entry: OutboxEntry, _attempt: SendAttempt, answer: Answer) -> Found | Absent:
    return Found() if bool(contact_in(answer.body).get("dnd")) == bool(entry.payload["on"]) else Absent()


KIND = EntryKind(call, settle, landed, ask, judge)
