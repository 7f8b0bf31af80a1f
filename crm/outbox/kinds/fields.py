"""Custom fields, by the location's active field map."""

from typing import Any

from crm.field_rules import active_rules
from crm.ghl import calls
from crm.ghl.client import Answer
from crm.ghl.dialect import Dialect
from crm.ghl.read import contact_in, custom_values_in
from crm.mapping.fields import read_fields, write_fields
from crm.models import OutboxEntry, SendAttempt
from crm.outbox.kinds.base import Absent, Context, Done, EntryKind, Found, Nothing, contact_id, locked_lead
from crm.outbox.kinds.tags import read_contact


def _written(entry: OutboxEntry) -> tuple[dict[str, Any], list[str]]:
    """({CRM field id: value}, our names that are written)."""
    values = entry.payload["values"]
    written, left_out = write_fields(active_rules(entry.location), values)
    return dict(written), [name for name in values if name not in left_out]


def call(entry: OutboxEntry, dialect: Dialect) -> calls.Call | Nothing:
    values, _ = _written(entry)
    if not values:
        return Nothing("no_field_mapped")
    return calls.set_custom_fields(contact_id(entry), values, dialect)


def settle(entry: OutboxEntry, _answer: Answer, context: Context) -> Done:
    landed(entry, "", context)
    return Done()


def landed(entry: OutboxEntry, _ref: str, _context: Context) -> None:
    _, names = _written(entry)
    lead = locked_lead(entry)
    if lead:
        lead.attributes = {**lead.attributes, **{name: entry.payload["values"][name] for name in names}}
        lead.save(update_fields=["attributes", "updated_at"])


def judge(entry: OutboxEntry, _attempt: SendAttempt, answer: Answer) -> Found | Absent:
    """Compared on our side of the converters: the CRM may return a number for the text we sent."""
    rules = active_rules(entry.location)
    held = read_fields(rules, custom_values_in(contact_in(answer.body))).attributes
    sent, _ = _written(entry)
    meant = read_fields(rules, sent).attributes
    return Found() if all(held.get(name) == value for name, value in meant.items()) else Absent()


KIND = EntryKind(call, settle, landed, read_contact, judge)
