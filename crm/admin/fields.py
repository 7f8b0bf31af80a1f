"""A location's custom fields and the maps made of them."""

from django.contrib import admin

from audit.scoped_admin import LocationFilter, ReadOnlyAdmin
from crm.models import (
    CustomField,
    FieldMap,
)


@admin.register(FieldMap)
class FieldMapAdmin(ReadOnlyAdmin):
    """Versions; a new one is made by the command that reads the CRM's fields."""

    heavy_fields = ("rules",)
    list_display = ("location", "version", "active", "created_at", "created_by")
    list_select_related = ("location",)
    list_filter = (LocationFilter, "active")
    ordering = ("location", "-version")


@admin.register(CustomField)
class CustomFieldAdmin(ReadOnlyAdmin):
    list_display = ("name", "data_type", "field_key", "location", "read_at")
    list_select_related = ("location",)
    list_filter = (LocationFilter,)
    search_fields = ("name", "field_key")
