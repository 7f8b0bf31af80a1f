"""Which kind a location is: looked up once in a few seconds, because every delivery asks."""

import time

from crm.models import Location

KEEP_SECONDS = 10.0  # a location's kind never changes; after this a removed one is noticed
MOST_KEPT = 10_000
UNKNOWN, UNKNOWN_SANDBOX = "unknown_location", "unknown_sandbox_location"
_KINDS: dict[str, tuple[str, float]] = {}


def kind_of(location_ghl_id: str) -> str | None:
    """`sandbox`, `real`, or None for an unknown location (never remembered: it may be connected the next moment).

    A race between threads costs one look-up more; no lock is worth that.
    """
    known = _KINDS.get(location_ghl_id)
    if known is not None and known[1] > time.monotonic():
        return known[0]
    if not location_ghl_id:
        return None
    kind = Location.objects.filter(ghl_id=location_ghl_id).values_list("kind", flat=True).first()
    if kind is None:
        _KINDS.pop(location_ghl_id, None)
        return None
    if len(_KINDS) >= MOST_KEPT:
        _KINDS.clear()
    _KINDS[location_ghl_id] = (kind, time.monotonic() + KEEP_SECONDS)
    return kind


def unknown(signed_for: str) -> str:
    """Why an event of a location that is not connected is quarantined; tells for which kind its signature stands."""
    return UNKNOWN_SANDBOX if signed_for == Location.Kind.SANDBOX else UNKNOWN


def forget_kinds() -> None:
    """For tests, and for whoever removes a location."""
    _KINDS.clear()
