"""The agent's inbox and its heartbeat."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from bots.access import locations_for
from dashboard.desk import staff_page
from dashboard.selectors.inbox import Inbox, inbox


def _inbox(request: HttpRequest) -> Inbox:
    return inbox(locations_for(request.user), request.user.pk or 0, timezone.now())


@staff_page("bots.view_handoff")
def show(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/inbox.html", {"inbox": _inbox(request), "now": timezone.now()})


@staff_page("bots.view_handoff")
def live(request: HttpRequest) -> HttpResponse:
    """What changed since the browser last asked: 304 while nothing did."""
    now_waiting = _inbox(request)
    etag = f'"{now_waiting.etag}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    answer = {
        "sentence": now_waiting.sentence,
        "waiting": len(now_waiting.waiting),
        "team": len(now_waiting.team),
        "keys": [row.key for row in (*now_waiting.waiting, *now_waiting.mine)],
        "version": now_waiting.version,
    }
    return JsonResponse(answer, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
