"""An alert when a budget reaches 80 or 100 % of its limit, once per day and budget.

Counted is what is spent; a refused call stands for 100 % as well, since the day is over for whoever asked.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from django.db import DatabaseError, connection, transaction

from orchestrator.money.budget_sql import Standing

log = logging.getLogger(__name__)

PERCENTS = (80, 100)
_RAISE = """
INSERT INTO orchestrator_budgetalert (tenant, day, percent, limit_micro_usd, spent_micro_usd, held_micro_usd)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (day, tenant, percent) DO NOTHING
"""
OnAlert = Callable[[Standing, int], None]


def reached(standing: Standing) -> list[int]:
    """The percents of its limit that a budget has spent."""
    if not standing.limit:
        return []
    return [percent for percent in PERCENTS if standing.spent * 100 >= standing.limit * percent]


def tell_nobody(standing: Standing, percent: int) -> None:
    """The log and the row are enough."""


class Alerts:
    """Remembers what this process has raised; the rows see to it that no other process raises the same."""

    def __init__(self, on_alert: OnAlert = tell_nobody) -> None:
        self._on_alert = on_alert
        self._raised: set[tuple[date, str, int]] = set()

    def look(self, standings: Iterable[Standing], *, refused_by: Iterable[Standing] = ()) -> None:
        """Raise what is new, after the transaction around (if there is one) is through."""
        due = [(standing, percent) for standing in standings for percent in reached(standing)]
        due += [(standing, PERCENTS[-1]) for standing in refused_by]
        for standing, percent in due:
            if (standing.day, standing.tenant, percent) not in self._raised:
                transaction.on_commit(partial(self._raise, standing, percent))

    def _raise(self, standing: Standing, percent: int) -> None:
        name = (standing.day, standing.tenant, percent)
        try:
            with connection.cursor() as cursor:
                spent, held = standing.spent, standing.held
                cursor.execute(_RAISE, [standing.tenant, standing.day, percent, standing.limit, spent, held])
                first = cursor.rowcount == 1
        except DatabaseError as error:  # the next booking raises it again
            log.warning("budget.alert_not_kept", extra={"tenant": standing.tenant, "error": type(error).__name__})
            return
        self._raised = {kept for kept in self._raised if kept[0] >= standing.day} | {name}
        if first:
            facts = {"tenant": standing.tenant or "all", "percent": percent, "limit_micro_usd": standing.limit}
            log.warning("budget.alert", extra=facts | {"spent_micro_usd": spent, "held_micro_usd": held})
            self._tell(standing, percent)

    def _tell(self, standing: Standing, percent: int) -> None:
        try:
            self._on_alert(standing, percent)
        except Exception:  # whoever listens must not lose a call that is paid for
            log.exception("budget.alert_not_told", extra={"tenant": standing.tenant or "all", "percent": percent})
