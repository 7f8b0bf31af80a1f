"""The admin of rows that belong to a location: staff see those of their locations, and mostly read.

Stands here because every app above may use it. Who may see which location is known higher up; `enterprisehub/urls.py`
hands it to the admin site as `locations_for`.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin


def visible_locations(site: admin.AdminSite, request: HttpRequest) -> QuerySet[Any]:
    """The locations of the one who asks. Raises ImproperlyConfigured where nobody has said who sees what."""
    locations_for = getattr(site, "locations_for", None)
    if locations_for is None:
        raise ImproperlyConfigured("The admin site has no locations_for: who may see which location?")
    return locations_for(request.user)


class ScopedAdmin(ModelAdmin):
    """`location_path` is the way from a row to its location's key; `location_id_path` to its CRM id as text instead.

    Lists cost the same for 2 and for 200 rows: subclasses name `list_select_related` and `heavy_fields`.
    """

    location_path = "location"
    location_id_path = ""
    heavy_fields: ClassVar[tuple[str, ...]] = ()  # not fetched for lists
    list_per_page = 50
    show_full_result_count = False
    list_fullwidth = True
    compressed_fields = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if not request.user.is_superuser:
            rows = self.in_sight(rows, visible_locations(self.admin_site, request))
        match = request.resolver_match
        if self.heavy_fields and match and match.url_name and match.url_name.endswith("_changelist"):
            rows = rows.defer(*self.heavy_fields)
        return rows

    def in_sight(self, rows: QuerySet[Any], locations: QuerySet[Any]) -> QuerySet[Any]:
        if self.location_id_path:
            return rows.filter(**{f"{self.location_id_path}__in": locations.values("ghl_id")})
        return rows.filter(**{f"{self.location_path}__in": locations})

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Nobody is offered a location that is not theirs."""
        if db_field.related_model is not None and db_field.related_model._meta.label == "crm.Location":
            kwargs["queryset"] = visible_locations(self.admin_site, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ReadOnlyAdmin(ScopedAdmin):
    """Rows that only the product writes: looked at, never typed into. Actions ask for the change permission."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class LocationFilter(admin.SimpleListFilter):
    """Filter by location, offering those in sight only."""

    title = "location"
    parameter_name = "at"
    path = "location"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        seen = visible_locations(model_admin.admin_site, request)
        return [(str(pk), name) for pk, name in seen.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        return queryset.filter(**{self.path: int(value)}) if value.isdigit() else queryset.none()
