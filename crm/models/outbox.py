"""One row per effect on the CRM, and one row per try of it with the gate's verdict: the send certificate."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.models.lead import Lead
from crm.models.location import Location


class Lane(models.IntegerChoices):
    """Urgency; the smaller number leaves first."""

    OPT_OUT = 0, "Opt-out and DND"
    REPLY = 10, "Reply"
    HANDOFF = 20, "Handoff"
    FIELDS = 30, "Tags and fields"
    READ = 40, "Read"
    SYNC = 50, "Sync"


class OutboxQuerySet(models.QuerySet["OutboxEntry"]):
    def due(self, now: datetime) -> "OutboxQuerySet":
        return self.filter(status=OutboxEntry.Status.DUE, due_at__lte=now)

    def unfinished(self) -> "OutboxQuerySet":
        return self.filter(status__in=OutboxEntry.UNFINISHED)

    def held(self) -> "OutboxQuerySet":
        return self.filter(status=OutboxEntry.Status.HELD)

    def dead(self) -> "OutboxQuerySet":
        return self.filter(status=OutboxEntry.Status.DEAD)

    def texts(self) -> "OutboxQuerySet":
        return self.filter(kind=OutboxEntry.Kind.TEXT)

    def for_location(self, location: Location) -> "OutboxQuerySet":
        return self.filter(location=location)


class OutboxEntry(models.Model):
    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        ADD_TAGS = "add_tags", "Add tags"
        REMOVE_TAGS = "remove_tags", "Remove tags"
        SET_FIELDS = "set_fields", "Set fields"
        NOTE = "note", "Note"
        OPPORTUNITY = "opportunity", "Opportunity"
        SET_DND = "set_dnd", "Set do-not-disturb"
        READ_CONTACT = "read_contact", "Read contact"
        READ_OPPORTUNITY = "read_opportunity", "Read opportunity"
        READ_SETUP = "read_setup", "Read custom fields and pipelines"

    class Purpose(models.TextChoices):
        """Why a text is sent; the gate exempts by purpose."""

        NONE = "", "Not a text"
        REPLY = "reply", "Reply"
        OPENER = "opener", "Opener"
        FOLLOW_UP = "follow_up", "Follow-up"
        HANDOFF_LINE = "handoff_line", "Line at handoff"
        HOLDING_LINE = "holding_line", "Holding line"
        OPTOUT_CONFIRMATION = "optout_confirmation", "Opt-out confirmation"
        HELP = "help", "Answer to HELP"
        STAFF = "staff", "Written or approved by staff"

    class Status(models.TextChoices):
        DUE = "due", "Waiting"
        CLAIMED = "claimed", "Sending"
        UNKNOWN = "unknown", "Unknown, being looked up"
        HELD = "held", "Held"
        SENT = "sent", "Sent"
        CANCELLED = "cancelled", "Cancelled"
        DEAD = "dead", "Failed"

    UNFINISHED = (Status.DUE, Status.CLAIMED, Status.UNKNOWN)
    LIVE = (*UNFINISHED, Status.HELD)

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="outbox")
    lead = models.ForeignKey(Lead, null=True, blank=True, on_delete=models.CASCADE, related_name="outbox")
    kind = models.CharField(max_length=16, choices=Kind)
    purpose = models.CharField(max_length=20, choices=Purpose, blank=True, default=Purpose.NONE)
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.FIELDS)
    payload = models.JSONField(default=dict)
    cause = models.CharField(
        max_length=80, blank=True, default="", help_text="turn:<id>, handoff:<id>, event:<id>, user:<id>"
    )
    answers_message_id = models.BigIntegerField(
        null=True, blank=True, help_text="newest inbound message that a reply answers"
    )
    round = models.PositiveSmallIntegerField(default=1, help_text="tries at one exchange; the third is not superseded")
    dedupe_key = models.CharField(max_length=160)
    status = models.CharField(max_length=10, choices=Status, default=Status.DUE)
    reason = models.CharField(max_length=200, blank=True, default="", help_text="why held, cancelled or failed")
    due_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    generation = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=80, blank=True, default="")
    lookup_at = models.DateTimeField(null=True, blank=True)
    lookups = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    ghl_ref = models.CharField(max_length=128, blank=True, default="", help_text="id that the CRM gave")

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "outbox entries"
        constraints = [
            models.UniqueConstraint(
                fields=["location", "dedupe_key"],
                condition=~Q(status__in=["dead", "cancelled"]),
                name="one_live_entry_per_key",
            )
        ]
        indexes = [
            models.Index(fields=["location", "lane", "due_at", "id"], name="outbox_due", condition=Q(status="due")),
            models.Index(
                fields=["location", "lead"], name="outbox_open", condition=Q(status__in=["claimed", "unknown"])
            ),
            models.Index(fields=["lead", "-id"], name="outbox_by_lead"),
            models.Index(
                fields=["location", "-id"], name="outbox_waiting_for_people", condition=Q(status__in=["held", "dead"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class SendAttempt(models.Model):
    """One try at the wire. Exists before the call; no verdict, no send."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Under way"
        OK = "ok", "Accepted"
        REFUSED = "refused", "Refused by the CRM"
        FAILED = "failed", "Failed, nothing was applied"
        UNKNOWN = "unknown", "No answer"
        FOUND = "found", "Found by looking it up"
        ABSENT = "absent", "Surely not applied"
        STOPPED = "stopped", "Stopped by the gate"
        ABANDONED = "abandoned", "Given up before the wire"

    entry = models.ForeignKey(OutboxEntry, on_delete=models.CASCADE, related_name="tries")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="attempts")
    generation = models.PositiveIntegerField()
    purpose = models.CharField(max_length=20, blank=True, default="", help_text="send or lookup")
    granted_at = models.DateTimeField(null=True, blank=True, help_text="the limiter's slot, server clock of Redis")
    verdict = models.JSONField(default=dict, help_text="action, reason and every input of the gate")
    started_at = models.DateTimeField(db_default=Now())
    wire_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    trace_id = models.CharField(max_length=80, blank=True, default="")
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "generation"], name="one_attempt_per_claim")]
        indexes = [models.Index(fields=["location", "-id"], name="attempt_by_location")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.pk}"
