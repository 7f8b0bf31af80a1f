"""Messages of a lead's thread, in and out, and what a lead agreed to."""

from django.db import models
from django.db.models import Q

from crm.models.lead import Lead
from crm.models.location import Location
from crm.models.webhook_event import WebhookEvent


class MessageQuerySet(models.QuerySet["Message"]):
    def inbound(self) -> "MessageQuerySet":
        return self.filter(direction=Message.Direction.IN)

    def of_lead(self, lead_id: int) -> "MessageQuerySet":
        return self.filter(lead_id=lead_id)

    def oldest_first(self) -> "MessageQuerySet":
        return self.order_by("received_at", "id")


class Message(models.Model):
    """One message. Identity in the CRM: messageId, else emailMessageId, else the event's webhookId."""

    class Direction(models.TextChoices):
        IN = "in", "From the lead"
        OUT = "out", "To the lead"

    class Author(models.TextChoices):
        LEAD = "lead", "Lead"
        BOT = "bot", "Bot"
        PERSON = "person", "Person"
        WORKFLOW = "workflow", "Workflow"
        GHL_AI = "ghl_ai", "GoHighLevel's assistant"
        UNKNOWN = "unknown", "Unknown"
        UNJUDGED = "unjudged", "Not known yet: a text of ours is under way"

    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        PICTURE = "picture", "Picture without text"
        CALL = "call", "Call"
        VOICEMAIL = "voicemail", "Voicemail"
        REACTION = "reaction", "Reaction"
        AUTO_REPLY = "auto_reply", "Automatic reply"
        EMPTY = "empty", "Empty"

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="messages")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="messages")
    ghl_id = models.CharField(max_length=128)
    direction = models.CharField(max_length=3, choices=Direction)
    author = models.CharField(max_length=10, choices=Author)
    author_reason = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text="what an outbound message was judged by"
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.TEXT)
    channel = models.CharField(max_length=20, default="SMS")
    body = models.TextField(blank=True, default="")
    attachments = models.JSONField(default=list, blank=True)
    conversation_ghl_id = models.CharField(max_length=64, blank=True, default="")
    from_number = models.CharField(max_length=64, blank=True, default="")
    to_number = models.CharField(max_length=64, blank=True, default="")
    user_ghl_id = models.CharField(max_length=64, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="dateAdded of the CRM")
    received_at = models.DateTimeField(help_text="receipt of the event, or settlement of our own text")
    event = models.ForeignKey(WebhookEvent, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages")
    entry_id = models.BigIntegerField(null=True, blank=True, help_text="outbox entry that sent it, when we did")

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "ghl_id"], name="one_message_per_id"),
            models.UniqueConstraint(
                fields=["entry_id"], condition=Q(entry_id__isnull=False), name="one_message_per_entry"
            ),
        ]
        indexes = [
            models.Index(fields=["lead", "received_at", "id"], name="message_thread"),
            models.Index(fields=["lead"], name="message_unjudged", condition=Q(author_reason="waits_for_attempt")),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.pk}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def newest_first(self) -> "ConsentQuerySet":
        return self.order_by("-id")

    def of_lead(self, lead_id: int) -> "ConsentQuerySet":
        return self.filter(lead_id=lead_id)


class Consent(models.Model):
    """What a lead agreed to or revoked; append-only, the newest row counts (an opt-out counts for every channel)."""

    class State(models.TextChoices):
        GRANTED = "granted", "Granted"
        REVOKED = "revoked", "Opted out"

    class Basis(models.TextChoices):
        FORM = "form", "Form"
        KEYWORD = "keyword", "Keyword"
        WORDING = "wording", "The lead's own wording"
        IMPORT = "import", "Import with proof"
        STAFF = "staff", "Staff, with a reason"
        CRM = "crm", "Set in the CRM"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="consents")
    state = models.CharField(max_length=10, choices=State)
    basis = models.CharField(max_length=10, choices=Basis)
    channel = models.CharField(max_length=20, default="all")
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL)
    event = models.ForeignKey(WebhookEvent, null=True, blank=True, on_delete=models.SET_NULL)
    by = models.CharField(max_length=150, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["lead", "-id"], name="consent_newest")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} ({self.get_basis_display()})"
