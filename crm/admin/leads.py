"""Leads with their messages and consents; their story is a page outside the admin."""

from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from unfold.decorators import display

from audit.scoped_admin import LocationFilter, ReadOnlyAdmin
from crm.fieldmaps.attributes import title_of
from crm.fieldmaps.preview import shown
from crm.models import (
    Consent,
    KeptValue,
    Lead,
    Message,
)


@admin.register(Lead)
class LeadAdmin(ReadOnlyAdmin):
    heavy_fields = ("attributes", "custom_fields", "dnd_settings", "told")
    list_display = ("name", "phone", "city", "tags_shown", "silence", "location", "created_at", "story")
    list_filter = (LocationFilter, "dnd")
    list_select_related = ("location",)
    search_fields = ("first_name", "last_name", "phone", "email", "ghl_contact_id")
    ordering = ("-id",)

    @display(description="lead")
    def name(self, lead: Lead) -> str:
        return lead.display_name

    @display(description="do not disturb", label="warning")
    def silence(self, lead: Lead) -> str | None:
        return "do not disturb" if lead.dnd else None

    @display(description="tags")
    def tags_shown(self, lead: Lead) -> str:
        return ", ".join(lead.tags[:6])

    @display(description="page")
    def story(self, lead: Lead) -> str:
        return lead_link(lead.pk)


def lead_link(lead_id: int | None) -> str:
    """To the lead's page, where one is mounted under the name "lead"."""
    if lead_id is None:
        return "–"
    try:
        return format_html('<a href="{}">open</a>', reverse("lead", args=[lead_id]))
    except NoReverseMatch:
        return "–"


@admin.register(KeptValue)
class KeptValueAdmin(ReadOnlyAdmin):
    """What a field held, or was about to, when the other side's value won."""

    location_path = "lead__location"
    list_display = ("kept_at", "lead", "fact", "lost_value", "by", "set_at", "source", "lost_to")
    list_select_related = ("lead",)
    list_filter = ("by",)
    search_fields = ("lead__ghl_contact_id", "attribute")
    ordering = ("-id",)

    @display(description="fact", ordering="attribute")
    def fact(self, kept: KeptValue) -> str:
        return title_of(kept.attribute)

    @display(description="value that lost")
    def lost_value(self, kept: KeptValue) -> str:
        return shown(kept.value)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("received_at", "lead", "direction", "author", "kind", "channel", "words", "location")
    list_select_related = ("location", "lead")
    list_filter = (LocationFilter, "direction", "author", "kind")
    search_fields = ("ghl_id", "lead__ghl_contact_id")
    heavy_fields = ("attachments",)
    ordering = ("-id",)

    @display(description="words")
    def words(self, message: Message) -> str:
        return message.body[:80]


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    location_path = "lead__location"
    list_display = ("at", "lead", "state", "basis", "channel", "by", "reason")
    list_select_related = ("lead",)
    list_filter = ("state", "basis")
    search_fields = ("lead__first_name", "lead__last_name", "lead__phone")
    ordering = ("-id",)
