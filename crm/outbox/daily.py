"""The CRM's limit of calls a day: one row per location and UTC day, counted by the statement that writes the attempt.

The last tenth of a day is kept for opt-outs, replies and handoffs; the claim asks which lanes may still leave. The
CRM's own count (X-RateLimit-Daily-Remaining) may lower the limit and never raises it. Its word counts for a quarter of
an hour: when its day ends is not published, and a call that follows hears the new day.
"""

import logging
from dataclasses import dataclass

from django.db import connection

from crm.alerts import clear, raise_alert
from crm.models import Lane, Location

log = logging.getLogger(__name__)

RESERVE_SHARE = 0.1  # of the day's calls, for the lanes up to Lane.HANDOFF
ALARM_SHARE = 0.2  # GHL.md advises to alarm under 20 %
HEARD_S = 900
OTHERS_SHARE = 0.001  # so much the CRM's count may differ from ours before it is written down: calls under way
LOW = "daily_calls_low"

UTC_DAY = "(statement_timestamp() AT TIME ZONE 'UTC')::date"
LIMIT = (
    "LEAST(%(per_day)s, CASE WHEN d.heard_at > statement_timestamp()"
    f" - make_interval(secs => {HEARD_S}) THEN d.heard_limit END)"
)
"""The limit of today's row `d`: SQL, with the parameter per_day."""

_LEAST_URGENT = """COALESCE((SELECT
    CASE WHEN d.calls >= {limit} THEN -1 WHEN d.calls >= {limit} * {kept} THEN {reserved} ELSE 32767 END
  FROM crm_dailycalls d WHERE d.location_id = {location} AND d.day = {day}), 32767)"""

_HEAR = f"""
UPDATE crm_dailycalls AS d SET heard_limit = %(heard)s, heard_at = statement_timestamp()
WHERE location_id = %(location)s AND day = {UTC_DAY}
"""  # noqa: S608

_ALARM = f"""
UPDATE crm_dailycalls SET alarmed_at = statement_timestamp()
WHERE location_id = %(location)s AND day = {UTC_DAY} AND alarmed_at IS NULL
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Day:
    """A location's day at one moment: calls made, this one included, and how many the day allows."""

    calls: int
    limit: int
    alarmed: bool = False

    @property
    def left(self) -> int:
        return max(0, self.limit - self.calls)

    @property
    def low(self) -> bool:
        return self.left < self.limit * ALARM_SHARE

    @property
    def reserve_only(self) -> bool:
        return self.calls >= self.limit * (1 - RESERVE_SHARE)


def least_urgent_lane(location: str) -> str:
    """SQL: the least urgent lane that may leave today, -1 for none. `location`: an SQL expression of its id."""
    return _LEAST_URGENT.format(
        limit=LIMIT, kept=1 - RESERVE_SHARE, reserved=int(Lane.HANDOFF), location=location, day=UTC_DAY
    )


def heard_limit(day: Day, remaining: int | None) -> int | None:
    """The limit that the CRM's count implies, where it is lower than what we believe; pure."""
    if remaining is None or remaining >= day.left - max(1.0, day.limit * OTHERS_SHARE):
        return None
    return day.calls + remaining


def hear(location: Location, day: Day, remaining: int | None, *, per_day: int) -> None:
    """What an answer said of the day. Costs a statement only where the CRM counts more calls than we do."""
    limit = heard_limit(Day(day.calls, per_day), remaining)
    if limit is not None:
        _execute(_HEAR, location, heard=limit)
        day = Day(day.calls, limit, day.alarmed)
    if day.calls == 1:
        clear(location, LOW)
    if day.low and not day.alarmed and _execute(_ALARM, location):
        sentence = (
            f"{day.left} of today's {day.limit} calls to the CRM are left. The last tenth is kept for opt-outs, "
            "replies and handoffs; other writes then wait for the next day (UTC). See which lane fills the queue."
        )
        raise_alert(location, LOW, sentence)


def today(per_day: int) -> dict[int, Day]:
    """{location id: its day so far}; a location without a call today is missing."""
    sql = f"SELECT d.location_id, d.calls, {LIMIT} FROM crm_dailycalls d WHERE d.day = {UTC_DAY}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, {"per_day": per_day})
        return {location: Day(calls, limit) for location, calls, limit in cursor.fetchall()}


def _execute(sql: str, location: Location, **values: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"location": location.pk, **values})
        return cursor.rowcount == 1
