"""Held before, settled after, never more than the cap."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from orchestrator.models import Budget, BudgetHold
from orchestrator.money.budgets import Budgets, NotCovered, settle_expired

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db(transaction=True)


def state(tenant: str = "") -> tuple[int, int]:
    return Budget.objects.values_list("held_micro_usd", "spent_micro_usd").get(tenant=tenant, day=DAY)


def test_a_hold_counts_for_the_tenant_and_for_all_and_is_settled_at_the_true_cost() -> None:
    budgets = Budgets(limit_micro_usd=1000)
    hold = budgets.hold("a", 400, NOW)
    assert state() == state("a") == (400, 0)
    assert budgets.settle(hold, 150)
    assert state() == state("a") == (0, 150)
    assert not budgets.settle(hold, 150), "a hold is closed once"
    assert not budgets.release(hold)
    assert state() == (0, 150)


def test_a_release_gives_everything_back() -> None:
    budgets = Budgets(limit_micro_usd=1000)
    assert budgets.release(budgets.hold("a", 400, NOW))
    assert state() == state("a") == (0, 0)
    assert BudgetHold.objects.get().state == "released"


def test_what_does_not_fit_holds_nothing_anywhere() -> None:
    budgets = Budgets(limit_micro_usd=1000, tenant_limit_micro_usd=300)
    budgets.hold("a", 300, NOW)
    with pytest.raises(NotCovered):
        budgets.hold("a", 1, NOW)  # the tenant's own cap
    budgets.hold("b", 300, NOW)
    budgets.hold("c", 300, NOW)
    with pytest.raises(NotCovered):
        budgets.hold("d", 101, NOW)  # the cap of all
    assert state("d") == (0, 0)
    assert state() == (900, 0)
    assert BudgetHold.objects.count() == 3


@pytest.mark.parametrize("lowered", [400, 399, 0])
def test_a_lowered_cap_holds_at_once_on_a_day_that_has_begun(lowered: int) -> None:
    Budgets(limit_micro_usd=1000).hold("a", 400, NOW)
    after_a_restart = Budgets(limit_micro_usd=lowered)
    with pytest.raises(NotCovered):
        after_a_restart.hold("a", 1, NOW)
    assert limits() == {"": lowered, "a": lowered}, "who reads the rows sees the cap that is in force"
    assert state() == state("a") == (400, 0), "what is under way stays set aside"


def test_a_raised_cap_lets_work_go_on_at_once() -> None:
    Budgets(limit_micro_usd=400).hold("a", 400, NOW)
    Budgets(limit_micro_usd=1000, tenant_limit_micro_usd=700).hold("a", 300, NOW)
    assert limits() == {"": 1000, "a": 700}
    assert state() == state("a") == (700, 0)


def test_a_cap_that_differs_for_one_tenant_alone_is_taken_over_too() -> None:
    Budgets(limit_micro_usd=1000).hold("a", 400, NOW)
    with pytest.raises(NotCovered):
        Budgets(limit_micro_usd=1000, tenant_limit_micro_usd=500).hold("a", 101, NOW)
    assert limits() == {"": 1000, "a": 500}


def limits() -> dict[str, int]:
    return dict(Budget.objects.of_day(DAY).values_list("tenant", "limit_micro_usd"))


def test_every_day_begins_anew_in_utc() -> None:
    budgets = Budgets(limit_micro_usd=1000)
    budgets.hold("a", 1000, NOW)
    budgets.hold("a", 1000, NOW + timedelta(hours=12))
    assert Budget.objects.of_all().count() == 2


@pytest.mark.parametrize("round_", range(3))
def test_a_hundred_threads_on_a_budget_for_twenty_never_overspend(round_: int) -> None:
    budgets, barrier = Budgets(limit_micro_usd=2000), Barrier(100)
    refused: list[int] = []
    broken: list[Exception] = []

    def call(number: int) -> None:
        barrier.wait()
        try:
            hold = budgets.hold(f"t{number % 3}", 100, NOW)
            budgets.settle(hold, 100)
        except NotCovered:
            refused.append(number)
        except Exception as error:  # noqa: BLE001 - a deadlock would show here
            broken.append(error)
        finally:
            connection.close()

    threads = [Thread(target=call, args=(number,)) for number in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    assert state() == (0, 2000)
    assert len(refused) == 80
    assert sum(Budget.objects.exclude(tenant="").values_list("spent_micro_usd", flat=True)) == 2000


@pytest.fixture
def expired() -> Iterator[tuple[Budgets, int, int]]:
    budgets = Budgets(limit_micro_usd=1000, lease_seconds=60)
    unsent, sent = budgets.hold("a", 100, NOW), budgets.hold("a", 200, NOW)
    BudgetHold.objects.filter(pk=sent).update(sent_at=NOW)
    yield budgets, unsent, sent


def test_an_expired_hold_is_released_if_never_sent_and_else_settled_at_its_maximum(
    expired: tuple[Budgets, int, int],
) -> None:
    budgets, unsent, sent = expired
    assert settle_expired(NOW + timedelta(seconds=59)) == (0, 0)
    assert settle_expired(NOW + timedelta(seconds=60)) == (1, 1)
    assert settle_expired(NOW + timedelta(seconds=61)) == (0, 0)
    assert state() == state("a") == (0, 200)
    states = dict(BudgetHold.objects.values_list("pk", "state"))
    assert states == {unsent: "released", sent: "settled"}
    assert BudgetHold.objects.get(pk=sent).at_maximum
    assert not budgets.settle(sent, 50), "the late answer does not book twice"
