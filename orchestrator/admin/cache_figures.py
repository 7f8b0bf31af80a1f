"""What the cache page shows: look-ups by tier, task and prompt version, the answers most given, what was taken back."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet, Sum

from orchestrator.admin.sight import Sight, people
from orchestrator.models import CacheCount, CachedReply, Invalidation, MetricTotal
from orchestrator.page_words import DASH, counted, share

FEWEST = 20  # look-ups below which a share says nothing
TIERS: Mapping[str, tuple[str, str]] = {
    # as counted: (what it is called, its bar)
    "L1": ("L1, memory of a process", "t1"),
    "L2": ("L2, Redis", "t2"),
    "L3": ("L3, PostgreSQL", "t3"),
    "stale": ("stale: no provider could be had", "stale"),
    "provider": ("asked a model", "miss"),
}
_TOP, _RECENT, _CHOICES = 10, 10, 40
_FIELDS = {"key": "key", "prompt": "prompt_version", "model": "model", "tenant": "tenant", "task": "task"}


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a bar with its number."""

    tier: str
    words: str
    colour: str
    n: int
    whole: int

    @property
    def share(self) -> str:
        return share(self.n, self.whole) if self.whole >= FEWEST else DASH

    @property
    def width(self) -> float:
        return round(100 * self.n / self.whole, 2) if self.whole else 0


@dataclass(frozen=True, slots=True)
class HitRate:
    """Of `name`: how many of `whole` look-ups a fresh stored answer met; stale ones count as misses that were saved."""

    name: str
    slices: tuple[Slice, ...]
    scope: str = ""
    value: str = ""

    @property
    def whole(self) -> int:
        return sum(piece.n for piece in self.slices)

    @property
    def hits(self) -> int:
        return sum(piece.n for piece in self.slices if piece.tier in ("L1", "L2", "L3"))

    @property
    def stale(self) -> int:
        return sum(piece.n for piece in self.slices if piece.tier == "stale")

    @property
    def rate(self) -> str:
        return share(self.hits, self.whole) if self.whole >= FEWEST else DASH


@dataclass(frozen=True, slots=True)
class Unkept:
    """Of a tier: so many answers since the beginning, and when that grew last."""

    tier: str
    n: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class TakenBack:
    at: datetime
    what: str
    who: str
    reason: str
    number: int


def rates(sight: Sight, days: int, now: datetime) -> tuple[HitRate, list[HitRate]]:
    """(in all, by task with the most looked-up first)."""
    tasks = _counted_by("task", sight, days, now)
    whole: Counter[str] = Counter()
    for tiers in tasks.values():
        whole.update(tiers)
    return HitRate("All", _slices(whole)), _most_first("task", tasks)


def by_prompt(sight: Sight, days: int, now: datetime) -> list[HitRate]:
    """By prompt version, the most looked-up first; look-ups that were counted without one are left out."""
    versions = _counted_by("prompt_version", sight, days, now)
    return _most_first("prompt", {version: tiers for version, tiers in versions.items() if version})


def _counted_by(field: str, sight: Sight, days: int, now: datetime) -> dict[str, dict[str, int]]:
    """Look-ups by tier of each value of the field, in one query."""
    since = now.date() - timedelta(days=days - 1)
    rows = sight.limit(CacheCount.objects.filter(day__gte=since)).order_by()
    found: dict[str, dict[str, int]] = {}
    for name, tier, n in rows.values_list(field, "tier").annotate(n=Sum("hits")):
        found.setdefault(name, {})[tier] = n
    return found


def _most_first(scope: str, counted_by: Mapping[str, Mapping[str, int]]) -> list[HitRate]:
    found = [HitRate(name, _slices(tiers), scope, name) for name, tiers in counted_by.items()]
    return sorted(found, key=lambda rate: (-rate.whole, rate.name))


def most_given(sight: Sight, days: int, now: datetime) -> list[CachedReply]:
    rows = _stored(sight, days, now).filter(hits__gt=0).defer("answer")
    return list(rows.order_by("-hits")[:_TOP])


def unkept() -> list[Unkept]:
    """Tiers that could not keep answers at some time; others may keep them still."""
    rows = MetricTotal.objects.filter(name="unkept", value__gt=0)
    found = [
        (json.loads(labels).get("tier", ""), n, at)
        for labels, n, at in rows.values_list("labels", "value", "counted_at")
    ]
    return [Unkept(TIERS.get(tier, (tier, ""))[0], n, at) for tier, n, at in sorted(found)]


def headline(rate: HitRate, days: int) -> str:
    period = "today" if days == 1 else f"in the last {days} days"
    if not rate.whole:
        return f"Nothing was looked up {period}"
    if rate.whole < FEWEST:
        return f"Only {counted(rate.whole, 'look-up')} {period}: too few for a share"
    said = f"{rate.rate} of {counted(rate.whole, 'look-up')} {period} were met by a stored answer"
    return f"{said}, {rate.stale:,} more by a stale one" if rate.stale else said


def taken_back(sight: Sight) -> list[TakenBack]:
    """The newest invalidations; those of one location, or of one key, only where they are in sight."""
    rows = Invalidation.objects.order_by("-id")
    if not sight.everything:
        rows = rows.exclude(scope="key").filter(~Q(scope="tenant") | Q(value__in=list(sight.names)))
    found = list(rows[:_RECENT])
    who = people(row.by for row in found)
    return [TakenBack(row.at, named(row.scope, row.value, sight), who[row.by], row.reason, row.pk) for row in found]


def newest_invalidation() -> int:
    """The number that every process should have come to; 0 where nothing was taken back."""
    return Invalidation.objects.order_by("-id").values_list("pk", flat=True).first() or 0


def named(scope: str, value: str, sight: Sight) -> str:
    if scope == "all":
        return "everything"
    if scope == "tenant":
        return sight.name(value)
    if scope == "prompt" and "/" not in value:
        return f"all versions of {value}"
    return f"{scope} {value[:16]}…" if scope == "key" else f"{scope} {value}"


def choices(sight: Sight) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be taken back, in groups of ("scope:value", words)."""
    stored = sight.limit(CachedReply.objects.all()).order_by()
    combined = list(stored.values_list("task", "prompt_version", "model").distinct()[: _CHOICES * 10])
    versions = sorted({version for _, version, _ in combined})
    names = sorted({version.partition("/")[0] for version in versions})
    groups = [
        ("A task", _options("task", (task for task, _, _ in combined))),
        ("A prompt", [(f"prompt:{name}", f"all versions of {name}") for name in names] + _options("prompt", versions)),
        ("A model", _options("model", (model for _, _, model in combined))),
        ("A location", [(f"tenant:{tenant}", name) for tenant, name in sight.names.items()]),
        ("Everything", [("all:", "everything, in all locations")]),
    ]
    return [(group, options) for group, options in groups if options]


def _options(scope: str, values: Iterable[str]) -> list[tuple[str, str]]:
    return [(f"{scope}:{value}", value) for value in sorted(set(values))[:_CHOICES]]


def _stored(sight: Sight, days: int, now: datetime) -> QuerySet[CachedReply]:
    first = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)
    return sight.limit(CachedReply.objects.filter(created_at__gte=first))


def _slices(tiers: Mapping[str, int]) -> tuple[Slice, ...]:
    """In the order of the tiers; one that nobody has named yet comes last under its own name."""
    whole = sum(tiers.values())
    order: Sequence[str] = [*TIERS, *sorted(tier for tier in tiers if tier not in TIERS)]
    return tuple(Slice(tier, *TIERS.get(tier, (tier, "t3")), tiers[tier], whole) for tier in order if tiers.get(tier))
