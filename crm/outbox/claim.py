"""Which entry leaves next, decided in one statement under the location's lock.

Order: lane, due time, id. Left waiting: an entry whose lead has another one under way or unknown (an opt-out may pass
an unknown one), an entry behind an older one of its lead and lane that is being retried, everything but do-not-disturb
while sending is stopped, fields and opportunities while the read that tells where they belong is still to come,
everything while the location has its fill of calls in flight or its calls fail (breaker.py), and the less urgent lanes
when its day nears the limit. Where failures had stopped a location, the entry that is claimed first is the probe: the
others wait on, until its end tells or it must be over.

A look-up of an unknown entry is claimed by the same statement: it stays unknown, and its look-up time moves on.
"""

from dataclasses import dataclass

from django.db import connection, transaction

from crm.models import OutboxEntry
from crm.outbox.daily import least_urgent_lane

LOCK_CLASS = 0x65687031  # first key of the advisory lock; the second is the location

MERGING = ("add_tags", "remove_tags", "set_fields", "opportunity", "read_contact", "read_opportunity", "read_setup")
KEY_KEPT = 130  # characters of a key that stay in front of "#<id>" when the claim takes it off

_STOPPED = """EXISTS (SELECT 1 FROM crm_sendingstop s
    WHERE s.resumed_at IS NULL AND (s.location_id = {location} OR s.location_id IS NULL))"""

_UNREAD = """EXISTS (SELECT 1 FROM crm_outboxentry r WHERE r.location_id = e.location_id AND r.kind = 'read_setup'
    AND r.status IN ('due', 'claimed', 'unknown') AND r.payload->>'what' = '{what}')"""

_CLAIMABLE = """e.status = 'due' AND e.due_at <= statement_timestamp() AND e.lane <= {least_urgent}
  AND (e.kind = 'set_dnd' OR NOT {stopped})
  AND NOT EXISTS (SELECT 1 FROM crm_outboxentry o
    WHERE o.location_id = e.location_id AND o.lead_id = e.lead_id AND o.status IN ('claimed', 'unknown')
      AND (o.status = 'claimed' OR e.lane > 0))
  AND NOT (e.kind = 'set_fields' AND NOT EXISTS (
    SELECT 1 FROM crm_fieldmap m WHERE m.location_id = e.location_id AND m.active) AND {fields_unread})
  AND NOT (e.kind = 'opportunity' AND NOT EXISTS (
    SELECT 1 FROM crm_pipeline p WHERE p.location_id = e.location_id) AND {pipelines_unread})
  AND NOT EXISTS (SELECT 1 FROM crm_outboxentry o
    WHERE o.lead_id = e.lead_id AND o.id < e.id AND o.status = 'due' AND o.attempts > 0 AND o.lane = e.lane)"""


_OPEN = """(SELECT -1 FROM crm_locationbreaker b
    WHERE b.location_id = {location} AND b.open_until > statement_timestamp())"""


def _least_urgent(location: str) -> str:
    """SQL: the least urgent lane that may leave now, -1 for none. LEAST takes no notice of NULL."""
    return f"LEAST({least_urgent_lane(location)}, {_OPEN.format(location=location)})"


def _claimable(location: str) -> str:
    """The condition on entry `e` of this location, an SQL expression."""
    return _CLAIMABLE.format(
        least_urgent=_least_urgent(location),
        stopped=_STOPPED.format(location=location),
        fields_unread=_UNREAD.format(what="custom_fields"),
        pipelines_unread=_UNREAD.format(what="pipelines"),
    )


_CLAIM = f"""
WITH taken AS (UPDATE crm_outboxentry AS mine SET
  status = CASE WHEN mine.status = 'unknown' THEN 'unknown' ELSE 'claimed' END,
  lookup_at = CASE WHEN mine.status = 'unknown' THEN statement_timestamp() + make_interval(secs => %(claim_s)s) END,
  generation = mine.generation + 1, claimed_at = statement_timestamp(), claimed_by = %(worker)s,
  dedupe_key = CASE WHEN mine.kind = ANY(%(merging)s) AND mine.dedupe_key NOT LIKE '%%#' || mine.id
    THEN left(mine.dedupe_key, {KEY_KEPT}) || '#' || mine.id ELSE mine.dedupe_key END
WHERE mine.status IN ('due', 'unknown') AND mine.id = (
  SELECT next.id FROM (
    (SELECT e.id, e.lane, e.due_at AS at FROM crm_outboxentry e
      WHERE e.location_id = %(location)s AND {_claimable("%(location)s")}
        AND (SELECT count(*) FROM crm_outboxentry f
          WHERE f.location_id = %(location)s AND f.status = 'claimed'
            AND f.claimed_at > statement_timestamp() - make_interval(secs => %(flight_s)s)) < %(in_flight)s
      ORDER BY e.lane, e.due_at, e.id LIMIT 1)
    UNION ALL
    (SELECT e.id, e.lane, e.lookup_at FROM crm_outboxentry e
      WHERE e.location_id = %(location)s AND e.status = 'unknown' AND e.lookup_at <= statement_timestamp()
        AND e.lane <= {_least_urgent("%(location)s")}
      ORDER BY e.lane, e.lookup_at, e.id LIMIT 1)
  ) AS next ORDER BY next.lane, next.at, next.id LIMIT 1)
RETURNING mine.id, mine.status),
probe AS (
  UPDATE crm_locationbreaker SET open_until = statement_timestamp() + make_interval(secs => %(flight_s)s)
  WHERE location_id = %(location)s AND open_until <= statement_timestamp() AND EXISTS (SELECT 1 FROM taken))
SELECT id, status FROM taken
"""  # noqa: S608

_DUE_LOCATIONS = f"""
SELECT l.id FROM crm_location l WHERE l.disconnected_at IS NULL AND (
  EXISTS (SELECT 1 FROM crm_outboxentry e
    WHERE e.location_id = l.id AND {_claimable("l.id")})
  OR EXISTS (SELECT 1 FROM crm_outboxentry e
    WHERE e.location_id = l.id AND e.status = 'unknown' AND e.lookup_at <= statement_timestamp()
      AND e.lane <= {_least_urgent("l.id")}))
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class ClaimLimits:
    """claim_s: how long a claim stands. in_flight: calls of one location under way at once, over all processes;
    flight_s: after this long a call is surely over, whatever its claim says. per_day: calls of one location.
    """

    claim_s: float
    in_flight: int
    flight_s: float
    per_day: int


@dataclass(frozen=True, slots=True)
class Claimed:
    entry: OutboxEntry
    is_lookup: bool


def due_locations(limits: ClaimLimits) -> list[int]:
    """Locations with an entry that could be claimed now, or a look-up that is due."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE_LOCATIONS, {"per_day": limits.per_day})
        return [row[0] for row in cursor.fetchall()]


def claim(location_id: int, *, worker: str, limits: ClaimLimits) -> Claimed | None:
    """Claim the most urgent entry of a location; None when nothing may leave."""
    asked: dict[str, str | int | float | list[str]] = {
        "location": location_id,
        "worker": worker,
        "claim_s": limits.claim_s,
        "in_flight": limits.in_flight,
        "flight_s": limits.flight_s,
        "per_day": limits.per_day,
        "merging": list(MERGING),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        # Two claims of one location at once could pick two entries of one lead: neither would see the other's.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, location_id])
        cursor.execute(_CLAIM, asked)
        row = cursor.fetchone()
    if row is None:
        return None
    entry = OutboxEntry.objects.select_related("location__breaker", "lead").get(pk=row[0])
    return Claimed(entry, is_lookup=row[1] == OutboxEntry.Status.UNKNOWN)
