"""How the CRM answers for one location: failures in a row, and until when nothing is tried."""

from django.db import models

from crm.models.location import Location


class LocationBreaker(models.Model):
    """The row of crm/outbox/breaker.py. open_until is empty while closed; past, it is half open: one call may try."""

    class Cause(models.TextChoices):
        NONE = "", "None"
        TOKEN = "token", "The CRM refuses the token"
        SERVER = "server", "The CRM answers with errors"
        NETWORK = "network", "The CRM does not answer"
        SETUP = "setup", "Calls cannot be prepared"

    location = models.OneToOneField(Location, on_delete=models.CASCADE, related_name="breaker")
    failures = models.PositiveIntegerField(default=0, help_text="in a row")
    trips = models.PositiveIntegerField(default=0, help_text="times opened since the last success")
    opened_at = models.DateTimeField(null=True, blank=True)
    open_until = models.DateTimeField(null=True, blank=True)
    cause = models.CharField(max_length=10, choices=Cause, blank=True, default=Cause.NONE)
    last_error = models.CharField(max_length=300, blank=True, default="")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"breaker of {self.location_id}"
