"""What pages share: who may come in, which lead they may see, where they go back to, how a verb's refusal is said."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from bots.access import locations_for
from bots.handoff_states import NotAllowed
from bots.models import Conversation, Handoff
from crm.models import Lead, OutboxEntry
from crm.outbox.verbs import NotPossible

View = Callable[..., HttpResponseBase]


def who(request: HttpRequest) -> User:
    """The member of staff who asks; behind `staff_page` there always is one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def staff_page(permission: str) -> Callable[[View], View]:
    """Signed in, else to the login; holding the permission, else 403."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def visible_lead(request: HttpRequest, lead_id: int) -> Lead:
    """404 also for a lead of somebody else's location: that it exists is already too much."""
    leads = Lead.objects.select_related("location", "conversation")
    return get_object_or_404(leads, pk=lead_id, location__in=locations_for(request.user))


def conversation_of(lead: Lead) -> Conversation:
    """404 while the lead has not been in touch: there is nothing to take over."""
    conversation: Conversation | None = getattr(lead, "conversation", None)
    if conversation is None:
        raise Http404
    return conversation


def visible_handoff(request: HttpRequest, handoff_id: int) -> Handoff:
    handoffs = Handoff.objects.select_related("conversation__lead__location", "location")
    return get_object_or_404(handoffs, pk=handoff_id, location__in=locations_for(request.user))


def visible_text(request: HttpRequest, entry_id: int) -> OutboxEntry:
    entries = OutboxEntry.objects.texts().select_related("lead__location", "location")
    return get_object_or_404(entries, pk=entry_id, lead__isnull=False, location__in=locations_for(request.user))


def back(request: HttpRequest, fallback: str, *args: Any) -> HttpResponseRedirect:
    """To the page that asked, when it is one of ours."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(wanted)
    return redirect(fallback, *args)


@contextmanager
def refusals_said(request: HttpRequest) -> Iterator[None]:
    """A verb that refuses says why in a sentence; the page shows it instead of failing."""
    try:
        yield
    except NotAllowed as refusal:
        messages.error(request, refusal.sentence)
    except NotPossible as refusal:
        messages.error(request, str(refusal))


def whole_number(value: str, *, default: int, highest: int) -> int:
    return min(int(value), highest) if value.isascii() and value.isdigit() and len(value) < 10 else default


def chosen_location(request: HttpRequest) -> int | None:
    """The location a filter names, as a key; None for all in sight. A stranger's is a 404."""
    value = request.GET.get("location", "")
    if not value:
        return None
    number = whole_number(value, default=0, highest=10**9)
    if not locations_for(request.user).filter(pk=number).exists():
        raise Http404
    return number


def kept_query(request: HttpRequest) -> str:
    """The filters of this page for a link to its next one."""
    return urlencode({name: str(value) for name, value in request.GET.items() if name != "page" and value})
