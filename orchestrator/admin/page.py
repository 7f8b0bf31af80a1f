"""What the pages share: their frame, their guard, and an action that says what will happen before it does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.decorators import display

from orchestrator.admin.sight import Sight, sight_of

REASON_CHARS = 150
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person is shown before they do something. `says` are sentences, the first is what will happen."""

    title: str
    says: Sequence[str]
    button: str
    back: str
    facts: Sequence[tuple[str, str]] = ()
    form: forms.Form | None = None
    grave: bool = False
    warning: str = ""
    hidden: Sequence[tuple[str, str]] = field(default_factory=tuple)


class SightedAdmin(ModelAdmin):
    """An admin of rows that carry a location's id in the CRM and are shown with its name."""

    def sight(self, request: HttpRequest) -> Sight:
        """Looked up once for a request, however often the admin asks for its columns."""
        found: Sight | None = getattr(request, "_models_sight", None)
        if found is None:
            found = sight_of(self.admin_site, request)
            request._models_sight = found  # type: ignore[attr-defined]
        return found


class PagedAdmin(SightedAdmin):
    """An admin of rows that also has pages of its own, mounted before the rows."""

    def own_pages(self) -> list[URLPattern]:
        return []

    def get_urls(self) -> list[URLPattern]:
        return [*self.own_pages(), *super().get_urls()]

    def at(self, route: str, view: View, name: str, permission: str) -> URLPattern:
        """A page behind the admin's login and one permission."""

        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, **kwargs)

        return path(route, self.admin_site.admin_view(guarded), name=f"orchestrator_{name}")

    def page(self, request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
        frame = {**self.admin_site.each_context(request), "content_title": title, "title": title}
        return TemplateResponse(request, f"admin/orchestrator/{template}", frame | context)

    def ask(self, request: HttpRequest, confirmation: Confirmation, *, status: int = 200) -> TemplateResponse:
        """The page that asks; it posts the reason, the form and the hidden facts to its own address."""
        answer = self.page(
            request, "confirm.html", confirmation.title, step=confirmation, reason_chars=REASON_CHARS,
            reason_missing=request.method == "POST" and not reason_given(request),
        )  # fmt: skip
        answer.status_code = status
        return answer


def named_place(sight: Sight, title: str = "location") -> Callable[[Any], str]:
    """The column of a list that says a row's location by name."""

    @display(description=title, ordering="tenant")
    def place(row: Any) -> str:
        return sight.name(row.tenant)

    return place


def by(request: HttpRequest) -> str:
    """The one who acts, as the audit record names people."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return f"user:{request.user.pk}"


def reason_given(request: HttpRequest) -> str:
    """Empty where the form was not sent yet, or without a reason."""
    return request.POST.get("reason", "").strip()[:REASON_CHARS] if request.method == "POST" else ""


def done(request: HttpRequest, sentence: str, where: str, *, undo: str = "") -> HttpResponseRedirect:
    """Say it and go there. `undo` is the address of the page that takes it back, where there is one."""
    if undo:
        sentence = format_html('{} <a class="hub-undo" href="{}">Undo…</a>', sentence, undo)
    messages.success(request, sentence)
    return HttpResponseRedirect(where)


def refused(request: HttpRequest, sentence: str, where: str) -> HttpResponseRedirect:
    messages.error(request, sentence if sentence.endswith((".", "?", "!")) else f"{sentence}.")
    return HttpResponseRedirect(where)
