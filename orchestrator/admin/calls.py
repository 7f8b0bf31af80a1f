"""Model calls: a list with filters and the strategies that read the answers, and one call in full."""

import re
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils.html import format_html
from unfold.decorators import display

from audit.scoped_admin import ReadOnlyAdmin
from orchestrator.admin import call_figures
from orchestrator.admin.breakers import BreakerPages
from orchestrator.admin.call_filters import (
    DayFilter,
    ModelFilter,
    OutcomeFilter,
    PlaceFilter,
    StrategyFilter,
    TaskFilter,
)
from orchestrator.admin.outcome_words import outcome_words
from orchestrator.admin.page import named_place
from orchestrator.models import BudgetHold, LlmCall
from orchestrator.page_words import dollars, microseconds, milliseconds, plain

_CAUSE = re.compile(r"\A(turn|handoff|event|draft):(\d{1,12})\Z")
_ROWS_OF = {
    "draft": "admin:bots_conversation_change",
    "turn": "admin:bots_turn_change",
    "handoff": "admin:bots_handoff_change",
    "event": "admin:crm_webhookevent_change",
}


@admin.register(LlmCall)
class LlmCallAdmin(BreakerPages, ReadOnlyAdmin):
    location_id_path = "tenant"
    heavy_fields = ("request_text", "answer_text")
    list_filter = ("status", OutcomeFilter, StrategyFilter, TaskFilter, ModelFilter, PlaceFilter, DayFilter)
    list_filter_submit = False
    list_select_related = ("prompt_version",)
    search_fields = ("cause", "request_id", "key")
    search_help_text = "turn:17, a provider's id, a cache key"
    ordering = ("-id",)
    change_list_template = "admin/orchestrator/calls.html"

    def own_pages(self) -> list[URLPattern]:
        return self.breaker_pages()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Above the list: what the filtered calls amount to."""
        answer = super().changelist_view(request, extra_context)
        context = getattr(answer, "context_data", None)
        if context and "cl" in context:
            context["summary"] = call_figures.summary(context["cl"].queryset)
            context["fewest"] = call_figures.FEWEST
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        call = self.get_object(request, object_id)
        if call is None or not self.has_view_permission(request, call):
            return super().change_view(request, object_id, form_url, extra_context)
        messages, variables = call_figures.said_in(call.request_text)
        hold = BudgetHold.objects.filter(call=call).first()
        return self.page(
            request, "call.html", f"Call {call.pk}", call=call, headline=call_figures.headline(call), said=messages,
            variables=variables, answer=call_figures.pretty(call.answer_text),
            place=self.sight(request).name(call.tenant),
            strategy=call_figures.STRATEGIES.get(call.strategy) or plain(call.strategy), hold=hold,
            colour=call_figures.STATUS_COLOURS.get(call.status, ""), word=_word(call), cause_url=_cause_url(call.cause),
            asked_by=_asked_by(call.cause), outcome=outcome_words(call.outcome),
            same=LlmCall.objects.filter(key=call.key, cause=call.cause).exclude(pk=call.pk).exclude(cause="")
            .without_texts().order_by("id")[:10],
        )  # fmt: skip

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        place = named_place(self.sight(request))
        return ("moment", "asked", "state", "became", "paid", "took", place, "cause_words")

    @display(description="at (UTC)", ordering="id")
    def moment(self, call: LlmCall) -> str:
        return f"{call.at:%-d %b, %H:%M:%S}"

    @display(description="asked", ordering="task")
    def asked(self, call: LlmCall) -> str:
        return _two(call.task, call.model)

    @display(description="status", ordering="status", label={
        "Answered": "success", "Failed": "danger", "Lost": "danger", "Asked": "info",
    })  # fmt: skip
    def state(self, call: LlmCall) -> str:
        return _word(call)

    @display(description="became", ordering="outcome")
    def became(self, call: LlmCall) -> str:
        read_by = call_figures.STRATEGIES.get(call.strategy) or plain(call.strategy) if call.strategy else ""
        return _two(outcome_words(call.outcome) or "–", read_by, wraps=True)

    @display(description="cost, tokens", ordering="cost_micro_usd")
    def paid(self, call: LlmCall) -> str:
        cost = f"at most {dollars(call.cost_micro_usd)}" if call.cost_is_maximum else dollars(call.cost_micro_usd)
        return _two(cost, f"{call.input_tokens:,} in, {call.output_tokens:,} out")

    @display(description="time", ordering="provider_ms")
    def took(self, call: LlmCall) -> str:
        return _two(milliseconds(call.provider_ms), f"{microseconds(call.overhead_us)} our own")

    @display(description="asked by", ordering="cause")
    def cause_words(self, call: LlmCall) -> str:
        return _asked_by(call.cause)


def _two(first: str, second: str, *, wraps: bool = False) -> str:
    """Two lines in one cell, the second one quieter. `wraps`: the first may take several lines."""
    name = "hub-two wraps" if wraps else "hub-two"
    return format_html('<span class="{}">{}<br><span>{}</span></span>', name, first, second)


def _word(call: LlmCall) -> str:
    return call.get_status_display().partition(":")[0]


def _asked_by(cause: str) -> str:
    """ "turn:17" as "turn 17"; a draft has the number of its conversation."""
    found = _CAUSE.match(cause)
    if found is None:
        return cause or "–"
    return f"{found[1]} {found[2]}"


def _cause_url(cause: str) -> str:
    """To the row that asked, where the admin has it; empty otherwise."""
    found = _CAUSE.match(cause)
    if found is None:
        return ""
    try:
        return reverse(_ROWS_OF[found[1]], args=[int(found[2])])
    except NoReverseMatch:
        return ""
