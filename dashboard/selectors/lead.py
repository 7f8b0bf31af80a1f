"""Everything a lead's page shows, in a fixed number of queries."""

import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Prefetch

from audit.models import AuditEntry
from bots.drafting import cause_of
from bots.models import Conversation, Handoff, RoleSwitch, Score, Turn
from bots.roles.table import SLOTS
from bots.slots import shown
from crm.consent.staff import SENTENCES, Obstacle, obstacle_to_text
from crm.models import Consent, KeptValue, Lead, Message, OutboxEntry, SendAttempt
from dashboard.selectors.standing import score_of
from dashboard.selectors.timeline import KEPT, Item, Sources, reason_lines, timeline
from dashboard.words import handoff_reason, hold_reason, owner_reason, plain
from orchestrator.models import LlmCall


@dataclass(frozen=True, slots=True)
class Known:
    """One answered question with the words that answered it."""

    label: str
    value: str
    quote: str
    vague: bool
    from_crm: bool


@dataclass(frozen=True, slots=True)
class LeadPage:
    lead: Lead
    conversation: Conversation | None
    handoff: Handoff | None
    last_handoff: Handoff | None
    held_text: OutboxEntry | None
    consent: Consent | None
    obstacle: Obstacle
    local_time: str
    place: str
    score: int | None
    temperature: str
    score_reasons: tuple[str, ...]
    known: tuple[Known, ...]
    summary: tuple[str, ...]
    open_question: str
    promised: tuple[str, ...]
    next_step: str
    flags: tuple[str, ...]
    items: tuple[Item, ...]
    shortened: bool
    ended_by: str

    @property
    def draft(self) -> str:
        """The words of the text that waits for a word."""
        return str(self.held_text.payload.get("body", "")) if self.held_text else ""

    @property
    def hold_sentence(self) -> str:
        sentence = hold_reason(self.held_text.reason).removeprefix("held: ") if self.held_text else ""
        return f"{sentence[:1].upper()}{sentence[1:]}."

    @property
    def owner_reason(self) -> str:
        return owner_reason(self.conversation.owner_reason) if self.conversation else ""

    @property
    def newest_anchor(self) -> str:
        return next((item.anchor for item in reversed(self.items) if item.kind == "talk"), "")

    @property
    def reason(self) -> str:
        return handoff_reason(self.handoff.reason) if self.handoff else ""

    @property
    def opted_out(self) -> bool:
        return self.obstacle == "opted_out"

    @property
    def must_not_be_texted(self) -> bool:
        return self.obstacle in ("opted_out", "dnd")

    @property
    def obstacle_sentence(self) -> str:
        return SENTENCES[self.obstacle] if self.obstacle else ""


def lead_page(lead: Lead, now: datetime, *, with_audit: bool) -> LeadPage:
    conversation: Conversation | None = getattr(lead, "conversation", None)
    sources = _sources(lead, conversation, with_audit=with_audit)
    handoffs = sources.handoffs
    live = next((handoff for handoff in handoffs if handoff.status in Handoff.LIVE), None)
    packet: Mapping[str, Any] = live.packet if live else {}  # what a handoff of the past asked for is done
    zone, place = _place(lead)
    score, temperature = score_of(conversation)
    return LeadPage(
        lead=lead,
        conversation=conversation,
        handoff=live,
        last_handoff=handoffs[0] if handoffs else None,
        held_text=next((entry for entry in sources.entries if _is_held_text(entry)), None),
        consent=sources.consents[0] if sources.consents else None,
        obstacle=obstacle_to_text(lead),
        local_time=now.astimezone(zone).strftime("%H:%M"),
        place=place,
        score=score,
        temperature=temperature,
        score_reasons=tuple(reason_lines(sources.scores[0].reasons)) if sources.scores else (),
        known=known(conversation.slots if conversation else {}),
        summary=_lines(packet.get("summary"))[:2],
        open_question=_open_question(packet, conversation),
        promised=_lines(packet.get("promised")),
        next_step=str(packet.get("next_step") or ""),
        flags=tuple(plain(flag) for flag in _lines(packet.get("risk_flags"))),
        items=tuple(timeline(sources)),
        shortened=any(len(rows) >= KEPT for rows in (sources.messages, sources.turns, sources.entries)),
        ended_by=_name_of(handoffs[0].ended_by, sources.people) if handoffs else "",
    )


def _sources(lead: Lead, conversation: Conversation | None, *, with_audit: bool) -> Sources:
    turns = list(Turn.objects.filter(conversation=conversation).order_by("-id")[:KEPT]) if conversation else []
    tries = Prefetch("tries", queryset=SendAttempt.objects.order_by("generation"))
    entries = list(OutboxEntry.objects.filter(lead=lead).prefetch_related(tries).order_by("-id")[:KEPT])
    audit = list(AuditEntry.objects.about_lead(lead.pk).newest_first()[:KEPT])
    handoffs = Handoff.objects.filter(conversation=conversation).select_related("claimed_by").order_by("-id")
    causes = [f"turn:{turn.pk}" for turn in turns] + ([cause_of(conversation.pk)] if conversation else [])
    calls = LlmCall.objects.without_texts().filter(cause__in=causes).newest_first()
    return Sources(
        lead_name=lead.first_name or lead.display_name,
        messages=list(Message.objects.of_lead(lead.pk).order_by("-received_at", "-id")[:KEPT]),
        turns=turns,
        scores=list(Score.objects.filter(conversation=conversation).order_by("-id")[:KEPT]),
        switches=list(RoleSwitch.objects.filter(conversation=conversation).order_by("-id")[:KEPT]),
        entries=entries,
        calls=list(calls[:KEPT]) if causes else [],
        consents=list(Consent.objects.of_lead(lead.pk).newest_first()[:KEPT]),
        handoffs=list(handoffs[:20]),
        acts=audit,
        audit=audit if with_audit else [],
        people=_people(audit),
        kept_values=list(KeptValue.objects.filter(lead=lead)[:KEPT]),
    )


def _people(audit: list[AuditEntry]) -> dict[str, str]:
    """Names by "user:7", and of those who wrote or approved a text by "entry:12"."""
    people = people_named({entry.actor for entry in audit})
    wrote = {f"entry:{_text_of(entry)}": people[entry.actor] for entry in audit if entry.actor in people}
    return people | wrote


def _name_of(actor: str, people: Mapping[str, str]) -> str:
    return people.get(actor, "" if actor.startswith("user:") else actor)


def _text_of(entry: AuditEntry) -> str:
    """The number of the text that this act sent, if it did."""
    if entry.action == "outbox.approved":
        return entry.subject.rpartition(":")[2]
    return str(entry.details.get("entry", "")) if entry.action == "handoff.answered" else ""


def people_named(actors: Iterable[str]) -> dict[str, str]:
    """{"user:7": "maria"} for the actors that are members of staff."""
    keys = {int(actor[5:]) for actor in actors if actor.startswith("user:") and actor[5:].isdigit()}
    users = get_user_model().objects.filter(pk__in=keys).values_list("pk", "username")
    return {f"user:{pk}": username for pk, username in users}


def _is_held_text(entry: OutboxEntry) -> bool:
    return entry.kind == OutboxEntry.Kind.TEXT and entry.status == OutboxEntry.Status.HELD


def _place(lead: Lead) -> tuple[zoneinfo.ZoneInfo, str]:
    """The lead's zone, else the location's, and how to call it."""
    for name in (lead.timezone, lead.location.timezone, "UTC"):
        try:
            zone = zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            continue
        return zone, (lead.city if name == lead.timezone else "") or name.rpartition("/")[2].replace("_", " ")
    raise zoneinfo.ZoneInfoNotFoundError("UTC")


def _lines(value: object) -> tuple[str, ...]:
    if not value:
        return ()
    if isinstance(value, str):
        return tuple(line for line in value.splitlines() if line.strip())
    return tuple(str(line) for line in value) if isinstance(value, list | tuple) else (str(value),)


def _open_question(packet: Mapping[str, Any], conversation: Conversation | None) -> str:
    """What is still to be asked, while somebody asks for it."""
    if packet.get("open_question"):
        return str(packet["open_question"])
    slot = SLOTS.get(conversation.pending_slot) if conversation else None
    return slot.asks if slot else ""


def known(slots: Mapping[str, Any]) -> tuple[Known, ...]:
    """What the lead said or the CRM held, under the names and in the form that people read."""
    return tuple(
        Known(
            label=SLOTS[name].label if name in SLOTS else plain(name.rpartition(".")[2]),
            value=shown(record),
            quote=record["evidence"],
            vague=record["vague"],
            from_crm=record["source"] == "crm",
        )
        for name, record in slots.items()
    )
