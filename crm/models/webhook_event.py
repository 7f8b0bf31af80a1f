"""The evidence of intake: each event as it came, byte for byte."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class WebhookEventQuerySet(models.QuerySet["WebhookEvent"]):
    def unfinished(self) -> "WebhookEventQuerySet":
        return self.filter(status=WebhookEvent.Status.NEW)

    def ready(self, now: datetime) -> "WebhookEventQuerySet":
        return self.unfinished().filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=now))

    def dead(self) -> "WebhookEventQuerySet":
        return self.filter(status=WebhookEvent.Status.DEAD)


class WebhookEvent(models.Model):
    class Status(models.TextChoices):
        NEW = "new", "New"
        DONE = "done", "Applied"
        IGNORED = "ignored", "Stored, nothing to do"
        QUARANTINED = "quarantined", "Quarantined"
        DEAD = "dead", "Dead letter"
        DISCARDED = "discarded", "Discarded"

    class Source(models.TextChoices):
        MARKETPLACE = "marketplace", "Marketplace webhook"
        WORKFLOW = "workflow", "Workflow webhook"
        READ = "read", "Read from the CRM"

    app_id = models.CharField(max_length=64, blank=True, default="")
    webhook_id = models.CharField(max_length=128)
    source = models.CharField(max_length=16, choices=Source, default=Source.MARKETPLACE)
    location_ghl_id = models.CharField(max_length=64, blank=True, default="")
    contact_ghl_id = models.CharField(max_length=64, blank=True, default="")
    type = models.CharField(max_length=64, blank=True, default="")
    body = models.BinaryField()
    received_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True, help_text="timestamp of the envelope; recorded, never judged")
    status = models.CharField(max_length=16, choices=Status, default=Status.NEW, db_default=Status.NEW)
    reason = models.CharField(max_length=200, blank=True, default="", db_default="")
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    owner = models.CharField(max_length=150, blank=True, default="", db_default="")
    note = models.TextField(blank=True, default="", db_default="")

    objects = WebhookEventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app_id", "webhook_id"], name="one_event_per_webhook_id")]
        indexes = [
            models.Index(
                fields=["location_ghl_id", "contact_ghl_id", "id"], name="event_unfinished", condition=Q(status="new")
            ),
            models.Index(fields=["id"], name="event_oldest_new", condition=Q(status="new")),
            models.Index(
                fields=["location_ghl_id", "contact_ghl_id"],
                name="event_waiting",
                condition=Q(status="new", next_try_at__isnull=False),
            ),
            models.Index(fields=["location_ghl_id", "-id"], name="event_by_location"),
            models.Index(fields=["-id"], name="event_dead", condition=Q(status="dead")),
        ]

    def __str__(self) -> str:
        return f"{self.type or 'event'} {self.pk}"
