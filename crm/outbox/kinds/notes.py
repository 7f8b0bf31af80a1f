"""A note on the contact. It carries a short mark, by which an unknown try is found again."""

import hashlib

from crm.ghl import calls
from crm.ghl.client import Answer
from crm.ghl.dialect import Dialect
from crm.ghl.read import notes_in
from crm.models import OutboxEntry, SendAttempt
from crm.outbox.kinds.base import Absent, Context, Done, EntryKind, Found, contact_id


def mark_of(entry: OutboxEntry) -> str:
    """The same for every try of one entry, and no other entry's."""
    seed = f"{entry.location.ghl_id}/{entry.pk}/{entry.created_at.isoformat()}"
    return f"[ref {hashlib.sha256(seed.encode()).hexdigest()[:12]}]"


def call(entry: OutboxEntry, _dialect: Dialect) -> calls.Call:
    return calls.add_note(contact_id(entry), f"{entry.payload['body']}\n\n{mark_of(entry)}")


def settle(_entry: OutboxEntry, answer: Answer, _context: Context) -> Done:
    note = answer.body.get("note")
    return Done(str(note.get("id") or "") if isinstance(note, dict) else "")


def landed(_entry: OutboxEntry, _ref: str, _context: Context) -> None:
    """Nothing of ours tells of notes."""


def ask(entry: OutboxEntry, _attempt: SendAttempt, _dialect: Dialect) -> calls.Call:
    return calls.list_notes(contact_id(entry))


def judge(entry: OutboxEntry, _attempt: SendAttempt, answer: Answer) -> Found | Absent:
    mark = mark_of(entry)
    for note in notes_in(answer.body):
        if mark in str(note.get("body") or ""):
            return Found(str(note.get("id") or ""))
    return Absent()


KIND = EntryKind(call, settle, landed, ask, judge)
