"""Speed to lead: how long a lead waits for our first words, and where the time goes."""

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate

from bots.models import Handoff, Turn
from crm.models import Lead, Location, Message, OutboxEntry, WebhookEvent
from dashboard.doors import Link
from dashboard.selectors.funnel import leads_of
from dashboard.selectors.measures import ENOUGH, Percentile, Spread, spread
from dashboard.selectors.period import Answer, Chart, Period, daily
from dashboard.words import DASH, compared, counted, duration

DEFINITION = (
    "From the receipt of a lead's first message here to our first text after it that the CRM accepted. "
    f"Leads first seen in the period; a dash below {ENOUGH} of them."
)


def speed_to_lead(locations: QuerySet[Location], period: Period) -> Answer:
    measured = _measured(locations, period)
    before = _measured(locations, period.before)
    sentence = f"{DASH} too few answered leads to say"
    if measured.p50 is not None:
        within = f"within {duration(measured.p50)}, nine in ten within {duration(measured.p90)}"
        sentence = f"Half of the leads had an answer {within}"
    return Answer(
        key="speed",
        title="Speed to lead",
        sentence=sentence,
        change=f"median of {counted(measured.n, 'lead')}; {compared(measured.p50, before.p50, unit=' s')}",
        definition=DEFINITION,
        links=(Link("See the leads", "leads"),),
        chart=_chart(locations, period),
        rows=_parts(locations, period),
    )


def _measured(locations: QuerySet[Location], period: Period) -> Spread:
    return spread(answered(leads_of(locations, period)), "first_in", "first_out")


def answered(leads: QuerySet[Lead]) -> QuerySet[Lead]:
    """Leads who wrote and had a text after it, with both moments as `first_in` and `first_out`."""
    texts = Message.objects.filter(lead=OuterRef("pk")).order_by("received_at").values("received_at")
    wrote = leads.annotate(first_in=Subquery(texts.filter(direction="in")[:1]))
    after = texts.filter(direction="out", received_at__gte=OuterRef("first_in"))
    return wrote.annotate(first_out=Subquery(after[:1])).filter(first_in__isnull=False, first_out__isnull=False)


def _chart(locations: QuerySet[Location], period: Period) -> Chart:
    leads = Lead.objects.filter(location__in=locations, **period.charted("created_at"))
    by_day = (
        answered(leads)
        .annotate(day=TruncDate("first_in"))
        .values("day")
        .annotate(middle=Percentile(F("first_out") - F("first_in"), share=0.5))
        .order_by("day")
    )
    return daily("line", period, "middle", {row["day"]: row["middle"].total_seconds() for row in by_day}, "s")


def _parts(locations: QuerySet[Location], period: Period) -> tuple[tuple[str, str], ...]:
    """Notice, decide, send; and what a person takes."""
    ids = locations.values("ghl_id")
    events = WebhookEvent.objects.filter(location_ghl_id__in=ids, type="InboundMessage", **period.within("received_at"))
    turns = Turn.objects.filter(
        location__in=locations, is_opener=False, outcome="reply", **period.within("first_received_at")
    )
    texts = OutboxEntry.objects.texts().filter(location__in=locations, status="sent", **period.within("created_at"))
    handoffs = Handoff.objects.filter(location__in=locations, **period.within("opened_at"))
    return (
        ("notice: sent by the CRM, received here", _both(spread(events, "sent_at", "received_at"))),
        ("decide: the pause for more words included", _both(spread(turns, "first_received_at", "decided_at"))),
        ("send: decided, accepted by the CRM", _both(spread(texts, "created_at", "settled_at"))),
        ("person: handed over, claimed", _both(spread(handoffs, "opened_at", "claimed_at"))),
    )


def _both(measured: Spread) -> str:
    return DASH if measured.p50 is None else f"{duration(measured.p50)} · {duration(measured.p90)}"
