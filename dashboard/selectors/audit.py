"""The audit record as a page and as a file."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from audit.models import AuditEntry
from crm.models import Lead, Location
from dashboard.audit_details import details_words
from dashboard.audit_words import ACTORS, action_words, actor_words, subject_words
from dashboard.selectors.lead import people_named
from dashboard.words import counted

PER_PAGE = 100
EXPORT_ROWS = 50_000
COLUMNS = ("at", "location", "lead", "who", "action", "what", "subject", "details", "hash")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """`lead` is a lead's number or part of a name; `person` a username or part of an actor's name; days are UTC."""

    lead: str = ""
    person: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class AuditRow:
    at: datetime
    lead_id: int | None
    lead_name: str
    actor: str
    action: str
    what: str
    subject: str
    place: str
    details: str
    chained: bool


@dataclass(frozen=True, slots=True)
class AuditPage:
    rows: tuple[AuditRow, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))

    @property
    def sentence(self) -> str:
        return f"{counted(self.total, 'entry', 'entries')} on record"


def entries(locations: QuerySet[Location], wanted: AuditFilter) -> QuerySet[AuditEntry]:
    """Those of the locations in sight, and those that concern no location; newest first."""
    found = AuditEntry.objects.filter(Q(location_ghl_id__in=locations.values("ghl_id")) | Q(location_ghl_id=""))
    if wanted.lead:
        found = found.filter(lead_id__in=_lead_ids(locations, wanted.lead))
    if wanted.person:
        found = found.filter(Q(actor__in=_actors(wanted.person)) | Q(actor=wanted.person))
    if wanted.action:
        found = found.filter(action__startswith=wanted.action)
    if wanted.since:
        found = found.filter(at__gte=datetime.combine(wanted.since, time.min, UTC))
    if wanted.until:
        found = found.filter(at__lt=datetime.combine(wanted.until + timedelta(days=1), time.min, UTC))
    return found.newest_first()


def _lead_ids(locations: QuerySet[Location], words: str) -> list[int]:
    leads = Lead.objects.filter(location__in=locations)
    if words.isascii() and words.isdigit() and len(words) < 18:
        return [int(words)]  # also a lead that was erased: the record outlives it
    for word in words.split():
        leads = leads.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(phone__contains=word))
    return list(leads.values_list("pk", flat=True)[:500])


def _actors(person: str) -> list[str]:
    users = get_user_model().objects.filter(username__icontains=person).values_list("pk", flat=True)
    called = [actor for actor, words in ACTORS.items() if person.lower() in words.lower()]
    return called + [f"user:{pk}" for pk in users]


def audit_page(locations: QuerySet[Location], wanted: AuditFilter) -> AuditPage:
    found = entries(locations, wanted)
    start = (max(wanted.page, 1) - 1) * PER_PAGE
    rows = list(found[start : start + PER_PAGE])
    return AuditPage(rows=tuple(_rows(locations, rows)), total=found.count(), page=max(wanted.page, 1))


def _rows(locations: QuerySet[Location], rows: list[AuditEntry]) -> Iterator[AuditRow]:
    leads = Lead.objects.filter(location__in=locations, pk__in={row.lead_id for row in rows if row.lead_id})
    names = {lead.pk: lead.display_name for lead in leads}
    places = dict(locations.values_list("ghl_id", "name"))
    people = people_named({name for row in rows for name in (row.actor, row.subject)})
    for row in rows:
        yield AuditRow(
            at=row.at,
            lead_id=row.lead_id if row.lead_id in names else None,
            lead_name=names.get(row.lead_id or 0) or (f"lead {row.lead_id}" if row.lead_id else ""),
            actor=actor_words(row.actor, people),
            action=row.action,
            what=action_words(row.action),
            subject=subject_words(row.subject, people),
            place=places.get(row.location_ghl_id, row.location_ghl_id),
            details=details_words(row.action, row.details),
            chained=bool(row.hash),
        )


def actions() -> list[tuple[str, str]]:
    """What is on record at all: (action, its words), by the words."""
    found = AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
    return sorted(((action, action_words(action)) for action in found), key=lambda pair: pair[1])


def csv_lines(found: QuerySet[AuditEntry]) -> Iterator[str]:
    """The file line by line: rows are streamed, never collected."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    unordered = found.order_by()
    actors = unordered.values_list("actor", flat=True).distinct()
    subjects = unordered.filter(subject__startswith="user:").values_list("subject", flat=True).distinct()
    people = people_named({*actors, *subjects})
    for row in found[:EXPORT_ROWS].iterator(chunk_size=1000):
        yield writer.writerow(formula_safe(_cells(row, people)))


class _Echo:
    """csv.writer hands each line to `write` and returns what that returns."""

    def write(self, line: str) -> str:
        return line


def _cells(row: AuditEntry, people: Mapping[str, str]) -> tuple[Any, ...]:
    return (
        row.at.isoformat(),
        row.location_ghl_id,
        row.lead_id or "",
        actor_words(row.actor, people),
        row.action,
        action_words(row.action),
        subject_words(row.subject, people),
        details_words(row.action, row.details),
        row.hash,
    )


def formula_safe(cells: Iterable[Any]) -> list[str]:
    """A cell that a spreadsheet would take for a formula starts with an apostrophe (OWASP, CSV injection)."""
    return [f"'{cell}" if str(cell).startswith(_FORMULA_STARTS) else str(cell) for cell in cells]
