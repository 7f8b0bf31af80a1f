"""A count of tokens that cannot be true costs no more than the call can have, and can be corrected."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.contracts import Usage
from orchestrator.engine import Orchestrator
from orchestrator.models import Budget, BudgetHold, LlmCall
from orchestrator.providers.base import ProviderAnswer
from orchestrator.providers.counts_believed import believed
from orchestrator.providers.live import input_tokens_at_most
from tests.orchestrator.conftest import Asks
from tests.orchestrator.fake_claude import FakeClaude, Told
from tests.orchestrator.provider_cases import request

HELLO = '{"text": "Hello."}'
WRONG = [
    {"input_tokens": 1_000_000_000}, {"output_tokens": 1_000_000_000}, {"input_tokens": -5}, {"output_tokens": -1},
    {"cache_read_input_tokens": 900_000_000}, {"cache_creation_input_tokens": 900_000_000},
    {"input_tokens": 10**15},
]  # fmt: skip


@pytest.mark.parametrize("usage", WRONG)
def test_the_answer_is_used_and_booked_at_its_most(
    model: Orchestrator, claude: FakeClaude, asks: Asks, usage: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    claude.tell(Told(HELLO, usage=usage))
    reply = model.complete(asks())
    assert (reply.tier, len(claude.asked)) == ("provider", 1)
    call, hold = LlmCall.objects.get(), BudgetHold.objects.get()
    assert (call.status, call.outcome, call.cost_is_maximum) == ("answered", "used", True)
    assert call.cost_micro_usd == hold.amount_micro_usd == hold.settled_micro_usd
    assert hold.at_maximum, "an operator can correct it"
    assert {budget.spent_micro_usd for budget in Budget.objects.all()} == {hold.amount_micro_usd}
    assert "orchestrator.usage_not_believed" in caplog.text


def test_the_next_call_goes_out_at_once(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    claude.tell(Told(HELLO, usage={"input_tokens": 1_000_000_000}))
    model.complete(asks("one"))
    assert model.complete(asks("two", seconds=5.0)).tier == "provider"


def test_a_stream_is_held_to_the_same(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    claude.tell(Told(HELLO, usage={"output_tokens": 1_000_000_000}))
    assert "".join(model.stream(asks(spoken=("text",)))) == "Hello."
    call = LlmCall.objects.get()
    assert (call.cost_is_maximum, call.cost_micro_usd) == (True, BudgetHold.objects.get().amount_micro_usd)


def test_a_count_a_little_above_our_own_estimate_is_believed() -> None:
    asked = request()
    usage = Usage(input_tokens=input_tokens_at_most(asked) * 2, output_tokens=asked.max_output_tokens + 5)
    answer = ProviderAnswer("x", "m", usage, "complete")
    assert believed(answer, asked) is answer


@given(st.builds(Usage, *[st.integers(-(10**15), 10**15)] * 5))
def test_what_is_booked_is_never_negative_and_bounded_by_what_was_asked(usage: Usage) -> None:
    asked = request()
    found = believed(ProviderAnswer("x", "m", usage, "complete"), asked)
    counts = (
        found.usage.input_tokens, found.usage.output_tokens, found.usage.cache_read_tokens,
        found.usage.cache_write_5m_tokens, found.usage.cache_write_1h_tokens,
    )  # fmt: skip
    assert min(counts) >= 0
    assert sum(counts) <= 4 * input_tokens_at_most(asked) + 4_000 + 2 * asked.max_output_tokens
    assert found.usage_is_most is (found.usage != usage)
