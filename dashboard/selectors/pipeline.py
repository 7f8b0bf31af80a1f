"""The managers' page: six answers about a period, each against the period before. Funnel first, then these."""

from django.db.models import QuerySet

from crm.models import Location
from dashboard.selectors.delivery import waiting_leads, writes
from dashboard.selectors.model_cost import hit_rate, spend
from dashboard.selectors.period import Answer, Period
from dashboard.selectors.speed import speed_to_lead

CARDS = (waiting_leads, speed_to_lead, writes, spend, hit_rate)


def answers(locations: QuerySet[Location], period: Period) -> list[Answer]:
    return [card(locations, period) for card in CARDS]
