"""Pure: where a text holds what is already known about this person, also misspelt, without accents or in parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from orchestrator.contracts import KnownIdentity
from orchestrator.masking.address_forms import KnownAddress, known_address
from orchestrator.masking.digit_chains import EXTENSION
from orchestrator.masking.known_addresses import address_spans
from orchestrator.masking.known_names import name_spans
from orchestrator.masking.name_forms import KnownNames, known_names
from orchestrator.masking.name_positions import Around
from orchestrator.masking.number_spans import Span
from orchestrator.spelling.folding import fold

_BETWEEN_DIGITS = r"[\s().\u2010-\u2013/_*-]{0,3}"
_LOCAL_DIGITS = 7  # of a number without its area code
_NO_DIGIT = re.compile(r"\D+")
_AT = r"\s*(?:@|[\[({]\s*(?:at|arroba)\s*[\])}]|\bat\b|\barroba\b)\s*"
_DOT = r"(?:\s*\.\s*|\s+(?:dot|punto)\s+|\s*[\[(]\s*(?:dot|punto)\s*[\])]\s*)"


@dataclass(frozen=True, slots=True)
class _Known:
    names: KnownNames | None
    digits: tuple[tuple[str, re.Pattern[str]], ...]
    emails: tuple[tuple[str, re.Pattern[str]], ...]
    addresses: tuple[KnownAddress, ...]


@lru_cache(maxsize=512)
def _compiled(identity: KnownIdentity) -> _Known:
    phones = {re.sub(r"\D", "", phone)[-10:] for phone in identity.phones}
    return _Known(
        names=known_names(tuple(filter(str.strip, identity.names))),
        digits=tuple(
            (digits[-4:], _digits_pattern(digits)) for digits in sorted(phones) if len(digits) >= _LOCAL_DIGITS
        ),
        emails=tuple((fold(email)[:2], _email_pattern(fold(email))) for email in identity.emails if "@" in email),
        addresses=tuple(known for known in map(known_address, identity.addresses) if known),
    )


def _digits_pattern(digits: str) -> re.Pattern[str]:
    body = _BETWEEN_DIGITS.join(digits)
    local = _BETWEEN_DIGITS.join(digits[-_LOCAL_DIGITS:])
    return re.compile(
        rf"(?<!\d)(?:(?:\+?\d{{1,3}}[\s().-]{{0,3}})?\(?{body}|{local})(?!\d){EXTENSION}"
        rf"|(?<=ending in ){digits[-4:]}(?!\d)|(?<=ends in ){digits[-4:]}(?!\d)|(?<=termina en ){digits[-4:]}(?!\d)"
    )


def _email_pattern(email: str) -> re.Pattern[str]:
    """As it is, and as people spell it: "anna dot schmidt at example dot com"."""
    local, _, domain = email.partition("@")
    spelled = r"[\s._-]{0,2}(?:(?:dot|punto|underscore|dash|guion(?: bajo)?)\s+)?".join(
        re.escape(part) for part in re.split(r"[._-]", local) if part
    )
    return re.compile(rf"(?<!\w){spelled}{_AT}{_DOT.join(map(re.escape, domain.split('.')))}(?!\w)")


def identity_spans(text: str, identity: KnownIdentity, found: Sequence[Span] = ()) -> Iterator[Span]:
    """Spans of what is known, addresses and numbers before names; beside them and what was `found` names are names."""
    known = _compiled(identity)
    folded = fold(text)
    details: list[Span] = []
    for beginning, email in known.emails:
        if beginning in folded:
            details += ((m.start(), m.end(), "EMAIL") for m in email.finditer(folded))
    details += ((start, end, "ADDRESS") for start, end in address_spans(folded, text, known.addresses))
    said = _NO_DIGIT.sub("", text) if known.digits else ""
    for last, digits in known.digits:
        if last in said:
            details += ((m.start(), m.end(), "PHONE") for m in digits.finditer(folded))
    yield from details
    if known.names:
        around = Around(text, folded, [(start, end) for start, end, _ in (*found, *details)])
        yield from ((start, end, "NAME") for start, end in name_spans(around, known.names))
