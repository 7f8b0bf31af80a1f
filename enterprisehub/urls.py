"""Composition root of HTTP: mounts the apps and hands each what it needs from its neighbours."""

from functools import partial

from django.contrib import admin
from django.urls import include, path

from bots.access import locations_for
from crm.intake.views import GhlWebhookView, WorkflowWebhookView
from dashboard.urls import pages
from enterprisehub.bells import ring
from enterprisehub.doorbell import Doorbell
from enterprisehub.metrics import metrics
from enterprisehub.probes import healthz, readyz
from orchestrator.build import orchestrator

ring_intake = Doorbell(partial(ring, "intake")).press
admin.site.locations_for = locations_for  # type: ignore[attr-defined]  # audit/scoped_admin.py says what for

urlpatterns = [
    # First, because the CRM calls these most.
    path("webhooks/ghl/", GhlWebhookView.as_view(hand_over=ring_intake)),
    path("webhooks/ghl/workflow/<str:token>/", WorkflowWebhookView.as_view(hand_over=ring_intake)),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("api/", include("dashboard.api.urls")),
    path("", include(pages(ring, orchestrator))),
]
