"""Stored answers, what was taken back, and how often each tier answered."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

HARD_AGE = timedelta(days=7)  # of a stored answer


class CachedReplyQuerySet(models.QuerySet["CachedReply"]):
    def alive(self, now: datetime) -> "CachedReplyQuerySet":
        return self.filter(expires_at__gt=now)

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
    """Look-ups of one day by task, prompt version and the tier that answered; tier "provider" counts the misses."""

    day = models.DateField()
    tenant = models.CharField(max_length=64)
    task = models.CharField(max_length=64)
    prompt_version = models.CharField(
        max_length=80, default="", db_default="", help_text="name/number; empty where it was not counted yet"
    )
    tier = models.CharField(max_length=8)
    hits = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "tenant", "task", "prompt_version", "tier"],
                name="one_cache_count_per_day_prompt_and_tier",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.task} {self.tier}: {self.hits}"
