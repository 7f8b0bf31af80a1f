"""What the page of budgets shows: today's money by location and in all, alerts, maxima to correct, prices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Sum

from orchestrator.admin.sight import Sight, people
from orchestrator.models import Budget, BudgetAlert, BudgetHold, BudgetLimit, LlmCall, ModelPrice
from orchestrator.money.price_rows import StoredPrices
from orchestrator.money.pricing import PRICES, PriceRow
from orchestrator.page_words import DASH, counted, dollars, percent, share

HOLDS_SHOWN = 50
_NAMED_IN = timedelta(days=7)
_PARTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Money:
    """Today's budget of one location, or of all together (tenant empty), in micro-dollars."""

    tenant: str
    name: str
    limit: int
    spent: int = 0
    held: int = 0
    own_limit: bool = False
    changed: str = ""
    alerts: tuple[int, ...] = ()

    @property
    def free(self) -> int:
        return max(0, self.limit - self.spent - self.held)

    @property
    def used(self) -> str:
        return share(self.spent, self.limit)

    @property
    def spent_width(self) -> int:
        return percent(self.spent, self.limit)

    @property
    def held_width(self) -> int:
        return min(100 - self.spent_width, percent(self.held, self.limit))

    @property
    def state(self) -> tuple[str, str]:
        if self.limit == 0 or self.spent >= self.limit:
            return ("spent" if self.spent else "closed", "bad")
        if 100 in self.alerts:
            return "refused a call", "bad"
        return ("nearly spent", "held") if self.spent * 100 >= 80 * self.limit else ("well", "good")

    @property
    def colour(self) -> str:
        return {"bad": "bad", "held": "warn"}.get(self.state[1], "")


@dataclass(frozen=True, slots=True)
class Alert:
    at: datetime
    name: str
    percent: int
    spent: int
    limit: int


@dataclass(frozen=True, slots=True)
class Maximum:
    """A hold that was booked at its maximum, since nobody knows what the call cost."""

    pk: int
    held_at: datetime
    name: str
    micro_usd: int
    call_id: int | None
    task: str
    model: str


@dataclass(frozen=True, slots=True)
class PriceShown:
    """Dollars per million tokens."""

    model: str
    valid_from: date
    band: str
    usd: tuple[Decimal, ...]
    source: str
    added_by: str
    in_force: bool


def monies(sight: Sight, day: date, *, of_all: int, per_location: int) -> list[Money]:
    """All together first, then locations by the share that they have used."""
    budgets = {row.tenant: row for row in sight.limit(Budget.objects.of_day(day), also_of_all=True)}
    own = {row.tenant: row for row in sight.limit(BudgetLimit.objects.all())}
    who = people(row.changed_by for row in own.values())
    alerts: dict[str, list[int]] = {}
    for tenant, reached in sight.limit(BudgetAlert.objects.filter(day=day), also_of_all=True).values_list(
        "tenant", "percent"
    ):
        alerts.setdefault(tenant, []).append(reached)

    def money(tenant: str) -> Money:
        row, limit = budgets.get(tenant), own.get(tenant)
        default = per_location if tenant else of_all
        return Money(
            tenant, sight.name(tenant), limit.limit_micro_usd if limit else default,
            row.spent_micro_usd if row else 0, row.held_micro_usd if row else 0, limit is not None,
            f"{who[limit.changed_by]}, {limit.changed_at:%-d %b %Y}" if limit else "",
            tuple(sorted(alerts.get(tenant, ()))),
        )  # fmt: skip

    places = [money(tenant) for tenant in {*sight.names, *budgets, *own} if tenant]
    return [money(""), *sorted(places, key=lambda one: (-one.spent * 100 / max(1, one.limit), one.name))]


def headline(monies: Iterable[Money]) -> str:
    of_all, *places = monies
    spent_up = [one for one in places if one.state[1] == "bad"]
    said = f"{dollars(of_all.spent)} of {dollars(of_all.limit)} spent today ({of_all.used})"
    if of_all.state[1] == "bad":
        return f"{said}: no model is asked until 00:00 UTC"
    if spent_up:
        return f"{said}; {counted(len(spent_up), 'location')} without money left"
    near = [one for one in (of_all, *places) if one.state[1] == "held"]
    return f"{said}; {counted(len(near), 'budget')} nearly spent" if near else f"{said}, all budgets are well"


def alerts(sight: Sight, day: date) -> list[Alert]:
    rows = sight.limit(BudgetAlert.objects.filter(day=day), also_of_all=True).order_by("-id")[:HOLDS_SHOWN]
    return [
        Alert(row.at, sight.name(row.tenant), row.percent, row.spent_micro_usd, row.limit_micro_usd) for row in rows
    ]


def maxima(sight: Sight) -> tuple[list[Maximum], int, int]:
    """(the newest of them, how many there are, micro-dollars in them)."""
    rows = sight.limit(BudgetHold.objects.filter(state=BudgetHold.State.SETTLED, at_maximum=True))
    total = rows.aggregate(n=Count("pk"), micro_usd=Sum("settled_micro_usd"))
    newest = rows.select_related("call").only(
        "held_at", "tenant", "settled_micro_usd", "call__id", "call__task", "call__model"
    )
    shown = [
        Maximum(
            row.pk, row.held_at, sight.name(row.tenant), row.settled_micro_usd or 0, row.call_id,
            row.call.task if row.call else DASH, row.call.model if row.call else DASH,
        )
        for row in newest.order_by("-id")[:HOLDS_SHOWN]
    ]  # fmt: skip
    return shown, total["n"], total["micro_usd"] or 0


def price_table(today: date) -> list[PriceShown]:
    """Every price row, ours and added ones, by model with the newest first."""
    added_by = {(row.model, row.valid_from, row.up_to_prompt_tokens): row.added_by for row in ModelPrice.objects.all()}
    added = list(StoredPrices()())
    replaced = {(row.model, row.valid_from) for row in added}
    rows = added + [row for row in PRICES if (row.model, row.valid_from) not in replaced]
    newest = _first_days(rows, today)
    who = people(added_by.values())
    shown = [
        PriceShown(
            row.model, row.valid_from, _band(row.up_to_prompt_tokens), _usd(row), row.source,
            who.get(added_by.get((row.model, row.valid_from, row.up_to_prompt_tokens), ""), ""),
            row.valid_from == newest.get(row.model),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(shown, key=lambda row: (row.model, not row.in_force, -row.valid_from.toordinal(), row.band == "any"))


def without_price(configured: Iterable[str], table: Iterable[PriceShown], now: datetime) -> list[str]:
    """Models that a setting names, or that were asked lately, and that no budget can be held for."""
    asked = LlmCall.objects.filter(at__gte=now - _NAMED_IN).order_by().values_list("model", flat=True).distinct()
    priced = {row.model for row in table if row.in_force}
    return sorted({*configured, *asked} - priced - {""})


def _first_days(rows: Iterable[PriceRow], today: date) -> Mapping[str, date]:
    newest: dict[str, date] = {}
    for row in rows:
        if row.valid_from <= today:
            newest[row.model] = max(row.valid_from, newest.get(row.model, date.min))
    return newest


def _band(up_to: int | None) -> str:
    return "any" if up_to is None else f"up to {up_to:,}"


def _usd(row: PriceRow) -> tuple[Decimal, ...]:
    parts = (row.input, row.output, row.cache_write_5m, row.cache_write_1h, row.cache_read)
    return tuple((Decimal(part) / _PARTS).normalize() + 0 for part in parts)
