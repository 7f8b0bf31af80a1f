"""Is the machine well? Six parts, each with its oldest waiting work, its rate and a word."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet, Sum

from bots.models import Turn
from crm.models import Location, OutboxEntry, SendAttempt, WebhookEvent
from dashboard.doors import Link
from dashboard.words import counted, dollars, duration, share
from orchestrator.models import Budget, BudgetAlert, BudgetLimit, LlmCall

RATE_WINDOW = timedelta(minutes=15)
RECENT = "last 15 minutes"
SLOW_SECONDS = 60  # oldest unfinished work above this is an alert (service levels of the product)
WATCH_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Part:
    """`word` is one of well, busy, slow, failing, stopped, quiet; `state` its colour."""

    name: str
    word: str
    state: str
    sentence: str
    figures: tuple[tuple[str, str], tuple[str, str]]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Wellness:
    parts: tuple[Part, ...]

    @property
    def sentence(self) -> str:
        ill = [part for part in self.parts if part.state in ("bad", "held")]
        if not ill:
            return "All is well"
        names = (
            " and ".join(part.name.lower() for part in ill)
            if len(ill) < 3
            else f"{len(ill)} of {len(self.parts)} parts"
        )
        one = len(ill) == 1 and not ill[0].name.endswith("s")
        return f"{names.capitalize()} {'needs' if one else 'need'} a look"


def wellness(locations: QuerySet[Location], now: datetime) -> Wellness:
    return Wellness(
        (_intake(locations, now), _turns(locations, now), _outbox(locations, now), _models(locations, now),
         _limits(locations, now), _budget(locations, now))
    )  # fmt: skip


def _verdict(oldest: float | None, failed: int) -> tuple[str, str]:
    if failed:
        return "failing", "bad"
    if oldest is not None and oldest > SLOW_SECONDS:
        return "slow", "bad"
    if oldest is not None and oldest > WATCH_SECONDS:
        return "busy", "held"
    return "well", "good"


def _seconds_since(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else max((now - moment).total_seconds(), 0.0)


def _per_minute(number: int) -> str:
    return f"{number / (RATE_WINDOW.total_seconds() / 60):.1f} a minute"


def _flow(oldest: float | None, recent: int) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("oldest waiting", "none" if oldest is None else duration(oldest)), (RECENT, _per_minute(recent))


def _lists(name: str, words: str, *troubles: tuple[str, str, int]) -> tuple[Link, ...]:
    """A link to the rows of each status that has some, else to all of them."""
    found = tuple(Link(f"{label} ({n})", name, f"?status__exact={status}") for label, status, n in troubles if n)
    return found or (Link(words, name),)


def _intake(locations: QuerySet[Location], now: datetime) -> Part:
    events = WebhookEvent.objects.filter(location_ghl_id__in=locations.values("ghl_id"))
    found = events.filter(Q(status="new") | Q(status="dead") | Q(received_at__gte=now - RATE_WINDOW)).aggregate(
        waiting=Count("pk", filter=Q(status="new")),
        oldest=Min("received_at", filter=Q(status="new")),
        dead=Count("pk", filter=Q(status="dead")),
        recent=Count("pk", filter=Q(received_at__gte=now - RATE_WINDOW)),
    )
    oldest = _seconds_since(found["oldest"], now)
    word, state = _verdict(oldest, found["dead"])
    sentence = f"{counted(found['waiting'], 'event')} waiting"
    if found["dead"]:
        sentence += f"; {counted(found['dead'], 'event')} could not be applied"
    return Part(
        "Intake", word, state, sentence, _flow(oldest, found["recent"]),
        _lists("admin:crm_webhookevent_changelist", "Events", ("Failed events", "dead", found["dead"])),
    )  # fmt: skip


def _turns(locations: QuerySet[Location], now: datetime) -> Part:
    turns = Turn.objects.filter(location__in=locations)
    found = turns.filter(Q(status__in=("pending", "running")) | Q(ended_at__gte=now - RATE_WINDOW)).aggregate(
        late=Count("pk", filter=Q(status="pending", due_at__lte=now) | Q(status="running")),
        oldest=Min("due_at", filter=Q(status="pending", due_at__lte=now, waiting_for_model_since__isnull=True)),
        waiting_for_model=Count("pk", filter=Q(status="pending", waiting_for_model_since__isnull=False)),
        recent=Count("pk", filter=Q(ended_at__gte=now - RATE_WINDOW)),
    )
    oldest = _seconds_since(found["oldest"], now)
    word, state = _verdict(oldest, 0)
    sentence = f"{counted(found['late'], 'conversation')} being answered or due"
    if found["waiting_for_model"]:
        word, state = "waiting", "held"
        sentence += f"; {found['waiting_for_model']} until a model is back"
    return Part(
        "Turns", word, state, sentence, _flow(oldest, found["recent"]), _lists("admin:bots_turn_changelist", "Turns"),
    )  # fmt: skip


def _outbox(locations: QuerySet[Location], now: datetime) -> Part:
    entries = OutboxEntry.objects.filter(location__in=locations)
    live = ("due", "claimed", "unknown", "held", "dead")
    found = entries.filter(Q(status__in=live) | Q(settled_at__gte=now - RATE_WINDOW)).aggregate(
        due=Count("pk", filter=Q(status="due", due_at__lte=now)),
        oldest=Min("due_at", filter=Q(status="due", due_at__lte=now)),
        held=Count("pk", filter=Q(status="held")),
        unknown=Count("pk", filter=Q(status="unknown")),
        dead=Count("pk", filter=Q(status="dead")),
        recent=Count("pk", filter=Q(status="sent", settled_at__gte=now - RATE_WINDOW)),
    )
    oldest = _seconds_since(found["oldest"], now)
    word, state = _verdict(oldest, found["dead"])
    sentence = f"{found['due']} due, {found['held']} held for a person, {found['unknown']} being looked up"
    if found["dead"]:
        sentence += f", {found['dead']} failed"
    return Part(
        "Outbox", word, state, sentence, _flow(oldest, found["recent"]),
        _lists(
            "admin:crm_outboxentry_changelist", "Outbox",
            ("Failed", "dead", found["dead"]),
            ("Held", "held", found["held"]),
            ("Unknown", "unknown", found["unknown"]),
        ),
    )  # fmt: skip


def _models(locations: QuerySet[Location], now: datetime) -> Part:
    calls = LlmCall.objects.filter(tenant__in=locations.values("ghl_id"), at__gte=now - RATE_WINDOW)
    found = calls.aggregate(
        n=Count("pk"),
        failed=Count("pk", filter=Q(status__in=("failed", "lost"))),
        oldest=Min("at", filter=Q(status="asked")),
    )
    oldest = _seconds_since(found["oldest"], now)
    failing = found["failed"] * 20 > found["n"]  # more than 5 %
    word, state = ("failing", "bad") if failing else ("well", "good") if found["n"] else ("quiet", "good")
    sentence = (
        "No call in the last 15 minutes"
        if not found["n"]
        else (f"{share(found['failed'], found['n'])} of {counted(found['n'], 'call')} failed in the last 15 minutes")
    )
    calls_page = "admin:orchestrator_llmcall_changelist"
    links: tuple[Link, ...] = (Link("Model calls", calls_page),)
    if failing:
        links = (
            Link("Failed calls", calls_page, "?status__exact=failed"),
            Link("Breakers", "admin:orchestrator_breakers"),
        )
    return Part("Models", word, state, sentence, _flow(oldest, found["n"]), links)


def _limits(locations: QuerySet[Location], now: datetime) -> Part:
    tries = SendAttempt.objects.filter(location__in=locations, started_at__gte=now - RATE_WINDOW)
    found = tries.aggregate(
        n=Count("pk", filter=Q(wire_at__isnull=False)), refused=Count("pk", filter=Q(status_code=429))
    )
    refusing = found["refused"] * 10 > found["n"] and found["refused"] > 0  # more than 10 %
    word, state = ("failing", "bad") if refusing else ("held back", "held") if found["refused"] else ("well", "good")
    allowed = settings.GHL_REQUESTS_PER_SECOND
    return Part(
        "Limits", word, state,
        f"{counted(found['refused'], 'call')} refused as too many; we keep to {allowed} a second and location",
        (("of all calls refused", share(found["refused"], found["n"])), (RECENT, _per_minute(found["n"]))),
        _lists("admin:crm_sendattempt_changelist", "Tries"),
    )  # fmt: skip


def _budget(locations: QuerySet[Location], now: datetime) -> Part:
    limit = int(settings.LLM_BUDGET_USD_PER_DAY * 1_000_000)
    today = Budget.objects.of_day(now.date()).of_all().aggregate(
        spent=Sum("spent_micro_usd"), held=Sum("held_micro_usd"), limit=Sum("limit_micro_usd")
    )  # fmt: skip
    spent, limit = today["spent"] or 0, today["limit"] or limit
    used = 100 * spent / limit if limit else 100
    word, state = ("spent", "bad") if used >= 100 else ("nearly spent", "held") if used >= 80 else ("well", "good")
    sentence = f"{dollars(spent)} of {dollars(limit)} today ({share(spent, limit)})"
    if today["held"]:
        sentence += f", {dollars(today['held'])} set aside for calls under way"
    full = _locations_without_money(locations, now)
    if full:
        sentence += f"; {counted(full, 'location')} without money left"
        word, state = (word, state) if state == "bad" else ("spent in part", "held")
    return Part(
        "Budget", word, state, sentence,
        (("left today", dollars(max(limit - spent, 0))), ("starts again", "00:00 UTC")),
        _lists("admin:orchestrator_budgets", "Budgets"),
    )  # fmt: skip


def _locations_without_money(locations: QuerySet[Location], now: datetime) -> int:
    """Those that spent their limit of now, and those near it of which a call was refused since it did not fit."""
    day, places = now.date(), locations.values("ghl_id")
    own = dict(BudgetLimit.objects.filter(tenant__in=places).values_list("tenant", "limit_micro_usd"))
    default = int(settings.LLM_BUDGET_USD_PER_DAY_PER_LOCATION * 1_000_000)
    refused = set(BudgetAlert.objects.filter(day=day, percent=100, tenant__in=places).values_list("tenant", flat=True))
    spent = Budget.objects.of_day(day).filter(tenant__in=places).values_list("tenant", "spent_micro_usd")
    return sum(micro_usd >= own.get(tenant, default) * (0.8 if tenant in refused else 1) for tenant, micro_usd in spent)
