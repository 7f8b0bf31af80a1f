"""How the pages of the models say money, shares, spans and ages."""

import re
from datetime import datetime
from decimal import Decimal

DASH = "–"
MICRO = 1_000_000
_AMOUNT = re.compile(r"(?P<minus>-)?\$?(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?:\.[0-9]*)?|\.[0-9]+)\Z")


def dollars(micro_usd: int) -> str:
    """Dollars from one dollar on; below that cents, with as many places as it takes."""
    if micro_usd == 0:
        return "$0"
    if abs(micro_usd) >= 995_000:
        return f"${micro_usd / MICRO:,.2f}"
    if abs(micro_usd) >= 10_000:
        return f"{micro_usd / 10_000:.2f} ¢"
    whole, _, places = f"{micro_usd / 10_000:.4f}".partition(".")
    return f"{whole}.{places.rstrip('0').ljust(2, '0')} ¢"


def exact_usd(micro_usd: int) -> str:
    """Dollars with all places and without trailing noughts, as a form takes them."""
    return format((Decimal(micro_usd) / MICRO).normalize(), "f")


def full_dollars(micro_usd: int) -> str:
    """Dollars to the last millionth, with two places at least: for records, where cents and dollars must not mix."""
    whole, _, places = exact_usd(micro_usd).partition(".")
    return f"${int(whole):,}.{places.ljust(2, '0')}"


def micro_usd(usd: str) -> int:
    """Whole micro-dollars of what was typed. Raises ValueError with a sentence for what is no amount of money.

    A comma counts as one that groups thousands, never as a decimal point: "2,50" is refused rather than read as 250.
    """
    typed = _AMOUNT.match(usd.strip())
    if typed is None:
        raise ValueError(f"“{usd.strip()}” is not an amount in dollars: digits and a point are expected, such as 2.50.")
    if typed["minus"]:
        raise ValueError(f"“{usd.strip()}” is below 0.")
    amount = Decimal(typed["digits"].replace(",", "")) * MICRO
    if amount != amount.to_integral_value():
        raise ValueError(f"“{usd.strip()}” is finer than a millionth of a dollar: six places at most.")
    return int(amount)


def share(part: int, whole: int) -> str:
    """ "42 %", or a dash where there is nothing to divide by."""
    return f"{100 * part / whole:.0f} %" if whole else DASH


def percent(part: int, whole: int) -> int:
    """0 to 100, for the length of a bar."""
    return max(0, min(100, round(100 * part / whole))) if whole else 0


def counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def span(seconds: float) -> str:
    """Inside a sentence: "8 s", "12 min", "3 h", "2 days"."""
    if seconds < 60:
        return f"{max(0, seconds):.0f} s"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    if seconds < 48 * 3600:
        return f"{seconds / 3600:.0f} h"
    return f"{seconds / 86_400:.0f} days"


def ago(moment: datetime, now: datetime) -> str:
    seconds = (now - moment).total_seconds()
    return "just now" if seconds < 10 else f"{span(seconds)} ago"


def plain(code: str) -> str:
    """A stable word such as `rate_limited` as people read it."""
    return code.replace("_", " ").strip()


def milliseconds(ms: int) -> str:
    return f"{ms:,} ms" if ms < 10_000 else f"{ms / 1000:.1f} s"


def microseconds(us: int) -> str:
    if us < 1000:
        return f"{us} µs"
    if us < 10_000:
        return f"{us / 1000:.2f} ms"
    return f"{us / 1000:.1f} ms" if us < 10_000_000 else f"{us / 1_000_000:.1f} s"
