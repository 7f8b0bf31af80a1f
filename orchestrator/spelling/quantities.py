"""Pure: one spelling for an amount or a count with its unit: "$450,000.00", "450 000" and "450K" are "450k".

Only where no reader could take it for something else: "450" is not "450k", "85000" may be a post code, "540,450" may be
two amounts, "1.2m" may be metres, "3 450 000" may be three rooms and a price. Those stay as they were written.
"""

import re
from functools import lru_cache

_UNITS = {
    "bed": r"bed(?:\ ?room)?s?|bdrms?|bds?|brs?",
    "bath": r"bath(?:\ ?room)?s?|bths?|bas?",
    "sqft": r"sq\.?\ ?f(?:ee)?t|sq\.?\ ?foot|sqf|sf|square\ f(?:ee|oo)t|ft2",
    "acres": r"acres?|ac",
    "days": r"days?",
    "weeks": r"weeks?|wks?",
    "months": r"months?|mos?|mths?",
    "years": r"years?|yrs?",
}
_MONEY = r"dollars?|bucks|usd|dólares|dolares"
_SCALES = r"k|thousand|grand|mil|mm?|millions?|mill[oó]n(?:es)?"
_NUMBER = r"\d++(?>(?:[.,]\d++)*)|(?<!\w)\.\d++"
_GROUPS = r"\d{1,3}(?>(?:\ ++\d{3})+)(?!\w|[.,]\d)"
_SIGN = r"\$(?>(?:\ *+\$){0,3})\ *+"
_ANY_UNIT = "|".join(_UNITS.values())
# Lower case wanted. A hyphen may stand before a unit ("3-bedroom"); a letter may not follow.
QUANTITY = (
    rf"(?:{_SIGN})?(?:{_GROUPS}|{_NUMBER})(?!\d)(?>(?:\ *+(?:{_SCALES})(?!\w))?)"
    rf"(?>(?:(?>(?:\ ++(?:{_MONEY})(?!\w))+)(?!\ *+(?:{_SCALES})(?!\w))|(?:\ *+|-)(?:{_ANY_UNIT})(?!\w))?)"
)
_NAMED_UNITS = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_PARTS = re.compile(
    rf"(?P<sign>{_SIGN})?(?P<number>{_GROUPS}|{_NUMBER})(?>(?:\ ?(?P<scale>{_SCALES})(?!\w))?)"
    rf"(?>(?:(?P<money>(?:\ (?:{_MONEY}))+)|[\ -]?(?:{_NAMED_UNITS}))?)"
)
_BLANKS = re.compile(r"\ {2,}")
_GROUPED = re.compile(r"(\d{1,3})((?:[,. ]\d{3})+)([.,]\d{2})?")
_DECIMAL = re.compile(r"(\d+)[.,](\d{1,2})")
_MILLION = 1_000_000
_SURELY_MONEY_FROM = 20_000  # nobody writes the size of a home or a year above it with a sign or a comma
_LONGEST_DIGITS = 8
_NAMES_WITH_K = frozenset({203, 401, 403, 457})  # "my 401k", "an FHA 203k": no amounts


@lru_cache(maxsize=4096)
def canonical_quantity(written: str) -> str:
    """The one spelling of something that QUANTITY matched; as it stands where it could mean two things."""
    parts = _PARTS.fullmatch(_BLANKS.sub(" ", written))
    if parts is None:
        return written
    unit = next((name for name in _UNITS if parts[name]), "")
    marked = bool(parts["sign"] or parts["money"])
    amount = _amount(parts["number"], parts["scale"] or "", marked)
    if amount is None and not (marked or parts["scale"]):
        amount = f"0{parts['number']}" if parts["number"].startswith(".") else parts["number"]
    if amount is None:
        return f"0{parts[0]}" if parts[0].startswith(".") else parts[0]
    return f"{amount} {unit}" if unit else amount


def _amount(number: str, scale: str, marked: bool) -> str | None:
    """One spelling, or None where there is none to choose."""
    if scale:
        return _scaled(number, scale, marked)
    whole = _whole(number, marked)
    if whole is None:
        return f"${number}" if marked and number.isdigit() else None
    grouped = not number.isdigit()
    sure = marked or grouped or whole >= 100_000
    if not sure or whole < _SURELY_MONEY_FROM:
        return f"${whole}" if marked else str(whole)
    return _shortest(whole)


def _shortest(whole: int) -> str:
    if whole >= _MILLION and whole % 10_000 == 0:
        return f"{whole / _MILLION:g} million"
    if whole < _MILLION and whole % 1000 == 0 and whole // 1000 not in _NAMES_WITH_K:
        return f"{whole // 1000}k"
    return str(whole)


def _scaled(number: str, scale: str, marked: bool) -> str | None:
    value = _decimal(number)
    if value is None:
        return None
    if scale.startswith("mill") or (scale in ("m", "mm") and marked):
        return f"{value:g} million" if value < 1000 else None
    if scale in ("k", "thousand", "grand") or (scale == "mil" and value >= 100):
        whole = round(value * 1000)
        if value in _NAMES_WITH_K and scale == "k" and not marked:
            return f"{number}k"
        if value == int(value) and whole >= _SURELY_MONEY_FROM:
            return f"{value:g}k" if whole < _MILLION else _shortest(whole)
        return f"{value:g}k"
    return None


def _decimal(number: str) -> float | None:
    """1.2 and 1,2 are the same; a number with groups is read as a whole one."""
    if number.isdigit():
        return float(number) if len(number) <= _LONGEST_DIGITS and not number.startswith("0") else None
    decimal = _DECIMAL.fullmatch(number)
    if decimal:
        return float(f"{decimal[1]}.{decimal[2]}") if len(decimal[1]) <= _LONGEST_DIGITS else None
    whole = _whole(number, True)
    return None if whole is None else float(whole)


def _whole(number: str, marked: bool) -> int | None:
    """Whole units of a number, without its groups and empty cents; None where its commas could mean something else."""
    if number.isdigit():
        return int(number) if len(number) <= _LONGEST_DIGITS and (number == "0" or number[0] != "0") else None
    found = _GROUPED.fullmatch(number)
    if found is None:
        cents = re.fullmatch(r"(\d{4,8})\.00", number) or (marked and re.fullmatch(r"(\d{1,8})\.00", number))
        return int(cents[1]) if cents else None
    first, groups, cents_part = found.groups()
    separators = {sign for sign in groups if not sign.isdigit()}
    if first.startswith("0") or len(separators) != 1 or (cents_part or ".00")[1:] != "00":
        return None
    if cents_part and cents_part[0] in separators:
        return None
    if not _is_one_number(first, groups, separators.pop(), marked):
        return None
    digits = first + re.sub(r"\D", "", groups)
    return int(digits) if len(digits) <= _LONGEST_DIGITS else None


def _is_one_number(first: str, groups: str, separator: str, marked: bool) -> bool:
    count, last = len(groups) // 4, groups[-3:]
    if separator == " ":
        return count == 1 and last == "000" and (len(first) > 1 or marked)
    if marked or count > 1:
        return True
    if separator == ".":
        return len(first) > 1 and last == "000"
    return len(first) == 1 or last in ("000", "500")
