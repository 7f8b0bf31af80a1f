"""The stages of the funnel: a condition on a lead and a definition for people. One table for counts and rows."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from bots.models import Handoff, Score
from crm.models import Lead, Message


@dataclass(frozen=True, slots=True)
class Stage:
    key: str
    label: str
    counts: str
    definition: str
    condition: Exists | Q


def _texts(direction: str) -> QuerySet[Message]:
    return Message.objects.filter(lead=OuterRef("pk"), direction=direction)


STAGES: tuple[Stage, ...] = (
    Stage("received", "Received", "new here", "leads first seen in the period", Q(pk__isnull=False)),
    Stage(
        "contacted",
        "Contacted",
        "we texted them",
        "of them, those whom at least one text reached the CRM for",
        Exists(_texts("out")),
    ),
    Stage("engaged", "Engaged", "they wrote to us", "those who wrote to us at least once", Exists(_texts("in"))),
    Stage(
        "qualified",
        "Qualified",
        "scored warm or hot",
        "those who were scored warm or hot at least once",
        Exists(Score.objects.filter(conversation__lead=OuterRef("pk"), temperature__in=("warm", "hot"))),
    ),
    Stage(
        "handed_off",
        "Handed off",
        "a person was called",
        "those for whom a person was called at least once",
        Exists(Handoff.objects.filter(conversation__lead=OuterRef("pk"))),
    ),
)


def stage_filter(leads: QuerySet[Lead], key: str) -> QuerySet[Lead]:
    """Leads that reached the stage; an unknown stage has none."""
    stage = next((stage for stage in STAGES if stage.key == key), None)
    return leads.filter(stage.condition) if stage else leads.none()
