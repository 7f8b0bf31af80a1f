"""How far the product may act in a location. Lowering holds what waits; raising sends nothing retroactively."""

from datetime import datetime

from django.db import transaction

from audit.record import record
from crm.models import Location, OutboxEntry
from crm.outbox.actors import Actor, actor_name
from crm.outbox.merging import take_off_keys
from crm.outbox.verbs import AWAITING_APPROVAL

Mode, Status, Kind, Purpose = Location.Mode, OutboxEntry.Status, OutboxEntry.Kind, OutboxEntry.Purpose

HOW_FAR = {Mode.OFF: 0, Mode.SHADOW: 1, Mode.REVIEW: 2, Mode.LIVE: 3}
# What a review location still sends without approval.
SENT_IN_REVIEW = frozenset({Purpose.STAFF, Purpose.OPTOUT_CONFIRMATION, Purpose.HELP})
READS = (Kind.READ_CONTACT, Kind.READ_OPPORTUNITY, Kind.READ_SETUP)
MODE_LOWERED = "mode_lowered"


class UnknownMode(ValueError):
    """No such mode; the message lists those there are."""


def set_mode(location: Location, mode: str, by: Actor, now: datetime) -> int:
    """Set the mode; returns how many waiting entries were held for it. Raises UnknownMode.

    Held entries stay held when the mode is raised again: a person releases or discards them.
    """
    if mode not in Mode.values:
        raise UnknownMode(f"no mode {mode!r}; there are {', '.join(Mode.values)}")
    with transaction.atomic():
        locked = Location.objects.select_for_update().get(pk=location.pk)
        before, locked.mode = locked.mode, mode
        locked.save(update_fields=["mode"])
        held = _hold(locked, mode, now) if HOW_FAR[Mode(mode)] < HOW_FAR[Mode(before)] else 0
        if mode != before:
            details = {"from": before, "to": mode, "held": held}
            record("location.mode_set", actor=actor_name(by), location_ghl_id=locked.ghl_id, details=details)
    location.mode = mode
    return held


def _hold(location: Location, mode: str, now: datetime) -> int:
    waiting = OutboxEntry.objects.filter(location=location, status=Status.DUE).exclude(kind__in=READS)
    if mode == Mode.REVIEW:
        waiting = waiting.filter(kind=Kind.TEXT).exclude(purpose__in=SENT_IN_REVIEW)
        return waiting.update(status=Status.HELD, reason=AWAITING_APPROVAL, settled_at=now)
    held = waiting.update(status=Status.HELD, reason=MODE_LOWERED, settled_at=now)
    take_off_keys(OutboxEntry.objects.held().filter(location=location))
    return held
