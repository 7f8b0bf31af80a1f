"""What the page of breakers shows: each provider and model with its breaker, each account with its pace."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from orchestrator.admin.outcome_words import with_what_to_do
from orchestrator.breaker.breakers import Breakers, BreakerView
from orchestrator.breaker.states import BreakerSettings
from orchestrator.models import LlmCall
from orchestrator.pace.pacing import Pace
from orchestrator.page_words import DASH, ago, counted, percent, plain, span

CALLS_OF = timedelta(minutes=15)
_NAMED_IN = timedelta(days=7)
_WORDS: Mapping[str, tuple[str, str]] = {
    "closed": ("closed: asked", "good"),
    "open": ("open: skipped", "bad"),
    "half_open": ("half open: one try decides", "held"),
}
_BUCKETS = (("requests", "requests"), ("input_tokens", "input tokens"), ("output_tokens", "output tokens"))
_LANES = {"lead": "a lead", "staff": "staff", "background": "background work"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One breaker. `calls` and `failed` are those of the last minutes."""

    name: str
    title: str
    state: str
    word: str
    colour: str
    since: str
    next_try: str
    why: str
    failures: int
    calls: int = 0
    failed: int = 0

    @property
    def what(self) -> str:
        return "whole account" if self.is_account else self.name.partition(":")[2]

    @property
    def of(self) -> str:
        return f"of {self.name.partition(':')[0]}"

    @property
    def is_account(self) -> bool:
        return self.name.endswith(":*")


@dataclass(frozen=True, slots=True)
class Bucket:
    words: str
    limit: int
    left: float

    @property
    def width(self) -> int:
        return percent(int(self.left), self.limit)


@dataclass(frozen=True, slots=True)
class PaceShown:
    name: str
    account: str
    buckets: tuple[Bucket, ...]
    under_way: int
    waiting: str
    not_before: str
    shared: bool


def asked_names(configured: Iterable[str], now: datetime) -> dict[str, tuple[int, int]]:
    """(calls, failed) of the last minutes by "provider:model", for all that are set up or were asked lately."""
    recent, failed = Q(at__gte=now - CALLS_OF), Q(status__in=("failed", "lost"))
    rows = LlmCall.objects.filter(at__gte=now - _NAMED_IN).order_by().values_list("provider", "model")
    counts = rows.annotate(n=Count("pk", filter=recent), failed=Count("pk", filter=recent & failed))
    asked = {f"{provider}:{model}": (n, bad) for provider, model, n, bad in counts}
    return dict.fromkeys(configured, (0, 0)) | asked


def shown(breakers: Breakers, asked: Mapping[str, tuple[int, int]], now: datetime) -> list[Shown]:
    """Accounts before their models; what is open first."""
    views = {view.name: view for view in breakers.states()}
    names = {*views, *asked, *(f"{name.partition(':')[0]}:*" for name in {*views, *asked})}
    found = [_shown(views.get(name) or breakers.state(name), asked.get(name, (0, 0)), now) for name in names]
    return sorted(
        found, key=lambda one: (one.state == "closed", one.name.partition(":")[0], not one.is_account, one.name)
    )


def headline(rows: Iterable[Shown], *, redis_is_away: bool) -> str:
    found = list(rows)
    wrong = [one for one in found if one.state != "closed"]
    if not found:
        return "No model is set up, and none was asked lately"
    if wrong:
        names = [one.title for one in wrong[:2]] + ([f"{len(wrong) - 2} more"] if len(wrong) > 2 else [])
        said = f"{' and '.join(names)} {'is' if len(wrong) == 1 else 'are'} not asked as usual"
    elif redis_is_away:
        return "Redis is away: what other processes found out about the models is not known here"
    else:
        models = sum(not one.is_account for one in found)
        said = f"{counted(models, 'model is', 'models are')} asked as usual, no breaker is open"
    return f"{said}; Redis is away" if redis_is_away else said


def opens(settings: BreakerSettings) -> str:
    """When a breaker opens and for how long, as a sentence with the numbers in force."""
    least = f" and at least {settings.failed_share:.0%} of the latest tries".replace("%", " %")
    return (
        f"It opens at {counted(settings.failures, 'failure')} within {span(settings.window_seconds)}"
        f"{least if settings.failed_share else ''}, for {span(settings.open_seconds)}, "
        f"and after each try that fails for twice as long, up to {span(settings.longest_open_seconds)}."
    )


def paces(pace: Pace, names: Iterable[str], now: datetime) -> list[PaceShown]:
    return [_pace(name, pace.state(name), now) for name in sorted(names)]


def is_of(model: str, name: str) -> bool:
    """Whether the model is the named one, or one of the named account."""
    provider, _, of_provider = name.partition(":")
    return model == name or (of_provider == "*" and model.startswith(f"{provider}:"))


def title(name: str) -> str:
    provider, _, model = name.partition(":")
    return f"{provider}, whole account" if model == "*" else f"{model} of {provider}"


def shown_word(view: BreakerView) -> str:
    return _WORDS.get(view.state, (plain(view.state), ""))[0].replace(":", ",")


def _shown(view: BreakerView, calls: tuple[int, int], now: datetime) -> Shown:
    word, colour = _WORDS.get(view.state, (plain(view.state), "unknown"))
    opened, retry = _moment(view.opened_at), _moment(view.retry_at)
    next_try = DASH
    if view.state == "open" and retry:
        next_try = f"in {span((retry - now).total_seconds())}, {retry:%H:%M:%S} UTC"
    elif view.state == "half_open":
        next_try = "the next call"
    since = f"{ago(opened, now)}, {opened:%H:%M:%S} UTC" if opened and view.state != "closed" else DASH
    why = with_what_to_do(view.why) if view.why else (f"{view.failures} failed lately" if view.failures else "")
    return Shown(view.name, title(view.name), view.state, word, colour, since, next_try, why, view.failures, *calls)


def _pace(account: str, state: Mapping[str, Any], now: datetime) -> PaceShown:
    limits, left = state["limits_per_minute"], state["left_now"]
    until = _moment(state["not_before"])
    waiting = [_LANES.get(lane, lane) for lane in state["waiting_lanes"]]
    return PaceShown(
        account,
        title(account),
        tuple(Bucket(words, limits[name], left[name]) for name, words in _BUCKETS),
        state["under_way"],
        ", ".join(waiting),
        f"{until:%H:%M:%S} UTC, in {span((until - now).total_seconds())}" if until and until > now else "",
        state["redis"] == "shared",
    )


def _moment(unix: float) -> datetime | None:
    return datetime.fromtimestamp(unix, UTC) if unix > 0 else None
