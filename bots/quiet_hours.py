"""When the bot may start a text: 8:00 to 21:00 where the lead is, by the strictest of the places it may be. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone as phone_zones

from bots.us_zones import ZONES_OF_STATE

UNKNOWN_ZONE = "Etc/Unknown"
LONGEST_SEARCH = 16  # steps; each moves to the next opening of one zone, and a day has few of them


@dataclass(frozen=True, slots=True)
class Zones:
    """Where the lead may be, and how we know: lead, address, phone, or location when nothing else is known."""

    names: tuple[str, ...]
    known_by: str


def zones_of(*, timezone: str, country: str, state: str, phone: str, location_timezone: str) -> Zones:
    """The lead's own zone, else the address, else the phone's area code, else the location's. Where a state or an
    area code spans several zones all of them count."""
    if _exists(timezone):
        return Zones((timezone,), "lead")
    by_state = ZONES_OF_STATE.get(state.strip().upper(), ()) if country.strip().upper() in ("", "US") else ()
    if by_state:
        return Zones(by_state, "address")
    by_phone = _zones_of_phone(phone)
    if by_phone:
        return Zones(by_phone, "phone")
    return Zones((location_timezone,), "location")


def next_allowed(now: datetime, zones: Sequence[str], *, from_hour: int, until_hour: int) -> datetime | None:
    """`now` when every zone allows it, else the first moment when all do; None when there is no such moment."""
    moment = now
    for _ in range(LONGEST_SEARCH):
        openings = [_next_opening(moment, ZoneInfo(zone), from_hour, until_hour) for zone in zones]
        latest = max(openings, default=moment)
        if latest == moment:
            return moment
        moment = latest
    return None


def _next_opening(moment: datetime, zone: ZoneInfo, from_hour: int, until_hour: int) -> datetime:
    """`moment` when the local clock reads between the hours, else the next time it reads `from_hour`."""
    local = moment.astimezone(zone)
    if from_hour <= local.hour < until_hour:
        return moment
    day = local.date() if local.hour < from_hour else local.date() + timedelta(days=1)
    # Built from the local wall clock, so the hour is right on the days when clocks change.
    opening = datetime.combine(day, time(from_hour), tzinfo=zone)
    return opening.astimezone(moment.tzinfo)


def _zones_of_phone(phone: str) -> tuple[str, ...]:
    if not phone:
        return ()
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return ()
    return tuple(_usable(phone_zones.time_zones_for_number(number)))


def _usable(names: Iterable[str]) -> Iterable[str]:
    return (name for name in names if name != UNKNOWN_ZONE and _exists(name))


def _exists(name: str) -> bool:
    if not name:
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or the name of a folder
        return False
    return True
