"""The statements of the budgets, each one whole step; and a budget as they return it.

Budget rows are locked in the order of their tenant, so no two steps wait for each other in a circle, and money is
counted on the newest version of the rows. A step that changes a hold locks the hold first.

Holding and closing a call do not wait for the disk (NOT_WAITING), which halves what the bookkeeping of a call costs;
opening it does. Only PostgreSQL's own crash can tell: what it wrote it wrote in order, so a lost hold was never opened
and nothing was sent on it, and a lost closing comes back as a hold whose lease runs out, booked at its maximum. Any
commit that waits, such as the turn's, makes all before it safe.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

# A column of the statement's result, for this transaction alone. Inside somebody else's transaction it must not be.
NOT_WAITING = "CASE WHEN %(alone)s THEN set_config('synchronous_commit', 'off', true) END"
Fact = str | int | bool | date | datetime | None

OPEN_DAY = """
INSERT INTO orchestrator_budget (tenant, day, limit_micro_usd, held_micro_usd, spent_micro_usd)
VALUES ('', %(day)s, %(limit)s, 0, 0), (%(tenant)s, %(day)s, %(tenant_limit)s, 0, 0)
ON CONFLICT (tenant, day) DO NOTHING
"""
# A tenant's own limit is read here and not before: a lowered one is in force at the next hold of every process.
# What costs nothing always fits.
HOLD = f"""
WITH locked AS (
  SELECT id, tenant, limit_micro_usd AS old, held_micro_usd AS held, spent_micro_usd AS spent, (
    CASE tenant WHEN '' THEN %(limit)s
    ELSE coalesce((SELECT own.limit_micro_usd FROM orchestrator_budgetlimit AS own WHERE own.tenant = %(tenant)s),
                  %(tenant_limit)s) END)::bigint AS new
  FROM orchestrator_budget AS budget WHERE day = %(day)s AND tenant IN ('', %(tenant)s)
  ORDER BY tenant FOR UPDATE OF budget
), verdict AS (
  SELECT count(*) = 2 AND (%(amount)s = 0 OR bool_and(new - held - spent >= %(amount)s)) AS fits FROM locked
), counted AS (
  UPDATE orchestrator_budget AS budget SET limit_micro_usd = locked.new,
    held_micro_usd = budget.held_micro_usd + CASE WHEN verdict.fits THEN %(amount)s ELSE 0 END
  FROM locked, verdict WHERE budget.id = locked.id AND (verdict.fits OR locked.new <> locked.old)
), noted AS (
  INSERT INTO orchestrator_budgethold (tenant, day, amount_micro_usd, at_maximum, state, lease_until)
  SELECT %(tenant)s, %(day)s, %(amount)s, false, 'open', %(lease_until)s FROM verdict WHERE fits RETURNING id
)
SELECT tenant, %(day)s::date, new, held, spent, (SELECT id FROM noted), {NOT_WAITING} FROM locked ORDER BY tenant
"""  # noqa: S608 - put together from constants
# What follows a CTE `changed` (tenant, day, freed, booked): both budgets of the hold's own day.
BOOK = """
locked AS (
  SELECT budget.id, changed.freed, changed.booked FROM orchestrator_budget AS budget JOIN changed
  ON budget.day = changed.day AND budget.tenant IN ('', changed.tenant) ORDER BY budget.tenant FOR UPDATE OF budget
), booked AS (
  UPDATE orchestrator_budget AS budget
  SET held_micro_usd = budget.held_micro_usd - locked.freed, spent_micro_usd = budget.spent_micro_usd + locked.booked
  FROM locked WHERE budget.id = locked.id
  RETURNING budget.tenant, budget.day, budget.limit_micro_usd, budget.held_micro_usd, budget.spent_micro_usd
)
"""
CLOSING = f"""
WITH changed AS (
  UPDATE orchestrator_budgethold
  SET state = %(state)s, settled_micro_usd = %(cost)s, at_maximum = %(at_maximum)s
  WHERE id = %(hold)s AND state = 'open'
  RETURNING tenant, day, amount_micro_usd AS freed, settled_micro_usd AS booked
), {BOOK}
"""  # noqa: S608 - put together from constants
CLOSE = CLOSING + "SELECT * FROM booked"  # noqa: S608
# Decides on the newest version of the row: a hold that is marked sent at this moment is settled, not released.
EXPIRE = f"""
WITH changed AS (
  UPDATE orchestrator_budgethold
  SET state = CASE WHEN sent_at IS NULL THEN 'released' ELSE 'settled' END, at_maximum = sent_at IS NOT NULL,
    settled_micro_usd = CASE WHEN sent_at IS NULL THEN 0 ELSE amount_micro_usd END
  WHERE id = %(hold)s AND state = 'open' AND lease_until <= %(now)s
  RETURNING tenant, day, amount_micro_usd AS freed, settled_micro_usd AS booked, at_maximum, call_id
), {BOOK}, lost AS (
  UPDATE orchestrator_llmcall AS call
  SET status = 'lost', outcome = 'lost', cost_micro_usd = changed.booked, cost_is_maximum = true, closed_at = %(now)s
  FROM changed WHERE call.id = changed.call_id AND changed.at_maximum AND call.status = 'asked'
)
SELECT booked.*, changed.at_maximum FROM booked, changed
"""  # noqa: S608
CORRECT = f"""
WITH known AS (
  SELECT id, settled_micro_usd AS before, amount_micro_usd AS most FROM orchestrator_budgethold
  WHERE id = %(hold)s AND state = 'settled' AND at_maximum FOR UPDATE
), changed AS (
  UPDATE orchestrator_budgethold AS hold SET settled_micro_usd = %(cost)s, at_maximum = false
  FROM known WHERE hold.id = known.id
  RETURNING hold.tenant, hold.day, 0 AS freed, hold.settled_micro_usd - known.before AS booked, known.before,
    hold.call_id
), {BOOK}, told AS (
  UPDATE orchestrator_llmcall AS call SET cost_micro_usd = %(cost)s, cost_is_maximum = false
  FROM changed WHERE call.id = changed.call_id
)
SELECT booked.*, changed.before, changed.call_id FROM booked, changed ORDER BY booked.tenant
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Standing:
    """A budget at one moment, in micro-dollars; `tenant` is empty for all together."""

    tenant: str
    day: date
    limit: int
    held: int
    spent: int

    @property
    def whose(self) -> str:
        return f"location {self.tenant}" if self.tenant else "all locations together"

    @property
    def free(self) -> int:
        return max(0, self.limit - self.held - self.spent)

    @property
    def share_left(self) -> float:
        return self.free / self.limit if self.limit else 0.0


def rows(statement: str, facts: Mapping[str, Fact]) -> list[tuple[Any, ...]]:
    """Run one step; its own transaction unless the caller has begun one."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {**facts, "alone": not connection.in_atomic_block})
        return cursor.fetchall()


def standings(found: list[tuple[Any, ...]]) -> list[Standing]:
    """The first five columns of what a statement returned."""
    return [Standing(*row[:5]) for row in found]
