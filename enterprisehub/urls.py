"""Composition root of HTTP: mounts the apps and hands each what it needs from its neighbours."""

from functools import partial

from django.contrib import admin
from django.urls import path

from crm.intake.views import GhlWebhookView, WorkflowWebhookView
from enterprisehub.bells import ring
from enterprisehub.doorbell import Doorbell

ring_intake = Doorbell(partial(ring, "intake")).press

urlpatterns = [
    # First, because the CRM calls these most.
    path("webhooks/ghl/", GhlWebhookView.as_view(hand_over=ring_intake)),
    path("webhooks/ghl/workflow/<str:token>/", WorkflowWebhookView.as_view(hand_over=ring_intake)),
    path("admin/", admin.site.urls),
]
