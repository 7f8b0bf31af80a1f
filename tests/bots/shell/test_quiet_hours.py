"""Where the lead may be, and when a text may start there."""

from datetime import UTC, datetime

import pytest

from bots.quiet_hours import next_allowed, zones_of
from bots.us_zones import ZONES_OF_STATE

CHICAGO, NEW_YORK, DENVER = "America/Chicago", "America/New_York", "America/Denver"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def opens(now: str, *zones: str) -> datetime | None:
    return next_allowed(utc(now), zones, from_hour=8, until_hour=21)


@pytest.mark.parametrize(
    ("now", "zones", "then"),
    [
        ("2026-06-10 17:00", [CHICAGO], "2026-06-10 17:00"),  # noon
        ("2026-06-10 13:00", [CHICAGO], "2026-06-10 13:00"),  # 8:00 sharp
        ("2026-06-10 12:59:59", [CHICAGO], "2026-06-10 13:00"),
        ("2026-06-11 01:59:59", [CHICAGO], "2026-06-11 01:59:59"),  # 20:59:59
        ("2026-06-11 02:00", [CHICAGO], "2026-06-11 13:00"),  # 21:00 sharp waits for the morning
        ("2026-06-11 05:30", [CHICAGO], "2026-06-11 13:00"),  # half past midnight: the same day
        # Clocks go forward on 8 March 2026 at 2:00: 8:00 is an hour earlier in UTC than the day before.
        ("2026-03-07 07:00", [NEW_YORK], "2026-03-07 13:00"),
        ("2026-03-08 06:30", [NEW_YORK], "2026-03-08 12:00"),
        ("2026-03-08 02:30", [NEW_YORK], "2026-03-08 12:00"),
        # Clocks go back on 1 November 2026 at 2:00: one hour later in UTC.
        ("2026-11-01 02:30", [NEW_YORK], "2026-11-01 13:00"),
        ("2026-11-01 05:30", [NEW_YORK], "2026-11-01 13:00"),  # 1:30 for the first time
        ("2026-11-01 06:30", [NEW_YORK], "2026-11-01 13:00"),  # and for the second
        # Several candidates: all of them must allow it.
        ("2026-06-10 12:30", [NEW_YORK, CHICAGO], "2026-06-10 13:00"),
        ("2026-06-11 01:30", [NEW_YORK, CHICAGO], "2026-06-11 13:00"),  # 21:30 in the east
        ("2026-06-10 13:30", [NEW_YORK, CHICAGO, DENVER], "2026-06-10 14:00"),
        ("2026-06-10 12:00", [NEW_YORK, "Pacific/Honolulu", "Pacific/Guam"], "2026-06-10 22:00"),
    ],
)
def test_the_next_moment_that_every_zone_allows(now: str, zones: list[str], then: str) -> None:
    assert opens(now, *zones) == utc(then)


def test_zones_without_a_common_hour_have_no_next_moment() -> None:
    assert next_allowed(utc("2026-06-10 12:00"), ["Asia/Tokyo", NEW_YORK], from_hour=9, until_hour=17) is None


@pytest.mark.parametrize(
    ("facts", "names", "known_by"),
    [
        ({"timezone": DENVER, "state": "NY", "phone": "+12125550100"}, (DENVER,), "lead"),
        ({"timezone": "Mars/Olympus", "state": "NY"}, (NEW_YORK,), "address"),
        ({"timezone": "America", "state": "NY"}, (NEW_YORK,), "address"),  # the name of a folder
        ({"state": "new york ", "phone": "+15125550100"}, (NEW_YORK,), "address"),
        ({"state": "TX", "phone": "+15125550100"}, (CHICAGO, DENVER), "address"),
        ({"state": "TX", "country": "MX", "phone": "+15125550100"}, (CHICAGO,), "phone"),
        ({"phone": "+12125550100"}, (NEW_YORK,), "phone"),
        ({"phone": "+12085550100"}, ("America/Boise", "America/Los_Angeles"), "phone"),
        ({"phone": "no phone"}, ("America/Phoenix",), "location"),
        ({}, ("America/Phoenix",), "location"),
    ],
)
def test_where_the_lead_may_be(facts: dict[str, str], names: tuple[str, ...], known_by: str) -> None:
    known = {"timezone": "", "country": "", "state": "", "phone": "", "location_timezone": "America/Phoenix"}
    found = zones_of(**(known | facts))
    assert (found.names, found.known_by) == (names, known_by)


def test_a_toll_free_number_is_texted_only_when_all_of_its_territory_is_awake() -> None:
    found = zones_of(timezone="", country="", state="", phone="+18005550100", location_timezone=CHICAGO)
    assert len(found.names) > 20
    assert opens("2026-06-10 17:00", *found.names) == utc("2026-06-10 22:00")


def test_every_state_has_a_zone_that_exists() -> None:
    for name, zones in ZONES_OF_STATE.items():
        for zone in zones:
            assert zones_of(timezone=zone, country="", state="", phone="", location_timezone="").known_by == "lead", (
                name
            )
