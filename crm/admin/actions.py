"""How staff act on rows: one verb for each of them, with a note where one is owed."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


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


def user_names(actors: Iterable[str]) -> dict[str, str]:
    """The user names behind actors such as `user:5`; one query, none where there is nobody to name."""
    pks = [int(number) for kind, _, number in (actor.partition(":") for actor in actors) if kind == "user" and number]
    people = get_user_model().objects.filter(pk__in=pks) if pks else ()
    return {f"user:{person.pk}": person.get_username() for person in people}


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
