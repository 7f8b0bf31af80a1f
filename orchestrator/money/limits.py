"""What a tenant may spend per day in place of the setting: one audited verb."""

from datetime import datetime

from django.db import transaction

from audit.record import record
from orchestrator.models import BudgetLimit

MOST_MICRO_USD = 10**15  # a thousand million dollars: far from what a column of 64 bits overflows at


def whole_micro_usd(value: int, name: str) -> int:
    """`value` if money can be that much. Raises TypeError for a fraction, ValueError outside of 0 to the most."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} is in whole micro-dollars, not {value!r}")
    if not 0 <= value <= MOST_MICRO_USD:
        raise ValueError(f"{name} cannot be {value} micro-dollars")
    return value


def set_limit(tenant: str, limit_micro_usd: int | None, *, by: str, now: datetime, reason: str = "") -> None:
    """Give a tenant a daily limit of its own, in force at the next call; None: the setting's again."""
    if not tenant:
        raise ValueError("the limit of all together is a setting")
    limit = None if limit_micro_usd is None else whole_micro_usd(limit_micro_usd, "a limit")
    with transaction.atomic():
        stored = BudgetLimit.objects.select_for_update().filter(tenant=tenant).first()
        before = stored.limit_micro_usd if stored else None
        if before == limit:
            return
        if limit is None:
            BudgetLimit.objects.filter(tenant=tenant).delete()
        else:
            changed = {"limit_micro_usd": limit, "changed_by": by, "changed_at": now}
            BudgetLimit.objects.update_or_create(tenant=tenant, defaults=changed)
        details = {"before": before, "after": limit} | ({"reason": reason} if reason else {})
        record("budget.limit_set", actor=by, location_ghl_id=tenant, subject="budgetlimit", details=details)
