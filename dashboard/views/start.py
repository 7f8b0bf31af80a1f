"""The front door: what this is, where to go, what to click first. Shows no row of anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboard.doors import rooms_for


def show(request: HttpRequest) -> HttpResponse:
    return render(request, "start.html", {"rooms": rooms_for(request.user)})
