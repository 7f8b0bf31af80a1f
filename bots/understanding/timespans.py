"""When: "in 3 months", "by June", "30-45 days", "asap", "el mes que viene" as days from today, at the latest."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from bots.understanding.words import NUMBER_WORDS, Reading, number

UNIT_DAYS = {
    "day": 1, "dia": 1, "week": 7, "wk": 7, "semana": 7, "month": 30, "mo": 30, "mes": 30, "year": 365, "yr": 365,
    "ano": 365,
}  # fmt: skip
_COUNT = rf"\d{{1,4}}(?:\.5)?|{NUMBER_WORDS}"
SPAN = re.compile(
    rf"\b(?:(?P<low>{_COUNT})\s*(?:-|–|to|or|a|o|y)\s*)?(?P<count>{_COUNT})\s*-?\s*"
    r"(?P<unit>days?|dias?|weeks?|wks?|semanas?|months?|mos?|mes(?:es)?|years?|yrs?|anos?)\b"
    r"(?P<half>\s+(?:and a half|y medio))?(?:\s+or\s+(?:so|less|sooner))?"
)
_NOW_ALONE = re.compile(
    r"\W*(?:(?:yes|yeah|si|like|as of|pues) )*(?P<now>(?:right )?now|today|immediately|yesterday|ahora(?: mismo)?|"
    r"hoy(?: mismo)?)"
    r"\W*"
)
_ABOUT_NOW = re.compile(
    r"\b(?:asap|as (?:soon|fast|quick|quickly) as (?:possible|we can|i can|you can|it can)|right away|immediately|"
    r"urgent(?:ly)?|(?:the )?(?:sooner|faster|quicker),? the better|"
    r"(?<!work )(?<!busy )(?<!meeting )(?<!driving )(?<!options )(?<!market )(?<!looking )(?<!browsing )right now|"
    r"this week|"
    r"lo (?:antes|mas pronto|mas rapido)(?: posible| que se pueda)?|(?:entre|cuanto|mientras) mas (?:rapido|pronto|"
    r"antes),? mejor|"
    r"cuanto antes(?: mejor)?|de inmediato|urgente|ya mismo|esta semana)\b"
)
_RELATIVE: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"\b(?:half a year|medio ano)\b"), 180),
    (re.compile(r"\b(?:month and a half|mes y medio)\b"), 45),
    (re.compile(r"\b(?:next week|la semana que viene|la proxima semana)\b"), 14),
    (
        re.compile(
            r"\b(?:next month|el (?:proximo mes|mes que viene|mes proximo)|within a month|"
            r"within the month)\b"
        ),
        30,
    ),
    (re.compile(r"\b(?:next year|el (?:proximo ano|ano que viene))\b"), 365),
    (re.compile(r"\b(?<!as )(?<!how )(?:soon|pronto)\b(?! as\b)"), 45),
)
ABOUT_NOW_DAYS = 14
_MONTHS = {
    "january": 1, "jan": 1, "enero": 1, "february": 2, "feb": 2, "febrero": 2, "march": 3, "marzo": 3, "april": 4,
    "apr": 4, "abril": 4, "may": 5, "mayo": 5, "june": 6, "jun": 6, "junio": 6, "july": 7, "jul": 7, "julio": 7,
    "august": 8, "aug": 8, "agosto": 8, "september": 9, "sept": 9, "sep": 9, "septiembre": 9, "october": 10, "oct": 10,
    "octubre": 10, "november": 11, "nov": 11, "noviembre": 11, "december": 12, "dec": 12, "diciembre": 12,
}  # fmt: skip
_LEAD = (
    r"(?P<lead>by|before|in|around|until|during|early|late|mid|next|this|end of|beginning of|start of|middle of|"
    r"en|para|antes de|a finales de|a principios de|fin de)"
)
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
MONTH = re.compile(rf"\b(?:{_LEAD}\s+)?(?P<month>{_NAMES})\b(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b)?")
DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}})\s+(?:de|of)\s+(?P<month>{_NAMES})\b")
NUMERIC = re.compile(r"\b(?:by|before|on|para el|el|antes del)\s+(?P<month>\d{1,2})/(?P<day>\d{1,2})\b")
_SEASON_END = {
    "spring": (5, 31), "primavera": (5, 31), "summer": (8, 31), "verano": (8, 31), "fall": (11, 30), "autumn": (11, 30),
    "otono": (11, 30), "winter": (2, 28), "invierno": (2, 28),
}  # fmt: skip
SEASON = re.compile(rf"\b(?:{_LEAD}\s+)?(?:the\s+|el\s+|la\s+)?(?P<season>{'|'.join(_SEASON_END)})\b")
_MONTH_END = re.compile(
    r"\b(?:end of (?:the|this) month|this month|(?:a |para )?fin(?:es|al)? de(?:l| este)? mes|este mes)\b"
)
_YEAR_END = re.compile(
    r"\b(?:end of (?:the|this) year|this year|year[' ]?s? end|(?:by|before) (?:the holidays|christmas|"
    r"new year(?:'?s)?)|"
    r"(?:a |para )?fin(?:es|al)? de ano|este ano|navidad)\b"
)
_NEW_YEAR = re.compile(
    r"\b(?:after (?:the )?(?:holidays|new year(?:'?s)?|christmas)|(?:despues|pasando) (?:de )?(?:las fiestas|navidad|"
    r"(?:el )?ano nuevo))\b"
)
_FITS = re.compile(
    r"\s+(?:would|works?|should|sounds|is (?:ok|okay|fine|good|great|perfect|doable)|esta bien|me parece|seria)\b"
)
# "She passed in March", "I bought it in May": a day of the calendar behind us.
_HAPPENED = re.compile(
    r"\b(?:passed(?: away)?|died|stroke|surgery|divorced|retired|graduated|bought(?: it| this)?|inherited(?: it)?|"
    r"laid off|fired|got out|came back|fallecio|murio|(?:lo|la)? ?compr(?:e|amos)|se fue)"
    r"(?: (?:away|this|last|back|early|late|just))* (?:in|on|this|en|el|in the)? ?$"
)
_NOT_AHEAD = re.compile(r"\s*(?:ago|old|atras|de edad|warranty|lease|loan|mortgage|fixed)\b")
_BEHIND = re.compile(
    r"(?:\bhace|\bfor(?: the| about| over| almost)?(?: last| past)?|\bsince|\blast|\bpast|\bpor|\blived (?:here|"
    r"there)|"
    r"\bowned(?: it)?|\bbeen(?: here)?)\s+(?:about\s+|over\s+|almost\s+|the\s+)?$"
)
_AHEAD = re.compile(
    r"\b(?:in|within|about|around|by|before|under|less than|maybe|next|take|probably|need|actually|more like|"
    r"closer to|(?:could|can|would|might) do|"
    r"at least|dentro de|en|unos|menos de|antes de|como en|aproximadamente)\s+"
    r"(?:the next\s+|about\s+|like\s+|around\s+|at least\s+|los proximos\s+|unos\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Timespan:
    days: int
    start: int
    end: int


def timespans(reading: Reading, today: date, *, asked: bool) -> list[Timespan]:
    """Spans that look ahead, in order. Without the question asked a span needs a word such as "in" or "by"."""
    folded, found = reading.folded, list[Timespan]()
    found += [_counted(m) for m in SPAN.finditer(folded) if _looks_ahead(folded, m, asked) and number(m["count"])]
    found += [Timespan(ABOUT_NOW_DAYS, *m.span()) for m in _ABOUT_NOW.finditer(folded) if not _is_only_now(folded, m)]
    if asked and not found:
        found += [*_offered_days(folded), *_now_alone(folded)]
    for pattern, days in _RELATIVE:
        found += [Timespan(days, *m.span()) for m in pattern.finditer(folded)]
    found += _dated(folded, today, asked)
    if not asked:
        found = [span for span in found if not _is_told(folded, span)]
    found = [span for span in found if not _HAPPENED.search(folded, 0, span.start)]
    free = [span for span in found if reading.is_free(span.start, span.end)]
    return _widest(free)


def _now_alone(folded: str) -> list[Timespan]:
    return [Timespan(ABOUT_NOW_DAYS, *m.span("now")) for m in [_NOW_ALONE.fullmatch(folded)] if m]


_CALENDAR = re.compile(
    rf"(?:(?:in|around|during|this|next|en|este|esta)\s+(?:the\s+)?)?(?:{_NAMES}|month|year|week|mes|ano|semana|"
    rf"{'|'.join(_SEASON_END)})\b"
)
_SENTENCE_ENDS = re.compile(r"[.!?;\n]")
_PLANS = re.compile(
    r"\b(?:mov\w+|sell\w*|buy\w*|purchas\w+|clos(?:e|ing)|out by|be out|be gone|be in|want|need|like to|love to|"
    r"hop(?:e|ing)|"
    r"plan\w*|look\w*|thinking|timeline|ready|start\w*|works?|maybe|probably|aim\w*|lease|leave|list|best|better|fine|"
    r"mud\w+|vend\w+|compr\w+|list[oa]|quier\w+|necesit\w+|pens\w+|plane\w+|ojala|antes|tal vez|quiza)\b"
)


def _is_told(folded: str, span: Timespan) -> bool:
    """ "The roof was done in May": a day of the calendar that nobody asked for belongs to what is told there, unless
    the sentence speaks of plans or says nothing else."""
    if not _CALENDAR.match(folded, span.start):
        return False
    start = max((m.end() for m in _SENTENCE_ENDS.finditer(folded, 0, span.start)), default=0)
    end = _SENTENCE_ENDS.search(folded, span.end)
    sentence = folded[start : end.start() if end else len(folded)]
    return len(sentence.split()) > 5 and not _PLANS.search(sentence)


_DAYS_ALONE = re.compile(
    r"^\W*(?:(?:yes|yeah|ok|sure|si|maybe|probably|like|about|around|the)\W+)*(?P<days>30|45|60|75|90|120)"
    r"(?=\W*$|\W+(?:ok(?:ay)?|fine|good|days?|would|works?|is|sounds|should|might|could|seria|esta|max|tops|at|"
    r"please|thanks|i think|probably|"
    r"maybe)\b)"
)


def _offered_days(folded: str) -> list[Timespan]:
    """ "45 would be great": the question names 30 and 45 days, so that such a number needs no unit."""
    return [Timespan(int(m["days"]), *m.span("days")) for m in [_DAYS_ALONE.match(folded)] if m]


_SOONEST = re.compile(
    r"\b(?:want|need|mov\w+|sell\w*|buy\w*|ready|go|close|start|leave|out|yes|now|vend\w+|compr\w+)\W+(?:\w+ ){0,4}$"
)


def _is_only_now(folded: str, match: re.Match[str]) -> bool:
    """ "I am in the middle of dinner right now" says nothing of a move."""
    alone = len(folded.split()) <= 3
    return match.group() == "right now" and not alone and not _SOONEST.search(folded, 0, match.start())


def _counted(match: re.Match[str]) -> Timespan:
    unit = match["unit"].rstrip("s") if match["unit"] not in ("mes", "meses") else "mes"
    days = UNIT_DAYS[unit] * (number(match["count"]) or 0)
    return Timespan(round(days + (UNIT_DAYS[unit] / 2 if match["half"] else 0)), *match.span())


def _looks_ahead(folded: str, match: re.Match[str], asked: bool) -> bool:
    before = folded[max(0, match.start() - 30) : match.start()]
    if _NOT_AHEAD.match(folded, match.end()) or _BEHIND.search(before):
        return False
    return asked or bool(_AHEAD.search(before)) or bool(_FITS.match(folded, match.end()))


def _dated(folded: str, today: date, asked: bool) -> list[Timespan]:
    found = [Timespan(_days_to_month_end(today), *m.span()) for m in _MONTH_END.finditer(folded)]
    found += [Timespan((date(today.year, 12, 31) - today).days, *m.span()) for m in _YEAR_END.finditer(folded)]
    found += [Timespan(_days_until(today, 1, 31), *m.span()) for m in _NEW_YEAR.finditer(folded)]
    for match in SEASON.finditer(folded):
        if match["lead"] or asked:
            month, day = _SEASON_END[match["season"]]
            found.append(Timespan(_days_until(today, month, day), *match.span()))
    for pattern in (DAY_MONTH, NUMERIC):
        for match in pattern.finditer(folded):
            month = _MONTHS.get(match["month"]) or int(match["month"])
            if _is_day(month, int(match["day"])):
                found.append(Timespan(_days_until(today, month, int(match["day"])), *match.span()))
    found += [_month_span(m, today) for m in MONTH.finditer(folded) if m["lead"] or (asked and m["month"] != "may")]
    return found


def _month_span(match: re.Match[str], today: date) -> Timespan:
    """ "By June" ends with its first day, "in June" with its last: days count at the latest."""
    month = _MONTHS[match["month"]]
    last = monthrange(today.year, month)[1]
    first_day = match["lead"] in ("by", "before", "antes de", "beginning of", "start of", "early", "a principios de")
    day = int(match["day"]) if match["day"] else 1 if first_day else last
    return Timespan(_days_until(today, month, min(max(day, 1), last)), *match.span())


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(2024, month)[1]


def _days_until(today: date, month: int, day: int) -> int:
    """Days to the next such date, this year or next."""
    for year in (today.year, today.year + 1):
        target = date(year, month, min(day, monthrange(year, month)[1]))
        if target >= today:
            return (target - today).days
    return 365


def _days_to_month_end(today: date) -> int:
    return monthrange(today.year, today.month)[1] - today.day


def _widest(spans: list[Timespan]) -> list[Timespan]:
    """Overlapping readings: the longer one stands ("next month and a half" is not "next month")."""
    kept: list[Timespan] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
