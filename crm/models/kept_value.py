"""What a field of a lead held, or was about to hold, when the other side's value won."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from crm.models.lead import Lead


class KeptValue(models.Model):
    """The value that lost. It is the lead's data: deleted with the lead, and by retention."""

    class By(models.TextChoices):
        BOT = "bot", "The bot"
        CRM = "crm", "Somebody in the CRM"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="kept_values")
    attribute = models.CharField(max_length=64)
    value = models.JSONField(null=True, help_text="none where the field was emptied")
    by = models.CharField(max_length=8, choices=By)
    set_at = models.DateTimeField(help_text="when the bot decided on it, or the CRM says that it was edited")
    kept_at = models.DateTimeField(db_default=Now())
    source = models.CharField(max_length=80, blank=True, default="", help_text="outbox:<id>, event:<id> or read:<id>")
    lost_to = models.CharField(max_length=80, blank=True, default="", help_text="where the value that stands came from")

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes = [models.Index(fields=["kept_at"], name="kept_value_by_age")]

    def __str__(self) -> str:
        return f"{self.attribute} of lead {self.lead_id}"
