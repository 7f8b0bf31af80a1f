"""Tell staff: a row that pages show, a log line, and the gauge that /metrics makes of the rows. One verb each way."""

import logging

from django.db import connection
from django.utils import timezone

from crm.models import Location, StaffAlert

log = logging.getLogger(__name__)

_RAISE = """
INSERT INTO crm_staffalert (location_id, code, sentence, times)
VALUES (%s, %s, %s, 1)
ON CONFLICT (location_id, code) WHERE cleared_at IS NULL
DO UPDATE SET sentence = EXCLUDED.sentence, last_at = statement_timestamp(), times = crm_staffalert.times + 1
RETURNING times
"""


def raise_alert(location: Location, code: str, sentence: str) -> bool:
    """True when it is new; while one stands, its repeats are counted in it. The sentence holds no token and no name."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [location.pk, code, sentence[:400]])
        times = cursor.fetchone()[0]
    log.error("crm.alert", extra={"code": code, "location": location.pk, "times": times})
    return bool(times == 1)


def clear(location: Location, code: str) -> bool:
    """It is over; False when none stood."""
    standing = StaffAlert.objects.standing().filter(location=location, code=code)
    cleared = standing.update(cleared_at=timezone.now()) == 1
    if cleared:
        log.info("crm.alert_cleared", extra={"code": code, "location": location.pk})
    return cleared
