"""Amounts in a text: "$450k", "1.2 million", "between 430 and 450", "450 mil", "not 540, 450"."""

import re
from dataclasses import dataclass

from bots.understanding.words import Reading

_NUMBER = r"\d{1,3}(?:[,.]\d{3}){1,3}(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?!\d)"
_SCALE = r"million(?:s|es)?|millones|millon|thousand|grand|mil|mm|k|m"
_TAIL = r"dollars|bucks|usd|dolares"
AMOUNT = re.compile(
    rf"(?<![\w#/.])(?P<sign>us\$|\$|usd\s)?\s?(?P<number>{_NUMBER})\s?(?P<scale>{_SCALE})?(?:-?ish\b)?(?![\w%/])"
    rf"(?:\s?(?P<tail>{_TAIL})\b)?"
)
HALF_MILLION = re.compile(r"\b(?:half a million|half a mil|medio millon)\b")
_OTHER_UNIT = re.compile(
    r"\s*-?\s*(?:bed|bd|br\b|bath|ba\b|room|sq|sf\b|square|acre|day|week|month|year|yr|hour|minute|min\b|am\b|pm\b|st\b|nd\b|"
    r"rd\b|th\b|ave|street|%|percent|kid|dog|cat|people|person|mile|habitacion|recamara|cuarto|dormitorio|bano|dia|semana|"
    r"mes|ano|pies|metro|piso|times?\b|car\b|nights?\b|noches?\b|stor(?:y|ies)\b|units?\b|(?:and|or|to|-|o|y|a)\s*\d+\s*(?:bed|day|week|month|year|dia|mes))"
)
_RANGE = re.compile(r"\s*(?:-|–|to|and|or|a|y|o|hasta)\s*\$?\s*")
_DENIED = re.compile(
    r"(?:\bnot|\bno|isn't|isnt|instead of|rather than|en vez de|en lugar de)\s+(?:like |about |around )?$"
)
SCALES = {"k": 1_000, "thousand": 1_000, "grand": 1_000, "mil": 1_000, "m": 1_000_000, "mm": 1_000_000}


@dataclass(frozen=True, slots=True)
class Amount:
    """Whole dollars with their span. `sure`: written as money; else a bare number that the question made one."""

    usd: int
    start: int
    end: int
    sure: bool
    denied: bool = False


def amounts(reading: Reading, *, asked_for_money: bool) -> list[Amount]:
    """Amounts in order; a range is one amount, its upper end. Bare numbers count only when money was asked for."""
    found: list[Amount] = [_half(match) for match in HALF_MILLION.finditer(reading.folded)]
    matches = [m for m in AMOUNT.finditer(reading.folded) if _may_be_money(m, reading, asked_for_money)]
    skip = -1
    for index, match in enumerate(matches):
        if index == skip:
            continue
        following = matches[index + 1] if index + 1 < len(matches) else None
        if following is not None and _is_range(reading.folded, match, following):
            upper = _amount(following, reading, asked_for_money)
            if upper is not None:
                found.append(Amount(upper.usd, match.start(), following.end(), upper.sure, upper.denied))
                skip = index + 1
            continue
        amount = _amount(match, reading, asked_for_money)
        if amount is not None:
            found.append(amount)
    return sorted(found, key=lambda amount: amount.start)


def _half(match: re.Match[str]) -> Amount:
    return Amount(500_000, match.start(), match.end(), sure=True)


def _may_be_money(match: re.Match[str], reading: Reading, asked_for_money: bool) -> bool:
    if not reading.is_free(match.start("number"), match.end("number")):
        return False
    marked = match["sign"] or match["scale"] or match["tail"]
    return bool(marked) or not _OTHER_UNIT.match(reading.folded, match.end())


def _is_range(folded: str, match: re.Match[str], following: re.Match[str]) -> bool:
    between = folded[match.end() : following.start()]
    return bool(_RANGE.fullmatch(between)) and _number(match["number"]) <= _number(following["number"]) * 1000


def _amount(match: re.Match[str], reading: Reading, asked_for_money: bool) -> Amount | None:
    usd, sure = _dollars(match, asked_for_money)
    if usd is None:
        return None
    denied = bool(_DENIED.search(reading.folded[max(0, match.start() - 25) : match.start()]))
    return Amount(usd, match.start(), match.end(), sure, denied)


def _dollars(match: re.Match[str], asked_for_money: bool) -> tuple[int | None, bool]:
    value, scale, bare = _number(match["number"]), match["scale"] or "", match["number"].isdigit()
    if scale:
        factor = SCALES.get(scale, 1_000_000)
        if scale == "m" and value >= 100:
            return None, False
        return round(value * factor), True
    marked = bool(match["sign"] or match["tail"])
    if value >= 10_000:
        return (
            (round(value), True)
            if marked or not bare or asked_for_money or len(match["number"]) == 6
            else (None, False)
        )
    if not asked_for_money:
        return None, False
    if value < 10:
        return (None, False) if bare else (round(value * 1_000_000), False)
    return (round(value * 1_000), False) if value < 1000 else (None, False)


def _number(words: str) -> float:
    """Thousands and decimals as both countries write them: 450,000 and 450.000 are the same, 1.2 and 1,2 too."""
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", words):
        return float(re.sub(r"[,.]", "", words))
    return float(words.replace(",", "."))
