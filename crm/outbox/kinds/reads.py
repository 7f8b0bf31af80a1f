"""Reads through the same pump: a contact, an opportunity, or what a location is set up with."""

from crm.ghl import calls
from crm.ghl.client import Answer
from crm.ghl.dialect import Dialect
from crm.ghl.read import contact_in, opportunity_in
from crm.leads import apply_read
from crm.models import OutboxEntry, SendAttempt
from crm.opportunities import apply_opportunity_read
from crm.outbox import read_back
from crm.outbox.edits import heed_edits
from crm.outbox.kinds.base import Absent, Context, Done, EntryKind, Nothing
from crm.outbox.setup import store_custom_fields, store_pipelines
from crm.values.dates import read_datetime


def call_contact(entry: OutboxEntry, _dialect: Dialect) -> calls.Call:
    return calls.read_contact(entry.payload["contact_id"])


def settle_contact(entry: OutboxEntry, answer: Answer, context: Context) -> Done:
    contact = contact_in(answer.body)
    saved = apply_read(entry.location, contact, context.now)
    if saved is not None:
        edited_at = read_datetime(contact.get("dateUpdated")) or context.now
        heed_edits(saved, edited_at, f"read:{entry.pk}", as_of=context.now)
    read_back.judge(entry, answer)
    return Done(entry.payload["contact_id"])


def call_opportunity(entry: OutboxEntry, _dialect: Dialect) -> calls.Call:
    return calls.read_opportunity(entry.payload["opportunity_id"])


def settle_opportunity(entry: OutboxEntry, answer: Answer, context: Context) -> Done:
    apply_opportunity_read(entry.location, opportunity_in(answer.body), context.now)
    return Done(entry.payload["opportunity_id"])


def call_setup(entry: OutboxEntry, _dialect: Dialect) -> calls.Call | Nothing:
    requests = {"custom_fields": calls.list_custom_fields, "pipelines": calls.list_pipelines}
    request = requests.get(entry.payload["what"])
    return request(entry.location.ghl_id) if request else Nothing("unknown_setup_part")


def settle_setup(entry: OutboxEntry, answer: Answer, context: Context) -> Done:
    store = {"custom_fields": store_custom_fields, "pipelines": store_pipelines}[entry.payload["what"]]
    store(entry.location, answer.body, context.now)
    return Done()


def landed_nowhere(_entry: OutboxEntry, _ref: str, _context: Context) -> None:
    """A read changes nothing in the CRM."""


def ask_nothing(_entry: OutboxEntry, _attempt: SendAttempt, _dialect: Dialect) -> Nothing:
    return Nothing("a read is repeated, not looked up")


def judge_absent(_entry: OutboxEntry, _attempt: SendAttempt, _answer: Answer) -> Absent:
    return Absent()


CONTACT = EntryKind(call_contact, settle_contact, landed_nowhere, ask_nothing, judge_absent)
OPPORTUNITY = EntryKind(call_opportunity, settle_opportunity, landed_nowhere, ask_nothing, judge_absent)
SETUP = EntryKind(call_setup, settle_setup, landed_nowhere, ask_nothing, judge_absent)
