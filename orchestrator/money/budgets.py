"""Money is set aside before a call and settled after it: per tenant and in all, per UTC day, in whole micro-dollars.

Each step is one statement (budget_sql.py). The limit of all is the one this process was started with, also on a day
that began with another; a tenant's is its own row or else the setting. Budget rows note what is in force for those
who read them. What is under way at midnight is settled on the day on which it was set aside.
"""

import logging
from datetime import UTC, datetime, timedelta

from django.db import transaction

from audit.record import record
from orchestrator.models import BudgetHold
from orchestrator.money.alerts import Alerts, OnAlert, tell_nobody
from orchestrator.money.budget_sql import CLOSE, CORRECT, EXPIRE, HOLD, OPEN_DAY, Fact, Standing, rows, standings
from orchestrator.money.limits import whole_micro_usd
from orchestrator.money.watch import BudgetWatch

log = logging.getLogger(__name__)

_EXPIRE_BATCH = 500
_SETTLED, _RELEASED = str(BudgetHold.State.SETTLED), str(BudgetHold.State.RELEASED)


class NotCovered(Exception):
    """The day's budget, of the tenant or of all, does not cover the amount. `by`: the budgets that do not."""

    def __init__(self, amount_micro_usd: int, by: list[Standing]) -> None:
        self.by = by
        short = "; ".join(
            f"that of {one.whose} has {one.free} left of {one.limit} ({one.spent} spent, {one.held} set aside)"
            for one in by
        )
        super().__init__(f"the day's budget does not cover {amount_micro_usd} micro-dollars more: {short}")


class NotCorrectable(Exception):
    """The hold was not settled at its maximum, or was corrected before."""


class Budgets:
    """`limit_micro_usd` is the cap of all tenants together; each tenant's own defaults to the same.

    A tenant with a BudgetLimit row has that instead. `on_alert(standing, percent)` hears of 80 and of 100 %.
    Raises ValueError for limits that are no money.
    """

    def __init__(
        self,
        *,
        limit_micro_usd: int,
        tenant_limit_micro_usd: int | None = None,
        lease_seconds: float = 120.0,
        on_alert: OnAlert = tell_nobody,
    ) -> None:
        own = limit_micro_usd if tenant_limit_micro_usd is None else tenant_limit_micro_usd
        self._limit = whole_micro_usd(limit_micro_usd, "the limit of all")
        self._tenant_limit = whole_micro_usd(own, "the limit of a tenant")
        self._lease = timedelta(seconds=lease_seconds)
        self._alerts = Alerts(on_alert)
        self._watch = BudgetWatch()

    def hold(self, tenant: str, amount_micro_usd: int, now: datetime) -> int:
        """Set money aside in both budgets or in neither; returns the hold's id.

        Raises NotCovered, and ValueError for an amount that is no money. Nothing at all always fits.
        """
        if not tenant:
            raise ValueError("a budget is held for a named tenant")
        facts: dict[str, Fact] = {
            "tenant": tenant,
            "day": now.astimezone(UTC).date(),
            "limit": self._limit,
            "tenant_limit": self._tenant_limit,
            "amount": whole_micro_usd(amount_micro_usd, "a hold"),
            "lease_until": now + self._lease,
        }
        found = rows(HOLD, facts)
        if len(found) < 2:
            rows(f"{OPEN_DAY} RETURNING id", facts)
            found = rows(HOLD, facts)
        before = standings(found)
        hold_id: int | None = found[0][5]
        if hold_id is None:
            short = [one for one in before if one.limit - one.held - one.spent < amount_micro_usd]
            self._watch.note(before)
            self._alerts.look((), refused_by=short)
            raise NotCovered(amount_micro_usd, short)
        self._watch.note(
            Standing(one.tenant, one.day, one.limit, one.held + amount_micro_usd, one.spent) for one in before
        )
        return hold_id

    def settle(self, hold_id: int, cost_micro_usd: int, *, at_maximum: bool = False) -> bool:
        """Book what the call cost. False when the hold was closed before: its lease had run out.

        A known cost that comes late takes the place of the maximum that was booked meanwhile.
        """
        facts = closing_facts(hold_id, cost_micro_usd, at_maximum=at_maximum)
        return self.took(rows(CLOSE, facts), facts)

    def release(self, hold_id: int) -> bool:
        """Give the money back: nothing was asked of a provider, or it charged nothing."""
        found = rows(CLOSE, {"hold": hold_id, "state": _RELEASED, "cost": 0, "at_maximum": False})
        self._watch.note(standings(found))
        return bool(found)

    def correct(self, hold_id: int, cost_micro_usd: int, by: str, reason: str = "") -> None:
        """Replace a maximum by what the call truly cost; written in the audit record.

        Raises NotCorrectable, and ValueError where the cost is above the maximum: a typing error, since a call cannot
        cost more than its ceilings.
        """
        whole_micro_usd(cost_micro_usd, "a cost")
        most = BudgetHold.objects.filter(pk=hold_id).values_list("amount_micro_usd", flat=True).first()
        if most is not None and cost_micro_usd > most:
            raise ValueError(f"{cost_micro_usd} micro-dollars is above the {most} that were booked as the most")
        if not self._correct(hold_id, cost_micro_usd, by, reason):
            raise NotCorrectable(f"hold {hold_id} is not one that was settled at its maximum")

    def share_left(self, tenant: str) -> float:
        """What is left of today's budget, 0 to 1, at most five seconds old; from memory."""
        return self._watch.share_left(tenant)

    def took(self, found: list[tuple[object, ...]], facts: dict[str, Fact]) -> bool:
        """What follows a closing statement, of here or of the ledger's: notes, alerts, and what a late answer corrects.

        True where the statement closed the hold.
        """
        now = standings(found)
        self._watch.note(now)
        self._alerts.look(now)
        if not found and not facts["at_maximum"]:
            self._correct(int(str(facts["hold"])), int(str(facts["cost"])), "system")
        return bool(found)

    def _correct(self, hold_id: int, cost_micro_usd: int, by: str, reason: str = "") -> bool:
        with transaction.atomic():
            found = rows(CORRECT, {"hold": hold_id, "cost": cost_micro_usd})
            if not found:
                return False
            before, call_id = found[-1][5:7]  # the tenant's row; that of all comes first
            self._watch.note(standings(found))
            record(
                "budget.corrected",
                actor=by,
                location_ghl_id=found[-1][0],
                subject=f"budgethold:{hold_id}",
                details={"before": before, "after": cost_micro_usd, "day": str(found[-1][1]), "call": call_id}
                | ({"reason": reason} if reason else {}),
            )
        log.info("budget.corrected", extra={"hold": hold_id, "micro_usd": cost_micro_usd, "before": before})
        return True


def closing_facts(hold_id: int, cost_micro_usd: int, *, at_maximum: bool) -> dict[str, Fact]:
    """For CLOSE and for statements that begin with CLOSING. Raises ValueError for a cost that is no money."""
    cost = whole_micro_usd(cost_micro_usd, "a cost")
    return {"hold": hold_id, "state": _SETTLED, "cost": cost, "at_maximum": at_maximum}


def settle_expired(now: datetime) -> tuple[int, int]:
    """Close holds whose process is gone: (released because never sent, settled at their maximum because maybe sent).

    A call that was under way is marked lost. Some hundreds at a time; the rest waits for the next time.
    """
    released = settled = 0
    alerts = Alerts()
    expired = BudgetHold.objects.expired(now).order_by("lease_until").values_list("pk", flat=True)[:_EXPIRE_BATCH]
    for hold_id in list(expired):
        found = rows(EXPIRE, {"hold": hold_id, "now": now})
        if found:
            settled, released = (settled + 1, released) if found[0][5] else (settled, released + 1)
            log.warning("budget.lease_ran_out", extra={"hold": hold_id, "settled": bool(found[0][5])})
            alerts.look(standings(found))
    return released, settled
