"""Dates in the spellings that the CRM, its forms and its users send, as aware UTC times."""

import math
import re
from datetime import UTC, date, datetime
from typing import Any

EPOCH_MS_FROM = 100_000_000_000  # a second count this large would be the year 5138; so it is milliseconds
_SPELLINGS = (
    "%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y", "%Y/%m/%d", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y",
    "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M %p", "%B %d %Y %I:%M %p", "%b %d %Y %I:%M %p",
)  # fmt: skip
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)


def read_datetime(value: Any) -> datetime | None:
    """Aware UTC time from ISO 8601, epoch seconds or milliseconds, or a common US spelling; None when it is none.

    Month comes before day ("03/04/2026" is the 4th of March), as US accounts write it; a time without zone is UTC.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_epoch(float(value))
    if not isinstance(value, str):
        return None
    text = value.strip()
    if re.fullmatch(r"-?\d{9,16}(\.\d+)?", text):
        return _from_epoch(float(text))
    return _from_iso(text) or _from_spelling(text)


def read_date(value: Any) -> date | None:
    at = read_datetime(value)
    return at.date() if at else None


def _from_epoch(number: float) -> datetime | None:
    if not math.isfinite(number):
        return None
    seconds = number / 1000 if abs(number) >= EPOCH_MS_FROM else number
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _from_iso(text: str) -> datetime | None:
    try:
        return _aware(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _from_spelling(text: str) -> datetime | None:
    plain = " ".join(_ORDINAL.sub("", text.replace(",", " ")).split())
    for spelling in _SPELLINGS:
        try:
            return _aware(datetime.strptime(plain, spelling))  # noqa: DTZ007 - _aware gives it its zone
        except ValueError:
            continue
    return None


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
