"""What the orchestrator keeps: prompt versions, the call ledger, stored answers, budgets and their holds."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

HARD_AGE = timedelta(days=7)  # of a stored answer


class PromptVersion(models.Model):
    """One published text of a prompt. Written when it is first sent to a provider and never changed afterwards."""

    name = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, help_text="of the whole file, front matter included")
    front_matter = models.JSONField(default=dict)
    text = models.TextField()
    published_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "number"], name="one_text_per_prompt_number")]

    def __str__(self) -> str:
        return f"{self.name}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a published prompt version is never changed; the next text gets the next number")
        super().save(*args, **kwargs)


class PromptActivationQuerySet(models.QuerySet["PromptActivation"]):
    def active_numbers(self) -> dict[str, int | None]:
        """The number that a person chose last, by prompt; None where the files are followed again."""
        return dict(self.order_by("name", "-id").distinct("name").values_list("name", "number"))


class PromptActivation(models.Model):
    """A person's choice of the version that is asked with; the newest row of a name counts."""

    name = models.CharField(max_length=64)
    number = models.PositiveIntegerField(null=True, blank=True, help_text="empty: the highest of the files")
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.CharField(max_length=150)
    reason = models.CharField(max_length=200, blank=True, default="")

    objects = PromptActivationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["name", "-id"], name="promptactivation_newest")]

    def __str__(self) -> str:
        return f"{self.name}/{self.number or 'newest'}"


class LlmCallQuerySet(models.QuerySet["LlmCall"]):
    def for_tenants(self, tenants: list[str]) -> "LlmCallQuerySet":
        return self.filter(tenant__in=tenants)

    def caused_by(self, cause: str) -> "LlmCallQuerySet":
        return self.filter(cause=cause)

    def on_day(self, day: date) -> "LlmCallQuerySet":
        return self.filter(at__date=day)

    def newest_first(self) -> "LlmCallQuerySet":
        return self.order_by("-id")

    def without_texts(self) -> "LlmCallQuerySet":
        """For lists: the texts are the heavy part of a row."""
        return self.defer("request_text", "answer_text")


class LlmCall(models.Model):
    """One try at one provider; the row exists before the provider is asked. Texts are masked.

    `status` says what became of the try, `outcome` what became of its answer (used, invalid, refused, truncated,
    prompt_leak) or of the error (rate_limited, overloaded, timed_out, ...).
    """

    class Status(models.TextChoices):
        ASKED = "asked", "Asked"
        ANSWERED = "answered", "Answered"
        FAILED = "failed", "Failed"
        LOST = "lost", "Lost: the process ended while the provider worked"

    at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    tenant = models.CharField(max_length=64)
    task = models.CharField(max_length=64)
    cause = models.CharField(max_length=80, blank=True, default="", help_text="what asked, such as turn:17")
    prompt_version = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, related_name="calls")
    key = models.CharField(max_length=80, help_text="the cache key of the request")
    provider = models.CharField(max_length=64)
    provider_group = models.CharField(max_length=16)
    model = models.CharField(max_length=64)
    try_number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=16, choices=Status, default=Status.ASKED)
    outcome = models.CharField(max_length=32, blank=True, default="")
    strategy = models.CharField(max_length=16, blank=True, default="", help_text="how the answer was read")
    guard_flags = models.CharField(max_length=200, blank=True, default="")
    error = models.CharField(max_length=300, blank=True, default="")
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    request_id = models.CharField(max_length=80, blank=True, default="", help_text="the provider's own id")
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cache_read_tokens = models.PositiveIntegerField(default=0)
    cache_write_5m_tokens = models.PositiveIntegerField(default=0)
    cache_write_1h_tokens = models.PositiveIntegerField(default=0)
    cost_micro_usd = models.PositiveBigIntegerField(default=0)
    cost_is_maximum = models.BooleanField(default=False, help_text="the true cost is unknown; booked at its highest")
    overhead_us = models.PositiveIntegerField(default=0, help_text="our own time up to the end of this try")
    pace_ms = models.PositiveIntegerField(default=0)
    provider_ms = models.PositiveIntegerField(default=0)
    parse_us = models.PositiveIntegerField(default=0)
    request_text = models.TextField(blank=True, default="")
    answer_text = models.TextField(blank=True, default="")
    texts_removed_at = models.DateTimeField(null=True, blank=True, help_text="texts go earlier than numbers")

    objects = LlmCallQuerySet.as_manager()

    class Meta:
        verbose_name = "model call"
        # Breakers lie in no table; who may see the calls sees them, and who holds this may act on them.
        permissions = [("work_breakers", "Reset circuit breakers and leave a provider alone")]
        indexes = [
            models.Index(fields=["tenant", "-id"], name="llmcall_by_tenant"),
            models.Index(fields=["cause"], name="llmcall_by_cause", condition=~Q(cause="")),
            models.Index(fields=["at"], name="llmcall_by_time"),
            models.Index(fields=["id"], name="llmcall_open", condition=Q(status="asked")),
            models.Index(fields=["at"], name="llmcall_with_texts", condition=Q(texts_removed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.model} {self.status}"


class CachedReplyQuerySet(models.QuerySet["CachedReply"]):
    def alive(self, now: datetime) -> "CachedReplyQuerySet":
        return self.filter(expires_at__gt=now)

    def expired(self, now: datetime) -> "CachedReplyQuerySet":
        return self.filter(expires_at__lte=now)

    def past_hard_age(self, now: datetime) -> "CachedReplyQuerySet":
        """Too old to be given to anybody, also where no provider can be had."""
        return self.filter(created_at__lte=now - HARD_AGE)


class CachedReply(models.Model):
    """Cache tier L3: one answer, masked, under the hash of everything that shaped it.

    Past `expires_at` it is no hit any more; until its hard age it may still be given where no provider can be had.
    """

    key = models.CharField(primary_key=True, max_length=80)
    tenant = models.CharField(max_length=64)
    task = models.CharField(max_length=64)
    model = models.CharField(max_length=64, help_text="the model that gave the answer")
    prompt_version = models.CharField(max_length=80, help_text="name/number")
    strategy = models.CharField(max_length=16)
    answer = models.JSONField()
    generation = models.BigIntegerField(
        default=0, db_default=0, help_text="the newest invalidation that was known before the model was asked"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    hits = models.PositiveBigIntegerField(default=0, help_text="in all tiers, as far as flushed")

    objects = CachedReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "cached answer"
        indexes = [
            models.Index(fields=["created_at"], name="cachedreply_by_age"),
            models.Index(fields=["tenant", "task"], name="cachedreply_by_tenant_task"),
            models.Index(fields=["prompt_version"], name="cachedreply_by_prompt"),
            models.Index(fields=["model"], name="cachedreply_by_model"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.key[:16]}"


class Invalidation(models.Model):
    """From this moment on no answer that was asked for earlier, and that `scope` and `value` describe, is given again.

    Ids follow the order of the commits. Never changed; deleted when every answer it could concern is past its hard age.
    """

    class Scope(models.TextChoices):
        KEY = "key", "One key"
        PROMPT = "prompt", "A prompt, or one version of it"
        MODEL = "model", "A model"
        TENANT = "tenant", "A tenant"
        TASK = "task", "A task"
        ALL = "all", "Everything"

    scope = models.CharField(max_length=8, choices=Scope)
    value = models.CharField(max_length=80, blank=True, default="", help_text="empty for everything")
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.CharField(max_length=150, help_text="who asked for it")
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="all", value="") | (~Q(scope="all") & ~Q(value="")), name="invalidation_says_of_what"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.value}".strip()


class CacheCount(models.Model):
    """Look-ups of one day by task and by the tier that answered; tier "provider" counts the misses."""

    day = models.DateField()
    tenant = models.CharField(max_length=64)
    task = models.CharField(max_length=64)
    tier = models.CharField(max_length=8)
    hits = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "tenant", "task", "tier"], name="one_cache_count_per_day_and_tier")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.task} {self.tier}: {self.hits}"


class MetricTotal(models.Model):
    """A total that /metrics tells, since the beginning: it grows and is never deleted. Written by totals.py alone."""

    name = models.CharField(max_length=64)
    labels = models.CharField(max_length=400, help_text="JSON, names in order")
    value = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "labels"], name="one_total_per_name_and_labels")]

    def __str__(self) -> str:
        return f"{self.name} {self.labels}: {self.value}"


class ProcessState(models.Model):
    """What one process knows of its cache and of invalidations; see process_states.py."""

    process = models.CharField(primary_key=True, max_length=120, help_text="host:pid")
    at = models.DateTimeField()
    told = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.process


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
        return f"{self.tenant} {self.amount_micro_usd} {self.state}"


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
        return f"{self.tenant} {self.limit_micro_usd}"


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


def _usd(**more: Any) -> "models.DecimalField[Any, Any]":
    """Dollars per million tokens, exact to a millionth of a dollar."""
    return models.DecimalField(max_digits=11, decimal_places=6, **more)


class ModelPrice(models.Model):
    """A price that an operator added: dollars per million tokens from a day on; see pricing.py for how it is chosen."""

    model = models.CharField(max_length=64)
    valid_from = models.DateField()
    up_to_prompt_tokens = models.PositiveIntegerField(null=True, blank=True, help_text="empty: prompts of any length")
    input_usd = _usd()
    output_usd = _usd()
    cache_write_5m_usd = _usd()
    cache_write_1h_usd = _usd()
    cache_read_usd = _usd()
    source = models.CharField(max_length=200, help_text="where the price is written")
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "valid_from", "up_to_prompt_tokens"],
                name="one_price_per_model_day_and_band",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(
                    input_usd__gte=0,
                    output_usd__gte=0,
                    cache_write_5m_usd__gte=0,
                    cache_write_1h_usd__gte=0,
                    cache_read_usd__gte=0,
                ),
                name="modelprice_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(up_to_prompt_tokens=None) | Q(up_to_prompt_tokens__gte=1), name="modelprice_band_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} from {self.valid_from}"
