"""The record as a plain list; the page at /audit/ reads better."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet

from audit.models import AuditEntry
from audit.scoped_admin import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    location_id_path = "location_ghl_id"
    list_display = ("at", "actor", "action", "subject", "lead_id", "location_ghl_id")
    list_filter = ("action",)
    search_fields = ("actor", "action", "subject")
    ordering = ("-id",)

    def in_sight(self, rows: QuerySet[Any], locations: QuerySet[Any]) -> QuerySet[Any]:
        """Also what concerns no location, such as a stop of everything."""
        return rows.filter(Q(location_ghl_id__in=locations.values("ghl_id")) | Q(location_ghl_id=""))
