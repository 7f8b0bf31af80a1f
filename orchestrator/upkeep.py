"""What is done for the orchestrator every now and then, by any process."""

from dataclasses import dataclass
from datetime import datetime

from orchestrator.cache.invalidation import prune
from orchestrator.models import CachedReply
from orchestrator.money.budgets import settle_expired
from orchestrator.retention import Pruned, Retention, prune_calls
from orchestrator.seen.counts import flush_counts
from orchestrator.seen.process_states import forget_ended
from orchestrator.seen.totals import totals

_BATCH = 1_000
_MOST_BATCHES = 20  # what is left waits for the next time: a deletion must not saturate the database


@dataclass(frozen=True, slots=True)
class UpkeepDone:
    counted: int
    holds_released: int
    holds_settled: int
    answers_deleted: int
    pruned: Pruned


def upkeep(now: datetime, keep: Retention | None = None) -> UpkeepDone:
    """Write this process's counts, close holds of dead processes, delete what is over its time.

    That is answers past their hard age with their invalidations, and model calls with their texts as `keep` says.
    """
    counted = flush_counts()
    released, settled = settle_expired(now)
    totals.add("holds_expired", released, end="released")
    totals.add("holds_expired", settled, end="settled")
    deleted = delete_expired_answers(now)
    prune(now)
    forget_ended(now)
    return UpkeepDone(counted, released, settled, deleted, prune_calls(now, keep or Retention()))


def delete_expired_answers(now: datetime) -> int:
    deleted = 0
    for _ in range(_MOST_BATCHES):
        too_old = CachedReply.objects.past_hard_age(now)
        keys = list(too_old.order_by("created_at").values_list("pk", flat=True)[:_BATCH])
        if not keys:
            break
        deleted += too_old.filter(pk__in=keys).delete()[0]
    return deleted
