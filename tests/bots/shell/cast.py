"""The cast: a location, a lead, and what happens to them in the words of crm's contracts."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from bots.models import Conversation, Turn
from bots.settled import on_settled
from bots.take_in import take_in
from bots.turns import drain
from crm.contracts import InboundReceived, LeadSeen, OutboundSeen, Settled
from crm.models import Consent, Lead, Location, Message, OutboxEntry, SendAttempt

NOON = datetime(2026, 6, 10, 17, 0, tzinfo=UTC)  # a Wednesday, noon in Chicago
_numbers = itertools.count(1)


class Clock:
    """A clock that moves when told to."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> datetime:
        self.at += timedelta(seconds=seconds)
        return self.at


def a_location(**facts: Any) -> Location:
    number = next(_numbers)
    told = {
        "ghl_id": f"loc-{number}",
        "name": "Maple Homes",
        "timezone": "America/Chicago",
        "kind": Location.Kind.REAL,
        "mode": Location.Mode.LIVE,
        "activate": Location.Activate.ALL,
        "connected_at": NOON - timedelta(days=30),
    }
    return Location.objects.create(**(told | facts))


def a_lead(location: Location | None = None, **facts: Any) -> Lead:
    number = next(_numbers)
    told = {
        "ghl_contact_id": f"contact-{number}",
        "first_name": "Rosa",
        "phone": f"+1512555{number % 10000:04d}",
        "read_at": NOON - timedelta(days=1),
    }
    return Lead.objects.create(location=location or a_location(), **(told | facts))


def a_member_of_staff(name: str = "sam") -> Any:
    return get_user_model().objects.create_user(username=f"{name}{next(_numbers)}", password="irrelevant-here")


def a_message(lead: Lead, body: str, at: datetime, **facts: Any) -> Message:
    told = {
        "ghl_id": f"m-{next(_numbers)}",
        "direction": Message.Direction.IN,
        "author": Message.Author.LEAD,
        "kind": Message.Kind.TEXT,
        "from_number": lead.phone,
    }
    return Message.objects.create(
        location=lead.location, lead=lead, body=body, received_at=at, sent_at=at, **(told | facts)
    )


def lead_writes(lead: Lead, body: str, at: datetime, *, ring: Any = None, **facts: Any) -> Message:
    """An inbound message is mapped: the row and the next step in one transaction."""
    more = {"ring": ring} if ring else {}
    with transaction.atomic():
        message = a_message(lead, body, at, **facts)
        take_in(InboundReceived(lead.pk, message.pk, at), now=lambda: at, **more)
    return message


def somebody_writes(lead: Lead, at: datetime, *, author: Any = "person") -> Message:
    with transaction.atomic():
        message = a_message(lead, "I will call you.", at, direction=Message.Direction.OUT, author=author)
        take_in(OutboundSeen(lead.pk, message.pk, author, at), now=lambda: at)
    return message


def lead_is_seen(lead: Lead, at: datetime, *, is_new: bool = True, added: tuple[str, ...] = ()) -> None:
    with transaction.atomic():
        take_in(LeadSeen(lead.pk, is_new, frozenset(added), frozenset(), at), now=lambda: at)


def consents(lead: Lead, at: datetime, state: str = "granted", basis: str = "form") -> Consent:
    return Consent.objects.create(lead=lead, state=state, basis=basis, at=at)


def run_due(model: Any, clock: Clock, **more: Any) -> int:
    """Run what is due now. The clock stands still while it does."""
    return drain(model=model, now=clock, until=clock.at + timedelta(seconds=60), threads=1, **more)


def conversation_of(lead: Lead) -> Conversation:
    return Conversation.objects.get(lead=lead)


def turns_of(lead: Lead) -> list[Turn]:
    return list(Turn.objects.filter(conversation__lead=lead).order_by("id"))


def texts_of(lead: Lead, **facts: Any) -> list[OutboxEntry]:
    return list(OutboxEntry.objects.texts().filter(lead=lead, **facts).order_by("id"))


def is_sent(entry: OutboxEntry, at: datetime) -> None:
    """The CRM took the text: what the sender's settling transaction writes."""
    with transaction.atomic():
        entry.status, entry.settled_at, entry.claimed_at = OutboxEntry.Status.SENT, at, at
        entry.save(update_fields=["status", "settled_at", "claimed_at"])
        a_message(
            entry.lead, entry.payload["body"], at, direction=Message.Direction.OUT, author=Message.Author.BOT,
            entry_id=entry.pk,
        )  # fmt: skip
        on_settled(Settled(entry, None, at))


def is_stopped_by_gate(entry: OutboxEntry, reason: str, at: datetime) -> None:
    _ends(entry, OutboxEntry.Status.CANCELLED, reason, at)


def is_refused(entry: OutboxEntry, at: datetime, *, ring: Any = None) -> None:
    """The CRM refused the text for good."""
    _ends(entry, OutboxEntry.Status.DEAD, "send_message: 400 Invalid number", at, ring=ring)


def _ends(entry: OutboxEntry, status: str, reason: str, at: datetime, **more: Any) -> None:
    with transaction.atomic():
        entry.status, entry.reason, entry.settled_at = status, reason, at
        entry.save(update_fields=["status", "reason", "settled_at"])
        on_settled(Settled(entry, None, at), **{name: value for name, value in more.items() if value})


def an_attempt(entry: OutboxEntry) -> SendAttempt:
    return SendAttempt.objects.create(entry=entry, location=entry.location, generation=entry.generation)
