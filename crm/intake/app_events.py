"""The app was installed in a location, or taken out of it."""

from audit.record import record
from crm.intake.applying import DONE, Applied, Applying, ignored
from crm.models import Location
from crm.modes import set_mode
from crm.payloads import AppPayload


def apply_install(applying: Applying, _payload: AppPayload) -> Applied:
    """Reconnect a location that had been disconnected. Its mode stays: raising it is an operator's decision."""
    location = Location.objects.select_for_update().get(pk=applying.location.pk)
    if location.disconnected_at is None:
        return ignored("already_connected")
    if applying.stamp < location.disconnected_at:
        return ignored("older_than_applied")
    location.disconnected_at, location.connected_at = None, applying.event.received_at
    location.save(update_fields=["disconnected_at", "connected_at"])
    record("location.reconnected", actor="crm", location_ghl_id=location.ghl_id, subject=f"location:{location.pk}")
    return DONE


def apply_uninstall(applying: Applying, _payload: AppPayload) -> Applied:
    """Disconnect: nothing is decided or sent for this location any more, what waits is held, what comes in is kept."""
    location = Location.objects.select_for_update().get(pk=applying.location.pk)
    if location.disconnected_at is not None:
        return ignored("already_disconnected")
    if applying.stamp < location.connected_at:
        return ignored("older_than_applied")
    location.disconnected_at = applying.stamp
    location.save(update_fields=["disconnected_at"])
    set_mode(location, Location.Mode.OFF, "crm", applying.event.received_at)
    record("location.disconnected", actor="crm", location_ghl_id=location.ghl_id, subject=f"location:{location.pk}")
    return DONE
