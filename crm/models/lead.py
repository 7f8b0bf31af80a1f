"""Leads and their opportunities as the CRM last told us, in our words."""

from typing import ClassVar

from django.db import models

from crm.models.location import Location


class LeadQuerySet(models.QuerySet["Lead"]):
    def for_location(self, location: Location) -> "LeadQuerySet":
        return self.filter(location=location)

    def living(self) -> "LeadQuerySet":
        return self.filter(deleted_at__isnull=True)


class Lead(models.Model):
    """A CRM contact. `attributes` holds mapped custom fields by our names, `custom_fields` the others by their id.

    `told` is what the CRM itself last said of each mapped field, None for an empty one; a write of ours stands in
    `attributes` before the CRM has told it back.
    """

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="leads")
    ghl_contact_id = models.CharField("GHL contact id", max_length=64)
    first_name = models.CharField(max_length=100, blank=True, default="")
    last_name = models.CharField(max_length=100, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="", help_text="E.164, empty when the number is none")
    phone_as_given = models.CharField(max_length=64, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    address1 = models.CharField(max_length=250, blank=True, default="")
    city = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=64, blank=True, default="")
    postal_code = models.CharField(max_length=20, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    timezone = models.CharField(max_length=64, blank=True, default="", help_text="IANA name; empty when unknown")
    source = models.CharField(max_length=200, blank=True, default="")
    tags = models.JSONField(default=list, blank=True)
    assigned_to = models.CharField(max_length=64, blank=True, default="", help_text="GHL user id of the owner")
    dnd = models.BooleanField(default=False)
    dnd_settings = models.JSONField(default=dict, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    custom_fields = models.JSONField(default=dict, blank=True)
    told = models.JSONField(default=dict, blank=True)
    added_at = models.DateTimeField(null=True, blank=True, help_text="dateAdded of the CRM")
    applied_stamp = models.DateTimeField(null=True, blank=True, help_text="sending time of the newest event applied")
    created_stamp = models.DateTimeField(
        null=True, blank=True, help_text="sending time of the newest creation; a deletion sent before it is outdated"
    )
    dnd_stamp = models.DateTimeField(
        null=True, blank=True, help_text="sending time of the newest event that named do-not-disturb by channel"
    )
    read_at = models.DateTimeField(null=True, blank=True, help_text="when the contact was last read from the CRM")
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["location", "ghl_contact_id"], name="one_lead_per_contact")]
        indexes = [models.Index(fields=["location", "phone"], name="lead_by_phone")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.phone or self.email or self.ghl_contact_id


class Pipeline(models.Model):
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="pipelines")
    ghl_id = models.CharField(max_length=64)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["location", "ghl_id"], name="one_pipeline_per_id")]

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    pipeline = models.ForeignKey(Pipeline, on_delete=models.CASCADE, related_name="stages")
    ghl_id = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pipeline_id", "position"]
        constraints = [models.UniqueConstraint(fields=["pipeline", "ghl_id"], name="one_stage_per_id")]

    def __str__(self) -> str:
        return self.name


class Opportunity(models.Model):
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="opportunities")
    lead = models.ForeignKey(Lead, null=True, blank=True, on_delete=models.SET_NULL, related_name="opportunities")
    ghl_id = models.CharField(max_length=64)
    ghl_contact_id = models.CharField(max_length=64, blank=True, default="")
    name = models.CharField(max_length=300, blank=True, default="")
    status = models.CharField(max_length=20, blank=True, default="")
    value_cents = models.BigIntegerField(null=True, blank=True)
    pipeline_ghl_id = models.CharField(max_length=64, blank=True, default="")
    stage_ghl_id = models.CharField(max_length=64, blank=True, default="")
    pipeline = models.ForeignKey(Pipeline, null=True, blank=True, on_delete=models.SET_NULL)
    stage = models.ForeignKey(Stage, null=True, blank=True, on_delete=models.SET_NULL)
    assigned_to = models.CharField(max_length=64, blank=True, default="")
    added_at = models.DateTimeField(null=True, blank=True)
    applied_stamp = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "opportunities"
        constraints = [models.UniqueConstraint(fields=["location", "ghl_id"], name="one_opportunity_per_id")]

    def __str__(self) -> str:
        return self.name or self.ghl_id
