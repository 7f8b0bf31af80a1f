"""Pure: a number written as words on a page, where it can only be one number."""

import re

_MONEY = frozenset({"usd", "price", "budget"})
_ALSO = {
    "usd": ("$", "us$", "dollars", "dollar"),
    "sqft": ("sq ft", "sq. ft.", "square feet", "sf"),
    "days": ("day",),
    "bedrooms": ("bedroom", "beds", "bed", "br"),
}
_WRITTEN = re.compile(r"(?P<sign>[+-]?)\s*(?P<digits>\d[\d,_. \u00a0\u202f]*|\.\d+)\s*(?P<scale>[km])?", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:([, _\u00a0\u202f])\d{3})(?:\1\d{3})*(?:\.\d{0,2})?")
_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+")


def as_whole(text: str, units: frozenset[str]) -> int | None:
    """A whole number, or None: "450,000.00", "$450k" and "1,450 sqft" are one, "450.000" and "2.5" are none."""
    number = as_number(text, units)
    if number is None or number != int(number) or re.fullmatch(r"[^\d]*\d{1,3}(?:\.\d{3})+[^\d]*", text):
        return None
    return int(number)


def as_number(text: str, units: frozenset[str]) -> float | None:
    match = _WRITTEN.fullmatch(_without_unit(text.strip().lower(), units))
    if match is None:
        return None
    digits = match["digits"].strip()
    if re.fullmatch(r"0,\d{1,3}", digits):
        digits = digits.replace(",", ".")  # nothing else begins with a lone 0
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"[, _\u00a0\u202f]", "", digits)
    elif not _PLAIN.fullmatch(digits) or len(digits) > 15:
        return None
    if match["scale"] == "m" and not units & _MONEY:
        return None
    scale = {"k": 1_000, "m": 1_000_000}.get(match["scale"] or "", 1)
    return round(float(match["sign"] + digits) * scale, 9)


def as_share(text: str) -> float | None:
    """A percentage as a share of 1."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*%", text.strip())
    return float(match[1]) / 100 if match else None


def _without_unit(text: str, units: frozenset[str]) -> str:
    """Without the field's own unit, before or behind the number."""
    if units & _MONEY:
        units |= {"usd"}
    words = {word for unit in units for word in (unit, *_ALSO.get(unit, ()))}
    for word in sorted(words, key=len, reverse=True):
        if text.endswith(word) and not text[: -len(word)][-1:].isalpha():
            text = text[: -len(word)].strip()
        if text.startswith(word) and not text[len(word) :][:1].isalpha():
            text = text[len(word) :].strip()
    return text
