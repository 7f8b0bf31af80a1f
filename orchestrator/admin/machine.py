"""The shared machinery as the pages reach it: what they show of it lies in Redis and PostgreSQL, not in this process.

Made once per process, with the short time-outs of every other caller: a page must open while Redis is away.
"""

import os
from dataclasses import dataclass
from threading import Lock

from django.conf import settings

from orchestrator.asking.fleet import Fleet
from orchestrator.breaker.breakers import Breakers
from orchestrator.breaker.states import BreakerSettings
from orchestrator.build import build_breakers, build_budgets, build_fleet, build_pace, build_tiers
from orchestrator.cache.tiers import Tiers
from orchestrator.money.budgets import Budgets
from orchestrator.pace.pacing import Pace

_MICRO = 1_000_000
_making = Lock()
_made: dict[int, "Machine"] = {}  # by process id: neither threads nor sockets survive a fork


@dataclass(frozen=True, slots=True)
class Machine:
    breakers: Breakers
    pace: Pace
    tiers: Tiers
    fleet: Fleet

    @property
    def names(self) -> frozenset[str]:
        """Every "provider:model" that is set up, asked or not."""
        return frozenset(candidate.name for candidate in self.fleet.everybody())

    @property
    def models(self) -> frozenset[str]:
        return frozenset(candidate.model for candidate in self.fleet.everybody())


def machine() -> Machine:
    pid = os.getpid()
    with _making:
        if pid not in _made:
            _made.clear()
            _made[pid] = Machine(build_breakers(), build_pace(), build_tiers(), build_fleet())
        return _made[pid]


def limit_of_all() -> int:
    """Micro-dollars a day, from the settings."""
    return int(settings.LLM_BUDGET_USD_PER_DAY * _MICRO)


def limit_per_location() -> int:
    return int(settings.LLM_BUDGET_USD_PER_DAY_PER_LOCATION * _MICRO)


def breaker_rule() -> BreakerSettings:
    """When breakers open and for how long, from the settings."""
    return BreakerSettings(
        failures=settings.LLM_BREAKER_FAILURES,
        failed_share=settings.LLM_BREAKER_FAILED_SHARE,
        window_seconds=settings.LLM_BREAKER_WINDOW_SECONDS,
        open_seconds=settings.LLM_BREAKER_OPEN_SECONDS,
        longest_open_seconds=settings.LLM_BREAKER_LONGEST_OPEN_SECONDS,
    )


def budgets() -> Budgets:
    return build_budgets()
