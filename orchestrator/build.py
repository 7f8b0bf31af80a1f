"""The only module that reads the settings of the models; assembles an Orchestrator."""

import os
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

import redis
from django.conf import settings
from django_redis import get_redis_connection
from redis.backoff import NoBackoff
from redis.retry import Retry

from orchestrator.asking.attempts import Attempts
from orchestrator.asking.chain import Asking
from orchestrator.asking.fleet import Candidate, Fleet
from orchestrator.asking.routing import ROUTES, read_routes
from orchestrator.breaker.breakers import Breakers
from orchestrator.breaker.states import BreakerSettings
from orchestrator.cache.durable import DurableTier
from orchestrator.cache.following import following
from orchestrator.cache.local import LocalTier
from orchestrator.cache.shared import SharedTier
from orchestrator.cache.tiers import Tiers
from orchestrator.engine import Limits, Orchestrator
from orchestrator.flights.flights import Flights
from orchestrator.flights.leases import Leases
from orchestrator.money.budgets import Budgets
from orchestrator.money.price_rows import StoredPrices
from orchestrator.money.pricing import PriceList
from orchestrator.pace.buckets import Limits as PaceLimits
from orchestrator.pace.pacing import Pace
from orchestrator.prompts.registry import PromptRegistry
from orchestrator.providers.base import Provider
from orchestrator.providers.claude import Claude
from orchestrator.providers.openai import OpenAiCompatible
from orchestrator.seen.counts import Flusher, counts

_REDIS_SECONDS = 0.2
_MICRO = 1_000_000
_SELF_HOSTED = "self-hosted"
_NO_LIMITS = PaceLimits(requests=1_000_000, input_tokens=10**9, output_tokens=10**9)
_PROBE_SLACK_SECONDS = 5.0
_building = Lock()
# By process id: neither threads nor sockets survive a fork.
_built: dict[int, Orchestrator] = {}
_flushing: dict[int, Flusher] = {}


def orchestrator() -> Orchestrator:
    """The one of this process, made at first use."""
    pid = os.getpid()
    with _building:
        if pid not in _built:
            _built.clear()
            _flushing.clear()
            built = _built[pid] = build()
            _flushing[pid] = Flusher(counts, health=built.health)
        if pid in _flushing:
            _flushing[pid].start()
        return _built[pid]


def build(prompt_dirs: Iterable[Path] | None = None, fleet: Fleet | None = None) -> Orchestrator:
    """A new one, with a local tier of its own. Raises BadPrompt or BadRoute where the operator must mend something."""
    prompts = PromptRegistry(settings.PROMPT_DIRS if prompt_dirs is None else prompt_dirs)
    metronome, budgets = build_metronome(), build_budgets()
    attempts = Attempts(
        budgets=budgets,
        prices=PriceList(added=StoredPrices()),
        pace=build_pace(metronome),
        breakers=build_breakers(metronome),
        publish=prompts.publish,
    )
    return Orchestrator(
        prompts=prompts,
        tiers=build_tiers(),
        asking=Asking(attempts, try_timeout_seconds=settings.LLM_TRY_TIMEOUT_SECONDS),
        fleet=build_fleet() if fleet is None else fleet,
        budgets=budgets,
        limits=Limits(settings.LLM_MAX_INPUT_TOKENS, settings.LLM_MAX_OUTPUT_TOKENS, settings.LLM_CONFIDENCE_BELOW),
        counts=counts,
        flights=Flights(Leases(metronome)),
    )


def build_budgets() -> Budgets:
    return Budgets(
        limit_micro_usd=int(settings.LLM_BUDGET_USD_PER_DAY * _MICRO),
        tenant_limit_micro_usd=int(settings.LLM_BUDGET_USD_PER_DAY_PER_LOCATION * _MICRO),
    )


def build_pace(redis_client: redis.Redis | None = None) -> Pace:
    return Pace(redis_client or build_metronome(), limits=_limits_of)


def build_breakers(redis_client: redis.Redis | None = None) -> Breakers:
    return Breakers(
        redis_client or build_metronome(),
        settings=BreakerSettings(
            failures=settings.LLM_BREAKER_FAILURES,
            failed_share=settings.LLM_BREAKER_FAILED_SHARE,
            window_seconds=settings.LLM_BREAKER_WINDOW_SECONDS,
            open_seconds=settings.LLM_BREAKER_OPEN_SECONDS,
            longest_open_seconds=settings.LLM_BREAKER_LONGEST_OPEN_SECONDS,
            probe_lease_seconds=settings.LLM_TRY_TIMEOUT_SECONDS + _PROBE_SLACK_SECONDS,
        ),
    )


def build_fleet() -> Fleet:
    """Each class of models where its provider is set up. The look-alike plays Claude for the sandbox without a key."""
    real = _claude_classes(_real()) | _open_ai_classes()
    sandbox = real or _claude_classes(_look_alike())
    routes = read_routes(settings.LLM_ROUTES) if settings.LLM_ROUTES else ROUTES
    return Fleet({"real": real, "sandbox": sandbox}, routes)


def build_tiers() -> Tiers:
    shared = SharedTier(lambda: get_redis_connection("default"))
    return Tiers(LocalTier(), shared, DurableTier(), following=following)


def build_metronome() -> redis.Redis:
    """Without the client's own retries: they would spend seconds on a dead server (measured: 4 s)."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=_REDIS_SECONDS,
        socket_connect_timeout=_REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def _limits_of(account: str) -> PaceLimits:
    """What a provider is taken to allow until its headers say it. Our own server says nothing and has no such limit."""
    if account.startswith(_SELF_HOSTED):
        return _NO_LIMITS
    return PaceLimits(
        settings.LLM_REQUESTS_PER_MINUTE,
        settings.LLM_INPUT_TOKENS_PER_MINUTE,
        settings.LLM_OUTPUT_TOKENS_PER_MINUTE,
    )


def _claude_classes(claude: Provider | None) -> dict[str, Candidate]:
    if claude is None:
        return {}
    models = {
        "understand": settings.LLM_MODEL_UNDERSTAND,
        "compose": settings.LLM_MODEL_COMPOSE,
        "strong": settings.LLM_MODEL_STRONG,
        "cheaper": settings.LLM_MODEL_CHEAPER,
    }
    return {name: Candidate(claude, model) for name, model in models.items() if model}


def _open_ai_classes() -> dict[str, Candidate]:
    found: dict[str, Candidate] = {}
    if settings.OPENAI_API_KEY or settings.OPENAI_BASE_URL:
        openai = OpenAiCompatible(key=settings.OPENAI_API_KEY, base_url=settings.OPENAI_BASE_URL, name="openai")
        found["openai"] = Candidate(openai, settings.LLM_MODEL_OPENAI)
    if settings.SELF_HOSTED_BASE_URL:
        own = OpenAiCompatible(
            key=settings.SELF_HOSTED_API_KEY, base_url=settings.SELF_HOSTED_BASE_URL, name=_SELF_HOSTED
        )
        found["self_hosted"] = Candidate(own, settings.SELF_HOSTED_MODEL)
    return found


def _real() -> Provider | None:
    if not settings.ANTHROPIC_API_KEY:
        return None
    return Claude(key=settings.ANTHROPIC_API_KEY, base_url=settings.ANTHROPIC_BASE_URL)


def _look_alike() -> Provider | None:
    """The sandbox's model. Its name differs, so that no answer of it is ever taken for one of Claude's."""
    if not settings.SANDBOX_BASE_URL:
        return None
    return Claude(key="sandbox", base_url=f"{settings.SANDBOX_BASE_URL}/claude", name="claude-sandbox")
