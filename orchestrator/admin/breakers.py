"""Breakers and pace: which model is skipped and why, what an account may still take; reset, or leave alone."""

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone

from audit.record import record
from orchestrator.admin import breaker_figures
from orchestrator.admin.machine import breaker_rule, machine
from orchestrator.admin.page import Confirmation, PagedAdmin, by, done, reason_given
from orchestrator.page_words import counted

VIEW, CHANGE = "orchestrator.view_llmcall", "orchestrator.work_breakers"
MOST_MINUTES = 24 * 60


class AloneForm(forms.Form):
    minutes = forms.IntegerField(
        label="For how many minutes", min_value=1, max_value=MOST_MINUTES, initial=15,
        help_text=f"A whole number from 1 to {MOST_MINUTES:,}, which is a day.",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"A whole number of minutes from 1 to {MOST_MINUTES:,} is expected."
        ),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class BreakerPages(PagedAdmin):
    """Has no rows of its own: breakers lie in Redis. Mixed into the admin of the calls."""

    def breaker_pages(self) -> list[URLPattern]:
        return [
            self.at("breakers/", self.overview, "breakers", VIEW),
            self.at("breakers/reset/", self.reset, "breaker_reset", CHANGE),
            self.at("breakers/leave-alone/", self.leave_alone, "breaker_leave_alone", CHANGE),
        ]

    def overview(self, request: HttpRequest) -> HttpResponse:
        now, parts = timezone.now(), machine()
        asked = breaker_figures.asked_names(parts.names, now)
        rows = breaker_figures.shown(parts.breakers, asked, now)
        accounts = [one.name for one in rows if not one.is_account]
        away = parts.breakers.redis_is_away
        return self.page(
            request, "breakers.html", "Breakers and pace", rows=rows, redis_is_away=away,
            headline=breaker_figures.headline(rows, redis_is_away=away),
            paces=breaker_figures.paces(parts.pace, accounts, now), may_change=request.user.has_perm(CHANGE),
            opens=breaker_figures.opens(breaker_rule()), minutes=int(breaker_figures.CALLS_OF.total_seconds() // 60),
        )  # fmt: skip

    def reset(self, request: HttpRequest) -> HttpResponse:
        name, breakers, back = _named(request), machine().breakers, reverse("admin:orchestrator_breakers")
        title, view = breaker_figures.title(name), breakers.state(name)
        reason = reason_given(request)
        if not reason:
            says = (
                f"{title} is asked again with the next call, in all processes within a second.",
                "Its failures are forgotten; if it still fails, the breaker opens again after a few of them.",
                "A provider's wish to be left alone until a certain moment is not kept any longer.",
                f"The breaker is {breaker_figures.shown_word(view)} now.",
            )
            return self.ask(request, Confirmation(f"Reset {title}?", says, "Reset", back))
        breakers.reset(name)
        lifted = _lift_wishes(name)
        with transaction.atomic():
            record(
                "breaker.reset", actor=by(request), subject=f"breaker:{name}",
                details={"was": view.state, "reason": reason, "wishes_lifted": lifted},
            )  # fmt: skip
        return done(request, f"{title} is asked again.{self._only_here()}", back)

    def leave_alone(self, request: HttpRequest) -> HttpResponse:
        name, back = _named(request), reverse("admin:orchestrator_breakers")
        title, reason = breaker_figures.title(name), reason_given(request)
        form = AloneForm(request.POST or None)
        if not reason or not form.is_valid():
            says = (
                f"{title} is skipped for so long, in all processes within a second.",
                "Calls go to the next model of the chain; where there is none, rules and people answer.",
                "After that time one try decides. Resetting it ends the pause at once.",
            )
            step = Confirmation(f"Leave {title} alone?", says, "Leave it alone", back, form=form, grave=True)
            return self.ask(request, step)
        minutes = form.cleaned_data["minutes"]
        machine().breakers.force_open(name, minutes * 60.0)
        with transaction.atomic():
            record(
                "breaker.left_alone", actor=by(request), subject=f"breaker:{name}",
                details={"minutes": minutes, "reason": reason},
            )  # fmt: skip
        undo = f"{reverse('admin:orchestrator_breaker_reset')}?name={name}&reason=undo"
        return done(
            request, f"{title} is left alone for {counted(minutes, 'minute')}.{self._only_here()}", back, undo=undo
        )

    def _only_here(self) -> str:
        if not machine().breakers.redis_is_away:
            return ""
        return " Redis is away: only this process knows; do it again once Redis is back."


def _lift_wishes(name: str) -> list[str]:
    """Of this model, or of all of a whole account; those whose provider had wished to be left alone."""
    now, parts = timezone.now(), machine()
    models = [one for one in breaker_figures.asked_names(parts.names, now) if breaker_figures.is_of(one, name)]
    wished = sorted(one for one in models if parts.pace.not_before(one) > now.timestamp())
    for one in wished:
        parts.pace.lift(one)
    return wished


def _named(request: HttpRequest) -> str:
    """`?name=provider:model` of one that is known. 404 for any other: nobody makes up breakers."""
    name = request.GET.get("name", "")
    now, parts = timezone.now(), machine()
    asked = breaker_figures.asked_names(parts.names, now)
    if name not in {one.name for one in breaker_figures.shown(parts.breakers, asked, now)}:
        raise Http404
    return name
