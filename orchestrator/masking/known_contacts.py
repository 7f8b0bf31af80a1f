"""Pure: where a text holds a known phone number or e-mail address, however it is written.

Nothing is compiled for a person who is seen for the first time: digits are compared as digits, an e-mail address is
looked for as it is, and its own pattern is made only for a text that holds all its parts.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from orchestrator.masking.digit_chains import with_extension
from orchestrator.spelling.folding import fold

_NO_DIGIT = re.compile(r"\D+")
_LOCAL_DIGITS = 7  # of a number without its area code
_LAST_DIGITS = 4  # "my number ends in 0147"
_FULL_DIGITS = 10
_RUN = re.compile(r"\d(?:[\s().\u2010-\u2013/_*-]{0,3}\d){6,}")
_COUNTRY_BEFORE = re.compile(r"(?<!\d)\+?\d{1,3}[\s().-]{0,3}\(?\Z")
_ENDING_IN = re.compile(r"\b(?:ending in|ends in|termina en) (?P<last>\d{4})(?!\d)")
_AT = r"\s*(?:@|[\[({]\s*(?:at|arroba)\s*[\])}]|\bat\b|\barroba\b)\s*"
_DOT = r"(?:\s*\.\s*|\s+(?:dot|punto)\s+|\s*[\[(]\s*(?:dot|punto)\s*[\])]\s*)"
_PARTS = re.compile(r"[._-]")


def known_digits(phones: Sequence[str]) -> tuple[str, ...]:
    """The last ten digits of each number that has seven at least."""
    digits = {_NO_DIGIT.sub("", phone)[-_FULL_DIGITS:] for phone in phones}
    return tuple(sorted(one for one in digits if len(one) >= _LOCAL_DIGITS))


def phone_spans(text: str, folded: str, phones: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each known number with its country code and extension, its last seven digits alone, or four where they end it."""
    if not phones:
        return
    said = _NO_DIGIT.sub("", text)
    wanted = [phone for phone in phones if phone[-_LAST_DIGITS:] in said]
    if not wanted:
        return
    for run in _RUN.finditer(folded):
        places = [at for at in range(*run.span()) if folded[at].isdecimal()]
        digits = "".join(folded[at] for at in places)
        for phone in wanted:
            yield from _in_run(folded, digits, places, phone)
    for match in _ENDING_IN.finditer(folded):
        if any(phone.endswith(match["last"]) for phone in wanted):
            yield match.span("last")


def _in_run(folded: str, digits: str, places: Sequence[int], phone: str) -> Iterator[tuple[int, int]]:
    at = 0
    while found := _next(digits, phone, at):
        first, last = found
        at = first + 1
        start, end = places[first], places[last - 1] + 1
        if folded[end : end + 1].isdecimal():
            continue
        before = _COUNTRY_BEFORE.search(folded, max(0, start - 8), start) if last - first == len(phone) else None
        start = before.start() if before else start
        if start == 0 or not folded[start - 1].isdecimal():
            yield start, with_extension(folded, end)
            at = last


def _next(digits: str, phone: str, at: int) -> tuple[int, int] | None:
    """Where the number stands next among the digits, whole or else without its area code."""
    local = digits.find(phone[-_LOCAL_DIGITS:], at)
    if local < 0:
        return None
    whole = digits.find(phone, at)
    if 0 <= whole < local + _LOCAL_DIGITS:
        return whole, whole + len(phone)
    return local, local + _LOCAL_DIGITS


def email_spans(folded: str, emails: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Folded addresses as they are, and as people spell them: "anna dot schmidt at example dot com"."""
    for email in emails:
        local, _, domain = email.partition("@")
        parts = [*filter(None, _PARTS.split(local)), *domain.split(".")]
        if not all(part in folded for part in parts):
            continue
        if "@" in folded or "at" in folded or "arroba" in folded:
            yield from _as_it_is(folded, email)
            if folded.count(parts[0]) > folded.count(email):
                yield from (match.span() for match in _spelled(email).finditer(folded))


def _as_it_is(folded: str, email: str) -> Iterator[tuple[int, int]]:
    at = -1
    while (at := folded.find(email, at + 1)) >= 0:
        end = at + len(email)
        if not _is_word(folded[at - 1 : at] if at else "") and not _is_word(folded[end : end + 1]):
            yield at, end


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@lru_cache(maxsize=256)
def _spelled(email: str) -> re.Pattern[str]:
    local, _, domain = email.partition("@")
    spelled = r"[\s._-]{0,2}(?:(?:dot|punto|underscore|dash|guion(?: bajo)?)\s+)?".join(
        re.escape(part) for part in _PARTS.split(local) if part
    )
    return re.compile(rf"(?<!\w){spelled}{_AT}{_DOT.join(map(re.escape, domain.split('.')))}(?!\w)")


def known_emails(emails: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(email) for email in emails if "@" in email)
