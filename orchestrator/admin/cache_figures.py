"""What the cache page shows: look-ups by tier, task and prompt version, the answers most given, what was taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from orchestrator.admin.sight import Sight, people
from orchestrator.models import CacheCount, CachedReply, Invalidation
from orchestrator.page_words import DASH, counted, percent, share

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
class PromptRate:
    """Answers of one prompt version that were stored in the period, and how often they were given since."""

    version: str
    answers: int
    given: int

    @property
    def whole(self) -> int:
        return self.answers + self.given

    @property
    def rate(self) -> str:
        return share(self.given, self.whole) if self.whole >= FEWEST else DASH

    @property
    def width(self) -> int:
        return percent(self.given, self.whole)


@dataclass(frozen=True, slots=True)
class TakenBack:
    at: datetime
    what: str
    who: str
    reason: str
    number: int


def rates(sight: Sight, days: int, now: datetime) -> tuple[HitRate, list[HitRate]]:
    """(in all, by task with the most looked-up first)."""
    since = now.date() - timedelta(days=days - 1)
    rows = sight.limit(CacheCount.objects.filter(day__gte=since)).order_by()
    counted_by: dict[str, dict[str, int]] = {}
    for task, tier, n in rows.values_list("task", "tier").annotate(n=Sum("hits")):
        counted_by.setdefault(task, {})[tier] = n
    whole: dict[str, int] = {}
    for tiers in counted_by.values():
        for tier, n in tiers.items():
            whole[tier] = whole.get(tier, 0) + n
    by_task = [HitRate(task, _slices(tiers), "task", task) for task, tiers in counted_by.items()]
    return HitRate("All", _slices(whole)), sorted(by_task, key=lambda rate: -rate.whole)


def by_prompt(sight: Sight, days: int, now: datetime) -> list[PromptRate]:
    rows = _stored(sight, days, now).order_by().values_list("prompt_version")
    return sorted(
        (PromptRate(*row) for row in rows.annotate(answers=Count("pk"), given=Sum("hits"))),
        key=lambda rate: -rate.whole,
    )


def most_given(sight: Sight, days: int, now: datetime) -> list[CachedReply]:
    rows = _stored(sight, days, now).filter(hits__gt=0).defer("answer")
    return list(rows.order_by("-hits")[:_TOP])


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
