"""How far the leads of a period came."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from crm.models import Lead, Location
from dashboard.selectors.period import Period
from dashboard.selectors.stages import STAGES
from dashboard.words import change, share


@dataclass(frozen=True, slots=True)
class FunnelBar:
    """`width` in per cent of the leads received; `change` against the period before."""

    key: str
    label: str
    counts: str
    definition: str
    count: int
    share: str
    width: int
    change: str


def leads_of(locations: QuerySet[Location], period: Period) -> QuerySet[Lead]:
    return Lead.objects.filter(location__in=locations, **period.within("created_at"))


def funnel(locations: QuerySet[Location], period: Period) -> list[FunnelBar]:
    counts, before = _reached(locations, period), _reached(locations, period.before)
    received = counts["received"]
    return [
        FunnelBar(
            key=stage.key,
            label=stage.label,
            counts=stage.counts,
            definition=stage.definition,
            count=counts[stage.key],
            share=share(counts[stage.key], received),
            width=round(100 * counts[stage.key] / received) if received else 0,
            change=change(counts[stage.key], before[stage.key] if before["received"] else None),
        )
        for stage in STAGES
    ]


def _reached(locations: QuerySet[Location], period: Period) -> dict[str, int]:
    return leads_of(locations, period).aggregate(
        **{stage.key: Count("pk", filter=Q(stage.condition)) for stage in STAGES}
    )
