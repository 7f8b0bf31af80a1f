"""Pure: what the numbers of a text are, whatever the grouping: each chain of digits and signs is read as a whole.

It is a card where the check digit says so, then an ID or a phone by its form, or by what the words around it call it.
Figures stay: they have commas, units, or no form of a number.
"""

import re
from collections.abc import Iterator, Sequence

from orchestrator.masking.digit_chains import Chain, chains_of, has_chains, with_extension
from orchestrator.masking.number_contexts import announced, is_called_a_number
from orchestrator.masking.number_forms import (
    is_card,
    is_foreign,
    is_given_out,
    is_long_number,
    is_nanp,
    is_round,
    is_years,
    is_zips,
    luhn_holds,
    one_sign,
)

Span = tuple[int, int, str]

_WITH_COMMAS = re.compile(r"(?<![\w$€£.,])([2-9]\d{2}),\s?([2-9]\d{2}),\s?(\d{4})(?![\w,.]\d|\w)")
_CARD_WITH_COMMAS = re.compile(r"(?<![\w$€£.,])\d{4}(?:[,:x]\s?\d{4}){3}(?![\w,.]\d|\w)")
_WITH_LETTERS = re.compile(r"(?<![\w$€£])\(?[2-9][\doOIl]{2}\)?[\s.-]{0,2}[2-9][\doOIl]{2}[\s.-]{0,2}[\doOIl]{4}(?!\w)")
_AND_THEN = (
    r"(?:\s?[\])>}]\s?)?(?:[\s:;,.*|/-]|\b(?:and|then|y|luego|despu[eé]s|dash|hyphen|minus|dot|space|gui[oó]n|punto|raya"
    r"|espacio)\b){0,12}?"
)
_WORD_OR_SIGN = re.compile(r"[\[\]<>{}:;|]|[^\W\d_]")
_WITH_WORDS_BETWEEN = re.compile(
    rf"(?<![\w$€£.,])[\[<{{(]?[2-9]\d{{2}}{_AND_THEN}[2-9]\d{{2}}{_AND_THEN}\d{{4}}(?![\w,.]\d|\w)", re.IGNORECASE
)
_WITH_WORD = re.compile(r"(?<![\w$€£])(?:1[\s.-])?\(?[2-9]\d{2}\)?[\s.-]{1,2}[2-9]\d{2}[\s.-][A-Z]{4}(?!\w)")
_LAST_GROUP = re.compile(r"[^\d\n$]{1,24}(\d{4})(?!\d|[.,]\d)")
_CODE_AFTER_DATE = re.compile(
    r"[\s,;/|-]{1,4}(?:(?:exp\w*|vence|valid\w*|good)[\s.:]{0,3})?\d{1,2}\s?[/-]\s?(?:20)?\d{2}[\s,;/|-]{1,3}(?:[a-z\u00f3]{2,9}[\s:]{1,2})?(\d{3,4})(?!\w|[.,]\d)",
    re.IGNORECASE,
)
_CODE_AT_THE_END = re.compile(r"[\s,;/|-]{1,3}(\d{3})[\s.]*(?:\Z|\n)")
_AND = re.compile(r"\d\s(?:and|y)\s\d", re.IGNORECASE)
_ID_DIGITS = 9
_SSN_ONE_BY_ONE = re.compile(r"(?<![\w-])\d(?:\s\d){2}\s?-\s?\d\s\d\s?-\s?\d(?:\s\d){3}(?![\w-])")
_SSN_SIZES, _EIN_SIZES = (3, 2, 4), (2, 7)
_FEWEST, _MOST = 7, 15
_LOCAL = re.compile(r"[2-9]\d{2}[\s.-]{0,3}\d{4}\Z")
_ALSO = re.compile(
    r"\s*(?:[,;/&|-]|or\b|and\b|y\b|o\b|then\b|and/or\b)*\s*(?:[^\W\d_]{2,9}\s?){0,2}[:\s]*\Z", re.IGNORECASE
)


def number_spans(text: str) -> Iterator[Span]:
    """Cards, IDs and phones, none within another."""
    if not has_chains(text):
        yield from _disguised(text)
        return
    last_phone = -1
    for chain in chains_of(text):
        for start, end, kind in _in_chain(chain, last_phone):
            if kind == "PHONE":
                last_phone = end = with_extension(text, end)
            yield start, end, kind
            if kind == "CARD":
                yield from _after_card(text, start, end)
    yield from _disguised(text)


def _is_said_apart(found: re.Match[str]) -> bool:
    """Whether three groups with words or signs between them are one number, and no list of figures."""
    called = announced(found.string, found.start(), found.end())
    groups = re.findall(r"\d+", found.group())
    is_figures = all(group[0] != "0" and group[-1] in "05" for group in groups) or _AND.search(found.group())
    return called == "phone" or (called != "other" and not is_figures)


def _after_card(text: str, start: int, end: int) -> Iterator[Span]:
    """The last group where it stands apart, and the code that is written behind the date without a word."""
    more = _LAST_GROUP.match(text, end) if sum(map(str.isdigit, text[start:end])) == 12 else None
    more = more or _CODE_AFTER_DATE.match(text, end) or _CODE_AT_THE_END.match(text, end)
    if more:
        yield more.start(1), more.end(1), "CARD"


def _disguised(text: str) -> Iterator[Span]:
    if "," in text:
        yield from ((m.start(), m.end(), "PHONE") for m in _WITH_COMMAS.finditer(text) if _is_said_apart(m))
    yield from ((m.start(), m.end(), "PHONE") for m in _WITH_WORD.finditer(text))
    for m in _WITH_WORDS_BETWEEN.finditer(text):
        if _WORD_OR_SIGN.search(m.group()) and _is_said_apart(m):
            yield m.start(), m.end(), "PHONE"
    for m in _CARD_WITH_COMMAS.finditer(text) if "," in text or ":" in text or "x" in text else ():
        if luhn_holds(re.sub(r"\D", "", m.group())):
            yield m.start(), m.end(), "CARD"
    yield from ((m.start(), m.end(), "ID") for m in _SSN_ONE_BY_ONE.finditer(text))
    for m in _WITH_LETTERS.finditer(text):
        if 1 <= sum(map(m.group().lower().count, "oil")) <= 4:
            yield m.start(), m.end(), "PHONE"


def _in_chain(chain: Chain, last_phone: int) -> Iterator[Span]:
    count = len(chain.digits) if chain.groups else 0
    if count < _FEWEST - 1:
        return
    called = announced(chain.text, _outer_start(chain), chain.end)
    if is_card(chain.digits) and luhn_holds(chain.digits) and not _has_plus(chain, 0):
        yield chain.start, chain.end, "CARD"
        return
    if called == "other":
        # The paper may be what the card is for: "card for the inspection 4111 ... 9/28".
        last = next((last for last, digits in _ends(chain, 0) if chain.sizes[:last] == (4,) * 4 and is_card(digits)), 0)
        if last and luhn_holds(chain.part(0, last).digits):
            yield chain.start, chain.groups[last - 1][1], "CARD"
        return
    if called == "phone" and _is_phone_when_called(chain):
        yield _outer_start(chain), chain.end, "PHONE"
        return
    if called == "card" and 12 <= count <= 19 and len(chain.groups) <= 8 and not _has_plus(chain, 0):
        yield chain.start, chain.end, "CARD"
        return
    if not called and _is_plain_number(chain) and is_called_a_number(chain.text, chain.start):
        yield chain.start, chain.end, "PHONE"
        return
    if called == "id" and _FEWEST <= count <= 20 and not is_nanp(chain):
        yield chain.start, chain.end, "ID"
        return
    yield from _windows(chain, called, last_phone)


def _is_plain_number(chain: Chain) -> bool:
    """Ten digits in one, or ten to thirteen one by one."""
    is_one_by_one = set(chain.sizes) == {1} and 10 <= len(chain.sizes) <= 13
    return (chain.sizes in ((10,), (12,), (13,)) and not chain.digits.endswith("000")) or is_one_by_one


def _outer_start(chain: Chain) -> int:
    """With the "+" and the bracket before the first digit."""
    start = chain.start
    while start and chain.text[start - 1] in "+(":
        start -= 1
    return start


def _windows(chain: Chain, called: str, last_phone: int) -> Iterator[Span]:
    """The chain read from left to right: the best reading that begins at a group, then what follows it."""
    at, groups = 0, len(chain.groups)
    while at < groups:
        for last, kind in _readings(chain, at, called):
            part = chain.part(at, last)
            yield (_outer_start(part) if kind == "PHONE" else part.start), part.end, kind
            at, last_phone = last, part.end
            break
        else:
            if _is_local(chain, at, called, last_phone):
                yield chain.groups[at][0], chain.groups[_local_end(chain, at) - 1][1], "PHONE"
                at = _local_end(chain, at)
            else:
                at += 1


def _readings(chain: Chain, at: int, called: str) -> Iterator[tuple[int, str]]:
    """What may begin at group `at`, the surest first: (group after the last one, kind)."""
    ends = _ends(chain, at)
    whole = at == 0
    for last, digits in ends:
        is_valid = is_card(digits) and luhn_holds(digits) and not _has_plus(chain, at)
        if is_valid and not _is_phones(chain.part(at, last)):
            yield last, "CARD"
    if _has_plus(chain, at):
        yield from ((last, "PHONE") for last in _international(chain, at, ends))
    for last, digits in ends:
        if whole and last == len(chain.groups) and (is_nanp(chain) or is_foreign(chain, digits)):
            yield last, "PHONE"
    for last, digits in ends:
        if len(digits) != _ID_DIGITS or last - at > len(_SSN_SIZES):
            continue
        part = chain.part(at, last)
        if (part.sizes == _SSN_SIZES and one_sign(part)) or (part.sizes == _EIN_SIZES and part.between(0) == "-"):
            yield last, "ID"
    for last, digits in ends:
        if len(digits) in (10, 11) and is_nanp(chain.part(at, last)):
            yield last, "PHONE"
    if whole and len(chain.groups) <= 6:
        last, digits = ends[-1] if ends else (0, "")
        if last == len(chain.groups) and called != "phone" and is_long_number(chain, digits):
            yield last, "ID"


def _ends(chain: Chain, at: int) -> list[tuple[int, str]]:
    """Each place where a number that begins at group `at` may end, with its digits; 7 to 24 of them."""
    ends, digits = [], ""
    for last in range(at, len(chain.groups)):
        digits += chain.text[slice(*chain.groups[last])]
        if len(digits) > 24:
            break
        if len(digits) >= _FEWEST:
            ends.append((last + 1, digits))
    return ends


def _is_phones(part: Chain) -> bool:
    """Two numbers one after the other: "512 555 0147 512 555 0183" holds no card."""
    sizes = part.sizes
    return len(sizes) > 3 and sizes[:3] == (3, 3, 4) and is_nanp(part.part(0, 3))


def _has_plus(chain: Chain, at: int) -> bool:
    start, first = chain.groups[at][0], chain.text[slice(*chain.groups[at])]
    return "+" in chain.text[max(0, start - 2) : start] or (first.startswith(("00", "011")) and first.strip("0") != "")


def _international(chain: Chain, at: int, ends: Sequence[tuple[int, str]]) -> list[int]:
    """The ends at which it is a number that some country gives out; else the last that has the right length."""
    plain = [(last, digits.removeprefix("011").lstrip("0")) for last, digits in ends]
    fitting = [(last, digits) for last, digits in plain if 8 <= len(digits) <= _MOST]
    valid = [last for last, digits in fitting if is_given_out(digits)]
    return valid[-1:] or [last for last, _ in fitting][-1:]


def _is_phone_when_called(chain: Chain) -> bool:
    """Whether all of it may be a phone number where the words say that one follows."""
    digits, sizes = chain.digits, chain.sizes
    count = len(digits)
    if not _FEWEST <= count <= _MOST or any(
        is_nanp(chain.part(at, last)) for at in (0, 1) for last, _ in _ends(chain, at)
    ):
        return False
    if count == _FEWEST:
        return digits[0] not in "01" and (len(sizes) > 1 or not digits.endswith("000")) and sizes[0] in (1, 3, 7)
    if count == 8:
        return sizes in ((4, 4), (8,), (2, 2, 2, 2)) and not is_years(chain)
    if count == 10 and is_zips(sizes):
        return False
    return digits[0] == "0" or count <= 13 or _has_plus(chain, 0)


def _is_local(chain: Chain, at: int, called: str, last_phone: int) -> bool:
    """Seven digits: where a call was announced, after another number, or where the last four begin with a 0."""
    last = _local_end(chain, at)
    if not last:
        return False
    start, end = chain.groups[at][0], chain.groups[last - 1][1]
    sizes = chain.part(at, last).sizes
    if not _LOCAL.match(chain.text[start:end]) and sizes != (3, 2, 2):
        return False
    digits = chain.part(at, last).digits
    if called == "phone" and at == 0:
        return len(sizes) > 1 or not digits.endswith("000")
    if sizes == (3, 2, 2):
        return digits[3] == "0"
    if sizes != (3, 4):
        return False
    if not chain.between(at).strip() and is_round(chain.part(at, last)):
        return False
    return (
        digits[3] == "0"
        or is_called_a_number(chain.text, start)
        or (0 <= last_phone <= start and _also(chain.text[last_phone:start]))
    )


def _local_end(chain: Chain, at: int) -> int:
    """The group after the last one of seven digits from `at`; 0 where groups do not end there."""
    count = 0
    for last in range(at, len(chain.groups)):
        count += chain.groups[last][1] - chain.groups[last][0]
        if count >= _FEWEST:
            return last + 1 if count == _FEWEST else 0
    return 0


def _also(between: str) -> bool:
    return len(between) < 30 and bool(_ALSO.match(between))
