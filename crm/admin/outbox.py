"""Writes to the CRM and their tries; repair by the verbs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from unfold.admin import TabularInline
from unfold.decorators import display

from audit.scoped_admin import LocationFilter, ReadOnlyAdmin
from crm.admin.actions import NotedAction, each, staff
from crm.entry_words import payload_lines, reason_words
from crm.models import OutboxEntry, SendAttempt
from crm.outbox import verbs

ENTRY_LABELS = {
    "Waiting": "info", "Sending": "info", "Unknown, being looked up": "warning", "Held": "warning", "Sent": "success",
    "Failed": "danger",
}  # fmt: skip


class TryInline(TabularInline):
    model = SendAttempt
    extra = 0
    can_delete = False
    fields = ("generation", "purpose", "started_at", "outcome", "status_code", "error", "verdict")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OutboxEntry)
class OutboxEntryAdmin(NotedAction, ReadOnlyAdmin):
    heavy_fields = ("payload",)
    exclude = ("payload", "reason")
    readonly_fields = ("why", "content")
    list_display = (
        "created_at", "kind", "purpose", "state", "why", "lead", "location", "attempts", "due_at", "settled_at",
    )  # fmt: skip
    list_select_related = ("location", "lead")
    list_filter = (LocationFilter, "status", "kind", "purpose")
    search_fields = ("cause", "ghl_ref", "dedupe_key")
    ordering = ("-id",)
    inlines = (TryInline,)
    actions = ("retry", "discard", "approve", "release")

    @display(description="state", ordering="status", label=ENTRY_LABELS)
    def state(self, entry: OutboxEntry) -> str:
        return entry.get_status_display()

    @display(description="reason", ordering="reason")
    def why(self, entry: OutboxEntry) -> str:
        return reason_words(entry.reason)

    @display(description="content")
    def content(self, entry: OutboxEntry) -> str:
        return format_html_join("", "<p><b>{}</b>: {}</p>", payload_lines(entry.payload)) or "–"

    def has_repair_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("crm.change_outboxentry")

    @admin.action(description="Try failed ones again", permissions=["repair"])
    def retry(self, request: HttpRequest, rows: QuerySet[OutboxEntry]) -> None:
        chosen, by = rows.select_related("location"), staff(request)
        each(request, chosen, lambda entry: verbs.retry_dead(entry, by), "Put back", verbs.NotPossible)

    @admin.action(description="Approve held texts as they stand", permissions=["repair"])
    def approve(self, request: HttpRequest, rows: QuerySet[OutboxEntry]) -> None:
        chosen, by, now = rows.select_related("location"), staff(request), timezone.now()

        def approved(entry: OutboxEntry) -> None:
            verbs.approve_text(entry, body=str(entry.payload.get("body", "")), user=by, now=now)

        each(request, chosen, approved, "Approved", verbs.NotPossible)

    @admin.action(description="Release held writes that are no texts", permissions=["repair"])
    def release(self, request: HttpRequest, rows: QuerySet[OutboxEntry]) -> None:
        chosen, by = rows.select_related("location"), staff(request)
        each(request, chosen, lambda entry: verbs.release(entry, by), "Released", verbs.NotPossible)

    @admin.action(description="Discard, with a note", permissions=["repair"])
    def discard(self, request: HttpRequest, rows: QuerySet[OutboxEntry]) -> HttpResponse | None:
        if page := self.ask_for_note(request, rows, "discard", "Discard these writes?"):
            return page
        note, chosen, by = request.POST["note"], rows.select_related("location"), staff(request)
        each(request, chosen, lambda entry: verbs.discard(entry, by, note), "Discarded", verbs.NotPossible)
        return None


@admin.register(SendAttempt)
class SendAttemptAdmin(ReadOnlyAdmin):
    heavy_fields = ("verdict",)
    list_display = ("started_at", "entry", "purpose", "outcome", "status_code", "wire_at", "finished_at", "error")
    list_select_related = ("entry",)
    list_filter = (LocationFilter, "outcome")
    search_fields = ("trace_id",)
    ordering = ("-id",)
