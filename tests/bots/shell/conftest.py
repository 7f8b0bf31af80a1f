"""No debounce, a clock that stands still, and an orchestrator for which no model is configured."""

from typing import Any

import pytest

from orchestrator.build import build
from orchestrator.engine import Orchestrator
from tests.bots.shell.cast import Clock


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.TURN_DEBOUNCE_SECONDS = 4.0
    settings.TURN_DEADLINE_SECONDS = 2.0
    settings.ANTHROPIC_API_KEY = ""
    settings.SANDBOX_BASE_URL = ""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def no_model() -> Orchestrator:
    """The real orchestrator of a machine without a key: every question ends with ModelAway."""
    return build()
