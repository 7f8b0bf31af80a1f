"""The front door: what this is, where to go, what to click first. Shows no row of anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(request: HttpRequest) -> HttpResponse:
    return render(request, "start.html")
