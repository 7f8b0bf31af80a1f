"""A lead's page, and the way to one of its messages by the CRM's id."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from bots.access import locations_for
from crm.models import Message
from dashboard.desk import chosen_location, kept_query, staff_page, visible_lead, whole_number
from dashboard.selectors.lead import lead_page
from dashboard.selectors.leads import LeadFilter, lead_list


@staff_page("crm.view_lead")
def show(request: HttpRequest, lead_id: int) -> HttpResponse:
    lead = visible_lead(request, lead_id)
    now = timezone.now()
    page = lead_page(lead, now, with_audit=request.user.has_perm("audit.view_auditentry"))
    return render(request, "dashboard/lead.html", {"page": page, "lead": lead, "now": now})


@staff_page("crm.view_lead")
def why(request: HttpRequest, ghl_message_id: str) -> HttpResponse:
    """From a message in the CRM, or on the phone, to the same message with its reasons."""
    messages = Message.objects.filter(location__in=locations_for(request.user))
    message = get_object_or_404(messages.order_by("id"), ghl_id=ghl_message_id)
    return HttpResponse(
        status=302, headers={"Location": f"{reverse('lead', args=[message.lead_id])}#m{message.pk}"}
    )  # a redirect with a fragment: the browser opens the page at the message


@staff_page("crm.view_lead")
def listing(request: HttpRequest) -> HttpResponse:
    wanted = LeadFilter(
        stage=request.GET.get("stage", ""),
        temperature=request.GET.get("temperature", ""),
        words=request.GET.get("q", "").strip()[:100],
        days=whole_number(request.GET.get("days", ""), default=0, highest=365),
        location_id=chosen_location(request),
        page=whole_number(request.GET.get("page", ""), default=1, highest=10_000),
    )
    leads = lead_list(locations_for(request.user), wanted, timezone.now())
    return render(request, "dashboard/leads.html", {"leads": leads, "wanted": wanted, "kept": kept_query(request)})
