"""Stop all sending, and resume it: on every page, for those who may."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from bots.access import locations_for
from bots.bell import Ring
from crm.models import Location
from crm.outbox.stops import resume_sending, stop_sending
from dashboard.desk import back, staff_page, who


def _where(request: HttpRequest) -> Location | None:
    """The location meant, or None for everywhere, which takes a right of its own."""
    wanted = request.POST.get("location", "")
    if wanted == "all":
        if not request.user.has_perm("dashboard.stop_everywhere"):
            raise PermissionDenied
        return None
    return get_object_or_404(locations_for(request.user), pk=wanted if wanted.isdigit() else 0)


def _named(location: Location | None) -> str:
    return f"for {location.name}" if location else "everywhere"


@require_POST
@staff_page("dashboard.stop_sending")
def stop(request: HttpRequest) -> HttpResponse:
    location = _where(request)
    if stop_sending(location, by=who(request), now=timezone.now()):
        messages.success(request, f"Sending is stopped {_named(location)}.")
    else:
        messages.warning(request, f"Sending was stopped {_named(location)} already.")
    return back(request, "inbox")


@require_POST
@staff_page("dashboard.resume_sending")
def resume(request: HttpRequest, ring: Ring) -> HttpResponse:
    location = _where(request)
    if resume_sending(location, by=who(request), now=timezone.now()):
        ring("outbox")
        messages.success(request, f"Sending goes on {_named(location)}.")
    else:
        messages.warning(request, f"Sending was not stopped {_named(location)}.")
    return back(request, "inbox")
