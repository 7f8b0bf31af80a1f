"""The inbox: whom to call first, and why. Two queries whatever the number of rows."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from bots.models import Conversation, Handoff
from crm.models import Location, OutboxEntry
from dashboard.selectors.standing import newest_consent, no_texts, score_of
from dashboard.words import age, counted, handoff_reason, hold_reason, long_age

TEMPERATURE_RANK = {"hot": 0, "warm": 1, "cold": 2}
HELD_TEXTS_SHOWN = 500


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One lead that waits for a person: a handoff, or a text that waits for a word. `share` is 0 to 100 of the time."""

    key: str
    handoff_id: int | None
    entry_id: int | None
    lead_id: int
    name: str
    phone: str
    location: str
    role: str
    score: int | None
    temperature: str
    reason: str
    quote: str
    since: datetime
    due_at: datetime | None
    waited: str
    waited_seconds: int
    share: int
    due_words: str
    overdue: bool
    has_draft: bool
    status: str
    owner: str
    no_texts: str


@dataclass(frozen=True, slots=True)
class Inbox:
    waiting: tuple[InboxRow, ...]
    mine: tuple[InboxRow, ...]
    team: tuple[InboxRow, ...]

    @property
    def sentence(self) -> str:
        return sentence(self.waiting)

    @property
    def version(self) -> str:
        """Changes when a row comes, goes or changes hands; not with the minutes."""
        rows = (*self.waiting, *self.mine, *self.team)
        return _digest("|".join(sorted(f"{row.key}:{row.status}:{row.owner}" for row in rows)))

    @property
    def etag(self) -> str:
        """Changes with the sentence as well."""
        return _digest(f"{self.version} {self.sentence}")

    @property
    def first(self) -> InboxRow | None:
        """Whom the thumb is offered: the top of those who wait, else one's own."""
        return next(iter((*self.waiting, *self.mine)), None)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sentence(waiting: Iterable[InboxRow]) -> str:
    """The answer before the rows."""
    rows = list(waiting)
    if not rows:
        return "Nobody waits for you"
    oldest = long_age(max(row.waited_seconds for row in rows))
    verb = "waits" if len(rows) == 1 else "wait"
    return f"{counted(len(rows), 'lead')} {verb} for you, {'since' if len(rows) == 1 else 'the oldest'} {oldest}"


def urgency(row: InboxRow) -> tuple[bool, int, datetime]:
    """Overdue first, then hot before warm before cold, then whoever waits longest."""
    return (not row.overdue, TEMPERATURE_RANK.get(row.temperature, 3), row.since)


def inbox(locations: QuerySet[Location], user_id: int, now: datetime) -> Inbox:
    drafts = _held_texts(locations)
    handoffs = (
        Handoff.objects.live()
        .filter(location__in=locations)
        .select_related("conversation__lead", "location", "claimed_by")
        .annotate(consent_state=newest_consent("conversation__lead_id"))
        .only(
            "packet", "draft", "status", "opened_at", "due_at", "reason", "claimed_by_id", "claimed_by__username",
            "conversation_id", "conversation__role", "conversation__score", "conversation__temperature",
            "conversation__slots", "conversation__lead__dnd",
            "conversation__lead_id", "conversation__lead__first_name", "conversation__lead__last_name",
            "conversation__lead__phone", "conversation__lead__email", "conversation__lead__ghl_contact_id",
            "location_id", "location__name",
        )
    )  # fmt: skip
    rows: dict[str, list[InboxRow]] = {"waiting": [], "mine": [], "team": []}
    with_handoff = set()
    for handoff in handoffs:
        lead_id = handoff.conversation.lead_id
        with_handoff.add(lead_id)
        rows[_place(handoff, user_id)].append(_from_handoff(handoff, has_draft=lead_id in drafts, now=now))
    rows["waiting"] += [_from_text(entry, now) for lead_id, entry in drafts.items() if lead_id not in with_handoff]
    return Inbox(*(tuple(sorted(rows[place], key=urgency)) for place in ("waiting", "mine", "team")))


def _place(handoff: Handoff, user_id: int) -> str:
    if handoff.status == Handoff.Status.OPEN:
        return "waiting"
    return "mine" if handoff.claimed_by_id == user_id else "team"


def _held_texts(locations: QuerySet[Location]) -> dict[int, OutboxEntry]:
    """The newest held text per lead."""
    held = (
        OutboxEntry.objects.texts()
        .held()
        .filter(location__in=locations, lead__isnull=False)
        .select_related("lead__conversation", "location")
        .annotate(consent_state=newest_consent("lead_id"))
        .order_by("-id")[:HELD_TEXTS_SHOWN]
    )
    newest: dict[int, OutboxEntry] = {}
    for entry in held:
        newest.setdefault(entry.lead_id or 0, entry)
    return newest


def _from_handoff(handoff: Handoff, *, has_draft: bool, now: datetime) -> InboxRow:
    conversation = handoff.conversation
    lead = conversation.lead
    waited = max((now - handoff.opened_at).total_seconds(), 0)
    allowed = max((handoff.due_at - handoff.opened_at).total_seconds(), 1)
    score, temperature = score_of(conversation)
    left = (handoff.due_at - now).total_seconds()
    overdue = left <= 0 and handoff.status == Handoff.Status.OPEN
    return InboxRow(
        key=f"h{handoff.pk}", handoff_id=handoff.pk, entry_id=None, lead_id=lead.pk, name=lead.display_name,
        phone=lead.phone, location=handoff.location.name, role=conversation.role, score=score,
        temperature=temperature, reason=handoff_reason(handoff.reason), quote=quote(handoff.packet),
        since=handoff.opened_at, due_at=handoff.due_at, waited=age(waited), waited_seconds=int(waited),
        share=min(int(100 * waited / allowed), 100),
        due_words=f"{age(-left)} overdue" if left < -60 else "due now" if left < 60 else f"due in {age(left)}",
        overdue=overdue, has_draft=has_draft or bool(handoff.draft), status=handoff.status,
        owner=handoff.claimed_by.get_username() if handoff.claimed_by else "",
        no_texts=no_texts(lead, handoff.consent_state),  # type: ignore[attr-defined]
    )  # fmt: skip


def _from_text(entry: OutboxEntry, now: datetime) -> InboxRow:
    lead = entry.lead
    assert lead is not None
    conversation: Conversation | None = getattr(lead, "conversation", None)
    score, temperature = score_of(conversation)
    waited = max((now - entry.created_at).total_seconds(), 0)
    return InboxRow(
        key=f"t{entry.pk}", handoff_id=None, entry_id=entry.pk, lead_id=lead.pk, name=lead.display_name,
        phone=lead.phone, location=entry.location.name, role=conversation.role if conversation else "",
        score=score, temperature=temperature, reason=hold_reason(entry.reason),
        quote=str(entry.payload.get("body", ""))[:160], since=entry.created_at, due_at=None, waited=age(waited),
        waited_seconds=int(waited), share=0, due_words="", overdue=False, has_draft=True, status="held", owner="",
        no_texts=no_texts(lead, entry.consent_state),  # type: ignore[attr-defined]
    )  # fmt: skip


def quote(packet: Mapping[str, Any]) -> str:
    """The lead's own words that best say why: the newest ones, else the first slot's evidence."""
    words = packet.get("last_words")
    if isinstance(words, str) and words:
        return words[:200]
    quotes = (slot.get("quote") for slot in packet.get("slots") or () if isinstance(slot, Mapping))
    return next((str(said)[:200] for said in quotes if said), "")
