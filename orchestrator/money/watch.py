"""What is left of the day's budgets, from memory: a thread reads the rows every two seconds, a hit reads none."""

import logging
import threading
import weakref
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

from django.db import DatabaseError, connection

from orchestrator.models import Budget
from orchestrator.money.budget_sql import Standing

log = logging.getLogger(__name__)

_EVERY_SECONDS = 2.0


def utc_today() -> date:
    return datetime.now(UTC).date()


class BudgetWatch:
    """Its thread begins with the first question and ends with the object. Never used to decide whether to pay."""

    def __init__(self, *, today: Callable[[], date] = utc_today, every_seconds: float = _EVERY_SECONDS) -> None:
        self._today, self._every_seconds = today, every_seconds
        self._known: dict[str, Standing] = {}
        self._starting = threading.Lock()
        self._started = False

    def share_left(self, tenant: str) -> float:
        """Between 0 and 1, of the tenant's budget or of all together, whichever has less; 1 where nothing is known."""
        if not self._started:
            self._start()
        return min(self._share(tenant), self._share(""))

    def note(self, standings: Iterable[Standing]) -> None:
        """What a statement of this process has just returned."""
        today = self._today()
        self._known.update({standing.tenant: standing for standing in standings if standing.day == today})

    def read(self) -> None:
        """Replace what is known by what stands in the rows. While the database is away the known stays."""
        columns = ("tenant", "day", "limit_micro_usd", "held_micro_usd", "spent_micro_usd")
        try:
            found = [Standing(*row) for row in Budget.objects.of_day(self._today()).values_list(*columns)]
        except DatabaseError as error:
            log.warning("budget.not_read", extra={"error": type(error).__name__})
            return
        self._known = {standing.tenant: standing for standing in found}

    def _share(self, tenant: str) -> float:
        standing = self._known.get(tenant)
        return 1.0 if standing is None or standing.day != self._today() else standing.share_left

    def _start(self) -> None:
        with self._starting:
            if self._started:
                return
            self.read()
            thread = threading.Thread(
                target=_follow, args=(weakref.ref(self), self._every_seconds), name="budget-watch", daemon=True
            )
            thread.start()
            self._started = True


def _follow(watching: "weakref.ref[BudgetWatch]", every_seconds: float) -> None:
    pause = threading.Event()
    while not pause.wait(every_seconds):
        watch = watching()
        if watch is None:
            return
        try:
            watch.read()
        except Exception:  # a thread that ended here would leave the process with an old picture for good
            log.exception("budget.watch_stumbled")
        finally:
            connection.close()  # this thread's own
        del watch
