"""A location: one GoHighLevel sub-account, how it is connected and how far the product may act in it."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q

from crm.crypto import decrypt, encrypt


def new_path_token() -> str:
    return secrets.token_urlsafe(24)


class LocationQuerySet(models.QuerySet["Location"]):
    def connected(self) -> "LocationQuerySet":
        return self.filter(disconnected_at__isnull=True)


class Location(models.Model):
    class Kind(models.TextChoices):
        SANDBOX = "sandbox", "Sandbox"
        REAL = "real", "Real"

    class Mode(models.TextChoices):
        OFF = "off", "Off: nothing is decided or sent"
        SHADOW = "shadow", "Shadow: decided and stored, nothing leaves"
        REVIEW = "review", "Review: texts wait for approval"
        LIVE = "live", "Live: texts go out"

    class Activate(models.TextChoices):
        TAGGED = "tagged", "Only leads with an activating tag"
        ALL = "all", "Whoever writes is answered"

    ghl_id = models.CharField("GHL location id", max_length=64, unique=True)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=64, help_text="IANA name, such as America/Chicago")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.REAL)
    mode = models.CharField(max_length=16, choices=Mode, default=Mode.REVIEW)
    activate = models.CharField(max_length=16, choices=Activate, default=Activate.TAGGED)
    token_encrypted = models.TextField(blank=True, default="", editable=False)
    webhook_token = models.CharField(max_length=64, unique=True, default=new_path_token, editable=False)
    webhook_secret_encrypted = models.TextField(blank=True, default="", editable=False)
    previous_webhook_secret_encrypted = models.TextField(blank=True, default="", editable=False)
    connected_at = models.DateTimeField()
    disconnected_at = models.DateTimeField(null=True, blank=True)
    install_stamp = models.DateTimeField(
        null=True, blank=True, help_text="sending time of the newest installation or removal of the app"
    )
    described_stamp = models.DateTimeField(
        null=True, blank=True, help_text="sending time of the newest event that told name and zone"
    )
    last_event_at = models.DateTimeField(null=True, blank=True)

    objects = LocationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def token(self) -> str:
        """Bearer token of this location, decrypted. Never log it."""
        return decrypt(self.token_encrypted)

    @token.setter
    def token(self, value: str) -> None:
        self.token_encrypted = encrypt(value)

    @property
    def webhook_secrets(self) -> list[str]:
        """The valid header secrets of the workflow webhook: the current one and, during rotation, the one before."""
        stored = (self.webhook_secret_encrypted, self.previous_webhook_secret_encrypted)
        return [decrypt(secret) for secret in stored if secret]

    @property
    def is_sandbox(self) -> bool:
        return self.kind == self.Kind.SANDBOX

    @property
    def writes_to_crm(self) -> bool:
        return self.mode in (self.Mode.REVIEW, self.Mode.LIVE)


class SendingStopQuerySet(models.QuerySet["SendingStop"]):
    def active_for(self, location_id: int) -> "SendingStopQuerySet":
        """Stops in force for a location: its own and the global one."""
        return self.filter(Q(location_id=location_id) | Q(location__isnull=True), resumed_at__isnull=True)


class SendingStop(models.Model):
    """ "Stop all sending" for one location, or for all where location is empty. In force until resumed."""

    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE, related_name="stops")
    stopped_at = models.DateTimeField()
    stopped_by = models.CharField(max_length=150)
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.CharField(max_length=150, blank=True, default="")

    objects = SendingStopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["location"],
                condition=Q(resumed_at__isnull=True),
                nulls_distinct=False,
                name="one_stop_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"sending stopped at {self.stopped_at:%Y-%m-%d %H:%M}"


class FieldMap(models.Model):
    """Which CRM custom field holds which of our attributes, for one location. Versioned; one version is active.

    `rules`: list of {"attribute": ours, "ghl_field_id": theirs, "type": "text|number|money|date|choice|multi_choice|
    phone|email|boolean", "label": the CRM's display name}. The database refuses to change those of a version that is
    or was in force.
    """

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="field_maps")
    version = models.PositiveIntegerField()
    rules = models.JSONField(default=list)
    active = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=150, blank=True, default="")
    activated_at = models.DateTimeField(null=True, blank=True, help_text="when it last came into force")
    activated_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "version"], name="one_map_per_version"),
            models.UniqueConstraint(fields=["location"], condition=Q(active=True), name="one_active_map"),
        ]

    def __str__(self) -> str:
        return f"{self.location} v{self.version}"

    @property
    def is_draft(self) -> bool:
        return not self.active and self.activated_at is None


class CustomField(models.Model):
    """A custom field as the CRM last described it; the choices for FieldMap."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="custom_fields")
    ghl_id = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    field_key = models.CharField(max_length=200, blank=True, default="")
    data_type = models.CharField(max_length=40, blank=True, default="")
    model = models.CharField(max_length=20, default="contact")
    options = models.JSONField(default=list, blank=True, help_text="what its picklist offers")
    takes_others = models.BooleanField(default=False, help_text="whether values beside the picklist may be typed in")
    read_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints = [models.UniqueConstraint(fields=["location", "ghl_id"], name="one_custom_field_per_id")]

    def __str__(self) -> str:
        return self.name
