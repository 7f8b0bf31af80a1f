"""What waits: leads for a person, and writes for the CRM."""

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncDate

from bots.models import Handoff
from crm.models import Location, OutboxEntry
from dashboard.doors import Link
from dashboard.selectors.measures import spread
from dashboard.selectors.period import Answer, Chart, Period, daily
from dashboard.words import compared, counted, duration, handoff_reason, long_age

REASONS_SHOWN = 5


def waiting_leads(locations: QuerySet[Location], period: Period) -> Answer:
    handoffs = Handoff.objects.filter(location__in=locations)
    by_reason = handoffs.filter(**period.within("opened_at")).values("reason").annotate(n=Count("pk"))
    counts = [(row["reason"], row["n"]) for row in by_reason.order_by("-n", "reason")]
    opened = sum(n for _, n in counts)
    before = handoffs.filter(**period.before.within("opened_at")).count()
    shown = counts[:REASONS_SHOWN]
    return Answer(
        key="waiting",
        title="Waiting for a person",
        sentence=_who_waits(handoffs, period),
        change=f"{counted(opened, 'handoff')} opened, {compared(opened, before)}",
        definition="Waiting: opened and not claimed, now. Bars: handoffs opened in the period, by reason.",
        links=(Link("Open the inbox", "inbox"),),
        chart=Chart("bar", tuple(handoff_reason(why) for why, _ in shown), {"handoffs": tuple(n for _, n in shown)}),
    )


def _who_waits(handoffs: QuerySet[Handoff], period: Period) -> str:
    found = handoffs.filter(status=Handoff.Status.OPEN).aggregate(
        n=Count("pk"), oldest=Min("opened_at"), overdue=Count("pk", filter=Q(due_at__lt=period.now))
    )
    if not found["n"]:
        return "Nobody waits for a person"
    verb = "waits" if found["n"] == 1 else "wait"
    overdue = f", {found['overdue']} overdue" if found["overdue"] else ""
    oldest = long_age((period.now - found["oldest"]).total_seconds())
    return f"{counted(found['n'], 'lead')} {verb} for a person{overdue}, the oldest {oldest}"


def writes(locations: QuerySet[Location], period: Period) -> Answer:
    entries = OutboxEntry.objects.filter(location__in=locations)
    due = entries.filter(status=OutboxEntry.Status.DUE, due_at__lte=period.now)
    sent = entries.filter(status=OutboxEntry.Status.SENT)
    days = sent.filter(**period.charted("settled_at")).annotate(day=TruncDate("settled_at")).values("day")
    by_day = days.annotate(n=Count("pk"))
    took = spread(sent.filter(**period.within("settled_at")), "created_at", "settled_at")
    before = spread(sent.filter(**period.before.within("settled_at")), "created_at", "settled_at")
    slow_tenth = f", the slow tenth after {duration(took.p90)}" if took.p90 is not None else ""
    return Answer(
        key="outbox",
        title="On the way to the CRM",
        sentence=_what_is_due(due, period),
        change=f"{counted(took.n, 'write')} done{slow_tenth}; {compared(took.p90, before.p90, unit=' s')}",
        definition="Due: allowed to go now and not yet sent. Bars: writes done on each day.",
        links=(Link("See the writes", "admin:crm_outboxentry_changelist"),),
        chart=daily("bar", period, "writes", {row["day"]: row["n"] for row in by_day.order_by("day")}, "writes"),
    )


def _what_is_due(due: QuerySet[OutboxEntry], period: Period) -> str:
    found = due.aggregate(n=Count("pk"), oldest=Min("due_at"))
    if not found["n"]:
        return "Nothing waits to be written to the CRM"
    verb = "is" if found["n"] == 1 else "are"
    oldest = long_age((period.now - found["oldest"]).total_seconds())
    return f"{counted(found['n'], 'write')} to the CRM {verb} due, the oldest for {oldest}"
