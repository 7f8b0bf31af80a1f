from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from dashboard.api.views import Handoffs, Leads, Summary, Turns

router = DefaultRouter()
router.register("leads", Leads, basename="api-lead")
router.register("handoffs", Handoffs, basename="api-handoff")
router.register("turns", Turns, basename="api-turn")

urlpatterns = [
    path("v1/summary/", Summary.as_view(), name="api-summary"),
    path("v1/", include(router.urls)),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
]
