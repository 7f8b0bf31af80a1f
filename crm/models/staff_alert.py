"""What staff must hear of: one open row per location and cause, counted while it repeats, until it is over."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.models.location import Location


class StaffAlertQuerySet(models.QuerySet["StaffAlert"]):
    def standing(self) -> "StaffAlertQuerySet":
        return self.filter(cleared_at__isnull=True)


class StaffAlert(models.Model):
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="alerts")
    code = models.CharField(max_length=40)
    sentence = models.CharField(max_length=400, help_text="what is wrong and what to do about it")
    raised_at = models.DateTimeField(db_default=Now())
    last_at = models.DateTimeField(db_default=Now())
    times = models.PositiveIntegerField(default=1)
    cleared_at = models.DateTimeField(null=True, blank=True)

    objects = StaffAlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["location", "code"], condition=Q(cleared_at__isnull=True), name="one_standing_alert_per_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.location_id}"
