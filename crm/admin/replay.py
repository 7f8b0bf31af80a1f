"""The page that replays events: choose, look at what would change, then do it a piece at a time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from audit.record import record
from crm.admin.actions import staff
from crm.intake.replay import replay_each
from crm.intake.replay_choice import REPLAYED_BY_DEFAULT, choose
from crm.intake.replay_preview import preview
from crm.models import Location, WebhookEvent
from crm.outbox.actors import actor_name

LOOKED_AT = 25  # events whose difference is shown beforehand; the command shows all
AT_ONCE = 100  # events applied in one request, so that none takes longer than seconds
MOST_IDS = 500
CHOICES = [(status.value, status.label) for status in (*REPLAYED_BY_DEFAULT, WebhookEvent.Status.DISCARDED)]


class ReplayForm(forms.Form):
    """Which events. By their numbers, or all since a time."""

    ids = forms.CharField(required=False, label="Events by number")
    since = forms.DateTimeField(required=False, label="Or all since (UTC)", help_text="such as 2026-03-01 08:00")
    location = forms.ModelChoiceField(Location.objects.none(), required=False, empty_label="all in sight")
    status = forms.MultipleChoiceField(choices=CHOICES, required=False, label="Only in these states")

    def clean_ids(self) -> list[int]:
        words = self.cleaned_data["ids"].replace(",", " ").split()
        if not all(word.isdecimal() and len(word) < 19 for word in words):
            raise forms.ValidationError("Numbers with a space or a comma between them.")
        if len(words) > MOST_IDS:
            raise forms.ValidationError(f"At most {MOST_IDS} numbers; for more, choose a time.")
        return [int(word) for word in words]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("ids") and not given.get("since"):
            raise forms.ValidationError("Name events by number, or a time.")
        return given


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a replay has come: travels in the page, so it goes on where it was whoever answers the next request."""

    total: int
    done: int = 0
    after: int = 0
    until: int = 0

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100

    @property
    def finished(self) -> bool:
        return self.done >= self.total


class ReplayPage:
    """`in_sight` narrows events to those of the one who asks; `locations` are those to choose from."""

    def __init__(
        self,
        context: Callable[[HttpRequest], dict[str, Any]],
        in_sight: Callable[[HttpRequest], QuerySet[WebhookEvent]],
        locations: Callable[[HttpRequest], QuerySet[Location]],
    ) -> None:
        self._context, self._in_sight, self._locations = context, in_sight, locations

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("crm.change_webhookevent"):
            raise PermissionDenied
        step = request.POST.get("step", "")
        form = ReplayForm(request.POST if step else None, initial=request.GET.dict())
        form.fields["location"].queryset = self._locations(request)  # type: ignore[attr-defined]
        if not step or not form.is_valid():
            return self._page(request, form)
        events = self._chosen(request, form)
        return self._go_on(request, form, events) if step == "go" else self._look(request, form, events)

    def _chosen(self, request: HttpRequest, form: ReplayForm) -> QuerySet[WebhookEvent]:
        given = form.cleaned_data
        place: Location | None = given["location"]
        events = choose(
            ids=given["ids"],
            since=given["since"],
            location_ghl_id=place.ghl_id if place else "",
            statuses=given["status"],
        )
        return events.filter(pk__in=self._in_sight(request).order_by().values("pk"))

    def _look(self, request: HttpRequest, form: ReplayForm, events: QuerySet[WebhookEvent]) -> HttpResponse:
        seen = events.order_by().aggregate(total=Count("pk"), until=Coalesce(Max("pk"), 0))
        looks = list(preview(list(events[:LOOKED_AT])))
        more = seen["total"] - len(looks)
        return self._page(request, form, looks=looks, progress=Progress(**seen), looked=True, more=more)

    def _go_on(self, request: HttpRequest, form: ReplayForm, events: QuerySet[WebhookEvent]) -> HttpResponse:
        """One piece. The events are those up to the number that was the newest when somebody looked at them.

        An event's state changes by being replayed, so a piece is bounded by numbers and not by its place in the list.
        """
        came = _progress(request)
        pks = list(events.filter(pk__gt=came.after, pk__lte=came.until).values_list("pk", flat=True)[:AT_ONCE])
        ends = replay_each(pks)
        if pks:
            details = {"counts": dict(ends), "first": pks[0], "last": pks[-1]}
            place: Location | None = form.cleaned_data["location"]
            where = place.ghl_id if place else ""
            record("events.replayed", actor=actor_name(staff(request)), location_ghl_id=where, details=details)
        now = replace(came, done=came.done + len(pks), after=pks[-1] if pks else came.until)
        if len(pks) < AT_ONCE:
            now = replace(now, total=now.done)
        return self._page(request, form, progress=now, running=True, ends=sorted(ends.items()))

    def _page(self, request: HttpRequest, form: ReplayForm, **more: Any) -> HttpResponse:
        hidden = [
            (name, value)
            for name in ("ids", "since", "location", "status")
            for value in request.POST.getlist(name)
            if value
        ]
        context = {**self._context(request), "title": "Replay events", "form": form, "hidden": hidden, **more}
        return TemplateResponse(request, "admin/crm/replay.html", context)


def _progress(request: HttpRequest) -> Progress:
    """What the page brought back; a number that is none counts as 0, and then nothing is applied."""
    given = {name: request.POST.get(name, "") for name in ("total", "done", "after", "until")}
    return Progress(
        **{name: int(value) if value.isdecimal() and len(value) < 19 else 0 for name, value in given.items()}
    )
