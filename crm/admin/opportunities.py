"""Pipelines with their stages, and the opportunities in them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.decorators import display

from audit.scoped_admin import LocationFilter, ReadOnlyAdmin
from crm.models import (
    Opportunity,
    Pipeline,
    Stage,
)


class StageInline(TabularInline):
    model = Stage
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Pipeline)
class PipelineAdmin(ReadOnlyAdmin):
    list_display = ("name", "location")
    list_select_related = ("location",)
    list_filter = (LocationFilter,)
    inlines = (StageInline,)


@admin.register(Opportunity)
class OpportunityAdmin(ReadOnlyAdmin):
    list_display = ("name", "lead", "stage", "status", "value", "location")
    list_select_related = ("location", "lead", "stage")
    list_filter = (LocationFilter, "status")
    search_fields = ("name", "ghl_id", "ghl_contact_id")
    ordering = ("-id",)

    @display(description="value", ordering="value_cents")
    def value(self, opportunity: Opportunity) -> str:
        return "–" if opportunity.value_cents is None else f"${opportunity.value_cents / 100:,.0f}"
