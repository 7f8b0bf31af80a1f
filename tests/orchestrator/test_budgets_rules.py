"""Limits of single tenants, alerts, corrections, midnight, and what is no money."""

import gc
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEntry
from orchestrator.models import Budget, BudgetAlert, BudgetHold, BudgetLimit
from orchestrator.money.budget_sql import CLOSE, EXPIRE, Standing, rows
from orchestrator.money.budgets import Budgets, NotCorrectable, NotCovered, closing_facts, settle_expired
from orchestrator.money.limits import MOST_MICRO_USD, set_limit
from orchestrator.money.watch import BudgetWatch

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = NOW.date()
LATER = NOW + timedelta(hours=1)
pytestmark = pytest.mark.django_db(transaction=True)


def state(tenant: str = "", day: date = DAY) -> tuple[int, int]:
    return Budget.objects.values_list("held_micro_usd", "spent_micro_usd").get(tenant=tenant, day=day)


# --- limits of single tenants


def test_a_tenants_own_limit_counts_at_the_next_hold_of_every_process() -> None:
    one, another = (Budgets(limit_micro_usd=1000, tenant_limit_micro_usd=500) for _ in range(2))
    one.hold("a", 300, NOW)
    set_limit("a", 350, by="user:1", now=NOW)
    with pytest.raises(NotCovered, match="location a has 50 left of 350"):
        another.hold("a", 51, NOW)
    another.hold("b", 500, NOW)
    set_limit("a", 450, by="user:1", now=NOW)
    one.hold("a", 150, NOW)
    set_limit("a", None, by="user:1", now=NOW)
    one.hold("a", 50, NOW)
    assert state() == (1000, 0)


def test_a_tenants_own_limit_may_be_above_the_setting_but_never_lifts_the_cap_of_all() -> None:
    budgets = Budgets(limit_micro_usd=1000, tenant_limit_micro_usd=100)
    set_limit("a", 5000, by="user:1", now=NOW)
    budgets.hold("a", 1000, NOW)
    with pytest.raises(NotCovered, match="all locations together has 0 left of 1000"):
        budgets.hold("a", 1, NOW)


def test_a_changed_limit_is_in_the_audit_record_once() -> None:
    for limit in (5, 5, 7, None, None):
        set_limit("a", limit, by="user:1", now=NOW)
    entries = AuditEntry.objects.filter(action="budget.limit_set", location_ghl_id="a", actor="user:1").order_by("id")
    assert [(entry.details["before"], entry.details["after"]) for entry in entries] == [(None, 5), (5, 7), (7, None)]
    assert not BudgetLimit.objects.exists()


# --- what is no money


@pytest.mark.parametrize("wrong", [-1, MOST_MICRO_USD + 1, 2**63, -(2**63)])
def test_amounts_outside_of_what_money_can_be_are_refused_and_change_nothing(wrong: int) -> None:
    budgets = Budgets(limit_micro_usd=1000)
    hold = budgets.hold("a", 400, NOW)
    tries: list[Callable[[], Any]] = [
        lambda: budgets.hold("a", wrong, NOW),
        lambda: budgets.settle(hold, wrong),
        lambda: budgets.settle(hold, wrong, at_maximum=True),
        lambda: budgets.correct(hold, wrong, "user:1"),
        lambda: Budgets(limit_micro_usd=wrong),
        lambda: Budgets(limit_micro_usd=1, tenant_limit_micro_usd=wrong),
        lambda: set_limit("a", wrong, by="user:1", now=NOW),
    ]
    for attempt in tries:
        with pytest.raises(ValueError, match="cannot be"):
            attempt()
    assert state() == state("a") == (400, 0)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("wrong", [0.5, True, "5", Decimal(5), None])
def test_money_is_a_whole_number(wrong: Any) -> None:
    with pytest.raises(TypeError, match="whole micro-dollars"):
        Budgets(limit_micro_usd=1000).hold("a", wrong, NOW)


def test_the_largest_money_there_is_does_not_overflow() -> None:
    budgets = Budgets(limit_micro_usd=MOST_MICRO_USD)
    budgets.settle(budgets.hold("a", MOST_MICRO_USD, NOW), MOST_MICRO_USD)
    with pytest.raises(NotCovered):
        budgets.hold("a", MOST_MICRO_USD, NOW)
    assert state() == (0, MOST_MICRO_USD)


def test_nobody_and_nothing() -> None:
    with pytest.raises(ValueError, match="named tenant"):
        Budgets(limit_micro_usd=1).hold("", 1, NOW)
    with pytest.raises(ValueError, match="is a setting"):
        set_limit("", 1, by="user:1", now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        BudgetLimit.objects.create(tenant="", limit_micro_usd=1, changed_by="x", changed_at=NOW)


def test_what_costs_nothing_is_allowed_also_when_all_is_spent_or_the_limit_was_lowered() -> None:
    Budgets(limit_micro_usd=1000).hold("a", 1000, NOW)
    for limit in (1000, 10, 0):
        budgets = Budgets(limit_micro_usd=limit)
        assert budgets.settle(budgets.hold("a", 0, NOW), 0)
    assert state() == state("a") == (1000, 0)


def test_a_cost_above_the_hold_is_booked_as_it_is_and_stops_the_day() -> None:
    budgets = Budgets(limit_micro_usd=1000)
    budgets.settle(budgets.hold("a", 900, NOW), 1100)
    assert state() == (0, 1100)
    with pytest.raises(NotCovered, match="has 0 left of 1000"):
        budgets.hold("a", 1, NOW)


# --- midnight


def test_what_begins_before_midnight_is_settled_on_its_own_day() -> None:
    budgets = Budgets(limit_micro_usd=1000)
    before, after = (datetime(2026, 11, 20, 23, 59, 59, 999_999, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC))
    early, lost = budgets.hold("a", 600, before), budgets.hold("a", 300, before)
    late = budgets.hold("a", 1000, after)
    budgets.settle(early, 500)
    BudgetHold.objects.filter(pk=lost).update(sent_at=before)
    assert settle_expired(before + timedelta(seconds=120)) == (0, 1)
    budgets.settle(late, 1)
    assert state("a", DAY) == state("", DAY) == (0, 800)
    assert state("a", date(2026, 11, 21)) == state("", date(2026, 11, 21)) == (0, 1)
    budgets.correct(lost, 100, "user:1")
    assert state("", DAY) == (0, 600)


def test_a_day_is_that_of_utc_whatever_the_clock_on_the_wall_says() -> None:
    chicago = datetime.fromisoformat("2026-11-20T18:30:00-06:00")
    Budgets(limit_micro_usd=10).hold("a", 1, chicago)
    assert list(Budget.objects.of_all().values_list("day", flat=True)) == [date(2026, 11, 21)]


# --- corrections


@pytest.fixture
def at_maximum() -> tuple[Budgets, int]:
    budgets = Budgets(limit_micro_usd=1000)
    hold = budgets.hold("a", 400, NOW)
    BudgetHold.objects.filter(pk=hold).update(sent_at=NOW)
    assert settle_expired(LATER) == (0, 1)
    assert state() == (0, 400)
    return budgets, hold


def test_a_maximum_is_corrected_once_and_audited(at_maximum: tuple[Budgets, int]) -> None:
    budgets, hold = at_maximum
    budgets.correct(hold, 150, "user:7")
    assert state() == state("a") == (0, 150)
    stored = BudgetHold.objects.get(pk=hold)
    assert (stored.settled_micro_usd, stored.at_maximum) == (150, False)
    entry = AuditEntry.objects.get(action="budget.corrected")
    assert (entry.actor, entry.location_ghl_id, entry.subject) == ("user:7", "a", f"budgethold:{hold}")
    assert (entry.details["before"], entry.details["after"], entry.details["day"]) == (400, 150, "2026-11-20")
    with pytest.raises(NotCorrectable):
        budgets.correct(hold, 100, "user:7")
    assert state() == (0, 150)
    assert AuditEntry.objects.count() == 1


def test_a_correction_goes_down_only(at_maximum: tuple[Budgets, int]) -> None:
    budgets, hold = at_maximum
    with pytest.raises(ValueError, match="above the 400"):
        budgets.correct(hold, 401, "user:7")
    assert state() == (0, 400)


def test_what_was_not_booked_at_its_maximum_is_not_corrected() -> None:
    budgets = Budgets(limit_micro_usd=1000)
    open_, released, known = (budgets.hold("a", 100, NOW) for _ in range(3))
    budgets.release(released)
    budgets.settle(known, 40)
    for hold in (open_, released, known, 987_654_321):
        with pytest.raises(NotCorrectable):
            budgets.correct(hold, 1, "user:7")
    assert state() == (100, 40)


def test_an_answer_that_comes_after_its_lease_corrects_the_maximum_itself(at_maximum: tuple[Budgets, int]) -> None:
    budgets, hold = at_maximum
    assert not budgets.settle(hold, 400, at_maximum=True), "a cost that is not known corrects nothing"
    assert state() == (0, 400)
    assert not budgets.settle(hold, 30)
    assert state() == state("a") == (0, 30)
    assert AuditEntry.objects.get(action="budget.corrected").actor == "system"
    assert not budgets.settle(hold, 20), "known now"
    assert state() == (0, 30)


def test_a_released_hold_takes_no_late_cost_back() -> None:
    budgets = Budgets(limit_micro_usd=1000)
    hold = budgets.hold("a", 400, NOW)
    assert settle_expired(LATER) == (1, 0)
    assert not budgets.settle(hold, 30)
    assert state() == (0, 0)


# --- races, with a second connection that holds what the statement wants


def own_connection() -> "psycopg.Connection[Any]":
    return psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": psycopg.ClientCursor})


def test_a_hold_marked_sent_while_it_is_being_released_is_settled_instead() -> None:
    budgets = Budgets(limit_micro_usd=1000)
    hold = budgets.hold("a", 400, NOW)
    done: list[tuple[int, int]] = []

    def expire() -> None:
        try:
            done.append(settle_expired(LATER))
        finally:
            connection.close()

    with own_connection() as sender:
        sender.execute("UPDATE orchestrator_budgethold SET sent_at = now() WHERE id = %s", [hold])
        upkeep = Thread(target=expire)
        upkeep.start()
        _wait_for_a_waiting_backend()
        sender.commit()
        upkeep.join(10)
    assert done == [(0, 1)]
    assert state() == state("a") == (0, 400)


def test_an_answer_and_an_expiry_at_one_moment_book_once() -> None:
    budgets = Budgets(limit_micro_usd=1000)
    hold = budgets.hold("a", 400, NOW)
    with own_connection() as other:
        other.cursor().execute(CLOSE, closing_facts(hold, 120, at_maximum=False))
        done: list[Any] = []
        expiry = Thread(target=_and_close, args=(lambda: done.append(rows(EXPIRE, {"hold": hold, "now": LATER})),))
        expiry.start()
        _wait_for_a_waiting_backend()
        other.commit()
        expiry.join(10)
    assert done == [[]]
    assert state() == state("a") == (0, 120)


def _and_close(work: Callable[[], Any]) -> None:
    try:
        work()
    finally:
        connection.close()


def _wait_for_a_waiting_backend() -> None:
    until = datetime.now(UTC) + timedelta(seconds=10)
    with connection.cursor() as cursor:
        while datetime.now(UTC) < until:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited, so nothing was shown")


# --- alerts


def alerts() -> set[tuple[str, int]]:
    return set(BudgetAlert.objects.filter(day=DAY).values_list("tenant", "percent"))


def spend(budgets: Budgets, tenant: str, amount: int, now: datetime = NOW) -> None:
    assert budgets.settle(budgets.hold(tenant, amount, now), amount)


def test_alerts_at_80_and_at_100_percent_once_per_day_and_budget() -> None:
    heard: list[tuple[str, int]] = []
    budgets = Budgets(
        limit_micro_usd=1000,
        tenant_limit_micro_usd=500,
        on_alert=lambda one, percent: heard.append((one.whose, percent)),
    )
    spend(budgets, "a", 399)
    assert alerts() == set()
    spend(budgets, "a", 1)
    assert alerts() == {("a", 80)}
    spend(budgets, "a", 100)
    assert alerts() == {("a", 80), ("a", 100)}
    spend(budgets, "b", 399)
    assert alerts() == {("a", 80), ("a", 100), ("", 80)}
    another = Budgets(
        limit_micro_usd=1000, tenant_limit_micro_usd=500, on_alert=lambda one, percent: heard.append((one.whose, -1))
    )
    spend(another, "b", 1)
    spend(another, "c", 100)
    assert alerts() == {("a", 80), ("a", 100), ("", 80), ("b", 80), ("", 100)}
    assert heard == [
        ("location a", 80), ("location a", 100), ("all locations together", 80),
        ("location b", -1), ("all locations together", -1),
    ]  # fmt: skip
    spend(budgets, "a", 400, NOW + timedelta(days=1))
    assert BudgetAlert.objects.filter(day=DAY + timedelta(days=1), tenant="a").count() == 1


def test_a_refused_call_is_an_alert_of_the_budget_that_refused_it_alone() -> None:
    budgets = Budgets(limit_micro_usd=1000, tenant_limit_micro_usd=100)
    for _ in range(3):
        with pytest.raises(NotCovered):
            budgets.hold("a", 101, NOW)
    assert alerts() == {("a", 100)}
    assert BudgetAlert.objects.count() == 1


def test_a_maximum_that_upkeep_books_raises_its_alert_too() -> None:
    budgets = Budgets(limit_micro_usd=100)
    BudgetHold.objects.filter(pk=budgets.hold("a", 90, NOW)).update(sent_at=NOW)
    settle_expired(LATER)
    assert alerts() == {("", 80), ("a", 80)}


def test_what_is_set_aside_is_no_alert_yet() -> None:
    Budgets(limit_micro_usd=100).hold("a", 100, NOW)
    assert alerts() == set()


def test_an_alert_of_a_rolled_back_settling_is_not_raised(caplog: pytest.LogCaptureFixture) -> None:
    budgets = Budgets(limit_micro_usd=100)
    hold = budgets.hold("a", 90, NOW)
    with pytest.raises(RuntimeError), transaction.atomic():
        budgets.settle(hold, 90)
        raise RuntimeError
    assert alerts() == set()
    assert "budget.alert" not in caplog.messages
    budgets.settle(hold, 90)
    assert alerts() == {("", 80), ("a", 80)}
    assert caplog.messages.count("budget.alert") == 2


def test_a_listener_that_fails_does_not_lose_the_call(caplog: pytest.LogCaptureFixture) -> None:
    def fails(standing: Standing, percent: int) -> None:
        raise RuntimeError("nobody listens")

    spend(Budgets(limit_micro_usd=100, on_alert=fails), "a", 100)
    assert state() == (0, 100)
    assert "budget.alert_not_told" in caplog.messages


# --- what is left, from memory


def test_what_is_left_is_the_less_of_both_and_asks_the_database_once() -> None:
    now = datetime.now(UTC)
    Budgets(limit_micro_usd=1000, tenant_limit_micro_usd=400).hold("a", 100, now)
    budgets = Budgets(limit_micro_usd=1000, tenant_limit_micro_usd=400)
    assert budgets.share_left("a") == 0.75
    with CaptureQueriesContext(connection) as seen:
        assert budgets.share_left("a") == 0.75
        assert budgets.share_left("b") == 0.9
    assert len(seen) == 0
    budgets.settle(budgets.hold("b", 350, now), 300)
    assert budgets.share_left("b") == 0.25
    assert budgets.share_left("a") == 0.6, "all together have less now"
    assert budgets.share_left("c") == 0.6


def test_what_other_processes_spend_is_seen_within_seconds() -> None:
    watch = BudgetWatch(every_seconds=0.05)
    assert watch.share_left("a") == 1.0
    budgets = Budgets(limit_micro_usd=1000)
    budgets.settle(budgets.hold("a", 600, datetime.now(UTC)), 600)
    _until(lambda: watch.share_left("a") == 0.4)


def _until(true: Callable[[], bool]) -> None:
    """Fails after five seconds."""
    ends = time.monotonic() + 5
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_the_thread_that_reads_goes_on_after_a_stumble(caplog: pytest.LogCaptureFixture) -> None:
    stumbles = [0]

    def today() -> date:
        if threading.current_thread().name == "budget-watch" and stumbles[0] < 2:
            stumbles[0] += 1
            raise RuntimeError("no clock")
        return datetime.now(UTC).date()

    watch = BudgetWatch(today=today, every_seconds=0.02)
    assert watch.share_left("a") == 1.0
    budgets = Budgets(limit_micro_usd=1000)
    budgets.settle(budgets.hold("a", 600, datetime.now(UTC)), 600)
    _until(lambda: watch.share_left("a") == 0.4)
    assert caplog.messages.count("background.stumbled") == 1, "told once, however often it repeats itself"


def test_a_new_day_begins_with_everything() -> None:
    day = [DAY]
    watch = BudgetWatch(today=lambda: day[0], every_seconds=60)
    assert watch.share_left("a") == 1.0
    watch.note([Standing("a", DAY, 100, 20, 50), Standing("", DAY, 100, 0, 10), Standing("b", LATER.date(), 0, 0, 0)])
    assert watch.share_left("a") == 0.3
    day[0] += timedelta(days=1)
    assert watch.share_left("a") == 1.0


def test_a_limit_of_nothing_leaves_nothing() -> None:
    watch = BudgetWatch(today=lambda: DAY, every_seconds=60)
    assert watch.share_left("a") == 1.0
    watch.note([Standing("a", DAY, 0, 0, 0)])
    assert watch.share_left("a") == 0.0


def test_the_thread_that_reads_ends_with_its_budgets() -> None:
    def readers() -> int:
        return sum(thread.name == "budget-watch" for thread in threading.enumerate())

    gc.collect()
    before = readers()
    watch = BudgetWatch(every_seconds=0.02)
    watch.share_left("a")
    assert readers() == before + 1
    del watch
    gc.collect()
    _until(lambda: readers() <= before)


def test_while_the_database_is_away_the_last_known_stays() -> None:
    watch = BudgetWatch(today=lambda: DAY, every_seconds=60)
    assert watch.share_left("a") == 1.0
    watch.note([Standing("a", DAY, 100, 0, 50)])
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE orchestrator_budget RENAME TO hidden")
        try:
            watch.read()
        finally:
            cursor.execute("ALTER TABLE hidden RENAME TO orchestrator_budget")
    assert watch.share_left("a") == 0.5
