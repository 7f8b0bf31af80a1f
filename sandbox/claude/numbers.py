"""Numbers in words and figures: money, counts."""

import re
from dataclasses import dataclass

UNITS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "uno": 1,
    "una": 1,
    "un": 1,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "seis": 6,
    "siete": 7,
    "ocho": 8,
    "nueve": 9,
    "diez": 10,
    "once": 11,
    "doce": 12,
    "quince": 15,
    "veinte": 20,
    "treinta": 30,
    "cuarenta": 40,
    "cincuenta": 50,
    "sesenta": 60,
    "setenta": 70,
    "ochenta": 80,
    "noventa": 90,
    "cien": 100,
    "ciento": 100,
    "doscientos": 200,
    "trescientos": 300,
    "cuatrocientos": 400,
    "quinientos": 500,
    "seiscientos": 600,
    "setecientos": 700,
    "ochocientos": 800,
    "novecientos": 900,
}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "grand": 1_000,
    "mil": 1_000,
    "million": 1_000_000,
    "millon": 1_000_000,
    "millones": 1_000_000,
}
_WORD = r"(?:" + "|".join(sorted([*UNITS, *SCALES], key=len, reverse=True)) + r")"
WORD_NUMBER = re.compile(rf"\b{_WORD}(?:[\s-]+(?:and\s+|y\s+)?{_WORD})*\b")
SMALL = r"(?:\d{1,2}|" + "|".join(word for word, value in UNITS.items() if value <= 12) + r")"
_SUFFIX = r"(?:k|m|mm|thousand|grand|mil|million|millones|millon)\b"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MONEY = re.compile(
    rf"(?P<sign>\$\s?)?(?<![\w.,/#-])(?P<a>{_FIGURE})\s?(?P<sa>{_SUFFIX})?"
    rf"(?:\s?(?:-|to|and|a|y|or|"
    rf"o)\s?\$?(?P<b>{_FIGURE})\s?(?P<sb>{_SUFFIX})?)?(?!\w)(?!\s?(?:/|%)\s?\d?)"
)
_SPECIAL = (
    (re.compile(r"\bhalf a mil(?:lion)?\b|\bmedio millon\b"), 500_000),
    (re.compile(r"\b(?:a )?quarter(?: of a)? million\b"), 250_000),
    (re.compile(r"\bthree quarters of a million\b"), 750_000),
    (re.compile(r"\ba million and a half\b|\bmillon y medio\b"), 1_500_000),
    (re.compile(r"\b(?:a|un) mill(?:ion|on)\b"), 1_000_000),
)
_NOT = re.compile(r"(?:\bnot|\bno|\bisn't|\bnever said|\binstead of)\s+(?:like\s+|about\s+)?\$?$")
_OTHER_UNIT = re.compile(
    r"\s?-?\s?(?:bed|bath|br\b|ba\b|bd\b|sq|square|days?|weeks?|months?|years?|minutes?|"
    r"hours?|st\b|nd\b|rd\b|th\b|pm\b|am\b|"
    r"acres?|stor(?:y|ies)|cars?\b|kids?|people|recamaras?|habitaciones|cuartos|"
    r"dormitorios|banos?|dias?|semanas?|mes(?:es)?\b|"
    r"anos?\b|pies|percent|:)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """Dollars with the span of the words; `sure` when a sign, suffix or size makes it money by itself."""

    low: float
    high: float
    start: int
    end: int
    sure: bool


def word_value(words: str) -> int | None:
    """Return the value of spelled-out numbers ("three hundred fifty thousand" is 350000)."""
    total, current = 0, 0
    for word in re.split(r"[\s-]+", words):
        if word in UNITS:
            current += UNITS[word]
        elif word in SCALES:
            scale = SCALES[word]
            if scale == 100:
                current = max(current, 1) * 100
            else:
                total, current = total + max(current, 1) * scale, 0
    return total + current or None


def small_number(text: str) -> int | None:
    """Return a small count written in figures or as a word."""
    return int(text) if text.isdigit() else UNITS.get(text)


def _scaled(figure: str, suffix: str | None) -> float:
    value = float(figure.replace(",", ""))
    suffix = (suffix or "").strip()
    if suffix in {"k", "thousand", "grand", "mil"}:
        return value * 1_000
    return value * 1_000_000 if suffix else value


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < one[1] and end > one[0] for one in spans)


def find_amounts(folded: str, taken: list[tuple[int, int]]) -> list[Amount]:
    """Return amounts of money in order; `taken` spans (addresses, phones) are left out, so are denied amounts."""
    found = [
        Amount(value, value, match.start(), match.end(), True)
        for pattern, value in _SPECIAL
        for match in pattern.finditer(folded)
    ]
    taken = [*taken, *((one.start, one.end) for one in found)]
    for match in WORD_NUMBER.finditer(folded):
        value = word_value(match.group())
        if value and not _overlaps(match.start(), match.end(), taken) and not _OTHER_UNIT.match(folded[match.end() :]):
            spelled_big = any(word in SCALES and SCALES[word] >= 1000 for word in re.split(r"[\s-]+", match.group()))
            if value >= 1_000 and (spelled_big or value >= 10_000):
                found.append(Amount(value, value, match.start(), match.end(), True))
    for match in _MONEY.finditer(folded):
        amount = _figure_amount(match)
        if amount and not _overlaps(amount.start, amount.end, taken) and not _OTHER_UNIT.match(folded[amount.end :]):
            found.append(amount)
    found.sort(key=lambda one: one.start)
    kept = [one for one in found if not _NOT.search(folded[max(0, one.start - 24) : one.start])]
    return kept or []


def _figure_amount(match: re.Match[str]) -> Amount | None:
    suffix_b = match["sb"]
    suffix_a = match["sa"] or (suffix_b if match["b"] else None)
    low = _scaled(match["a"], suffix_a)
    high = _scaled(match["b"], suffix_b or match["sa"]) if match["b"] else low
    is_year = not match["sign"] and not match["sa"] and 1900 <= low <= 2100 and "," not in match["a"]
    if is_year or (not match["sign"] and not match["sa"] and not suffix_b and len(match["a"]) >= 10):
        return None
    sure = bool(match["sign"] or match["sa"] or suffix_b or "," in match["a"] or 10_000 <= low < 100_000_000)
    start = match.start("sign") if match["sign"] else match.start("a")
    return Amount(min(low, high), max(low, high), start, match.end(), sure)


def as_house_money(value: float) -> float:
    """Read a bare 450 as 450 thousand: nobody prices a house in hundreds."""
    if value < 20:
        return value * 1_000_000 if value < 10 and not float(value).is_integer() else value * 1_000
    return value * 1_000 if value < 5_000 else value
