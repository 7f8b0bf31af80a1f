"""Money of a day, what is set aside of it, its limits and its alerts."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestrator.models.calls import LlmCall


class BudgetQuerySet(models.QuerySet["Budget"]):
    def of_day(self, day: date) -> "BudgetQuerySet":
        return self.filter(day=day)

    def of_all(self) -> "BudgetQuerySet":
        return self.filter(tenant="")


class Budget(models.Model):
    """Money of one UTC day, of one tenant, or of all together (tenant empty). Never: held + spent above the limit
    by a new hold; `spent` itself may pass it only where a provider charged more than the highest price computed."""

    tenant = models.CharField(max_length=64, blank=True, default="", help_text="empty: all together")
    day = models.DateField()
    limit_micro_usd = models.BigIntegerField()
    held_micro_usd = models.BigIntegerField(default=0)
    spent_micro_usd = models.BigIntegerField(default=0)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "day"], name="one_budget_per_tenant_and_day"),
            models.CheckConstraint(
                condition=Q(limit_micro_usd__gte=0, held_micro_usd__gte=0, spent_micro_usd__gte=0),
                name="budget_money_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["day"], name="budget_by_day")]

    def __str__(self) -> str:
        return f"{self.tenant or 'all'} {self.day}"

    @property
    def free_micro_usd(self) -> int:
        return max(0, self.limit_micro_usd - self.held_micro_usd - self.spent_micro_usd)


class BudgetHoldQuerySet(models.QuerySet["BudgetHold"]):
    def expired(self, now: datetime) -> "BudgetHoldQuerySet":
        return self.filter(state=BudgetHold.State.OPEN, lease_until__lte=now)


class BudgetHold(models.Model):
    """Money set aside for one try. Open until settled or released; `sent_at` is written before the request leaves."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        SETTLED = "settled", "Settled"
        RELEASED = "released", "Released"

    tenant = models.CharField(max_length=64)
    day = models.DateField()
    amount_micro_usd = models.BigIntegerField()
    settled_micro_usd = models.BigIntegerField(null=True, blank=True)
    at_maximum = models.BooleanField(default=False, help_text="settled without knowing the true cost; may be corrected")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    held_at = models.DateTimeField(db_default=Now(), editable=False)
    lease_until = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    call = models.OneToOneField(LlmCall, null=True, blank=True, on_delete=models.SET_NULL, related_name="hold")

    objects = BudgetHoldQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["lease_until"], name="budgethold_open", condition=Q(state="open"))]
        constraints = [
            models.CheckConstraint(condition=Q(amount_micro_usd__gte=0), name="budgethold_not_negative"),
        ]

    def __str__(self) -> str:
        return f"${self.amount_micro_usd / 1_000_000:.6f} for {self.tenant}, {self.get_state_display().lower()}"


class BudgetLimit(models.Model):
    """What one tenant may spend per day, in place of the setting; in force from the next call on. Changed by a verb."""

    tenant = models.CharField(max_length=64, unique=True)
    limit_micro_usd = models.BigIntegerField()
    changed_by = models.CharField(max_length=150)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(limit_micro_usd__gte=0), name="budgetlimit_not_negative"),
            # The limit of all together is the operator's setting alone.
            models.CheckConstraint(condition=~Q(tenant=""), name="budgetlimit_of_one_tenant"),
        ]

    def __str__(self) -> str:
        return f"${self.limit_micro_usd / 1_000_000:.2f} a day for {self.tenant}"


class BudgetAlert(models.Model):
    """That a budget reached a share of its limit, once per day and share; 100 also where a call was refused."""

    tenant = models.CharField(max_length=64, blank=True, default="", help_text="empty: all together")
    day = models.DateField()
    percent = models.PositiveSmallIntegerField()
    limit_micro_usd = models.BigIntegerField()
    spent_micro_usd = models.BigIntegerField()
    held_micro_usd = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "tenant", "percent"], name="one_alert_per_budget_day_and_percent")
        ]

    def __str__(self) -> str:
        return f"{self.tenant or 'all'} {self.day} {self.percent} %"
