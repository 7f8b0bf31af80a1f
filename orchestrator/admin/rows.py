"""Rows as they are stored, to look at: answers that are kept, masked, and money that was set aside."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import display

from audit.scoped_admin import ReadOnlyAdmin
from orchestrator.admin.page import SightedAdmin, named_place
from orchestrator.models import BudgetHold, CachedReply
from orchestrator.page_words import DASH, full_dollars


class TenantAdmin(SightedAdmin, ReadOnlyAdmin):
    """Rows under a tenant, which is a location's id in the CRM and shown with its name."""

    location_id_path = "tenant"


@admin.register(CachedReply)
class CachedReplyAdmin(TenantAdmin):
    heavy_fields = ("answer",)
    list_filter = ("task", "model")
    ordering = ("-created_at",)

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        place = named_place(self.sight(request))
        return ("short_key", "task", "model", "prompt_version", place, "hits", "created_at", "expires_at")

    @display(description="key", ordering="key")
    def short_key(self, reply: CachedReply) -> str:
        return f"{reply.key[:15]}…"


@admin.register(BudgetHold)
class BudgetHoldAdmin(TenantAdmin):
    """Every booking: what was set aside before a call, and what it came to."""

    list_filter = ("state", "at_maximum")
    list_select_related = ("call",)
    ordering = ("-id",)
    list_display_links = None

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        return ("moment", named_place(self.sight(request)), "asked", "state", "amount", "settled")

    @display(description="set aside (UTC)", ordering="id")
    def moment(self, hold: BudgetHold) -> str:
        return f"{hold.held_at:%-d %b %Y, %H:%M:%S}"

    @display(description="asked", ordering="call__model")
    def asked(self, hold: BudgetHold) -> str:
        if hold.call is None:
            return DASH
        where = reverse("admin:orchestrator_llmcall_change", args=[hold.call.pk])
        return format_html('<a href="{}">{}, {}</a>', where, hold.call.task, hold.call.model)

    @display(description="set aside", ordering="amount_micro_usd")
    def amount(self, hold: BudgetHold) -> str:
        return full_dollars(hold.amount_micro_usd)

    @display(description="cost", ordering="settled_micro_usd")
    def settled(self, hold: BudgetHold) -> str:
        if hold.settled_micro_usd is None:
            return DASH
        return f"{'at most ' if hold.at_maximum else ''}{full_dollars(hold.settled_micro_usd)}"
