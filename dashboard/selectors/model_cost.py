"""What the models cost, and how often they were not needed."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import TruncDate

from bots.models import Score
from crm.models import Location
from dashboard.doors import Link
from dashboard.selectors.funnel import leads_of
from dashboard.selectors.period import Answer, Chart, Period, daily
from dashboard.words import DASH, compared, counted, dollars, share
from orchestrator.models import CacheCount, LlmCall

ENOUGH_LOOK_UPS = 10  # fewer make no share
TIERS = {"L1": "L1 this process", "L2": "L2 shared", "L3": "L3 stored", "provider": "asked the model"}


def spend(locations: QuerySet[Location], period: Period) -> Answer:
    calls = LlmCall.objects.filter(tenant__in=locations.values("ghl_id"))
    total, before = _cost(calls, period), _cost(calls, period.before)
    warm = Score.objects.filter(conversation__lead=OuterRef("pk"), temperature__in=("warm", "hot"))
    qualified = leads_of(locations, period).filter(Exists(warm)).count()
    per_lead = f", {dollars(total // qualified)} per qualified lead" if qualified and total else ""
    by_day = calls.filter(**period.charted("at")).annotate(day=TruncDate("at")).values("day")
    costs = by_day.annotate(cost=Sum("cost_micro_usd")).order_by("day")
    return Answer(
        key="spend",
        title="Spent on models",
        sentence=f"{dollars(total)} in the {period.words}{per_lead}",
        change=f"{dollars(before)} in the period before",
        definition="What providers charge for their answers at list price; cached answers and rules cost nothing. "
        "While the model is simulated, what the real one would have charged.",
        links=(Link("See the calls", "admin:orchestrator_llmcall_changelist"),),
        chart=daily("bar", period, "cents", {row["day"]: row["cost"] / 10_000 for row in costs}, "¢"),
    )


def _cost(calls: QuerySet[LlmCall], period: Period) -> int:
    return calls.filter(**period.within("at")).aggregate(total=Sum("cost_micro_usd"))["total"] or 0


def hit_rate(locations: QuerySet[Location], period: Period) -> Answer:
    begin, tenants = period.begin.date(), locations.values("ghl_id")
    counts = _by_tier(tenants, begin, period.now.date())
    before = _by_tier(tenants, period.before.begin.date(), begin - timedelta(days=1))
    asked, percent = sum(counts.values()), _hit_percent(counts)
    sentence = f"{DASH} no question was put to a model"
    if 0 < asked < ENOUGH_LOOK_UPS:
        sentence = f"{DASH} too few questions to say ({asked})"
    elif asked:
        questions = counted(asked, "question")
        sentence = f"{share(asked - counts.get('provider', 0), asked)} of {questions} were answered from a cache"
    return Answer(
        key="hits",
        title="Answered without the model",
        sentence=sentence,
        change=compared(percent, _hit_percent(before), unit=" points").capitalize(),
        definition="Answered by a cache tier ÷ all look-ups, in whole days (UTC). What rules understood needs no "
        "look-up and is not counted here.",
        links=(Link("See the cache", "admin:orchestrator_cache"),),
        chart=Chart("bar", tuple(TIERS.values()), {"look-ups": tuple(counts.get(tier, 0) for tier in TIERS)}),
    )


def _by_tier(tenants: QuerySet, first: date, last: date) -> dict[str, int]:
    rows = CacheCount.objects.filter(tenant__in=tenants, day__gte=first, day__lte=last).order_by()
    return {row["tier"]: row["n"] for row in rows.values("tier").annotate(n=Sum("hits"))}


def _hit_percent(counts: dict[str, int]) -> float | None:
    asked = sum(counts.values())
    return 100 * (asked - counts.get("provider", 0)) / asked if asked >= ENOUGH_LOOK_UPS else None
