"""The managers' dashboard and the operator's page; both refresh one fragment, so nothing else moves."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bots.access import locations_for
from crm.models import Location
from dashboard.desk import chosen_location, staff_page
from dashboard.selectors.funnel import funnel
from dashboard.selectors.operator import wellness
from dashboard.selectors.period import Period
from dashboard.selectors.pipeline import answers

PERIODS = {"1": 1, "7": 7, "30": 30}


@staff_page("dashboard.view_pipeline")
def show(request: HttpRequest) -> HttpResponse:
    """`?fragment` answers only the part that changes."""
    days = PERIODS.get(request.GET.get("days", ""), 7)
    period = Period(timezone.now(), days)
    location_id = chosen_location(request)
    locations = locations_for(request.user)
    if location_id:
        locations = Location.objects.filter(pk=location_id)
    cards = answers(locations, period)
    context = {
        "funnel": funnel(locations, period),
        "answers": cards,
        "charts": {card.key: asdict(card.chart) for card in cards if card.chart and not card.chart.is_empty},
        "period": period,
        "periods": PERIODS,
        "location_id": location_id,
    }
    part = "dashboard/pipeline_part.html" if "fragment" in request.GET else "dashboard/pipeline.html"
    return render(request, part, context)


@staff_page("dashboard.view_operations")
def operator(request: HttpRequest) -> HttpResponse:
    well = wellness(locations_for(request.user), timezone.now())
    part = "dashboard/operator_part.html" if "fragment" in request.GET else "dashboard/operator.html"
    return render(request, part, {"well": well})
