"""How a location stands: looked up once in a few seconds, because every delivery asks."""

import time
from dataclasses import dataclass

from crm.models import Location

KEEP_SECONDS = 10.0  # a location's kind never changes; after this a removed or disconnected one is noticed
MOST_KEPT = 10_000
UNKNOWN, UNKNOWN_SANDBOX, NOT_INSTALLED = "unknown_location", "unknown_sandbox_location", "not_installed"
# What ends a location's absence, or repeats it, is read although the location is away.
ABOUT_THE_APP = frozenset({"INSTALL", "UNINSTALL"})
_STANDINGS: dict[str, tuple["Standing", float]] = {}


@dataclass(frozen=True, slots=True)
class Standing:
    """`kind` is `sandbox` or `real`; `installed` is False from disconnecting to connecting again."""

    kind: str
    installed: bool


def standing_of(location_ghl_id: str) -> Standing | None:
    """None for an unknown location. Neither that nor an absence is remembered: it may be connected the next moment.

    A race between threads costs one look-up more; no lock is worth that.
    """
    known = _STANDINGS.get(location_ghl_id)
    if known is not None and known[1] > time.monotonic():
        return known[0]
    if not location_ghl_id:
        return None
    row = Location.objects.filter(ghl_id=location_ghl_id).values_list("kind", "disconnected_at").first()
    if row is None:
        _STANDINGS.pop(location_ghl_id, None)
        return None
    standing = Standing(row[0], row[1] is None)
    if standing.installed:
        _remember(location_ghl_id, standing)
    return standing


def _remember(location_ghl_id: str, standing: Standing) -> None:
    if len(_STANDINGS) >= MOST_KEPT:
        _STANDINGS.clear()
    _STANDINGS[location_ghl_id] = (standing, time.monotonic() + KEEP_SECONDS)


def unknown(signed_for: str) -> str:
    """Why an event of a location that is not connected is quarantined; tells for which kind its signature stands."""
    return UNKNOWN_SANDBOX if signed_for == Location.Kind.SANDBOX else UNKNOWN


def forget_standings() -> None:
    """For tests, and for whoever removes a location."""
    _STANDINGS.clear()
