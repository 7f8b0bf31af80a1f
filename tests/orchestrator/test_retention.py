"""Texts go before numbers, in bounded batches, by index, and nobody waits for it."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.db import connection

from orchestrator import retention
from orchestrator.models import BudgetHold, LlmCall
from orchestrator.retention import DELETE_CALLS, DELETE_HOLDS, REMOVE_TEXTS, Pruned, Retention, prune_calls
from orchestrator.upkeep import upkeep
from tests.orchestrator.call_rows import insert_calls, insert_closed_holds, prompt_version

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
KEEP = Retention(text_days=90, call_days=400)
pytestmark = pytest.mark.django_db(transaction=True)


def one_call(days_ago: float, **more: Any) -> LlmCall:
    facts: dict[str, Any] = {
        "tenant": "a", "task": "t", "key": "k", "provider": "claude", "provider_group": "real", "model": "m",
        "prompt_version_id": prompt_version(), "request_text": "asked", "answer_text": "said", "error": "quotes it",
        "outcome": "invalid", "input_tokens": 11, "cost_micro_usd": 5, "at": NOW - timedelta(days=days_ago),
    }  # fmt: skip
    return LlmCall.objects.create(**(facts | more))


def test_texts_go_after_their_days_and_the_numbers_stay() -> None:
    young, old = one_call(89.99), one_call(90.01)
    assert prune_calls(NOW, KEEP) == Pruned(texts_removed=1, calls_deleted=0, holds_deleted=0)
    for call in (young, old):
        call.refresh_from_db()
    assert (young.request_text, young.answer_text, young.error, young.texts_removed_at) == (
        "asked", "said", "quotes it", None,
    )  # fmt: skip
    assert (old.request_text, old.answer_text, old.error, old.texts_removed_at) == ("", "", "", NOW)
    assert (old.outcome, old.input_tokens, old.cost_micro_usd) == ("invalid", 11, 5)
    assert prune_calls(NOW, KEEP).texts_removed == 0, "a row is emptied once"


def test_rows_go_after_theirs_with_their_holds() -> None:
    young, old = one_call(399.9), one_call(400.1)
    for call in (young, old):
        BudgetHold.objects.create(
            tenant="a", day=call.at.date(), amount_micro_usd=9, lease_until=NOW, state="settled", call=call
        )
    assert prune_calls(NOW, KEEP).calls_deleted == 1
    assert list(LlmCall.objects.values_list("pk", flat=True)) == [young.pk]
    assert list(BudgetHold.objects.values_list("call_id", flat=True)) == [young.pk]


def test_holds_that_never_became_a_call_go_too_but_no_open_one() -> None:
    old = NOW - timedelta(days=401)
    for state, held_at in (("released", old), ("open", old), ("released", NOW)):
        BudgetHold.objects.create(
            tenant="a", day=held_at.date(), amount_micro_usd=9, lease_until=NOW, state=state, held_at=held_at
        )
    assert prune_calls(NOW, KEEP).holds_deleted == 1
    assert sorted(BudgetHold.objects.values_list("state", flat=True)) == ["open", "released"]


def test_a_run_does_a_bounded_amount_of_work_and_the_next_ones_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_BATCH", 10)
    monkeypatch.setattr(retention, "_MOST_BATCHES", 3)
    insert_calls(75, newest=NOW - timedelta(days=500))
    runs = [prune_calls(NOW, KEEP).calls_deleted for _ in range(4)]
    assert runs == [30, 30, 15, 0]
    assert not BudgetHold.objects.exists()


def test_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_BATCH", 4)
    monkeypatch.setattr(retention, "_MOST_BATCHES", 1)
    insert_calls(10, newest=NOW - timedelta(days=200), minutes_apart=60)
    prune_calls(NOW, KEEP)
    emptied = LlmCall.objects.exclude(texts_removed_at=None).values_list("at", flat=True)
    assert max(emptied) < min(LlmCall.objects.filter(texts_removed_at=None).values_list("at", flat=True))
    assert len(emptied) == 4


def test_no_time_left_means_no_work() -> None:
    insert_calls(5, newest=NOW - timedelta(days=500))
    assert prune_calls(NOW, KEEP, most_seconds=0.0) == Pruned(0, 0, 0)


def plan_nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", ()) for node in plan_nodes(child))]


@pytest.mark.parametrize("over_days", [10, 310])
def test_what_is_due_is_found_by_an_index_and_not_by_reading_the_table(over_days: int) -> None:
    """Thirty thousand calls of which some days' are due; or, after upkeep stood still, three hundred days'."""
    insert_calls(30_000, newest=NOW, minutes_apart=20)  # 416 days
    insert_closed_holds(100_000, held_at=NOW)
    facts = {"before": NOW - timedelta(days=416 - over_days), "now": NOW, "batch": retention._BATCH}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orchestrator_llmcall, orchestrator_budgethold")
        for statement, index in (
            (REMOVE_TEXTS, "llmcall_with_texts"),
            (DELETE_CALLS, "llmcall_by_time"),
            (DELETE_HOLDS, "orchestrator_budgethold_pkey"),
        ):
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", facts)
            nodes = plan_nodes(cursor.fetchone()[0][0]["Plan"])
            (limit,) = [node for node in nodes if node["Node Type"] == "Limit"]
            found = [node.get("Index Name") for node in plan_nodes(limit) if "Scan" in node["Node Type"]]
            assert found == [index]
            assert [node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"] == [], statement


def own_connection() -> "psycopg.Connection[Any]":
    return psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": psycopg.ClientCursor})


@pytest.mark.parametrize("statement", [REMOVE_TEXTS, DELETE_CALLS, DELETE_HOLDS])
def test_inserts_and_closings_do_not_wait_for_a_pruning_that_is_not_through(statement: str) -> None:
    insert_calls(500, newest=NOW - timedelta(days=450))
    BudgetHold.objects.create(tenant="a", day=NOW.date(), amount_micro_usd=1, lease_until=NOW, state="released",
                              held_at=NOW - timedelta(days=500))  # fmt: skip
    recent = one_call(1.0)
    facts = {"before": NOW - timedelta(days=400), "now": NOW, "batch": 1_000}
    with own_connection() as pruning, connection.cursor() as cursor:
        done = pruning.cursor().execute(statement, facts).rowcount
        assert done, "nothing was pruned, so nobody could have waited"
        cursor.execute("SET lock_timeout = '300ms'")
        try:
            insert_calls(50, newest=NOW, tenant="b")
            LlmCall.objects.filter(pk=recent.pk).update(answer_text="late")
        finally:
            cursor.execute("SET lock_timeout = 0")
        pruning.rollback()


def test_a_row_that_somebody_else_works_on_is_left_for_the_next_time() -> None:
    first, second = one_call(500), one_call(499)
    with own_connection() as other:
        other.execute("UPDATE orchestrator_llmcall SET outcome = 'x' WHERE id = %s", [first.pk])
        assert prune_calls(NOW, KEEP).calls_deleted == 1
        other.rollback()
    assert list(LlmCall.objects.values_list("pk", flat=True)) == [first.pk]
    assert second.pk != first.pk
    assert prune_calls(NOW, KEEP).calls_deleted == 1


def test_two_prunings_at_once_share_the_work() -> None:
    insert_calls(3_000, newest=NOW - timedelta(days=450))
    done: list[int] = []

    def run() -> None:
        try:
            done.append(prune_calls(NOW, KEEP).calls_deleted)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) + prune_calls(NOW, KEEP).calls_deleted == 3_000
    assert not LlmCall.objects.exists()


@pytest.mark.parametrize(("text_days", "call_days"), [(91, 90), (-1, 400), (0, -1)])
def test_texts_cannot_outlive_their_row(text_days: int, call_days: int) -> None:
    with pytest.raises(ValueError, match="LLM_TEXT_RETENTION_DAYS"):
        Retention(text_days, call_days)


def test_upkeep_prunes() -> None:
    one_call(100)
    assert upkeep(NOW).pruned.texts_removed == 1
    assert upkeep(NOW, Retention(text_days=0, call_days=50)).pruned.calls_deleted == 1
