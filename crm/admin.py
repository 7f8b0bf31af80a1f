"""Locations and what is stored of their CRM, events as they came, writes and their tries; repair by the verbs."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.admin import TabularInline
from unfold.decorators import display

from audit.scoped_admin import LocationFilter, ReadOnlyAdmin, ScopedAdmin
from crm.entry_words import payload_lines, reason_words
from crm.intake import dead_letters
from crm.models import (
    Consent,
    CustomField,
    FieldMap,
    Lead,
    Location,
    Message,
    Opportunity,
    OutboxEntry,
    Pipeline,
    SendAttempt,
    SendingStop,
    Stage,
    WebhookEvent,
)
from crm.outbox import verbs

BODY_SHOWN = 20_000
ENTRY_LABELS = {
    "Waiting": "info", "Sending": "info", "Unknown, being looked up": "warning", "Held": "warning", "Sent": "success",
    "Failed": "danger",
}  # fmt: skip


def each(
    request: HttpRequest, rows: QuerySet[Any], verb: Callable[[Any], object], done: str, refusal: type[Exception]
) -> None:
    """Call the verb on each row; say how many it took and, once, what it refused."""
    refusals = []
    for row in rows:
        try:
            verb(row)
        except refusal as error:
            refusals.append(str(error))
    if taken := len(rows) - len(refusals):
        messages.success(request, f"{done}: {taken}.")
    for sentence in sorted(set(refusals)):
        messages.error(request, sentence)


def staff(request: HttpRequest) -> AbstractBaseUser:
    """Who acts; the admin lets nobody in who is not signed in."""
    if not isinstance(request.user, AbstractBaseUser):
        raise PermissionDenied
    return request.user


class NotedAction:
    """An action that first asks for a note, on a page of its own."""

    def ask_for_note(self, request: HttpRequest, rows: QuerySet[Any], action: str, title: str) -> HttpResponse | None:
        """The page that asks, or None once a note was given."""
        if request.POST.get("note", "").strip():
            return None
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": title,
            "action": action,
            "rows": rows[:20],
            "selected": request.POST.getlist("_selected_action"),
            "opts": self.opts,  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "admin/note_form.html", context)


@admin.register(Location)
class LocationAdmin(ScopedAdmin):
    location_path = "pk"
    list_display = ("name", "kind", "mode_shown", "activate", "last_event_at", "connected_at", "disconnected_at")
    list_filter = ("kind", "mode")
    search_fields = ("name", "ghl_id")
    readonly_fields = ("ghl_id", "kind", "mode", "connected_at", "disconnected_at", "last_event_at")
    fields = ("name", "timezone", "activate", *readonly_fields)

    @display(description="mode", ordering="mode", label={"Live": "success", "Review": "warning", "Off": "danger"})
    def mode_shown(self, location: Location) -> str:
        return location.get_mode_display().partition(":")[0]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # connected by a verb that also makes its secrets: manage.py connect_location

    def has_delete_permission(self, request: HttpRequest, obj: Location | None = None) -> bool:
        return False


@admin.register(Lead)
class LeadAdmin(ReadOnlyAdmin):
    heavy_fields = ("attributes", "custom_fields", "dnd_settings")
    list_display = ("name", "phone", "city", "tags_shown", "silence", "location", "created_at", "story")
    list_filter = (LocationFilter, "dnd")
    list_select_related = ("location",)
    search_fields = ("first_name", "last_name", "phone", "email", "ghl_contact_id")
    ordering = ("-id",)

    @display(description="lead")
    def name(self, lead: Lead) -> str:
        return lead.display_name

    @display(description="do not disturb", label="warning")
    def silence(self, lead: Lead) -> str | None:
        return "do not disturb" if lead.dnd else None

    @display(description="tags")
    def tags_shown(self, lead: Lead) -> str:
        return ", ".join(lead.tags[:6])

    @display(description="page")
    def story(self, lead: Lead) -> str:
        return lead_link(lead.pk)


def lead_link(lead_id: int | None) -> str:
    """To the lead's page, where one is mounted under the name "lead"."""
    if lead_id is None:
        return "–"
    try:
        return format_html('<a href="{}">open</a>', reverse("lead", args=[lead_id]))
    except NoReverseMatch:
        return "–"


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


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("received_at", "lead", "direction", "author", "kind", "channel", "words", "location")
    list_select_related = ("location", "lead")
    list_filter = (LocationFilter, "direction", "author", "kind")
    search_fields = ("ghl_id", "lead__ghl_contact_id")
    heavy_fields = ("attachments",)
    ordering = ("-id",)

    @display(description="words")
    def words(self, message: Message) -> str:
        return message.body[:80]


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    location_path = "lead__location"
    list_display = ("at", "lead", "state", "basis", "channel", "by", "reason")
    list_select_related = ("lead",)
    list_filter = ("state", "basis")
    search_fields = ("lead__first_name", "lead__last_name", "lead__phone")
    ordering = ("-id",)


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


@admin.register(SendingStop)
class SendingStopAdmin(ReadOnlyAdmin):
    list_display = ("stopped_at", "location", "stopped_by", "resumed_at", "resumed_by")
    list_select_related = ("location",)
    ordering = ("-id",)


@admin.register(WebhookEvent)
class WebhookEventAdmin(NotedAction, ReadOnlyAdmin):
    location_id_path = "location_ghl_id"
    heavy_fields = ("body", "note")
    exclude = ("body",)
    list_display = ("received_at", "type", "state", "reason", "attempts", "location_ghl_id", "contact_ghl_id")
    list_filter = ("status", "source", "type")
    search_fields = ("webhook_id", "contact_ghl_id")
    readonly_fields = ("body_text",)
    ordering = ("-id",)
    actions = ("retry", "discard")

    @display(
        description="state",
        ordering="status",
        label={"New": "info", "Applied": "success", "Dead letter": "danger", "Quarantined": "warning"},
    )
    def state(self, event: WebhookEvent) -> str:
        return event.get_status_display()

    @display(description="as it came")
    def body_text(self, event: WebhookEvent) -> str:
        raw = bytes(event.body)
        try:
            text = json.dumps(json.loads(raw), indent=2, ensure_ascii=False)
        except ValueError:
            text = raw.decode(errors="replace")
        return format_html('<pre style="white-space:pre-wrap">{}</pre>', text[:BODY_SHOWN])

    def has_repair_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("crm.change_webhookevent")

    @admin.action(description="Try dead letters again", permissions=["repair"])
    def retry(self, request: HttpRequest, rows: QuerySet[WebhookEvent]) -> None:
        by = staff(request)
        each(request, rows, lambda event: dead_letters.retry(event, by), "Put back", dead_letters.NotPossible)

    @admin.action(description="Discard, with a note", permissions=["repair"])
    def discard(self, request: HttpRequest, rows: QuerySet[WebhookEvent]) -> HttpResponse | None:
        if page := self.ask_for_note(request, rows, "discard", "Discard these events?"):
            return page

        by = staff(request)

        def end(event: WebhookEvent) -> None:
            dead_letters.discard(event, by, request.POST["note"])

        each(request, rows, end, "Discarded", dead_letters.NotPossible)
        return None


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
