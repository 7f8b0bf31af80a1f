"""What processes tell of themselves and of what they counted, for /metrics."""

from django.db import models


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
