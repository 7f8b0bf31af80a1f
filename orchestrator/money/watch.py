"""What is left of the day's budgets, from memory: a thread reads the rows every two seconds, a hit reads none."""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

import psycopg

from orchestrator.money.budget_sql import Standing
from orchestrator.servers.quick_database import QuickDatabase, TooSlow
from orchestrator.servers.rounds import Rounds

log = logging.getLogger(__name__)

_EVERY_SECONDS = 2.0
_FIRST_WAIT_SECONDS = 0.15  # at most so long, once, for what was spent before the process began
_LIMIT_MS = 1_000
_READ = """
SELECT tenant, to_char(day, 'YYYY-MM-DD'), limit_micro_usd, held_micro_usd, spent_micro_usd
FROM orchestrator_budget WHERE day = $1::date
"""


def utc_today() -> date:
    return datetime.now(UTC).date()


class BudgetWatch:
    """Its thread begins with the first question and ends with the object. Never used to decide whether to pay."""

    def __init__(self, *, today: Callable[[], date] = utc_today, every_seconds: float = _EVERY_SECONDS) -> None:
        self._today = today
        self._known: dict[str, Standing] = {}
        self._database = QuickDatabase(limit_ms=_LIMIT_MS, keep=1, most=1)
        self._rounds = Rounds("budget-watch", self.read, every_seconds=every_seconds, at_once=True)

    def share_left(self, tenant: str) -> float:
        """Between 0 and 1, of the tenant's budget or of all together, whichever has less; 1 where nothing is known."""
        self._rounds.ensure(wait_seconds=_FIRST_WAIT_SECONDS)
        return min(self._share(tenant), self._share(""))

    def note(self, standings: Iterable[Standing]) -> None:
        """What a statement of this process has just returned."""
        today = self._today()
        self._known.update({standing.tenant: standing for standing in standings if standing.day == today})

    def read(self) -> None:
        """Replace what is known by what stands in the rows. While the database is away the known stays."""
        try:
            rows = self._database.ask(_READ, [self._today().isoformat()])
        except (TooSlow, psycopg.Error) as error:
            log.warning("budget.not_read", extra={"error": type(error).__name__})
            return
        found = [_standing(*(column.decode() for column in row)) for row in rows]
        self._known = {standing.tenant: standing for standing in found}

    def _share(self, tenant: str) -> float:
        standing = self._known.get(tenant)
        return 1.0 if standing is None or standing.day != self._today() else standing.share_left


def _standing(tenant: str, day: str, limit: str, held: str, spent: str) -> Standing:
    return Standing(tenant, date.fromisoformat(day), int(limit), int(held), int(spent))
