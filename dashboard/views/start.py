"""The front door: what this is, where to go, what to click first. Shows no row of anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from dashboard.doors import rooms_for


def show(request: HttpRequest) -> HttpResponse:
    return render(request, "start.html", {"rooms": rooms_for(request.user)})


def icon(request: HttpRequest) -> HttpResponse:
    """The address that browsers try by themselves where a page names no icon."""
    return redirect(static("hub/icon.svg"))
