"""Rows as they are stored, to look at. Texts in them are masked."""

from django.contrib import admin

from audit.scoped_admin import ReadOnlyAdmin
from orchestrator.models import BudgetHold, CachedReply


class TenantAdmin(ReadOnlyAdmin):
    """Rows under a tenant, which is a location's id in the CRM."""

    location_id_path = "tenant"


@admin.register(CachedReply)
class CachedReplyAdmin(TenantAdmin):
    heavy_fields = ("answer",)
    list_display = ("key", "task", "model", "prompt_version", "hits", "created_at", "expires_at")
    list_filter = ("task", "model")
    ordering = ("-created_at",)


@admin.register(BudgetHold)
class BudgetHoldAdmin(TenantAdmin):
    list_display = ("held_at", "tenant", "state", "amount_micro_usd", "settled_micro_usd", "lease_until")
    list_filter = ("state",)
    list_select_related = ("call",)
    ordering = ("-id",)
