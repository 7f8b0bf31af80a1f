"""/metrics in Prometheus' text form: what waits and for how long, and what the models did.

Counted in the database when it is asked, so every process tells the same; docs/metrics.md says what each name means.
"""

import hmac
import ipaddress
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bots.models import Handoff, Turn
from crm.models import OutboxEntry, StaffAlert, WebhookEvent
from enterprisehub.oldest import oldest_waiting
from orchestrator.admin.machine import limit_of_all, machine
from orchestrator.seen import exposition


class WaitingWork(Collector):
    """Reads the database at each scrape: every process answers the same, and none keeps counts of its own."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = timezone.now()
        oldest = GaugeMetricFamily(
            "enterprisehub_oldest_waiting_seconds", "Age of the oldest unfinished work", labels=["stage"]
        )
        for stage, seconds in oldest_waiting(now).items():
            oldest.add_metric([stage], seconds)
        yield oldest
        yield from (_by_status(name, words, rows) for name, words, rows in _COUNTED)
        yield _alerts()


class Models(Collector):
    """The orchestrator's totals, money, cache, breakers and pace."""

    def collect(self) -> Iterator[Metric]:
        shared = machine()
        yield from exposition.families(
            timezone.now(),
            breakers=shared.breakers,
            pace=shared.pace,
            names=shared.names,
            limit_micro_usd=limit_of_all(),
        )


_COUNTED = (
    (
        "enterprisehub_events",
        "Events that are not applied, by state",
        WebhookEvent.objects.filter(status__in=("new", "dead", "quarantined")),
    ),
    (
        "enterprisehub_outbox_entries",
        "Writes to the CRM that are not done, by state",
        OutboxEntry.objects.filter(status__in=(*OutboxEntry.LIVE, OutboxEntry.Status.DEAD)),
    ),
    ("enterprisehub_turns", "Unfinished turns, by state", Turn.objects.unfinished()),
    ("enterprisehub_handoffs", "Live handoffs, by state", Handoff.objects.live()),
)


def _by_status(name: str, words: str, rows: QuerySet[Any]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=["status"])
    for status, n in rows.order_by().values_list("status").annotate(n=Count("pk")):
        family.add_metric([status], n)
    return family


def _alerts() -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "enterprisehub_crm_alerts", "Locations that staff were told of, by cause", labels=["code"]
    )
    for code, n in StaffAlert.objects.standing().order_by().values_list("code").annotate(n=Count("pk")):
        family.add_metric([code], n)
    return family


WAITING_WORK = WaitingWork()
MODELS = Models()


class _Everything:
    """The counters of this process (the intake's among them), and what the database says."""

    def collect(self) -> Iterator[Metric]:
        yield from REGISTRY.collect()
        yield from WAITING_WORK.collect()
        yield from MODELS.collect()


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_read(request):
        return HttpResponseForbidden("Metrics are for this machine, or for the bearer of METRICS_TOKEN.\n")
    return HttpResponse(generate_latest(_Everything()), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    """The bearer of the token; without a token whoever asks from this machine and not through a proxy."""
    token = settings.METRICS_TOKEN
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    if settings.TRUSTED_PROXIES or "X-Forwarded-For" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
