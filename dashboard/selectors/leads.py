"""The list of leads: the rows behind every number of the dashboard."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from crm.models import Lead, Location
from dashboard.selectors.stages import STAGES, stage_filter
from dashboard.selectors.standing import newest_consent, no_texts, score_of
from dashboard.words import counted

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class LeadFilter:
    stage: str = ""
    temperature: str = ""
    words: str = ""
    days: int = 0
    location_id: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class LeadRow:
    lead_id: int
    name: str
    location: str
    score: int | None
    temperature: str
    role: str
    owner: str
    no_texts: str
    last_word_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LeadList:
    rows: tuple[LeadRow, ...]
    total: int
    page: int
    stage: str

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))

    @property
    def sentence(self) -> str:
        stage = next((stage.label.lower() for stage in STAGES if stage.key == self.stage), "")
        return f"{counted(self.total, 'lead')}{f' {stage}' if stage and stage != 'received' else ''}"

    @property
    def stages(self) -> list[tuple[str, str]]:
        return [(stage.key, stage.label) for stage in STAGES]


def lead_list(locations: QuerySet[Location], wanted: LeadFilter, now: datetime) -> LeadList:
    leads = _wanted(Lead.objects.living().filter(location__in=locations), wanted, now)
    start = (max(wanted.page, 1) - 1) * PER_PAGE
    newest_first = leads.select_related("location", "conversation").annotate(consent_state=newest_consent("pk"))
    newest_first = newest_first.order_by("-created_at", "-id")
    rows = tuple(_row(lead) for lead in newest_first[start : start + PER_PAGE])
    return LeadList(rows=rows, total=leads.count(), page=max(wanted.page, 1), stage=wanted.stage)


def _wanted(leads: QuerySet[Lead], wanted: LeadFilter, now: datetime) -> QuerySet[Lead]:
    if wanted.location_id:
        leads = leads.filter(location_id=wanted.location_id)
    if wanted.days:
        leads = leads.filter(created_at__gte=now - timedelta(days=wanted.days))
    if wanted.stage:
        leads = stage_filter(leads, wanted.stage)
    if wanted.temperature:
        leads = leads.filter(conversation__temperature=wanted.temperature)
    for word in wanted.words.split():
        leads = leads.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(phone__contains=word)
            | Q(email__icontains=word)
            | Q(ghl_contact_id=word)
        )
    return leads


def _row(lead: Lead) -> LeadRow:
    conversation = getattr(lead, "conversation", None)
    score, temperature = score_of(conversation)
    return LeadRow(
        lead_id=lead.pk,
        name=lead.display_name,
        location=lead.location.name,
        score=score,
        temperature=temperature,
        role=conversation.role if conversation else "",
        owner=conversation.get_owner_display().lower() if conversation else "",
        no_texts=no_texts(lead, lead.consent_state),  # type: ignore[attr-defined]
        last_word_at=conversation.last_inbound_at if conversation else None,
        created_at=lead.created_at,
    )
