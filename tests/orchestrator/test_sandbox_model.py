"""The whole way against the sandbox's model over real HTTP."""

import time
from pathlib import Path
from typing import Any

import pytest
import requests

from orchestrator.build import build
from orchestrator.contracts import KnownIdentity, LlmRequest
from orchestrator.models import BudgetHold, LlmCall
from tests.orchestrator.answers import Understood

PROMPTS = Path(__file__).parent / "prompts"


NOBODY = KnownIdentity()


@pytest.fixture
def asked(settings: Any, sandbox_url: str, transactional_db: None) -> Any:
    settings.ANTHROPIC_API_KEY, settings.SANDBOX_BASE_URL = "", sandbox_url
    orchestrator = build([PROMPTS])

    def ask(text: str, identity: KnownIdentity = NOBODY) -> Any:
        return orchestrator.complete(
            LlmRequest(
                tenant="loc-1",
                provider_group="sandbox",
                task="understand",
                prompt="understand",
                answer_type=Understood,
                lead_message=text,
                deadline=time.monotonic() + 20,
                pending="price",
                variables={"known": "nothing"},
                identity=identity,
                cause="turn:1",
            )
        )

    return ask


def test_a_typed_answer_comes_back_with_its_cost_and_its_row(asked: Any) -> None:
    reply = asked("I'd want about $450,000 for it")
    assert isinstance(reply.answer, Understood)
    assert (reply.tier, reply.strategy, reply.prompt_version) == ("provider", "structured", "understand/1")
    assert [slot.name for slot in reply.answer.slots] == ["price"]
    assert reply.answer.slots[0].evidence in "I'd want about $450,000 for it"
    call = LlmCall.objects.get(pk=reply.call_id)
    assert (call.status, call.outcome, call.provider) == ("answered", "used", "claude-sandbox")
    assert call.cost_micro_usd == reply.cost_micro_usd > 0


def test_the_second_time_it_comes_from_this_process(asked: Any) -> None:
    first, second = asked("around 300k I guess"), asked("around 300k I guess")
    assert (second.tier, second.cost_micro_usd, second.call_id) == ("L1", 0, None)
    assert second.answer == first.answer
    assert LlmCall.objects.count() == 1


def test_two_people_with_the_same_words_share_an_answer_and_each_gets_the_own_name_back(asked: Any) -> None:
    first = asked("This is Anna, I want 300k", KnownIdentity(names=("Anna Schmidt",)))
    second = asked("This is Boris, I want 300k", KnownIdentity(names=("Boris Becker",)))
    assert second.tier == "L1"
    assert "Boris" not in first.answer.model_dump_json()
    assert "Anna" not in second.answer.model_dump_json()
    assert "Anna" not in LlmCall.objects.get().request_text


def damage(sandbox_url: str, **switch: Any) -> None:
    """The next requests to the sandbox's model go wrong in this way."""
    requests.delete(f"{sandbox_url}/control/failures", timeout=5).raise_for_status()
    if switch:
        told = {"scope": "claude", "count": 1} | switch
        requests.post(f"{sandbox_url}/control/failures", json=told, timeout=5).raise_for_status()


@pytest.mark.parametrize(
    ("switch", "outcome"),
    [
        ({"kind": "status", "status": 429, "retry_after": "0.3"}, "rate_limited"),
        ({"kind": "status", "status": 529}, "overloaded"),
        ({"kind": "status", "status": 500}, "server_error"),
        ({"kind": "drop_before"}, "dropped"),
        ({"kind": "drop_after"}, "dropped"),
        ({"kind": "truncated"}, "dropped"),
        ({"kind": "malformed"}, "malformed"),
    ],
)
def test_a_sandbox_that_misbehaves_once_is_asked_again(
    asked: Any, sandbox_url: str, switch: dict[str, Any], outcome: str
) -> None:
    damage(sandbox_url, **switch)
    try:
        assert asked(f"I want 300k, said after {switch}").tier == "provider"
    finally:
        damage(sandbox_url)
    assert list(LlmCall.objects.order_by("pk").values_list("outcome", flat=True)) == [outcome, "used"]


def test_the_price_held_is_above_what_the_sandbox_counts(asked: Any) -> None:
    asked("¿Cuánto? 😀 " + "450 000 / 3-2 " * 40)
    hold = BudgetHold.objects.get()
    assert hold.settled_micro_usd is not None
    assert 0 < hold.settled_micro_usd < hold.amount_micro_usd
