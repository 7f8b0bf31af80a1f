"""A location's custom fields and the maps made of them, as rows; the pages of the maps stand beside them."""

from django.contrib import admin
from django.urls import URLPattern

from audit.scoped_admin import LocationFilter, ReadOnlyAdmin
from crm.admin.field_map_pages import FieldMapPages
from crm.models import CustomField, FieldMap


@admin.register(FieldMap)
class FieldMapAdmin(FieldMapPages, ReadOnlyAdmin):
    """All versions as rows. They are drafted and activated on pages of their own."""

    heavy_fields = ("rules",)
    list_display = ("location", "version", "active", "created_at", "created_by", "activated_at", "activated_by")
    list_select_related = ("location",)
    list_filter = (LocationFilter, "active")
    ordering = ("location", "-version")

    def get_urls(self) -> list[URLPattern]:
        return [*self.own_pages(), *super().get_urls()]


@admin.register(CustomField)
class CustomFieldAdmin(ReadOnlyAdmin):
    list_display = ("name", "data_type", "field_key", "location", "read_at")
    list_select_related = ("location",)
    list_filter = (LocationFilter,)
    search_fields = ("name", "field_key")
