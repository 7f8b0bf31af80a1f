"""Money is set aside before a call and settled after it: per tenant and in all, per UTC day, in whole micro-dollars.

Each step is one statement. Budget rows are locked in the order of their tenant, so no two steps wait for each other
in a circle, and money is counted on the newest version of both rows. The limit is the one this process was started
with, also on a day that began with another; the rows note it for those who read them.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from orchestrator.models import BudgetHold, LlmCall

_ENSURE = """
INSERT INTO orchestrator_budget (tenant, day, limit_micro_usd, held_micro_usd, spent_micro_usd)
VALUES ('', %(day)s, %(limit)s, 0, 0), (%(tenant)s, %(day)s, %(tenant_limit)s, 0, 0)
ON CONFLICT (tenant, day) DO NOTHING
"""
_HOLD = """
WITH locked AS (
  SELECT id, limit_micro_usd AS old, held_micro_usd + spent_micro_usd AS used,
    (CASE tenant WHEN '' THEN %(limit)s ELSE %(tenant_limit)s END)::bigint AS new
  FROM orchestrator_budget WHERE day = %(day)s AND tenant IN ('', %(tenant)s) ORDER BY tenant FOR UPDATE
), verdict AS (
  SELECT count(*) AS found, count(*) = 2 AND bool_and(new - used >= %(amount)s) AS fits FROM locked
), held AS (
  UPDATE orchestrator_budget AS budget SET limit_micro_usd = locked.new,
    held_micro_usd = budget.held_micro_usd + CASE WHEN verdict.fits THEN %(amount)s ELSE 0 END
  FROM locked, verdict WHERE budget.id = locked.id AND (verdict.fits OR locked.new <> locked.old)
), noted AS (
  INSERT INTO orchestrator_budgethold (tenant, day, amount_micro_usd, at_maximum, state, lease_until)
  SELECT %(tenant)s, %(day)s, %(amount)s, false, 'open', %(lease_until)s FROM verdict WHERE fits RETURNING id
)
SELECT (SELECT found FROM verdict), (SELECT id FROM noted)
"""
_CLOSE = """
WITH closed AS (
  UPDATE orchestrator_budgethold
  SET state = %(state)s, settled_micro_usd = %(cost)s, at_maximum = %(at_maximum)s
  WHERE id = %(hold)s AND state = 'open' RETURNING tenant, day, amount_micro_usd
), locked AS (
  SELECT budget.id, closed.amount_micro_usd AS amount FROM orchestrator_budget AS budget JOIN closed
  ON budget.day = closed.day AND budget.tenant IN ('', closed.tenant) ORDER BY budget.tenant FOR UPDATE OF budget
)
UPDATE orchestrator_budget AS budget
SET held_micro_usd = budget.held_micro_usd - locked.amount, spent_micro_usd = budget.spent_micro_usd + %(cost)s
FROM locked WHERE budget.id = locked.id
"""
_SETTLE_BATCH = 500
_Fact = str | int | bool | date | datetime


class NotCovered(Exception):
    """The day's budget, of the tenant or of all, does not cover the amount."""


class Budgets:
    """`limit_micro_usd` is the cap of all tenants together; each tenant's own defaults to the same."""

    def __init__(
        self, *, limit_micro_usd: int, tenant_limit_micro_usd: int | None = None, lease_seconds: float = 120.0
    ) -> None:
        self._limit = limit_micro_usd
        self._tenant_limit = limit_micro_usd if tenant_limit_micro_usd is None else tenant_limit_micro_usd
        self._lease = timedelta(seconds=lease_seconds)

    def hold(self, tenant: str, amount_micro_usd: int, now: datetime) -> int:
        """Set money aside in both budgets or in neither; returns the hold's id. Raises NotCovered."""
        if not tenant:
            raise ValueError("a budget is held for a named tenant")
        facts: dict[str, _Fact] = {
            "tenant": tenant,
            "day": now.astimezone(UTC).date(),
            "limit": self._limit,
            "tenant_limit": self._tenant_limit,
            "amount": amount_micro_usd,
            "lease_until": now + self._lease,
        }
        found, hold_id = self._hold(facts)
        if found < 2:
            self._open_day(facts)
            found, hold_id = self._hold(facts)
        if hold_id is None:
            raise NotCovered(f"the day's budget does not cover {amount_micro_usd} micro-dollars more")
        return hold_id

    def settle(self, hold_id: int, cost_micro_usd: int, *, at_maximum: bool = False) -> bool:
        """Book what the call cost. False when the hold was closed before (its lease had run out)."""
        return _close(hold_id, BudgetHold.State.SETTLED, cost_micro_usd, at_maximum=at_maximum)

    def release(self, hold_id: int) -> bool:
        """Give the money back: nothing was asked of a provider, or it charged nothing."""
        return _close(hold_id, BudgetHold.State.RELEASED, 0, at_maximum=False)

    def _hold(self, facts: Mapping[str, _Fact]) -> tuple[int, int | None]:
        with connection.cursor() as cursor:
            cursor.execute(_HOLD, facts)
            return cursor.fetchone()

    def _open_day(self, facts: Mapping[str, _Fact]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_ENSURE, facts)


def _close(hold_id: int, state: str, cost_micro_usd: int, *, at_maximum: bool) -> bool:
    facts: dict[str, _Fact] = {"hold": hold_id, "state": str(state), "cost": cost_micro_usd, "at_maximum": at_maximum}
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, facts)
        return cursor.rowcount > 0


def settle_expired(now: datetime) -> tuple[int, int]:
    """Close holds whose process is gone: (released because never sent, settled at their maximum because maybe sent)."""
    released = settled = 0
    expired = BudgetHold.objects.expired(now).order_by("id")[:_SETTLE_BATCH]
    for hold in expired:
        if hold.sent_at is None:
            released += _close(hold.pk, BudgetHold.State.RELEASED, 0, at_maximum=False)
        else:
            settled += _settle_lost(hold, now)
    return released, settled


def _settle_lost(hold: BudgetHold, now: datetime) -> bool:
    """Book the maximum and say on the call's row that its process ended while the provider worked."""
    with transaction.atomic():
        closed = _close(hold.pk, BudgetHold.State.SETTLED, hold.amount_micro_usd, at_maximum=True)
        if closed:
            LlmCall.objects.filter(hold=hold, status=LlmCall.Status.ASKED).update(
                status=LlmCall.Status.LOST,
                outcome="lost",
                cost_micro_usd=hold.amount_micro_usd,
                cost_is_maximum=True,
                closed_at=now,
            )
    return closed
