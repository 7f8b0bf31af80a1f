"""The cache: how much it saves, how its tiers are, and taking stored answers back."""

import time
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from audit.scoped_admin import ReadOnlyAdmin
from orchestrator.admin import cache_figures
from orchestrator.admin.machine import machine
from orchestrator.admin.page import Confirmation, PagedAdmin, by, done, reason_given, refused
from orchestrator.admin.sight import Sight
from orchestrator.cache.followers import Follower, followers
from orchestrator.cache.following import following
from orchestrator.cache.invalidation import Invalidated, NotSaid, carrying, checked, invalidate
from orchestrator.models import CacheCount, CachedReply
from orchestrator.page_words import counted, span

VIEW, CHANGE = "orchestrator.view_cachecount", "orchestrator.add_invalidation"
PERIODS = {"1": 1, "7": 7}
_NOBODY = "v1:" + "0" * 64  # a key that no request has: looking it up shows whether the tiers answer


@admin.register(CacheCount)
class CacheCountAdmin(PagedAdmin, ReadOnlyAdmin):
    location_id_path = "tenant"
    list_display = ("day", "task", "prompt_version", "tier", "hits", "tenant")
    list_filter = ("tier", "task", "prompt_version")
    ordering = ("-day", "task", "prompt_version", "tier")

    def own_pages(self) -> list[URLPattern]:
        return [
            self.at("overview/", self.overview, "cache", VIEW),
            self.at("invalidate/", self.invalidate, "cache_invalidate", CHANGE),
        ]

    def overview(self, request: HttpRequest) -> HttpResponse:
        sight, now = self.sight(request), timezone.now()
        days = PERIODS.get(request.GET.get("days", ""), 1)
        whole, by_task = cache_figures.rates(sight, days, now)
        may_change = request.user.has_perm(CHANGE)
        newest, processes = cache_figures.newest_invalidation(), _processes()
        return self.page(
            request, "cache.html", "Cache", headline=cache_figures.headline(whole, days), days=days, whole=whole,
            by_task=by_task, by_prompt=cache_figures.by_prompt(sight, days, now), fewest=cache_figures.FEWEST,
            top=[(reply, sight.name(reply.tenant)) for reply in cache_figures.most_given(sight, days, now)],
            tiers=tier_states(_health()), seen=following.seen(), newest=newest, processes=processes,
            behind=sum(one.generation < newest for one in processes or ()),
            taken_back=cache_figures.taken_back(sight), unkept=cache_figures.unkept(),
            choices=cache_figures.choices(sight) if may_change else (), may_change=may_change,
        )  # fmt: skip

    def invalidate(self, request: HttpRequest) -> HttpResponse:
        back, sight = reverse("admin:orchestrator_cache"), self.sight(request)
        scope, value = _asked_for(request)
        try:
            checked(scope, value)
        except NotSaid as error:
            came = f" “{value[:80]}” came." if value else ""
            return refused(request, f"Nothing was taken back: {str(error).rstrip('.')}.{came}", back)
        _within_sight(scope, value, sight)
        reason = reason_given(request)
        if not reason:
            return self.ask(request, _confirmation(scope, value, sight, back))
        result = invalidate(scope, value, by=by(request), reason=reason)
        return done(request, _result(result, cache_figures.named(scope, value, sight)), back)


def tier_states(health: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """(tier, word, colour, sentence) of each."""
    local, shared, durable = health["L1"], health["L2"], health["L3"]
    l1 = (
        f"Each process keeps its own, at most {local['most_bytes'] // 1_000_000} MB, for {span(local['life_seconds'])}."
    )
    l2 = (
        f"Redis answers; answers live there for {span(shared['life_seconds'])}."
        if shared["state"] == "up"
        else "Redis does not answer: look-ups go on to PostgreSQL, slower, and nothing fails."
    )
    l3 = (
        f"PostgreSQL answers within {durable['limit_ms']} ms; answers live for {span(durable['life_seconds'])}."
        if durable["state"] == "up"
        else f"Skipped: PostgreSQL did not answer within {durable['limit_ms']} ms, so a model is asked."
    )
    return [
        ("L1, memory", "up", "good", l1),
        ("L2, Redis", *_word(shared["state"], "away"), l2),
        ("L3, PostgreSQL", *_word(durable["state"], "skipped"), l3),
    ]


def _word(state: str, otherwise: str) -> tuple[str, str]:
    return ("up", "good") if state == "up" else (otherwise, "bad")


def _health() -> dict[str, Any]:
    tiers = machine().tiers
    tiers.find(_NOBODY)
    return tiers.health()


def _processes() -> list[Follower] | None:
    """What each process has seen of the last invalidation; None while Redis is away."""
    try:
        return followers(get_redis_connection("default"), time.time())
    except (RedisError, OSError):
        return None


def _asked_for(request: HttpRequest) -> tuple[str, str]:
    """From `?what=scope:value`, or `?key=`; the form posts them back to the same address."""
    key = request.GET.get("key", "").strip()
    if key:
        return "key", key
    scope, _, value = request.GET.get("what", "").partition(":")
    return scope, value


def _within_sight(scope: str, value: str, sight: Sight) -> None:
    """Raises PermissionDenied for a location, or an answer of one, that is somebody else's."""
    if sight.everything or scope not in ("tenant", "key"):
        return
    tenant = (
        value if scope == "tenant" else CachedReply.objects.filter(key=value).values_list("tenant", flat=True).first()
    )
    if not sight.holds(tenant or ""):
        raise PermissionDenied


def _confirmation(scope: str, value: str, sight: Sight, back: str) -> Confirmation:
    found, what = carrying(scope, value), cache_figures.named(scope, value, sight)
    alive = found.alive(timezone.now()).count()
    kept = found.count() - alive
    are = "is" if alive == 1 else "are"
    says = [
        f"{counted(alive, 'stored answer')} that {are} given now {are} not given any more, and deleted."
        if alive
        else "Nothing that is stored is concerned; what is being asked for at this moment is not stored either.",
        "Every process follows within a second, also in its own memory; while Redis is away within a few seconds.",
        "What is asked meanwhile is asked of a model anew and paid for again. This cannot be undone.",
    ]
    if kept:
        old = f"{counted(kept, 'answer')} past {'its' if kept == 1 else 'their'} life"
        says.insert(1, f"{old}, kept for times without a provider, {'goes' if kept == 1 else 'go'} too.")
    wide = scope == "all" or scope in ("prompt", "model", "task")
    warning = "This concerns all locations, also those that you do not see." if wide and not sight.everything else ""
    return Confirmation(
        "Take back every stored answer?" if scope == "all" else f"Take back the answers of {what}?",
        says, "Take the answers back", back, grave=True,
        warning=warning or ("This empties the cache of all locations." if scope == "all" else ""),
    )  # fmt: skip


def _result(result: Invalidated, what: str) -> str:
    follows = (
        "Every process follows within a second."
        if result.rung
        else "Redis did not take the bell: processes follow within a few seconds, by their clocks."
    )
    return f"Taken back: {what}. {counted(result.answers, 'stored answer')} deleted. {follows}"
