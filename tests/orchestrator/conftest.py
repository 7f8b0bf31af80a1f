"""The cast: a model on loopback, the sandbox's model, and an orchestrator that asks one of them."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orchestrator.build import build
from orchestrator.contracts import KnownIdentity, LlmRequest
from orchestrator.engine import Orchestrator
from orchestrator.models import CacheCount
from orchestrator.seen.counts import counts
from tests.orchestrator.answers import Reply
from tests.orchestrator.fake_claude import FakeClaude

PROMPTS = Path(__file__).parent / "prompts"
KEY = "sk-ant-test-0123456789abcdef"
Asks = Callable[..., LlmRequest]


@pytest.fixture(scope="session")
def _fake_claude() -> Iterator[FakeClaude]:
    server = FakeClaude()
    yield server
    server.close()


@pytest.fixture
def claude(_fake_claude: FakeClaude) -> FakeClaude:
    _fake_claude.reset()
    return _fake_claude


@pytest.fixture(scope="session")
def sandbox_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sandbox as its own process; ends with the session."""
    told = {
        "SANDBOX_PORT": "0",
        "SANDBOX_STATE_DIR": str(tmp_path_factory.mktemp("sandbox")),
        "SANDBOX_TARGET_URL": "http://127.0.0.1:9",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox"], env={**os.environ, **told}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found, "the sandbox did not say where it listens"
    yield found.group()
    process.terminate()
    process.wait(10)


@pytest.fixture
def model(settings: Any, claude: FakeClaude, transactional_db: None) -> Orchestrator:
    """An orchestrator whose Claude is the one on loopback, with one model for each task."""
    settings.ANTHROPIC_API_KEY, settings.ANTHROPIC_BASE_URL, settings.LLM_MODEL_CHEAPER = KEY, claude.url, ""
    settings.LLM_BUDGET_USD_PER_DAY = Decimal(5)
    counts.flush()
    CacheCount.objects.all().delete()  # what earlier tests looked up
    return build([PROMPTS])


@pytest.fixture
def asks() -> Asks:
    """A request with sensible defaults; ten seconds of time."""

    def made(lead_message: str = "I want to sell", **changed: Any) -> LlmRequest:
        facts: dict[str, Any] = {
            "tenant": "loc-1",
            "provider_group": "real",
            "task": "compose",
            "prompt": "compose",
            "answer_type": Reply,
            "lead_message": lead_message,
            "deadline": time.monotonic() + changed.pop("seconds", 10.0),
            "variables": {"ask": "What price do you have in mind?"},
            "cause": "turn:1",
        }
        return LlmRequest(**(facts | changed))

    return made


@pytest.fixture
def anna() -> KnownIdentity:
    return KnownIdentity(
        names=("Anna Schmidt",),
        phones=("+14155550123",),
        emails=("anna.schmidt@example.com",),
        addresses=("1200 Maple Grove Street, Austin, TX 78701",),
    )
