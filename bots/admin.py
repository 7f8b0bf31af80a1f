"""Conversations, turns, scores and handoffs to look at; bot profiles and staff access to set."""

from dataclasses import fields
from typing import Any

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.forms import BooleanField, ModelForm, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldBooleanWidget

from audit.record import record
from audit.scoped_admin import LocationFilter, ReadOnlyAdmin, ScopedAdmin, visible_locations
from bots.config import BotConfig, from_overrides
from bots.models import BotProfile, Conversation, Handoff, RoleSwitch, Score, StaffAccess, Turn

TEMPERATURES = {"hot": "danger", "warm": "warning", "cold": "info"}
SETTING_NAMES = tuple(field.name for field in fields(BotConfig))
HANDOFF_LABELS = {"Waiting": "warning", "Claimed": "info", "Answered": "success"}


def lead_link(lead_id: int) -> str:
    """To the lead's page, where one is mounted under the name "lead"."""
    try:
        return format_html('<a href="{}">open</a>', reverse("lead", args=[lead_id]))
    except NoReverseMatch:
        return "–"


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    heavy_fields = ("slots", "asked", "variants_said")
    list_display = ("lead", "role", "owner", "warmth", "score", "last_inbound_at", "location", "story")
    list_select_related = ("lead", "location")
    list_filter = (LocationFilter, "owner", "role", "temperature")
    search_fields = ("lead__first_name", "lead__last_name", "lead__phone")
    ordering = ("-id",)

    @display(description="temperature", ordering="temperature", label=TEMPERATURES)
    def warmth(self, conversation: Conversation) -> str:
        return conversation.temperature

    @display(description="page")
    def story(self, conversation: Conversation) -> str:
        return lead_link(conversation.lead_id)


@admin.register(Turn)
class TurnAdmin(ReadOnlyAdmin):
    heavy_fields = ("heard", "decision", "reply_text", "model_use")
    list_display = ("opened_at", "conversation", "status", "outcome", "reason", "role", "due_at", "ended_at", "story")
    list_select_related = ("conversation",)
    list_filter = (LocationFilter, "status", "outcome", "role", "is_opener")
    search_fields = ("cause", "reason")
    ordering = ("-id",)

    @display(description="lead")
    def story(self, turn: Turn) -> str:
        return lead_link(turn.conversation.lead_id)


@admin.register(Score)
class ScoreAdmin(ReadOnlyAdmin):
    location_path = "conversation__location"
    heavy_fields = ("reasons",)
    list_display = ("at", "conversation", "role", "value", "previous_value", "temperature", "version")
    list_select_related = ("conversation",)
    list_filter = ("temperature", "role")
    ordering = ("-id",)


@admin.register(RoleSwitch)
class RoleSwitchAdmin(ReadOnlyAdmin):
    location_path = "conversation__location"
    list_display = ("at", "conversation", "from_role", "to_role", "confidence", "accepted", "refusal")
    list_select_related = ("conversation",)
    list_filter = ("accepted",)
    ordering = ("-id",)


@admin.register(Handoff)
class HandoffAdmin(ReadOnlyAdmin):
    """History. Asked for without a filter, it gives way to the inbox, where handoffs are worked on."""

    heavy_fields = ("packet", "draft")
    list_display = ("opened_at", "who", "state", "reason", "due_at", "claimed_by", "ended_at", "location", "story")
    list_select_related = ("conversation__lead", "location", "claimed_by")
    list_filter = ("status", LocationFilter, "reason")
    search_fields = ("conversation__lead__first_name", "conversation__lead__last_name", "note")
    ordering = ("-id",)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and not request.GET and self.has_view_permission(request):
            try:
                return HttpResponseRedirect(reverse("inbox"))
            except NoReverseMatch:
                pass
        return super().changelist_view(request, extra_context)

    @display(description="lead")
    def who(self, handoff: Handoff) -> str:
        return handoff.conversation.lead.display_name

    @display(description="state", ordering="status", label=HANDOFF_LABELS)
    def state(self, handoff: Handoff) -> str:
        return handoff.get_status_display()

    @display(description="page")
    def story(self, handoff: Handoff) -> str:
        return lead_link(handoff.conversation.lead_id)


class ProfileForm(ModelForm):
    """A version that answered is never edited: saving makes the next version.

    Whether it becomes the active one is asked apart from the column: the version before is put to rest first.
    """

    make_active = BooleanField(required=False, initial=True, widget=UnfoldBooleanWidget)

    class Meta:
        model = BotProfile
        fields = ("location", "settings")
        help_texts = {"settings": f"What differs from the defaults, by name: {', '.join(SETTING_NAMES)}"}

    def clean_settings(self) -> dict[str, Any]:
        settings = self.cleaned_data["settings"] or {}
        if not isinstance(settings, dict):
            raise ValidationError("Settings are an object: {name: value}.")
        try:
            from_overrides(settings)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return settings


@admin.register(BotProfile)
class BotProfileAdmin(ScopedAdmin):
    form = ProfileForm
    list_display = ("location", "version", "active", "created_at", "created_by")
    list_select_related = ("location",)
    list_filter = (LocationFilter, "active")
    ordering = ("location", "-version")

    def has_change_permission(self, request: HttpRequest, obj: BotProfile | None = None) -> bool:
        return False  # add the next version instead

    def has_delete_permission(self, request: HttpRequest, obj: BotProfile | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: BotProfile, form: ModelForm, change: bool) -> None:
        versions = BotProfile.objects.filter(location=obj.location)
        obj.version = (versions.aggregate(newest=Max("version"))["newest"] or 0) + 1
        obj.created_by = request.user.get_username()
        obj.active = form.cleaned_data["make_active"]
        if obj.active:
            versions.filter(active=True).update(active=False)
        super().save_model(request, obj, form, change)
        record(
            "botprofile.added", actor=f"user:{request.user.pk}", location_ghl_id=obj.location.ghl_id,
            subject=f"botprofile:{obj.pk}",
            details={"version": obj.version, "active": obj.active, "settings": sorted(obj.settings)},
        )  # fmt: skip


@admin.register(StaffAccess)
class StaffAccessAdmin(ScopedAdmin):
    location_path = "locations"
    list_display = ("user", "sees")
    list_select_related = ("user",)
    filter_horizontal = ("locations",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[StaffAccess]:
        return super().get_queryset(request).distinct().prefetch_related("locations")

    @display(description="sees")
    def sees(self, access: StaffAccess) -> str:
        return ", ".join(location.name for location in access.locations.all()) or "nothing"

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Nobody gives away a location that they do not see themselves."""
        if db_field.name == "locations":
            kwargs["queryset"] = visible_locations(self.admin_site, request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        unseen = set()
        if change and not request.user.is_superuser:
            seen = visible_locations(self.admin_site, request)
            unseen = set(form.instance.locations.exclude(pk__in=seen).values_list("pk", flat=True))
        super().save_related(request, form, formsets, change)
        form.instance.locations.add(*unseen)  # what the editor could not see stays as it was
        granted = sorted(form.instance.locations.values_list("ghl_id", flat=True))
        record(
            "staffaccess.changed", actor=f"user:{request.user.pk}", subject=f"user:{form.instance.user_id}",
            details={"locations": granted},
        )  # fmt: skip
