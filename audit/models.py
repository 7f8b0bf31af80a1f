"""The append-only record of who or what changed which promise-relevant thing, and when."""

from typing import Any

from django.db import models
from django.db.models.functions import Now


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def for_locations(self, ghl_ids: list[str]) -> "AuditQuerySet":
        return self.filter(location_ghl_id__in=ghl_ids)

    def about_lead(self, lead_id: int) -> "AuditQuerySet":
        return self.filter(lead_id=lead_id)

    def newest_first(self) -> "AuditQuerySet":
        return self.order_by("-id")


class AuditEntry(models.Model):
    """One fact. Holds ids, field names and keyed hashes, never content; inserted unchained, chained by a job.

    `lead_id` is a plain number: audit stands below crm and must outlive an erased lead.
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    location_ghl_id = models.CharField(max_length=64, blank=True, default="")
    lead_id = models.BigIntegerField(null=True, blank=True)
    actor = models.CharField(max_length=150, help_text="user:<id>, bot, system, command or crm")
    action = models.CharField(max_length=64, help_text="noun.verb, such as handoff.claimed")
    subject = models.CharField(max_length=80, blank=True, default="", help_text="model:id of what changed")
    details = models.JSONField(default=dict, blank=True)
    position = models.BigIntegerField(null=True, blank=True, help_text="place in the location's chain, from 1")
    previous_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64, blank=True, default="")

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "audit entries"
        constraints = [models.UniqueConstraint(fields=["location_ghl_id", "position"], name="one_entry_per_position")]
        indexes = [
            models.Index(fields=["location_ghl_id", "-id"], name="audit_by_location"),
            models.Index(fields=["lead_id", "-id"], name="audit_by_lead"),
            models.Index(fields=["id"], name="audit_unchained", condition=models.Q(hash="")),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("an audit entry is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an audit entry is never deleted")
