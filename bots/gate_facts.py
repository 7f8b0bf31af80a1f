"""What the gate looks at, gathered from the committed rows in few queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from bots.models import Conversation, Handoff, Turn, TurnMessage
from bots.texts import BOT_STARTED, BY_BOT
from crm.consent.pending import pending_opt_out
from crm.consent.state import dnd_opposes
from crm.contracts import WAITS
from crm.models import Consent, Lead, Location, Message, OutboxEntry, SendingStop

Kind, Purpose, Status = OutboxEntry.Kind, OutboxEntry.Purpose, OutboxEntry.Status

LEFT = (Status.SENT, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class GateFacts:
    """`newer_inbound_id`: an inbound message that the text does not answer and that a turn answers or will answer.
    `author_unjudged`: somebody's outbound message came while a text of ours was under way, and may be a person's.
    `line_of_open_handoff`: the text is the waiting line of the turn that opened a handoff nobody has claimed."""

    now: datetime
    purpose: str
    mode: str
    disconnected: bool
    location_timezone: str
    round: int = 1
    stop_ids: tuple[int, ...] = ()
    consent_id: int | None = None
    consent_state: str = ""
    consent_basis: str = ""
    opt_out_pending: bool = False
    lead_deleted: bool = False
    author_unjudged: bool = False
    dnd: bool = False
    owner: str = "bot"
    line_of_open_handoff: bool = False
    answers_message_id: int | None = None
    newer_inbound_id: int | None = None
    newest_inbound_at: datetime | None = None
    started_last_day: int = 0
    started_last_month: int = 0
    texts_last_hour: int = 0
    texts_last_day: int = 0
    characters: int = 0
    lead_read: bool = True
    lead_timezone: str = ""
    lead_country: str = ""
    lead_state: str = ""
    lead_phone: str = ""


def gather(entry: OutboxEntry, now: datetime) -> GateFacts:
    """Raises DoesNotExist when the lead or the location is gone, and ValueError for what is no text: the sender holds
    what raised."""
    if entry.kind != Kind.TEXT:
        raise ValueError(f"outbox entry {entry.pk} is no text but {entry.kind}")
    if entry.lead_id is None:
        raise Lead.DoesNotExist(f"text {entry.pk} is addressed to nobody")
    location = Location.objects.get(pk=entry.location_id)
    stops = SendingStop.objects.active_for(entry.location_id).values_list("pk", flat=True)
    more = _of_text(entry) | _of_lead(entry, entry.lead_id, location) | _counts(entry, entry.lead_id, now)
    return GateFacts(
        now=now,
        purpose=entry.purpose,
        mode=location.mode,
        disconnected=location.disconnected_at is not None,
        location_timezone=location.timezone,
        stop_ids=tuple(stops),
        **more,
    )


def _of_text(entry: OutboxEntry) -> dict[str, Any]:
    return {
        "round": entry.round,
        "answers_message_id": entry.answers_message_id,
        "characters": len(str(entry.payload.get("body", ""))),
    }


def _of_lead(entry: OutboxEntry, lead_id: int, location: Location) -> dict[str, Any]:
    newest = Consent.objects.filter(lead=OuterRef("pk")).order_by("-id")
    inbound = Message.objects.filter(lead=OuterRef("pk"), direction=Message.Direction.IN)
    lead = Lead.objects.annotate(
        consent_id=Subquery(newest.values("pk")[:1]),
        consent_state=Subquery(newest.values("state")[:1]),
        consent_basis=Subquery(newest.values("basis")[:1]),
        newest_inbound_at=Subquery(inbound.order_by("-received_at").values("received_at")[:1]),
        newer_inbound_id=Subquery(_newer(entry, lead_id).values("message_id")[:1]),
        owner=Subquery(Conversation.objects.filter(lead=OuterRef("pk")).values("owner")[:1]),
        line_of_open_handoff=Exists(_handoff_of(entry)),
        author_unjudged=Exists(Message.objects.filter(lead=OuterRef("pk"), author_reason=WAITS)),
    ).get(pk=lead_id)
    channel = str(entry.payload.get("channel") or "SMS")
    return {
        "consent_id": lead.consent_id,
        "consent_state": lead.consent_state or "",
        "consent_basis": lead.consent_basis or "",
        "opt_out_pending": bool(pending_opt_out(location.ghl_id, lead.ghl_contact_id)),
        "lead_deleted": lead.deleted_at is not None,
        "author_unjudged": lead.author_unjudged,
        "dnd": dnd_opposes(lead.dnd, lead.dnd_settings, channel),
        "owner": lead.owner or Conversation.Owner.BOT,
        "line_of_open_handoff": lead.line_of_open_handoff,
        "newer_inbound_id": lead.newer_inbound_id,
        "newest_inbound_at": lead.newest_inbound_at,
        "lead_read": lead.read_at is not None,
        "lead_timezone": lead.timezone,
        "lead_country": lead.country,
        "lead_state": lead.state,
        "lead_phone": lead.phone,
    }


def _newer(entry: OutboxEntry, lead_id: int) -> Any:
    """Inbound messages after the one that is answered. Those whose turn ended in silence (a reaction, HELP) do not
    count: nobody will answer them, so they must not take the answer away either. For a text that answers nothing
    every message after the entry was made counts, and for an opener any at all: it starts a thread."""
    owned = TurnMessage.objects.filter(message__lead_id=lead_id).order_by("-message_id")
    if entry.purpose == Purpose.OPENER:
        return owned
    owned = owned.exclude(turn__status=Turn.Status.DONE, turn__outcome=Turn.Outcome.SILENCE)
    if entry.answers_message_id is not None:
        return owned.filter(message_id__gt=entry.answers_message_id)
    return owned.filter(message__received_at__gt=entry.created_at)


def _handoff_of(entry: OutboxEntry) -> Any:
    """The handoff, still open and unclaimed, that the turn of this line opened."""
    turns = Turn.objects.filter(entry_id=entry.pk).values("pk")
    return Handoff.objects.filter(status=Handoff.Status.OPEN, turn__in=turns)


def _counts(entry: OutboxEntry, lead_id: int, now: datetime) -> dict[str, Any]:
    """Texts of the bot that left, or may have left, in the time before."""
    started, hour, day = Q(purpose__in=BOT_STARTED), now - timedelta(hours=1), now - timedelta(days=1)
    left = OutboxEntry.objects.texts().filter(lead_id=lead_id, purpose__in=BY_BOT, status__in=LEFT)
    since = Q(claimed_at__gt=now - timedelta(days=30))
    return (
        left.filter(since)
        .exclude(pk=entry.pk)
        .aggregate(
            started_last_day=Count("pk", filter=started & Q(claimed_at__gt=day)),
            started_last_month=Count("pk", filter=started),
            texts_last_hour=Count("pk", filter=Q(claimed_at__gt=hour)),
            texts_last_day=Count("pk", filter=Q(claimed_at__gt=day)),
        )
    )
