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

from orchestrator.attempts import Attempts
from orchestrator.budgets import Budgets
from orchestrator.cache.durable import DurableTier
from orchestrator.cache.following import following
from orchestrator.cache.local import LocalTier
from orchestrator.cache.shared import SharedTier
from orchestrator.cache.tiers import Tiers
from orchestrator.counts import Flusher, counts
from orchestrator.engine import Limits, Orchestrator
from orchestrator.pacing import Pace
from orchestrator.pricing import PriceList
from orchestrator.prompts.registry import PromptRegistry
from orchestrator.providers.base import Provider
from orchestrator.providers.claude import Claude

_REDIS_SECONDS = 0.2
_MICRO = 1_000_000
_building = Lock()
_built: dict[int, Orchestrator] = {}  # by process id: neither threads nor sockets survive a fork


def orchestrator() -> Orchestrator:
    """The one of this process, made at first use."""
    pid = os.getpid()
    with _building:
        if pid not in _built:
            _built.clear()
            _built[pid] = build()
            Flusher(counts).start()
        return _built[pid]


def build(prompt_dirs: Iterable[Path] | None = None) -> Orchestrator:
    """A new one, with a local tier of its own. Raises BadPrompt where a prompt file cannot be used."""
    prompts = PromptRegistry(settings.PROMPT_DIRS if prompt_dirs is None else prompt_dirs)
    return Orchestrator(
        prompts=prompts,
        tiers=build_tiers(),
        attempts=Attempts(
            budgets=Budgets(limit_micro_usd=int(settings.LLM_BUDGET_USD_PER_DAY * _MICRO)),
            prices=PriceList(),
            pace=Pace(_metronome()),
            publish=prompts.publish,
            try_timeout_seconds=settings.LLM_TRY_TIMEOUT_SECONDS,
        ),
        providers={"real": _real(), "sandbox": _real() or _look_alike()},
        models={"understand": settings.LLM_MODEL_UNDERSTAND, "compose": settings.LLM_MODEL_COMPOSE},
        limits=Limits(settings.LLM_MAX_INPUT_TOKENS, settings.LLM_MAX_OUTPUT_TOKENS),
        counts=counts,
    )


def build_tiers() -> Tiers:
    shared = SharedTier(lambda: get_redis_connection("default"))
    return Tiers(LocalTier(), shared, DurableTier(), following=following)


def _metronome() -> redis.Redis:
    """Without the client's own retries: they would spend seconds on a dead server (measured: 4 s)."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=_REDIS_SECONDS,
        socket_connect_timeout=_REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def _real() -> tuple[Provider, ...]:
    if not settings.ANTHROPIC_API_KEY:
        return ()
    return (Claude(key=settings.ANTHROPIC_API_KEY, base_url=settings.ANTHROPIC_BASE_URL),)


def _look_alike() -> tuple[Provider, ...]:
    """The sandbox's model. Its name differs, so that no answer of it is ever taken for one of Claude's."""
    if not settings.SANDBOX_BASE_URL:
        return ()
    return (Claude(key="sandbox", base_url=f"{settings.SANDBOX_BASE_URL}/claude", name="claude-sandbox"),)
