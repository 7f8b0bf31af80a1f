"""What agents do to a lead: each view checks who may, calls one verb, says how it went, and goes back.

`ring` wakes the workers once the verb has committed; the composition root hands it in.
"""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bots import handoff as handoffs
from bots.bell import Ring
from bots.handoff_states import NotAllowed
from bots.taking_up import take_up
from bots.unsent import reject_text as reject
from crm.consent import verbs as consents
from crm.consent.staff import SENTENCES, obstacle_to_text
from crm.models import Consent, OutboxEntry
from crm.outbox import verbs as texts
from crm.outbox.actors import actor_name
from dashboard.desk import (
    back,
    conversation_of,
    refusals_said,
    staff_page,
    visible_handoff,
    visible_lead,
    visible_text,
    who,
)


@require_POST
@staff_page("dashboard.work_leads")
def claim(request: HttpRequest, handoff_id: int) -> HttpResponse:
    handoff = visible_handoff(request, handoff_id)
    with refusals_said(request):
        handoffs.claim(handoff, by=who(request), now=timezone.now())
        messages.success(request, f"{handoff.conversation.lead.display_name} is yours.")
    return back(request, "lead", handoff.conversation.lead_id)


@require_POST
@staff_page("dashboard.work_leads")
def answer(request: HttpRequest, handoff_id: int, ring: Ring) -> HttpResponse:
    handoff = visible_handoff(request, handoff_id)
    with refusals_said(request):
        body = request.POST.get("body", "")
        handoffs.answer(handoff, by=who(request), body=body, now=timezone.now(), ring=ring)
        messages.success(request, "Your text is on its way.")
    return back(request, "lead", handoff.conversation.lead_id)


@require_POST
@staff_page("dashboard.work_leads")
def give_back(request: HttpRequest, handoff_id: int, ring: Ring) -> HttpResponse:
    handoff = visible_handoff(request, handoff_id)
    with refusals_said(request):
        handoffs.give_back(handoff, by=who(request), now=timezone.now(), ring=ring)
        messages.success(request, "The bot goes on with this lead. To undo it, take over.")
    return back(request, "lead", handoff.conversation.lead_id)


@require_POST
@staff_page("dashboard.work_leads")
def close(request: HttpRequest, handoff_id: int) -> HttpResponse:
    handoff = visible_handoff(request, handoff_id)
    with refusals_said(request):
        handoffs.close(handoff, by=who(request), note=request.POST.get("note", ""), now=timezone.now())
        messages.success(request, "Closed. To undo it, open it again.")
    return back(request, "lead", handoff.conversation.lead_id)


@require_POST
@staff_page("dashboard.work_leads")
def take_over(request: HttpRequest, lead_id: int) -> HttpResponse:
    lead = visible_lead(request, lead_id)
    with refusals_said(request):
        take_up(conversation_of(lead), by=who(request), now=timezone.now())
        messages.success(request, "This lead is yours; the bot is silent.")
    return back(request, "lead", lead.pk)


@require_POST
@staff_page("dashboard.work_leads")
def return_to_bot(request: HttpRequest, lead_id: int, ring: Ring) -> HttpResponse:
    lead = visible_lead(request, lead_id)
    with refusals_said(request):
        handoffs.give_back_conversation(conversation_of(lead), by=who(request), now=timezone.now(), ring=ring)
        messages.success(request, "The bot goes on with this lead. To undo it, take over.")
    return back(request, "lead", lead.pk)


@require_POST
@staff_page("dashboard.work_leads")
def record_consent(request: HttpRequest, lead_id: int) -> HttpResponse:
    """A member of staff knows that the lead agreed, and says how. An opt-out is the lead's own to take back."""
    lead = visible_lead(request, lead_id)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, "Say how the lead agreed to be texted.")
        return back(request, "lead", lead.pk)
    with refusals_said(request), transaction.atomic():
        if obstacle_to_text(lead) == "opted_out":
            raise NotAllowed(SENTENCES["opted_out"])
        by = actor_name(who(request))
        consents.grant(lead, basis=Consent.Basis.STAFF, at=timezone.now(), by=by, reason=reason)
        messages.success(request, "The consent is on record. A text that waits can be approved now.")
    return back(request, "lead", lead.pk)


@require_POST
@staff_page("dashboard.approve_texts")
def approve_text(request: HttpRequest, entry_id: int, ring: Ring) -> HttpResponse:
    entry = visible_text(request, entry_id)
    with refusals_said(request):
        _refuse_where_nobody_may_text(entry)
        texts.approve_text(entry, body=request.POST.get("body", ""), user=who(request), now=timezone.now())
        ring("outbox")
        messages.success(request, "Approved: the text is on its way.")
    return back(request, "lead", entry.lead_id)


@require_POST
@staff_page("dashboard.approve_texts")
def reject_text(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = visible_text(request, entry_id)
    note = request.POST.get("note", "").strip()
    if not note:
        messages.error(request, "Say in a word why the text is rejected.")
        return back(request, "lead", entry.lead_id)
    with refusals_said(request):
        reject(entry, by=who(request), note=note)
        messages.success(request, "Rejected: this text will not be sent.")
    return back(request, "lead", entry.lead_id)


def _refuse_where_nobody_may_text(entry: OutboxEntry) -> None:
    """An approved text is a person's: what would stop that one is said now, not after it was promised."""
    assert entry.lead is not None
    if obstacle := obstacle_to_text(entry.lead, str(entry.payload.get("channel") or "")):
        raise NotAllowed(SENTENCES[obstacle])
