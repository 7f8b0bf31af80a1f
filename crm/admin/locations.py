"""Locations, and where sending was stopped."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from audit.scoped_admin import ReadOnlyAdmin, ScopedAdmin
from crm.models import (
    Location,
    SendingStop,
)


@admin.register(Location)
class LocationAdmin(ScopedAdmin):
    location_path = "pk"
    list_display = ("name", "kind", "mode_shown", "activate", "last_event_at", "connected_at", "disconnected_at")
    list_filter = ("kind", "mode")
    search_fields = ("name", "ghl_id")
    readonly_fields = ("ghl_id", "kind", "mode", "connected_at", "disconnected_at", "last_event_at")
    fields = ("name", "timezone", "activate", *readonly_fields)

    @display(description="mode", ordering="mode", label={"Live": "success", "Review": "warning", "Off": "danger"})
    def mode_shown(self, location: Location) -> str:
        return location.get_mode_display().partition(":")[0]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # connected by a verb that also makes its secrets: manage.py connect_location

    def has_delete_permission(self, request: HttpRequest, obj: Location | None = None) -> bool:
        return False


@admin.register(SendingStop)
class SendingStopAdmin(ReadOnlyAdmin):
    list_display = ("stopped_at", "location", "stopped_by", "resumed_at", "resumed_by")
    list_select_related = ("location",)
    ordering = ("-id",)
