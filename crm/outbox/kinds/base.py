"""What the pump must know of a kind of entry. A new kind is one file here and one line in table.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm.ghl.calls import Call
from crm.ghl.client import Answer
from crm.ghl.dialect import Dialect
from crm.models import Lead, OutboxEntry, SendAttempt


@dataclass(frozen=True, slots=True)
class Nothing:
    """No call is needed or possible; the entry ends as cancelled with this reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """The effect is there. `ref`: the id that the CRM gave."""

    ref: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """One call more, on a slot of its own: the entry is due at once with this payload."""

    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LookAgain:
    """The look-up goes on with this payload, on a slot of its own."""

    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Absent:
    """The look-up shows that the effect is not there."""


@dataclass(frozen=True, slots=True)
class Found:
    """The look-up shows that the effect is there."""

    ref: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What an effect may need beside the entry and the answer."""

    now: datetime


@dataclass(frozen=True, slots=True)
class EntryKind:
    """call: the next request of this entry; reads our rows and may complete the entry's payload, never the network.
    settle: writes what an accepted call means into our rows, inside the settling transaction.
    landed: the same where the effect is known to be there, but there is no answer to read.
    ask: the request that shows whether an unknown try arrived, or that it did when our own rows already say so.
    judge: what its answer shows; LookAgain when it takes one look-up more.
    """

    call: Callable[[OutboxEntry, Dialect], Call | Nothing]
    settle: Callable[[OutboxEntry, Answer, Context], Done | Again]
    landed: Callable[[OutboxEntry, str, Context], None]
    ask: Callable[[OutboxEntry, SendAttempt, Dialect], Call | Found | Nothing]
    judge: Callable[[OutboxEntry, SendAttempt, Answer], Found | Absent | Again | LookAgain]


def contact_id(entry: OutboxEntry) -> str:
    """The contact of the entry's lead; entries of these kinds always have one."""
    return required_lead(entry).ghl_contact_id


def required_lead(entry: OutboxEntry) -> Lead:
    if entry.lead is None:
        raise ValueError(f"outbox entry {entry.pk} of kind {entry.kind} has no lead")
    return entry.lead


def locked_lead(entry: OutboxEntry) -> Lead | None:
    """The lead's row as it stands now, locked against other writers of it; None when it was erased meanwhile."""
    if entry.lead_id is None:
        return None
    return Lead.objects.select_for_update(no_key=True).filter(pk=entry.lead_id).first()
