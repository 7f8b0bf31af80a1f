"""A span of days, and the shape in which an answer about it is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dashboard.doors import Link


@dataclass(frozen=True, slots=True)
class Period:
    """The last `days` days up to `now`, and as many before them."""

    now: datetime
    days: int

    @property
    def begin(self) -> datetime:
        return self.now - timedelta(days=self.days)

    @property
    def before(self) -> "Period":
        return Period(self.begin, self.days)

    @property
    def words(self) -> str:
        return "last 24 hours" if self.days == 1 else f"last {self.days} days"

    def within(self, column: str) -> dict[str, datetime]:
        """Look-ups for `filter`: the column lies in the period."""
        return {f"{column}__gte": self.begin, f"{column}__lt": self.now}

    def days_listed(self) -> list[date]:
        """Calendar days (UTC) up to today, oldest first; at least a week, so that a line has a shape."""
        return [(self.now - timedelta(days=back)).date() for back in range(max(self.days, 7) - 1, -1, -1)]

    def charted(self, column: str) -> dict[str, datetime]:
        """The same for the days that a chart lists."""
        first = datetime.combine(self.days_listed()[0], time.min, self.now.tzinfo)
        return {f"{column}__gte": first, f"{column}__lt": self.now}


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` bar or line; `series` label → values; None is a gap, never 0."""

    kind: str
    labels: tuple[str, ...]
    series: Mapping[str, tuple[float | None, ...]]
    unit: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(value for values in self.series.values() for value in values)


def daily(kind: str, period: Period, name: str, values: Mapping[date, float], unit: str) -> Chart:
    """One series over the days listed, with gaps where a day has no value."""
    days = period.days_listed()
    return Chart(kind, tuple(f"{day:%d %b}" for day in days), {name: tuple(map(values.get, days))}, unit)


@dataclass(frozen=True, slots=True)
class Answer:
    """One card: a sentence with its number, what it is compared with, how it is defined, where its rows are."""

    key: str
    title: str
    sentence: str
    change: str
    definition: str
    links: tuple[Link, ...]
    chart: Chart | None = None
    rows: tuple[tuple[str, str], ...] = ()
