"""Stop all sending, and resume it: for one location, or for all with `location=None`. Acts at the next gate check."""

from datetime import datetime

from django.db import IntegrityError, transaction

from audit.record import record
from crm.models import Location, SendingStop
from crm.outbox.actors import Actor, actor_name


def stop_sending(location: Location | None, *, by: Actor, now: datetime) -> bool:
    """False when the same stop was in force already; the constraint decides between two at once."""
    try:
        with transaction.atomic():
            stop = SendingStop.objects.create(location=location, stopped_at=now, stopped_by=actor_name(by))
            _record("sending.stopped", stop, by)
    except IntegrityError:
        return False
    return True


def resume_sending(location: Location | None, *, by: Actor, now: datetime) -> bool:
    """Lift the stop of exactly this location, or of all; False when there was none."""
    with transaction.atomic():
        stop = SendingStop.objects.select_for_update().filter(location=location, resumed_at__isnull=True).first()
        if stop is None:
            return False
        stop.resumed_at, stop.resumed_by = now, actor_name(by)
        stop.save(update_fields=["resumed_at", "resumed_by"])
        _record("sending.resumed", stop, by)
    return True


def _record(action: str, stop: SendingStop, by: Actor) -> None:
    where = stop.location.ghl_id if stop.location else ""
    record(action, actor=actor_name(by), location_ghl_id=where, subject=f"sendingstop:{stop.pk}")
