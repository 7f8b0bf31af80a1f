"""A row exists if and only if its hold says that the call may have gone out; both are closed together."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from orchestrator.asking import ledger
from orchestrator.asking.ledger import Outcome, open_call, settle_and_close
from orchestrator.contracts import ModelAway, Usage
from orchestrator.models import Budget, BudgetHold, LlmCall
from orchestrator.money.budgets import Budgets, settle_expired
from orchestrator.prompts.registry import PromptRegistry
from tests.orchestrator.call_rows import prompt_version, question
from tests.orchestrator.conftest import PROMPTS

NOW = datetime.now(UTC)
pytestmark = pytest.mark.django_db(transaction=True)
ANSWERED = Outcome(
    LlmCall.Status.ANSWERED,
    "used",
    120,
    usage=Usage(1000, 40, 5, 6, 7),
    strategy="structured",
    request_id="req_1",
    provider_ms=812,
    parse_us=33,
    overhead_us=901,
    answer_text='{"text": "Hello"}',
)


@pytest.fixture(scope="module")
def prompts() -> PromptRegistry:
    return PromptRegistry([PROMPTS])


def opened(prompts: PromptRegistry, hold: int, **changed: Any) -> int:
    facts: dict[str, Any] = {
        "hold_id": hold, "prompt_version_id": prompt_version(), "provider": "claude", "try_number": 2,
        "flags": ("role", "link"), "pace_ms": 12,
    }  # fmt: skip
    asked = question(prompts, cause="turn:9")
    return open_call(asked, ({"role": "user", "content": "Hi"},), **(facts | changed))


def budget() -> tuple[int, int]:
    return Budget.objects.of_all().values_list("held_micro_usd", "spent_micro_usd").get()


def test_opening_writes_the_row_and_marks_the_hold_in_one_statement(prompts: PromptRegistry) -> None:
    hold = Budgets(limit_micro_usd=1000).hold("a", 400, NOW)
    prompt_version()
    with CaptureQueriesContext(connection) as seen:
        call_id = opened(prompts, hold)
    assert len([query for query in seen if not query["sql"].startswith("SELECT")]) == 1
    stored = BudgetHold.objects.select_related("call").get()
    call = stored.call
    assert call is not None
    assert call.pk == call_id
    assert stored.sent_at is not None
    assert (call.tenant, call.task, call.cause, call.status, call.model) == (
        "a", "compose", "turn:9", "asked", "claude-haiku-5-5",
    )  # fmt: skip
    assert (call.try_number, call.guard_flags, call.pace_ms) == (2, "role,link", 12)
    assert '"Hi"' in call.request_text
    assert abs(call.at - datetime.now(UTC)) < timedelta(seconds=10)


def test_closing_settles_and_completes_in_one_statement(prompts: PromptRegistry) -> None:
    budgets = Budgets(limit_micro_usd=1000)
    hold = budgets.hold("a", 400, NOW)
    call_id = opened(prompts, hold)
    with CaptureQueriesContext(connection) as seen:
        assert settle_and_close(budgets, hold_id=hold, call_id=call_id, outcome=ANSWERED)
    assert len(seen) == 1
    call = LlmCall.objects.get()
    assert (call.status, call.outcome, call.cost_micro_usd, call.cost_is_maximum) == ("answered", "used", 120, False)
    assert (call.input_tokens, call.output_tokens, call.cache_read_tokens) == (1000, 40, 5)
    assert (call.cache_write_5m_tokens, call.cache_write_1h_tokens) == (6, 7)
    assert (call.strategy, call.request_id, call.provider_ms, call.parse_us, call.overhead_us) == (
        "structured", "req_1", 812, 33, 901,
    )  # fmt: skip
    assert call.answer_text == '{"text": "Hello"}'
    assert call.closed_at is not None
    assert budget() == (0, 120)
    assert not settle_and_close(budgets, hold_id=hold, call_id=call_id, outcome=ANSWERED), "closed once"
    assert budget() == (0, 120)


def test_a_try_without_an_answer_is_booked_at_its_maximum_and_marked(prompts: PromptRegistry) -> None:
    budgets = Budgets(limit_micro_usd=1000)
    hold = budgets.hold("a", 400, NOW)
    call_id = opened(prompts, hold)
    silent = Outcome(LlmCall.Status.FAILED, "timed_out", 400, cost_is_maximum=True, error="no answer")
    assert settle_and_close(budgets, hold_id=hold, call_id=call_id, outcome=silent)
    assert BudgetHold.objects.get().at_maximum
    budgets.correct(hold, 90, "user:1")
    call = LlmCall.objects.get()
    assert (call.cost_micro_usd, call.cost_is_maximum) == (90, False)
    assert budget() == (0, 90)


@pytest.mark.parametrize("closed_by", ["lease", "release"])
def test_nothing_is_sent_on_a_hold_whose_money_was_given_back(prompts: PromptRegistry, closed_by: str) -> None:
    budgets = Budgets(limit_micro_usd=1000)
    hold = budgets.hold("a", 400, NOW)
    if closed_by == "lease":
        assert settle_expired(NOW + timedelta(hours=1)) == (1, 0)
    else:
        budgets.release(hold)
    with pytest.raises(ModelAway, match="lease ran out"):
        opened(prompts, hold)
    assert not LlmCall.objects.exists()
    assert BudgetHold.objects.get().sent_at is None


def test_nothing_is_sent_on_a_hold_that_is_given_back_at_this_very_moment(prompts: PromptRegistry) -> None:
    hold = Budgets(limit_micro_usd=1000).hold("a", 400, NOW)
    prompt_version()
    ended: list[Any] = []

    def send() -> None:
        try:
            ended.append(opened(prompts, hold))
        except ModelAway as error:
            ended.append(error)
        finally:
            connection.close()

    parameters = {**connection.get_connection_params(), "cursor_factory": psycopg.ClientCursor}
    with psycopg.connect(**parameters) as upkeep:
        upkeep.execute("UPDATE orchestrator_budgethold SET state = 'released' WHERE id = %s", [hold])
        sender = Thread(target=send)
        sender.start()
        _wait_for_a_waiting_backend()
        upkeep.commit()
        sender.join(10)
    assert [type(one) for one in ended] == [ModelAway]
    assert not LlmCall.objects.exists()


def _wait_for_a_waiting_backend() -> None:
    until = datetime.now(UTC) + timedelta(seconds=10)
    with connection.cursor() as cursor:
        while datetime.now(UTC) < until:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited, so nothing was shown")


def test_an_answer_after_the_lease_completes_the_lost_row_and_corrects_what_was_booked(prompts: PromptRegistry) -> None:
    budgets = Budgets(limit_micro_usd=1000)
    hold = budgets.hold("a", 400, NOW)
    call_id = opened(prompts, hold)
    assert settle_expired(NOW + timedelta(hours=1)) == (0, 1)
    lost = LlmCall.objects.get()
    assert (lost.status, lost.cost_micro_usd, lost.cost_is_maximum) == ("lost", 400, True)
    assert budget() == (0, 400)
    assert not settle_and_close(budgets, hold_id=hold, call_id=call_id, outcome=ANSWERED)
    lost.refresh_from_db()
    assert (lost.status, lost.cost_micro_usd, lost.cost_is_maximum) == ("answered", 120, False)
    assert budget() == (0, 120)


def test_whatever_a_provider_says_the_call_is_paid_for_and_closed(prompts: PromptRegistry) -> None:
    budgets = Budgets(limit_micro_usd=10**9)
    hold = budgets.hold("a", 400, NOW)
    call_id = opened(prompts, hold, flags=tuple(f"flag{number}" for number in range(90)))
    wild = Outcome(
        LlmCall.Status.ANSWERED, "x" * 90, 120, usage=Usage(2**40, -5), strategy="s" * 90, error="\0" + "e" * 900,
        request_id="r" * 900, provider_ms=2**33, answer_text="a\0b",
    )  # fmt: skip
    assert settle_and_close(budgets, hold_id=hold, call_id=call_id, outcome=wild)
    call = LlmCall.objects.get()
    assert (call.input_tokens, call.output_tokens, call.provider_ms) == (2**31 - 1, 0, 2**31 - 1)
    assert (call.answer_text, call.error, call.request_id) == ("ab", "e" * 300, "r" * 80)
    assert budget() == (0, 120)


def test_the_older_way_of_closing_in_two_steps_still_works(prompts: PromptRegistry) -> None:
    budgets = Budgets(limit_micro_usd=1000)
    hold = budgets.hold("a", 400, NOW)
    call_id = opened(prompts, hold)
    assert budgets.settle(hold, 120)
    ledger.close_call(call_id, ANSWERED)
    assert LlmCall.objects.get().status == "answered"
    assert budget() == (0, 120)


def test_not_waiting_for_the_disk_ends_with_the_statement_and_spares_other_transactions(
    prompts: PromptRegistry,
) -> None:
    budgets = Budgets(limit_micro_usd=1000)

    def setting() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            return str(cursor.fetchone()[0])

    hold = budgets.hold("a", 400, NOW)
    assert setting() == "on"
    call_id = opened(prompts, hold)
    settle_and_close(budgets, hold_id=hold, call_id=call_id, outcome=ANSWERED)
    assert setting() == "on"
    with transaction.atomic():
        inside = budgets.hold("a", 100, NOW)
        assert setting() == "on", "somebody else's transaction waits as it did"
        settle_and_close(budgets, hold_id=inside, call_id=call_id, outcome=ANSWERED)
        assert setting() == "on"
