"""Reading answers of other services with care: waiting times and size caps."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT_S = 3600.0  # a longer wish is honoured as this much; the next answer may repeat it


class TooLarge(Exception):
    """The body is longer than the cap; what was read is thrown away."""


def retry_after_s(value: str | None, *, now: datetime) -> float | None:
    """Seconds from a Retry-After header, in either form of RFC 9110 section 10.2.3; None when absent or unreadable."""
    text = (value or "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            at = parsedate_to_datetime(text)
        except ValueError:
            return None
        seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    if seconds != seconds:  # "nan" is a float, but no waiting time
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT_S)


def read_capped(chunks: Iterable[bytes], *, cap_bytes: int) -> bytes:
    """The whole body; raises TooLarge as soon as it passes the cap."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > cap_bytes:
            raise TooLarge(f"answer is longer than {cap_bytes} bytes")
    return bytes(body)
