"""Prompts, model calls, stored answers and budgets, to look at. Texts in them are masked."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import display

from audit.scoped_admin import ReadOnlyAdmin
from orchestrator.models import Budget, BudgetHold, CacheCount, CachedReply, LlmCall, PromptVersion


def cents(micro_usd: int) -> str:
    return f"{micro_usd / 10_000:.3f} ¢"


@admin.register(PromptVersion)
class PromptVersionAdmin(ModelAdmin):
    """Published texts; they belong to no location and never change."""

    list_display = ("name", "number", "sha256", "published_at")
    ordering = ("name", "-number")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PromptVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PromptVersion | None = None) -> bool:
        return False


class TenantAdmin(ReadOnlyAdmin):
    """Rows under a tenant, which is a location's id in the CRM."""

    location_id_path = "tenant"


@admin.register(LlmCall)
class LlmCallAdmin(TenantAdmin):
    heavy_fields = ("request_text", "answer_text")
    list_display = ("at", "task", "model", "state", "cost", "provider_ms", "input_tokens", "output_tokens", "cause")
    list_filter = ("status", "task", "model", "provider_group")
    list_select_related = ("prompt_version",)
    search_fields = ("cause", "request_id")
    ordering = ("-id",)

    @display(description="status", label={"Answered": "success", "Failed": "danger", "Lost": "danger", "Asked": "info"})
    def state(self, call: LlmCall) -> str:
        return call.get_status_display().partition(":")[0]

    @display(description="cost", ordering="cost_micro_usd")
    def cost(self, call: LlmCall) -> str:
        return cents(call.cost_micro_usd)


@admin.register(CachedReply)
class CachedReplyAdmin(TenantAdmin):
    heavy_fields = ("answer",)
    list_display = ("key", "task", "model", "prompt_version", "hits", "created_at", "expires_at")
    list_filter = ("task", "model")
    ordering = ("-created_at",)


@admin.register(CacheCount)
class CacheCountAdmin(TenantAdmin):
    list_display = ("day", "task", "tier", "hits", "tenant")
    list_filter = ("tier", "task")
    ordering = ("-day", "task", "tier")


@admin.register(Budget)
class BudgetAdmin(TenantAdmin):
    list_display = ("day", "whose", "limit", "spent", "held")
    ordering = ("-day", "tenant")

    def in_sight(self, rows: QuerySet[Any], locations: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(Q(tenant__in=locations.values("ghl_id")) | Q(tenant=""))

    @display(description="of")
    def whose(self, budget: Budget) -> str:
        return budget.tenant or "all together"

    @display(description="limit", ordering="limit_micro_usd")
    def limit(self, budget: Budget) -> str:
        return cents(budget.limit_micro_usd)

    @display(description="spent", ordering="spent_micro_usd")
    def spent(self, budget: Budget) -> str:
        return cents(budget.spent_micro_usd)

    @display(description="set aside", ordering="held_micro_usd")
    def held(self, budget: Budget) -> str:
        return cents(budget.held_micro_usd)


@admin.register(BudgetHold)
class BudgetHoldAdmin(TenantAdmin):
    list_display = ("held_at", "tenant", "state", "amount_micro_usd", "settled_micro_usd", "lease_until")
    list_filter = ("state",)
    list_select_related = ("call",)
    ordering = ("-id",)
