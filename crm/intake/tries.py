"""Our tries to text a lead, as rows tell them: what authorship is judged from."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from crm.intake.authorship import LATELY, State, Try
from crm.models import Lead, Message, OutboxEntry, SendAttempt
from crm.outbox.attempts import SEND
from crm.outbox.unknown import HELD_AS_UNKNOWN

Status, Outcome = OutboxEntry.Status, SendAttempt.Outcome
NO_ANSWER = (Outcome.OPEN, Outcome.UNKNOWN, Outcome.ABSENT)


def tries_of(lead: Lead, seen_at: datetime) -> list[Try]:
    """Texts that left or may have, oldest first: under way, unknown, given up, and settled lately before `seen_at`."""
    sends = SendAttempt.objects.filter(entry=OuterRef("pk"), purpose=SEND)
    entries = (
        OutboxEntry.objects.texts()
        .filter(lead=lead)
        .annotate(
            no_answer=Exists(sends.filter(outcome__in=NO_ANSWER)),
            refused=Exists(sends.filter(outcome=Outcome.REFUSED)),
        )
        .filter(
            Q(status=Status.UNKNOWN) | HELD_AS_UNKNOWN | Q(no_answer=True)
            | Q(status=Status.SENT, settled_at__gt=seen_at - LATELY)
            | Q(status=Status.DEAD, refused=True, settled_at__gt=seen_at - LATELY)
        )
        .order_by("pk")
    )  # fmt: skip
    found = list(entries)
    started = _first_starts(found)
    echoed = set(
        Message.objects.filter(entry_id__in=[entry.pk for entry in found], event_id__isnull=False).values_list(
            "entry_id", flat=True
        )
    )
    return [
        Try(
            entry_id=entry.pk,
            body=str(entry.payload.get("body", "")),
            by_staff=entry.purpose == OutboxEntry.Purpose.STAFF,
            state=_state(entry),
            started_at=started.get(entry.pk),
            ended_at=entry.settled_at,
            echoed=entry.pk in echoed,
        )
        for entry in found
    ]


def text_under_way() -> QuerySet[OutboxEntry]:
    """Texts of the outer row's lead whose try is open or unknown."""
    of_lead = OutboxEntry.objects.texts().filter(lead=OuterRef("lead"))
    wire = SendAttempt.objects.filter(entry=OuterRef("pk"), purpose=SEND, outcome=Outcome.OPEN)
    return of_lead.filter(Q(status=Status.UNKNOWN) | Q(status=Status.CLAIMED) & Exists(wire))


def _state(entry: OutboxEntry) -> State:
    if entry.status == Status.CLAIMED:
        return "open"
    if entry.status == Status.UNKNOWN:
        return "unknown"
    if entry.status == Status.SENT:
        return "sent"
    return "refused" if entry.status == Status.DEAD else "given_up"


def _first_starts(entries: Sequence[OutboxEntry]) -> dict[int, datetime]:
    sends = SendAttempt.objects.filter(entry__in=entries, purpose=SEND).order_by("-started_at")
    return dict(sends.values_list("entry_id", "started_at"))
