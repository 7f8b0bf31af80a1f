"""How many calls a location made on a day, UTC: counted by the statement that writes the attempt."""

from django.db import models

from crm.models.location import Location


class DailyCalls(models.Model):
    """`calls` may be higher than what left us: a try that was given up before the wire is not taken back.

    heard_limit: the day's limit as the CRM's last answer implied it, where that was lower than ours.
    """

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="daily_calls")
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    heard_limit = models.PositiveIntegerField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "daily calls"
        constraints = [models.UniqueConstraint(fields=["location", "day"], name="one_count_per_day")]

    def __str__(self) -> str:
        return f"{self.calls} on {self.day}"
