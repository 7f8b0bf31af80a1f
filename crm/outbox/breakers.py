"""The rows of the breakers: what a call's end means for its location. One short transaction, only where it changes."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit.record import record
from crm.alerts import clear, raise_alert
from crm.ghl.errors import GhlError, Throttled
from crm.models import Location, LocationBreaker
from crm.outbox.actors import Actor, actor_name
from crm.outbox.breaker import Breaker, Cause, Policy, after_failure, after_success, cause_of

log = logging.getLogger(__name__)

ALERT = "crm_calls_fail"
WORDS: dict[Cause, str] = {
    "token": (
        "GoHighLevel refuses this location's token, so nothing is sent; all writes wait. Make a new private "
        "integration token there (Settings > Private Integrations) and run: manage.py connect_location {ghl_id} with "
        "--token-env; or install the app again."
    ),
    "server": (
        "GoHighLevel answers with errors for this location; its writes wait and one is tried from time to time. Look "
        "at GoHighLevel's status page; nothing needs to be done here once it recovers."
    ),
    "network": (
        "GoHighLevel does not answer for this location; its writes wait and one is tried from time to time. Check the "
        "network of this machine, GHL_BASE_URL and GoHighLevel's status page."
    ),
    "setup": (
        "No call can be prepared for this location: its address is not set, or its stored token cannot be read. Check "
        "GHL_BASE_URL, SANDBOX_BASE_URL and FIELD_ENCRYPTION_KEYS, or connect the location again with its token."
    ),
}
_COLUMNS = ("failures", "trips", "opened_at", "open_until", "cause", "last_error", "changed_at")


def heard(location: Location, error: GhlError | None, *, left_at: datetime, policy: Policy) -> None:
    """A call of this location has ended, well or with an error. 429 is a limit and no failure."""
    if isinstance(error, Throttled):
        return
    cause = cause_of(error) if error is not None else None
    if cause is not None:
        failed(location, cause, str(error), left_at=left_at, policy=policy)
    elif _has_failed(location):
        _worked(location, left_at)


def failed(location: Location, cause: Cause, words: str, *, left_at: datetime, policy: Policy) -> None:
    """`words`: the CRM's, without a token or a lead's words."""
    with transaction.atomic():
        row = _locked(location)
        before, now = _value(row), timezone.now()
        after = after_failure(before, cause, left_at=left_at, now=now, policy=policy)
        if after == before:
            return
        row.cause, row.last_error = cause, words[:300]
        _write(row, after)
        if after.trips > before.trips:
            _opened(location, row, cause)


def try_again_now(location: Location, by: Actor) -> bool:
    """A person's word that the cause is mended: closed, with nothing counted. False when nothing had failed."""
    with transaction.atomic():
        row = LocationBreaker.objects.select_for_update().filter(location=location).first()
        if row is None or _value(row) == Breaker():
            return False
        _write(row, Breaker())
        clear(location, ALERT)
        record("location.breaker_reset", actor=actor_name(by), location_ghl_id=location.ghl_id)
    return True


def value_of(location: Location) -> Breaker:
    row = getattr(location, "breaker", None)
    return _value(row) if row is not None else Breaker()


def _has_failed(location: Location) -> bool:
    """As of the claim, which reads the row along with the location."""
    return value_of(location) != Breaker()


def _worked(location: Location, left_at: datetime) -> None:
    with transaction.atomic():
        row = _locked(location)
        before = _value(row)
        after = after_success(before, left_at=left_at)
        if after == before:
            return
        _write(row, after)
        if before.trips:
            clear(location, ALERT)
            record("location.breaker_closed", actor="crm", location_ghl_id=location.ghl_id)
            log.info("outbox.breaker_closed", extra={"location": location.pk})


def _opened(location: Location, row: LocationBreaker, cause: Cause) -> None:
    log.warning("outbox.breaker_opened", extra={"location": location.pk, "cause": cause, "trips": row.trips})
    raise_alert(location, ALERT, WORDS[cause].format(ghl_id=location.ghl_id))
    if row.trips == 1:  # while it goes on, the alert counts
        action = "location.token_refused" if cause == "token" else "location.breaker_opened"
        record(action, actor="crm", location_ghl_id=location.ghl_id, details={"cause": cause})


def _locked(location: Location) -> LocationBreaker:
    LocationBreaker.objects.get_or_create(location=location)
    return LocationBreaker.objects.select_for_update().get(location=location)


def _value(row: LocationBreaker) -> Breaker:
    return Breaker(row.failures, row.trips, row.opened_at, row.open_until)


def _write(row: LocationBreaker, value: Breaker) -> None:
    row.failures, row.trips, row.opened_at, row.open_until = (
        value.failures, value.trips, value.opened_at, value.open_until
    )  # fmt: skip
    if value == Breaker():
        row.cause, row.last_error = LocationBreaker.Cause.NONE, ""
    row.save(update_fields=_COLUMNS)
