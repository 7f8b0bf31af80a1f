"""Tags, by the tag calls: a list of tags in a contact update would replace them all."""

from collections.abc import Callable

from crm.ghl import calls
from crm.ghl.client import Answer
from crm.ghl.dialect import Dialect
from crm.ghl.read import contact_in
from crm.models import OutboxEntry, SendAttempt
from crm.outbox.kinds.base import Absent, Context, Done, EntryKind, Found, contact_id, locked_lead
from crm.outbox.merging import clean_tags


def read_contact(entry: OutboxEntry, _attempt: SendAttempt, _dialect: Dialect) -> calls.Call:
    return calls.read_contact(contact_id(entry))


def _kind(
    request: Callable[[str, list[str]], calls.Call],
    change: Callable[[list[str], list[str]], list[str]],
    shows: Callable[[set[str], set[str]], bool],
) -> EntryKind:
    def call(entry: OutboxEntry, _dialect: Dialect) -> calls.Call:
        return request(contact_id(entry), entry.payload["tags"])

    def settle(entry: OutboxEntry, _answer: Answer, context: Context) -> Done:
        landed(entry, "", context)
        return Done()

    def landed(entry: OutboxEntry, _ref: str, _context: Context) -> None:
        lead = locked_lead(entry)
        if lead:
            lead.tags = change(clean_tags(lead.tags), entry.payload["tags"])
            lead.save(update_fields=["tags", "updated_at"])

    def judge(entry: OutboxEntry, _attempt: SendAttempt, answer: Answer) -> Found | Absent:
        held = set(clean_tags(contact_in(answer.body).get("tags") or []))
        return Found() if shows(held, set(entry.payload["tags"])) else Absent()

    return EntryKind(call, settle, landed, read_contact, judge)


ADD = _kind(
    calls.add_tags,
    lambda held, tags: list(dict.fromkeys([*held, *tags])),
    lambda held, tags: tags <= held,
)
REMOVE = _kind(
    calls.remove_tags,
    lambda held, tags: [tag for tag in held if tag not in tags],
    lambda held, tags: not tags & held,
)
