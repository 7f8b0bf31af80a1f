"""Conversations, turns, scores and handoffs."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.models import Lead, Location, Message


class BotProfile(models.Model):
    """How the bots behave in one location. Versioned; one version is active; a version that answered is never edited.

    `settings` overrides the defaults of `bots/config.py` by name (thresholds, tone, quiet hours, caps, segments).
    """

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="bot_profiles")
    version = models.PositiveIntegerField()
    settings = models.JSONField(default=dict, blank=True)
    active = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "version"], name="one_profile_per_version"),
            models.UniqueConstraint(fields=["location"], condition=Q(active=True), name="one_active_profile"),
        ]

    def __str__(self) -> str:
        return f"{self.location} v{self.version}"


class Conversation(models.Model):
    """The thread with one lead: who owns it, which role speaks, what is known.

    `slots`: {"seller.price": {"value": 450000, "unit": "usd", "evidence": "around 450", "confidence": 0.9,
    "vague": false, "message_id": 17, "source": "lead|crm", "at": iso}}.
    """

    class Owner(models.TextChoices):
        BOT = "bot", "Bot"
        PERSON = "person", "Person"

    class Role(models.TextChoices):
        LEAD = "lead", "Lead triage"
        BUYER = "buyer", "Buyer"
        SELLER = "seller", "Seller"

    lead = models.OneToOneField(Lead, on_delete=models.CASCADE, related_name="conversation")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="conversations")
    owner = models.CharField(max_length=8, choices=Owner, default=Owner.BOT)
    owner_since = models.DateTimeField(null=True, blank=True)
    owner_reason = models.CharField(max_length=80, blank=True, default="")
    resume_at = models.DateTimeField(null=True, blank=True, help_text="when the location's resume timer gives it back")
    activated = models.BooleanField(default=False)
    role = models.CharField(max_length=8, choices=Role, default=Role.LEAD)
    language = models.CharField(max_length=5, default="en")
    slots = models.JSONField(default=dict, blank=True)
    pending_slot = models.CharField(max_length=40, blank=True, default="")
    asked = models.JSONField(default=dict, blank=True, help_text="times each slot was asked, counted when sent")
    vague_in_row = models.PositiveSmallIntegerField(default=0)
    low_confidence_in_row = models.PositiveSmallIntegerField(default=0)
    exchanges_without_news = models.PositiveSmallIntegerField(default=0)
    variants_said = models.JSONField(default=list, blank=True, help_text="situation variants already used on this lead")
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    temperature = models.CharField(max_length=5, blank=True, default="")
    last_inbound_at = models.DateTimeField(null=True, blank=True)
    last_bot_text_at = models.DateTimeField(null=True, blank=True)
    model_away_since = models.DateTimeField(
        null=True, blank=True, help_text="start of the outage that this lead was told of; empty once a model answered"
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_generation = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["location", "owner"], name="conversation_by_owner")]

    def __str__(self) -> str:
        return f"Conversation {self.pk}"


class TurnQuerySet(models.QuerySet["Turn"]):
    def ready(self, now: datetime) -> "TurnQuerySet":
        return self.filter(status=Turn.Status.PENDING, due_at__lte=now)

    def unfinished(self) -> "TurnQuerySet":
        return self.exclude(status=Turn.Status.DONE)


class Turn(models.Model):
    """A set of inbound messages that no earlier turn owns, or an opener; ends in one reply or a reason for silence."""

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting"
        RUNNING = "running", "Under way"
        DONE = "done", "Done"

    class Outcome(models.TextChoices):
        REPLY = "reply", "Reply"
        HANDOFF = "handoff", "Handed to a person"
        SILENCE = "silence", "Silence, with a reason"
        SUPERSEDED = "superseded", "A newer message came first"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="turns")
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    is_opener = models.BooleanField(default=False)
    cause = models.CharField(max_length=80, blank=True, default="")
    round = models.PositiveSmallIntegerField(default=1)
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="superseded_by"
    )
    opened_at = models.DateTimeField(db_default=Now())
    first_received_at = models.DateTimeField()
    last_received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    waiting_for_model_since = models.DateTimeField(null=True, blank=True)
    generation = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0, help_text="tries that ended in an error or a dead worker")
    started_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    reason = models.CharField(max_length=80, blank=True, default="", help_text="why this outcome, one stable word")
    role = models.CharField(max_length=8, blank=True, default="")
    heard = models.JSONField(default=dict, blank=True, help_text="slots and intents understood, with evidence")
    decision = models.JSONField(default=dict, blank=True, help_text="kind, slot, why: plain sentences for people")
    reply_text = models.TextField(blank=True, default="")
    reply_lane = models.CharField(max_length=12, blank=True, default="", help_text="situation, conversation or fixed")
    model_use = models.JSONField(
        default=list, blank=True, help_text="per look-up: task, tier, key, model, call id, micro-dollars, ms"
    )
    entry_id = models.BigIntegerField(null=True, blank=True, help_text="outbox entry of the reply")

    objects = TurnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(status="pending"), name="one_pending_turn_per_conversation"
            ),
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(status="running"), name="one_running_turn_per_conversation"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="turn_pending", condition=Q(status="pending")),
            models.Index(fields=["conversation", "-id"], name="turn_by_conversation"),
            models.Index(fields=["location", "-opened_at"], name="turn_by_location"),
        ]

    def __str__(self) -> str:
        return f"Turn {self.pk}"


class TurnMessage(models.Model):
    """Ownership: every inbound message belongs to exactly one turn."""

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="owned")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="turn_ownership")

    def __str__(self) -> str:
        return f"turn {self.turn_id} owns message {self.message_id}"


class Score(models.Model):
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="scores")
    turn = models.ForeignKey(Turn, null=True, blank=True, on_delete=models.SET_NULL, related_name="scores")
    role = models.CharField(max_length=8)
    value = models.PositiveSmallIntegerField(help_text="0 to 100")
    previous_value = models.PositiveSmallIntegerField(null=True, blank=True)
    temperature = models.CharField(max_length=5)
    version = models.CharField(max_length=20)
    reasons = models.JSONField(default=list, help_text="[{part, weight, points, because}] in plain sentences")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["conversation", "-id"], name="score_newest")]

    def __str__(self) -> str:
        return f"{self.value} ({self.temperature})"


class RoleSwitch(models.Model):
    """A handoff from bot to bot, or its refusal with the reason."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="role_switches")
    turn = models.ForeignKey(Turn, null=True, blank=True, on_delete=models.SET_NULL)
    from_role = models.CharField(max_length=8)
    to_role = models.CharField(max_length=8)
    confidence = models.FloatField()
    accepted = models.BooleanField()
    refusal = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "role switches"

    def __str__(self) -> str:
        return f"{self.from_role} to {self.to_role}"


class HandoffQuerySet(models.QuerySet["Handoff"]):
    def live(self) -> "HandoffQuerySet":
        return self.filter(status__in=Handoff.LIVE)

    def waiting(self) -> "HandoffQuerySet":
        return self.filter(status=Handoff.Status.OPEN)

    def for_locations(self, locations: "models.QuerySet[Location]") -> "HandoffQuerySet":
        return self.filter(location__in=locations)

    def most_urgent_first(self) -> "HandoffQuerySet":
        return self.order_by("due_at", "id")


class Handoff(models.Model):
    """A lead that waits for a person, with the packet that person needs."""

    class Status(models.TextChoices):
        OPEN = "open", "Waiting"
        CLAIMED = "claimed", "Claimed"
        ANSWERED = "answered", "Answered"
        RETURNED = "returned", "Returned to the bot"
        CLOSED = "closed", "Closed"

    LIVE = (Status.OPEN, Status.CLAIMED, Status.ANSWERED)

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="handoffs")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="handoffs")
    turn = models.ForeignKey(Turn, null=True, blank=True, on_delete=models.SET_NULL, related_name="handoffs")
    reason = models.CharField(max_length=40, help_text="asked_for_person, hot_and_complete, legal_or_money, …")
    packet = models.JSONField(
        default=dict, help_text="summary, slots with quotes, score, open question, promised, next step, flags"
    )
    draft = models.TextField(blank=True, default="", help_text="what the bot would say, for the person to edit")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(help_text="when it counts as overdue")
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    claimed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=150, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")

    objects = HandoffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(status__in=["open", "claimed", "answered"]),
                name="one_live_handoff_per_conversation",
            )
        ]
        indexes = [models.Index(fields=["location", "status", "due_at"], name="handoff_queue")]

    def __str__(self) -> str:
        return f"Handoff {self.pk}"


class StaffAccess(models.Model):
    """Which locations a member of staff may see; superusers see all."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_access")
    locations = models.ManyToManyField(Location, blank=True, related_name="staff")

    class Meta:
        verbose_name_plural = "staff access"

    def __str__(self) -> str:
        return f"access of user {self.user_id}"
