"""Time spans and dates, in days from today."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sandbox.claude.numbers import SMALL, small_number

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "enero", "jan"),
            ("february", "febrero", "feb"),
            ("march", "marzo"),
            ("april", "abril", "apr"),
            ("may", "mayo"),
            ("june", "junio", "jun"),
            ("july", "julio", "jul"),
            ("august", "agosto", "aug"),
            ("september", "septiembre", "sept", "sep"),
            ("october", "octubre", "oct"),
            ("november", "noviembre", "nov"),
            ("december", "diciembre", "dec"),
        ),
        start=1,
    )
    for name in names
}
SEASONS = {
    "spring": 4,
    "primavera": 4,
    "summer": 7,
    "verano": 7,
    "fall": 10,
    "autumn": 10,
    "otono": 10,
    "winter": 12,
    "invierno": 12,
    "christmas": 12,
    "navidad": 12,
    "thanksgiving": 11,
}
_UNIT_DAYS = (
    ("day", 1),
    ("dia", 1),
    ("week", 7),
    ("semana", 7),
    ("month", 30),
    ("mes", 30),
    ("year", 365),
    ("ano", 365),
)
_UNIT = r"(?:days?|dias?|weeks?|semanas?|months?|mes(?:es)?|years?|anos?)"
_LEAD = (
    r"(?:(?:with)?in|about|around|en|dentro de|unos|next|like|maybe|roughly|"
    r"over)?\s*(?:the next\s+|about\s+|around\s+|like\s+|unos\s+)?"
)
_RANGE = re.compile(rf"{_LEAD}({SMALL}|\d{{3}})\s*(?:-|to|or|a|o|and)\s*({SMALL}|\d{{3}})\s*({_UNIT})\b")
_SPAN = re.compile(rf"{_LEAD}\b({SMALL}|\d{{3}}|a|an|couple(?: of)?|few|several|" rf"par de)\s+(?:more\s+)?({_UNIT})\b")
_FIXED = (
    (
        r"\b(?:asap|as soon as possible|right away|right now|immediately|urgent(?:ly)?|"
        r"yesterday|cuanto antes|inmediatamente|"
        r"lo antes posible|ya mismo|lo mas pronto posible)\b",
        0,
        0.9,
    ),
    (r"\b(?:today|hoy)\b", 0, 0.7),
    (r"\b(?:tomorrow|manana)\b", 1, 0.7),
    (r"\b(?:this week|esta semana)\b", 7, 0.85),
    (r"\b(?:next week|la (?:proxima semana|semana que viene))\b", 10, 0.85),
    (r"\b(?:(?:end of |by the end of )?this month|(?:fin(?:es)? de )?este mes)\b", 20, 0.85),
    (r"\b(?:early |sometime )?(?:next month|(?:el )?(?:proximo mes|mes que viene|mes proximo))\b", 30, 0.85),
    (r"\b(?:(?:the )?end of (?:the|this) year|fin(?:es|ales)? de ano|before the new year)\b", -1, 0.8),
    (r"\b(?:next year|el (?:proximo ano|ano que viene))\b", 365, 0.75),
    (
        r"\b(?:no rush|no hurry|not in (?:a|any) (?:rush|hurry)|whenever|someday|just looking|"
        r"just browsing|sin prisa|"
        r"no (?:tengo|hay) prisa|sometime)\b",
        365,
        0.45,
    ),
)
_FIXED_PATTERNS = tuple((re.compile(pattern), days, sure) for pattern, days, sure in _FIXED)
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_SEASON_NAMES = "|".join(SEASONS)
_NAMED = re.compile(
    rf"\b(by|in|before|after|around|until|end of|by the end of|early|late|mid|this|next|en|"
    rf"para|antes de|fines de|finales de)\s+"
    rf"(?:the\s+|el\s+|la\s+)?({_MONTH_NAMES}|{_SEASON_NAMES})\b(?:\s+(\d{{1,2}})(?:st|nd|"
    rf"rd|th)?\b)?"
)
_ARTICLES = {"a": 1, "an": 1, "couple": 2, "couple of": 2, "few": 3, "several": 4, "par de": 2}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from today (low to high) with the span of the words."""

    low: int
    high: int
    start: int
    end: int
    confidence: float


def _unit_days(unit: str) -> int:
    return next(days for name, days in _UNIT_DAYS if unit.startswith(name))


def _count(text: str) -> int:
    return int(text) if text.isdigit() else _ARTICLES.get(text) or small_number(text) or 1


def _days_until(month: int, day: int, today: date) -> int:
    year = today.year if (month, day) >= (today.month, today.day) else today.year + 1
    return max(0, (date(year, month, 1) + timedelta(days=day - 1) - today).days)


def find_span(folded: str, today: date) -> Span | None:
    """Return the first time span that says when something is to happen."""
    found = [one for one in (_range(folded), _single(folded), _fixed(folded, today), _named(folded, today)) if one]
    found = [one for one in found if not _is_past(folded, one)]
    return min(found, key=lambda one: (one.start, -(one.end - one.start))) if found else None


def _is_past(folded: str, span: Span) -> bool:
    """ "Two years ago", "for 10 years", "10 years old" say how long, not when."""
    after, before = folded[span.end : span.end + 8], folded[max(0, span.start - 8) : span.start + 5]
    return bool(re.match(r"\s*(?:ago|old|atras)", after) or re.search(r"\b(?:for|hace|last|past|desde)\s", before))


def _range(folded: str) -> Span | None:
    match = _RANGE.search(folded)
    if match is None:
        return None
    size = _unit_days(match[3])
    return Span(_count(match[1]) * size, _count(match[2]) * size, *_trim(folded, match), 0.9)


def _single(folded: str) -> Span | None:
    match = _SPAN.search(folded)
    if match is None:
        return None
    days = _count(match[1]) * _unit_days(match[2])
    return Span(days, days, *_trim(folded, match), 0.85 if match[1] in _ARTICLES else 0.9)


def _fixed(folded: str, today: date) -> Span | None:
    for pattern, days, confidence in _FIXED_PATTERNS:
        if match := pattern.search(folded):
            days = days if days >= 0 else (date(today.year, 12, 31) - today).days
            return Span(days, days, *match.span(), confidence)
    return None


def _named(folded: str, today: date) -> Span | None:
    match = _NAMED.search(folded)
    if match is None:
        return None
    month = MONTHS.get(match[2]) or SEASONS[match[2]]
    late = match[1] in {"end of", "by the end of", "late", "fines de", "finales de"}
    days = _days_until(month, int(match[3]) if match[3] else 28 if late else 1, today)
    return Span(days, days, *match.span(), 0.85 if match[2] in MONTHS else 0.75)


def _trim(folded: str, match: re.Match[str]) -> tuple[int, int]:
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    return start, match.end()
