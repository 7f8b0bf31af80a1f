"""What people and other software did on a contact in the CRM: appointments, notes, tasks. Shown, never acted upon."""

from django.db import models

from crm.models.lead import Lead
from crm.models.location import Location


class ActivityQuerySet(models.QuerySet["Activity"]):
    def of_lead(self, lead_id: int) -> "ActivityQuerySet":
        return self.filter(lead_id=lead_id)

    def standing(self) -> "ActivityQuerySet":
        return self.filter(deleted_at__isnull=True)

    def newest_first(self) -> "ActivityQuerySet":
        return self.order_by("-applied_stamp", "-id")


class Activity(models.Model):
    """One appointment, note or task of somebody else's, as its newest event told. A deleted one stays, marked."""

    class Kind(models.TextChoices):
        APPOINTMENT = "appointment", "Appointment"
        NOTE = "note", "Note"
        TASK = "task", "Task"

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="activities")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=12, choices=Kind)
    ghl_id = models.CharField(max_length=64)
    title = models.CharField(max_length=300, blank=True, default="")
    body = models.TextField(blank=True, default="")
    status = models.CharField(max_length=40, blank=True, default="", help_text="of an appointment, in the CRM's words")
    place = models.CharField(max_length=300, blank=True, default="")
    calendar_ghl_id = models.CharField(max_length=64, blank=True, default="")
    assigned_to = models.CharField(max_length=64, blank=True, default="", help_text="GHL user id")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(null=True, blank=True, help_text="dateAdded of the CRM")
    applied_stamp = models.DateTimeField(help_text="sending time of the newest event applied")
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        constraints = [models.UniqueConstraint(fields=["location", "kind", "ghl_id"], name="one_activity_per_id")]
        indexes = [models.Index(fields=["lead", "-applied_stamp"], name="activity_by_lead")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
