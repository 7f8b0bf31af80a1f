"""Events as they came; repair by the verbs."""

import json
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from unfold.decorators import display

from audit.scoped_admin import ReadOnlyAdmin, visible_locations
from crm.admin.actions import NotedAction, each, staff, user_names
from crm.admin.replay import MOST_IDS, ReplayPage
from crm.intake import dead_letters
from crm.models import WebhookEvent

BODY_SHOWN = 20_000


@admin.register(WebhookEvent)
class WebhookEventAdmin(NotedAction, ReadOnlyAdmin):
    location_id_path = "location_ghl_id"
    heavy_fields = ("body", "note")
    exclude = ("body",)
    list_display = (
        "received_at", "type", "state", "reason", "attempts", "seen_to_by", "location_ghl_id", "contact_ghl_id",
    )  # fmt: skip
    list_before_template = "admin/crm/events_help.html"
    list_filter = ("status", "source", "type")
    search_fields = ("webhook_id", "contact_ghl_id")
    readonly_fields = ("body_text",)
    ordering = ("-id",)
    actions = ("retry", "take", "discard", "replay")

    @display(
        description="state",
        ordering="status",
        label={"New": "info", "Applied": "success", "Dead letter": "danger", "Quarantined": "warning"},
    )
    def state(self, event: WebhookEvent) -> str:
        return event.get_status_display()

    @display(description="owner", ordering="owner")
    def seen_to_by(self, event: WebhookEvent) -> str:
        return getattr(event, "owner_name", event.owner) or "–"

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Owners are stored as `user:5`; one query turns those of the page into names."""
        page = super().get_changelist_instance(request)
        names = user_names({event.owner for event in page.result_list})
        for event in page.result_list:
            event.owner_name = names.get(event.owner, event.owner)
        return page

    @display(description="as it came")
    def body_text(self, event: WebhookEvent) -> str:
        raw = bytes(event.body)
        try:
            text = json.dumps(json.loads(raw), indent=2, ensure_ascii=False)
        except ValueError:
            text = raw.decode(errors="replace")
        return format_html('<pre style="white-space:pre-wrap">{}</pre>', text[:BODY_SHOWN])

    def get_urls(self) -> list[URLPattern]:
        page = ReplayPage(
            lambda request: {**self.admin_site.each_context(request), "opts": self.opts},
            self.get_queryset,
            lambda request: visible_locations(self.admin_site, request),
        )
        own = path("replay/", self.admin_site.admin_view(page), name="crm_webhookevent_replay")
        return [own, *super().get_urls()]

    def has_repair_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("crm.change_webhookevent")

    @admin.action(description="Try dead letters again", permissions=["repair"])
    def retry(self, request: HttpRequest, rows: QuerySet[WebhookEvent]) -> None:
        by = staff(request)
        each(request, rows, lambda event: dead_letters.retry(event, by), "Put back", dead_letters.NotPossible)

    @admin.action(description="Take dead letters: you see to them", permissions=["repair"])
    def take(self, request: HttpRequest, rows: QuerySet[WebhookEvent]) -> None:
        by = staff(request)
        each(request, rows, lambda event: dead_letters.take(event, by), "Yours now", dead_letters.NotPossible)

    @admin.action(description="Discard, with a note", permissions=["repair"])
    def discard(self, request: HttpRequest, rows: QuerySet[WebhookEvent]) -> HttpResponse | None:
        if page := self.ask_for_note(request, rows, "discard", "Discard these events?"):
            return page

        by = staff(request)

        def end(event: WebhookEvent) -> None:
            dead_letters.discard(event, by, request.POST["note"])

        each(request, rows, end, "Discarded", dead_letters.NotPossible)
        return None

    @admin.action(description="Replay: look first at what would change", permissions=["repair"])
    def replay(self, request: HttpRequest, rows: QuerySet[WebhookEvent]) -> HttpResponse:
        ids = " ".join(str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)[:MOST_IDS])
        return redirect(f"{reverse('admin:crm_webhookevent_replay')}?{urlencode({'ids': ids})}")
