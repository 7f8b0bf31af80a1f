"""Pure: what the headers of a response say of the account's limits, and for how long to leave it alone."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Final

from orchestrator.providers.base import RateHint, RateHints

_LONGEST_WISH_SECONDS: Final = 24 * 3600.0
_MOST_PER_MINUTE: Final = 10**12  # of requests or tokens: more is no number that anybody meant
_SPAN_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|[smhd])")
_SPAN = re.compile(rf"(?:{_SPAN_PART.pattern})+")
_UNIT_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def claude_hints(headers: Mapping[str, str]) -> RateHints | None:
    """From `anthropic-ratelimit-{requests,input-tokens,output-tokens}-{limit,remaining,reset}`; reset is RFC 3339."""

    def hint(kind: str) -> RateHint | None:
        prefix = f"anthropic-ratelimit-{kind}"
        told = [headers.get(f"{prefix}-{part}") for part in ("limit", "remaining", "reset")]
        return _hint(*told, at=_moment)

    return _hints(hint("requests"), hint("input-tokens"), hint("output-tokens"))


def openai_hints(headers: Mapping[str, str], now: float) -> RateHints | None:
    """From `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`; reset is a span such as "6m0s".

    OpenAI has one limit for tokens of both directions. It is given as that of the input, the larger share.
    """

    def hint(kind: str) -> RateHint | None:
        told = [headers.get(f"x-ratelimit-{part}-{kind}") for part in ("limit", "remaining", "reset")]
        return _hint(*told, at=lambda span: None if (seconds := _seconds(span)) is None else now + seconds)

    return _hints(hint("requests"), hint("tokens"), None)


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds to wait as `retry-after-ms` or `retry-after` wishes (seconds or an HTTP date), at most a day."""
    seconds = _number(headers.get("retry-after-ms"))
    if seconds is not None:
        seconds /= 1000
    else:
        said = headers.get("retry-after")
        seconds = _number(said)
        if seconds is None and (at := _http_date(said)) is not None:
            seconds = max(0.0, at - now)
    if seconds is None or seconds < 0:
        return None
    return min(seconds, _LONGEST_WISH_SECONDS)


def _hints(
    requests: RateHint | None, input_tokens: RateHint | None, output_tokens: RateHint | None
) -> RateHints | None:
    if requests is None and input_tokens is None and output_tokens is None:
        return None
    return RateHints(requests, input_tokens, output_tokens)


def _hint(
    limit: str | None, remaining: str | None, reset: str | None, *, at: Callable[[str], float | None]
) -> RateHint | None:
    """All three within their range, or nothing: a limit without its state misleads."""
    if limit is None or remaining is None or reset is None:
        return None
    most, left, reset_at = _whole(limit), _whole(remaining), at(reset.strip())
    if most is None or left is None or reset_at is None or not isfinite(reset_at):
        return None
    return RateHint(most, left, reset_at)


def _whole(text: str) -> int | None:
    digits = text.strip().lstrip("0") or text.strip()
    if not digits.isdecimal() or len(digits) > len(str(_MOST_PER_MINUTE)) or int(digits) > _MOST_PER_MINUTE:
        return None
    return int(digits)


def _moment(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None


def _seconds(span: str) -> float | None:
    if not _SPAN.fullmatch(span):
        return None
    return sum(float(number) * _UNIT_SECONDS[unit] for number, unit in _SPAN_PART.findall(span))


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if number == number else None  # "nan" is a float and no number


def _http_date(text: str | None) -> float | None:
    try:
        return parsedate_to_datetime(text or "").timestamp()
    except (ValueError, OverflowError):
        return None
