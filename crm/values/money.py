"""Amounts to integer cents."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

MOST_CENTS = 10**17  # a hundred times the world's yearly product; what is larger is noise, and bigint ends soon after
_THOUSANDS = {"": 1, "k": 1_000, "m": 1_000_000, "mm": 1_000_000}
_AMOUNT = re.compile(r"(?i)^(?:us\$|usd|\$)?\s*(\d[\d,]*(?:\.\d+)?|\.\d+)\s*(k|mm|m)?\s*(?:usd|dollars|\$)?$")


def cents_of(value: Any) -> int | None:
    """Integer cents of a number of dollars or of a text such as "$450,000.50", "450k", "1.2m"; None when it is none."""
    amount = _dollars(value)
    if amount is None or not amount.is_finite():
        return None
    cents = int((amount * 100).to_integral_value())
    return cents if abs(cents) <= MOST_CENTS else None


def _dollars(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Decimal(str(value))
    if not isinstance(value, str):
        return None
    text = value.strip()
    sign = -1 if text.startswith("-") else 1
    match = _AMOUNT.match(text.lstrip("-").strip())
    if match is None:
        return None
    try:
        return sign * Decimal(match[1].replace(",", "")) * _THOUSANDS[(match[2] or "").lower()]
    except InvalidOperation:
        return None


def dollars_text(cents: int) -> str:
    """ "450000" or "450000.50": a plain number without currency, as the CRM wants it."""
    dollars, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{dollars}.{rest:02d}" if rest else f"{sign}{dollars}"
