"""The pages of staff. `enterprisehub/urls.py` mounts them at the root and hands in the bell and the model."""

from collections.abc import Callable

from django.urls import URLPattern, path

from bots.bell import Ring
from bots.drafting import Streams
from dashboard.views import actions, audit, drafts, inbox, lead, pipeline, sending, start


def pages(ring: Ring, model: Callable[[], Streams]) -> list[URLPattern]:
    """`ring` wakes the workers when a person has made work for them; `model` is who words a draft."""
    bell = {"ring": ring}
    return [
        path("", start.show, name="start"),
        path("favicon.ico", start.icon, name="icon"),
        path("inbox/", inbox.show, name="inbox"),
        path("inbox/live/", inbox.live, name="inbox_live"),
        path("leads/", lead.listing, name="leads"),
        path("leads/<int:lead_id>/", lead.show, name="lead"),
        path("leads/<int:lead_id>/take-over/", actions.take_over, name="take_over"),
        path("leads/<int:lead_id>/consent/", actions.record_consent, name="record_consent"),
        path("leads/<int:lead_id>/return-to-bot/", actions.return_to_bot, bell, name="return_to_bot"),
        path("leads/<int:lead_id>/draft/", drafts.suggest, {"model": model}, name="suggest_reply"),
        path("why/<str:ghl_message_id>/", lead.why, name="why"),
        path("handoffs/<int:handoff_id>/claim/", actions.claim, name="claim"),
        path("handoffs/<int:handoff_id>/answer/", actions.answer, bell, name="answer"),
        path("handoffs/<int:handoff_id>/give-back/", actions.give_back, bell, name="give_back"),
        path("handoffs/<int:handoff_id>/close/", actions.close, name="close"),
        path("texts/<int:entry_id>/approve/", actions.approve_text, bell, name="approve_text"),
        path("texts/<int:entry_id>/reject/", actions.reject_text, name="reject_text"),
        path("sending/stop/", sending.stop, name="stop_sending"),
        path("sending/resume/", sending.resume, bell, name="resume_sending"),
        path("audit/", audit.show, name="audit"),
        path("audit/export.csv", audit.export, name="audit_export"),
        path("dashboard/", pipeline.show, name="dashboard"),
        path("dashboard/operator/", pipeline.operator, name="operator"),
    ]
