"""Percentiles in the database, and the two values that every span of time is said in."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, QuerySet
from django.db.models.expressions import Combinable

ENOUGH = 3  # fewer spans than this say nothing about a percentile


class Percentile(Aggregate):
    """percentile_cont of an interval; PostgreSQL only, like the rest of the product."""

    name = "Percentile"
    template = "percentile_cont(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression: Any, *, share: float, **extra: Any) -> None:
        super().__init__(expression, share=float(share), **extra)


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took: the middle and the slow tenth, in seconds; None without enough of them."""

    n: int = 0
    p50: float | None = None
    p90: float | None = None


def spread(rows: QuerySet[Any], begin: str | Combinable, end: str | Combinable) -> Spread:
    """Of the spans from `begin` to `end` where both are there and in this order."""
    begin_at = F(begin) if isinstance(begin, str) else begin
    end_at = F(end) if isinstance(end, str) else end
    spans = rows.annotate(span_begin=begin_at, span_end=end_at).filter(span_end__gte=F("span_begin"))
    span = F("span_end") - F("span_begin")
    found = spans.aggregate(n=Count("pk"), p50=Percentile(span, share=0.5), p90=Percentile(span, share=0.9))
    if found["n"] < ENOUGH:
        return Spread(n=found["n"])
    return Spread(n=found["n"], p50=_seconds(found["p50"]), p90=_seconds(found["p90"]))


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()
