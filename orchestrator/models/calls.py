"""The ledger: one row per try at a provider."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestrator.models.prompts import PromptVersion


class LlmCallQuerySet(models.QuerySet["LlmCall"]):
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
