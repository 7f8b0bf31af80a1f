"""Filters of the calls. What can be chosen is what the last days hold: a list of all time would read every row."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from audit.scoped_admin import visible_locations
from orchestrator.admin.call_figures import STRATEGIES, day_of
from orchestrator.admin.outcome_words import outcome_words
from orchestrator.page_words import plain

_RECENT = timedelta(days=30)
_DAYS = 14
_NONE = "-"


class RecentValues(admin.SimpleListFilter):
    """The values of one column among the calls of the last 30 days that are in sight."""

    column = ""

    def words(self, value: str) -> str:
        return plain(value)

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        calls = model_admin.get_queryset(request).filter(at__gte=timezone.now() - _RECENT)
        values = calls.order_by().values_list(self.column, flat=True).distinct()
        return [(value or _NONE, self.words(value) or "none") for value in sorted(values)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(**{self.column: "" if value == _NONE else value}) if value else queryset


class OutcomeFilter(RecentValues):
    title, parameter_name, column = "outcome", "outcome", "outcome"

    def words(self, value: str) -> str:
        return outcome_words(value)


class StrategyFilter(RecentValues):
    title, parameter_name, column = "how it was read", "strategy", "strategy"

    def words(self, value: str) -> str:
        return STRATEGIES.get(value) or plain(value)


class TaskFilter(RecentValues):
    title, parameter_name, column = "task", "task", "task"


class ModelFilter(RecentValues):
    title, parameter_name, column = "model", "model", "model"

    def words(self, value: str) -> str:
        return value


class PlaceFilter(admin.SimpleListFilter):
    title, parameter_name = "location", "place"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        seen = visible_locations(model_admin.admin_site, request).order_by("name")
        return list(seen.values_list("ghl_id", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(tenant=self.value()) if self.value() else queryset


class DayFilter(admin.SimpleListFilter):
    """A UTC day, as budgets count them. Compared as two moments, so that the index on the time is used."""

    title, parameter_name = "day (UTC)", "day"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        today = timezone.now().date()
        days = [today - timedelta(days=n) for n in range(_DAYS)]
        return [(day.isoformat(), "today" if day == today else f"{day:%a %-d %b}") for day in days]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        day = day_of(self.value() or "")
        if day is None:
            return queryset
        begin = datetime.combine(day, time(), UTC)
        return queryset.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
