"""The app was installed in a location, or taken out of it; the location is called otherwise."""

from crm.intake.applying import DONE, STALE, Applied, Applying, ignored
from crm.location_life import End, describe, disconnect, reconnect
from crm.payloads import AppPayload, LocationPayload

BY = "crm"
AS_BEFORE = ignored("nothing_new")


def apply_install(applying: Applying, _payload: AppPayload) -> Applied:
    end = reconnect(applying.location, at=applying.stamp, by=BY)
    applying.enqueued |= end == "done"
    return _applied(end, ignored("already_connected"))


def apply_uninstall(applying: Applying, _payload: AppPayload) -> Applied:
    return _applied(disconnect(applying.location, at=applying.stamp, by=BY), ignored("already_disconnected"))


def apply_location(applying: Applying, payload: LocationPayload) -> Applied:
    """LocationCreate, LocationUpdate: of a location that is connected. Of others the intake keeps them quarantined."""
    end = describe(applying.location, name=payload.name, timezone=payload.timezone, at=applying.stamp, by=BY)
    return _applied(end, AS_BEFORE)


def _applied(end: End, already: Applied) -> Applied:
    return {"done": DONE, "older": STALE, "already": already}[end]
