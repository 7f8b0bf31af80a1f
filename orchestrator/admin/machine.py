"""The shared machinery as the pages reach it: what they show of it lies in Redis and PostgreSQL, not in this process.

Made once per process, with the short time-outs of every other caller: a page must open while Redis is away.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from orchestrator.breaker import Breakers
from orchestrator.budgets import Budgets
from orchestrator.build import build_tiers
from orchestrator.cache.tiers import Tiers
from orchestrator.pacing import Pace
from orchestrator.price_rows import StoredPrices
from orchestrator.pricing import PriceList

_MICRO = 1_000_000
_REDIS_SECONDS = 0.2
_making = Lock()
_made: dict[int, "Machine"] = {}  # by process id: neither threads nor sockets survive a fork


@dataclass(frozen=True, slots=True)
class Machine:
    breakers: Breakers
    pace: Pace
    tiers: Tiers


def machine() -> Machine:
    pid = os.getpid()
    with _making:
        if pid not in _made:
            _made.clear()
            _made[pid] = Machine(Breakers(_server()), Pace(_server()), build_tiers())
        return _made[pid]


def _server() -> redis.Redis:
    """Without the client's own retries, which would keep a page waiting for a dead server."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=_REDIS_SECONDS,
        socket_connect_timeout=_REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def limit_of_all() -> int:
    """Micro-dollars a day, from the settings."""
    return int(settings.LLM_BUDGET_USD_PER_DAY * _MICRO)


def limit_per_location() -> int:
    return int(settings.LLM_BUDGET_USD_PER_DAY_PER_LOCATION * _MICRO)


def budgets() -> Budgets:
    return Budgets(limit_micro_usd=limit_of_all(), tenant_limit_micro_usd=limit_per_location())


def prices() -> PriceList:
    """With what was added a moment ago."""
    return PriceList(added=StoredPrices())


def configured_models() -> Iterable[str]:
    """Every model that a setting names."""
    names = (name for name in dir(settings) if name.startswith("LLM_MODEL"))
    for name in names:
        value = getattr(settings, name)
        yield from [value] if isinstance(value, str) else []
