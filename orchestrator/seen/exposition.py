"""The orchestrator as Prometheus sees it: six queries of PostgreSQL and a few looks into Redis at each scrape.

docs/metrics.md says what each name means.
"""

import time
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Max
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric

from orchestrator.breaker.breakers import Breakers
from orchestrator.models import Budget, BudgetAlert, BudgetHold, Invalidation
from orchestrator.pace.buckets import LANES
from orchestrator.pace.pacing import Pace
from orchestrator.seen import totals
from orchestrator.seen.process_states import alive
from orchestrator.seen.totals import Total

PREFIX = "enterprisehub_llm_"
EARLIER_BUDGET = "enterprisehub_budget_micro_usd"  # an earlier name, for boards and alarms that read it
ASKED_IN = timedelta(days=7)  # a model that is set up no more and was not asked for longer is told no more
_MICRO = 1_000_000
_WHO = ("provider", "model")
_STATES = ("closed", "open", "half_open")
_THROUGH = ("redis", "postgresql", "nothing")
_TIERS = ("L1", "L2", "L3")
# name of the totals: (name here, what it says, labels, what one is worth). A prompt's version is no label: each new one
# would be a series more for good. The page of the cache has hit rates by version, from rows that are by day.
_COUNTERS: Mapping[str, tuple[str, str, tuple[str, ...], float]] = {
    "lookups": ("lookups", "Look-ups by what answered them; provider: a model was asked", ("task", "tier", "lane"), 1),
    "unanswered": ("unanswered", "Requests that ended without an answer", ("task", "lane", "code", "reason"), 1),
    "unkept": ("cache_unkept", "Answers that a tier could not keep: away, or given a rest", ("tier",), 1),
    "calls": ("calls", "Tries at a provider by what became of them", (*_WHO, "task", "outcome"), 1),
    "answers": ("answers", "Usable answers by how they were read", ("task", "strategy"), 1),
    "tokens": ("tokens", "Tokens as the provider counted them", (*_WHO, "kind"), 1),
    "cost_micro_usd": ("cost_usd", "Dollars booked when a call ended", (*_WHO, "task"), 1 / _MICRO),
    "pace_refusals": ("pace_refusals", "Tries given up because the limit allowed none in time", (*_WHO, "lane"), 1),
    "holds_expired": ("holds_expired", "Holds of dead processes by what became of the money", ("end",), 1),
}
_HISTOGRAMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "provider_seconds": ("Time that a provider took for one try", (*_WHO, "task")),
    "overhead_seconds": ("Own time of a request up to the end of a try", ("task",)),
    "pace_wait_seconds": ("Time that a try waited for its place in the limits", (*_WHO, "lane")),
}


def families(
    now: datetime, *, breakers: Breakers, pace: Pace, names: Collection[str], limit_micro_usd: int
) -> Iterator[Metric]:
    """`names`: every "provider:model" that is set up; those that were asked lately are told beside them.

    `limit_micro_usd`: of all together, where nothing was held today yet.
    """
    rows = totals.read()
    asked = {*names, *_asked_lately(rows.get("calls", []), now)}
    yield from _counted(rows)
    yield from _timed(rows)
    yield from _money(now, limit_micro_usd)
    yield from _cache(now)
    yield from _breakers(breakers, asked)
    yield from _paces(pace, asked)


def _counted(rows: Mapping[str, list[Total]]) -> Iterator[Metric]:
    for name, (shown, says, labels, worth) in _COUNTERS.items():
        family = CounterMetricFamily(PREFIX + shown, says, labels=labels)
        for row in rows.get(name, []):
            family.add_metric(_values(row.labels, labels), row.value * worth)
        yield family


def _timed(rows: Mapping[str, list[Total]]) -> Iterator[Metric]:
    for name, (says, labels) in _HISTOGRAMS.items():
        family = HistogramMetricFamily(PREFIX + name, says, labels=labels)
        for one in totals.histograms(name, rows.get(name, [])):
            family.add_metric(_values(one.labels, labels), list(one.buckets), one.sum_seconds)
        yield family


def _money(now: datetime, limit_micro_usd: int) -> Iterator[Metric]:
    budget = Budget.objects.of_day(now.date()).of_all().first() or Budget(limit_micro_usd=limit_micro_usd)
    money = {"spent": budget.spent_micro_usd, "held": budget.held_micro_usd, "limit": budget.limit_micro_usd}
    family = _gauge("budget_usd", "Today's budget of all locations together, in dollars (UTC day)", "part")
    earlier = GaugeMetricFamily(EARLIER_BUDGET, "The same in millionths of a dollar", labels=["part"])
    for part, micro_usd in money.items():
        family.add_metric([part], micro_usd / _MICRO)
        earlier.add_metric([part], micro_usd)
    yield from (family, earlier)
    open_holds = BudgetHold.objects.filter(state=BudgetHold.State.OPEN).count()
    yield _gauge("open_holds", "Tries whose money is set aside now", value=open_holds)
    alerts = BudgetAlert.objects.filter(day=now.date()).order_by()
    reached = dict(alerts.values_list("percent").annotate(n=Count("pk")))
    family = _gauge("budget_alerts", "Budgets that reached so much of their limit today", "percent")
    for percent in sorted({80, 100, *reached}):
        family.add_metric([str(percent)], reached.get(percent, 0))
    yield family


def _cache(now: datetime) -> Iterator[Metric]:
    """What living processes wrote down; one that has just started has not yet."""
    states = alive(now)
    local = [state.get("L1", {}) for state in states]
    yield _gauge("processes", "Processes that use the cache and wrote lately", value=len(states))
    yield _gauge("cache_local_entries", "Answers in L1, of all processes", value=_sum(local, "entries"))
    yield _gauge("cache_local_bytes", "Estimated memory of L1, of all processes", value=_sum(local, "bytes"))
    away = _gauge("cache_tier_away", "Processes that found the tier away when they asked last", "tier")
    for tier in _TIERS:
        away.add_metric([tier], sum(state.get(tier, {}).get("state") == "away" for state in states))
    yield away
    seen = [state.get("invalidation", {}) for state in states]
    newest = Invalidation.objects.aggregate(newest=Max("id"))["newest"] or 0
    yield _gauge("invalidation_newest", "Number of the newest invalidation", value=newest)
    behind = sum(one.get("generation", 0) < newest for one in seen)
    yield _gauge("invalidation_behind", "Processes that had not seen it when they wrote last", value=behind)
    through = _gauge("invalidation_followed", "Processes by how they hear of invalidations", "through")
    for way in _THROUGH:
        through.add_metric([way], sum(one.get("through") == way for one in seen))
    yield through


def _breakers(breakers: Breakers, asked: Collection[str]) -> Iterator[Metric]:
    views = {view.name: view for view in breakers.states()}
    accounts = (f"{name.partition(':')[0]}:*" for name in asked)
    family = _gauge("breaker_state", "1 for the state that a breaker is in; model *: the whole account", *_WHO, "state")
    for name in sorted({*views, *asked, *accounts}):
        view = views.get(name) or breakers.state(name)
        for state in _STATES:
            family.add_metric([*_who(name), state], float(view.state == state))
    yield family
    yield _gauge("metronome_up", "Whether Redis answers for pace and breakers", value=int(not breakers.redis_is_away))


def _paces(pace: Pace, asked: Collection[str]) -> Iterator[Metric]:
    limit = _gauge("pace_limit_per_minute", "The provider's limit as it is known", *_WHO, "bucket")
    left = _gauge("pace_left", "What may be booked at once", *_WHO, "bucket")
    under_way = _gauge("pace_under_way", "Calls that are booked and not settled", *_WHO)
    waiting = _gauge("pace_waiting", "1 where somebody of the lane waits for a place", *_WHO, "lane")
    not_before = _gauge("pace_left_alone_seconds", "For how long the provider said to leave it alone", *_WHO)
    for name in sorted(asked):
        who, state = _who(name), pace.state(name)
        for bucket, value in state["limits_per_minute"].items():
            limit.add_metric([*who, bucket], value)
            left.add_metric([*who, bucket], state["left_now"][bucket])
        under_way.add_metric(who, state["under_way"])
        not_before.add_metric(who, max(0.0, state["not_before"] - time.time()))
        for lane in LANES:
            waiting.add_metric([*who, lane], float(lane in state["waiting_lanes"]))
    yield from (limit, left, under_way, waiting, not_before)


def _asked_lately(calls: list[Total], now: datetime) -> set[str]:
    lately = (row.labels for row in calls if row.counted_at > now - ASKED_IN)
    return {f"{labels['provider']}:{labels['model']}" for labels in lately}


def _who(name: str) -> list[str]:
    provider, _, model = name.partition(":")
    return [provider, model]


def _values(labels: Mapping[str, str], names: tuple[str, ...]) -> list[str]:
    return [labels.get(name, "") for name in names]


def _sum(told: list[Mapping[str, int]], name: str) -> int:
    return sum(one.get(name, 0) for one in told)


def _gauge(name: str, says: str, *labels: str, value: float | None = None) -> GaugeMetricFamily:
    return GaugeMetricFamily(PREFIX + name, says, value=value, labels=labels or None)
