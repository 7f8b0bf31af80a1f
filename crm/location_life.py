"""What the CRM's own events do to a location: it is left, comes back, or is called otherwise. Audited, each with `by`.

The events come in any order. Each verb takes the time at which the CRM said so, and an older saying changes nothing.
"""

from datetime import datetime
from typing import Literal

from django.db import transaction

from audit.record import record
from crm.leads import is_stale
from crm.mapping.contacts import zone_of
from crm.models import Location, OutboxEntry
from crm.modes import READS, set_mode
from crm.outbox.actors import Actor, actor_name
from crm.outbox.enqueue import enqueue_read_setup
from crm.outbox.merging import take_off_keys

Status = OutboxEntry.Status
End = Literal["done", "already", "older"]

DISCONNECTED = "location_disconnected"


def disconnect(location: Location, *, at: datetime, by: Actor) -> End:
    """The app was taken out: nothing is called, decided or sent any more; what comes in is kept.

    What waits is held and says why, reads that wait are cancelled: reconnecting asks anew. A look-up under way goes on
    after reconnecting. The mode becomes off.
    """
    with transaction.atomic():
        locked = Location.objects.select_for_update().get(pk=location.pk)
        if is_stale(locked.install_stamp, at) or at < locked.connected_at:
            return "older"
        locked.install_stamp = at
        known, locked.disconnected_at = locked.disconnected_at, locked.disconnected_at or at
        locked.save(update_fields=["install_stamp", "disconnected_at"])
        _show(location, locked)
        if known is not None:
            return "already"
        held = _hold(locked, at)
        set_mode(location, Location.Mode.OFF, by, at)
        record(
            "location.disconnected", actor=actor_name(by), location_ghl_id=locked.ghl_id,
            subject=f"location:{locked.pk}", details={"held": held},
        )  # fmt: skip
    return "done"


def reconnect(location: Location, *, at: datetime, by: Actor) -> End:
    """The app was put in again: calls are made again. The mode stays, and held work stays held: both are people's."""
    with transaction.atomic():
        locked = Location.objects.select_for_update().get(pk=location.pk)
        if is_stale(locked.install_stamp, at) or is_stale(locked.disconnected_at, at):
            return "older"
        was_gone, locked.install_stamp = locked.disconnected_at is not None, at
        if was_gone:
            locked.disconnected_at, locked.connected_at = None, at
        locked.save(update_fields=["install_stamp", "disconnected_at", "connected_at"])
        _show(location, locked)
        if not was_gone:
            return "already"
        enqueue_read_setup(locked, cause="reconnect")
        record(
            "location.reconnected", actor=actor_name(by), location_ghl_id=locked.ghl_id,
            subject=f"location:{locked.pk}", details={"mode": locked.mode},
        )  # fmt: skip
    return "done"


def describe(location: Location, *, name: str, timezone: str, at: datetime, by: Actor) -> End:
    """The CRM tells how the location is called and which zone it is in; what is empty or no zone is left as it is."""
    with transaction.atomic():
        locked = Location.objects.select_for_update().get(pk=location.pk)
        if is_stale(locked.described_stamp, at) or at < locked.connected_at:
            return "older"
        told = {"name": name.strip()[:200], "timezone": zone_of(timezone.strip())}
        changed = [column for column, value in told.items() if value and value != getattr(locked, column)]
        for column in changed:
            setattr(locked, column, told[column])
        locked.described_stamp = at
        locked.save(update_fields=["described_stamp", *changed])
        _show(location, locked)
        if not changed:
            return "already"
        record(
            "location.described", actor=actor_name(by), location_ghl_id=locked.ghl_id,
            subject=f"location:{locked.pk}", details={"changed": changed},
        )  # fmt: skip
    return "done"


def _hold(location: Location, at: datetime) -> int:
    waiting = OutboxEntry.objects.filter(location=location, status=Status.DUE)
    waiting.filter(kind__in=READS).update(status=Status.CANCELLED, reason=DISCONNECTED, settled_at=at)
    held = waiting.update(status=Status.HELD, reason=DISCONNECTED, settled_at=at)
    take_off_keys(OutboxEntry.objects.held().filter(location=location, reason=DISCONNECTED))
    OutboxEntry.objects.filter(location=location, status=Status.UNKNOWN).update(reason=DISCONNECTED)
    return held


def _show(given: Location, locked: Location) -> None:
    """The caller's object says what the row says now."""
    for column in ("install_stamp", "described_stamp", "connected_at", "disconnected_at", "name", "timezone"):
        setattr(given, column, getattr(locked, column))
