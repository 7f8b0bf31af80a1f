"""What the appliers of all event families share: the event at hand, what surrounds it, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime

from crm.contracts import Change, NextStep
from crm.mapping.fields import FieldRule
from crm.models import Lane, Lead, Location, WebhookEvent
from crm.outbox.enqueue import enqueue_read_contact, enqueue_read_opportunity


class Unmappable(Exception):
    """The payload can never be applied, however often it is tried. The reason names types and fields, no content."""


@dataclass(frozen=True, slots=True)
class Applied:
    """How an event ended: done, or ignored with the reason."""

    status: WebhookEvent.Status = WebhookEvent.Status.DONE
    reason: str = ""


DONE = Applied()


def ignored(reason: str) -> Applied:
    return Applied(WebhookEvent.Status.IGNORED, reason)


STALE = ignored("older_than_applied")


@dataclass(slots=True)
class Applying:
    """One event being applied. Replayed events open no turn and ask for nothing, nor is anything asked of a location
    that is disconnected; `enqueued`: the outbox has work."""

    event: WebhookEvent
    location: Location
    rules: tuple[FieldRule, ...]
    next_step: NextStep
    replay: bool = False
    enqueued: bool = field(default=False)

    @property
    def stamp(self) -> datetime:
        """When the CRM sent it; for events that do not say, when it came. Never later than receipt: a clock that runs
        ahead must not make every later event look old."""
        if self.event.sent_at is None:
            return self.event.received_at
        return min(self.event.sent_at, self.event.received_at)

    def tell(self, change: Change) -> None:
        if not self.replay:
            self.next_step(change)

    def read_contact(self, lead: Lead, lane: Lane) -> None:
        """Ask for one coalesced read of the contact."""
        if self.replay or self.location.disconnected_at is not None:
            return
        enqueue_read_contact(lead, lane=lane, cause=f"event:{self.event.pk}")
        self.enqueued = True

    def read_opportunity(self, opportunity_id: str, lead: Lead | None) -> None:
        """Ask for one coalesced read of the opportunity."""
        if self.replay or self.location.disconnected_at is not None:
            return
        enqueue_read_opportunity(self.location, opportunity_id, lead, cause=f"event:{self.event.pk}")
        self.enqueued = True

    def is_after_connection(self, added_at: datetime | None, *, unknown: bool) -> bool:
        """Whether the contact came into being after the location was connected; `unknown` answers a missing date."""
        return unknown if added_at is None else added_at >= self.location.connected_at
