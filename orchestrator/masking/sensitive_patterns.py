"""Pure: where a text holds a phone number, an e-mail address, a card or an ID number, whoever it belongs to.

Amounts, dates, sizes and post codes stay: they are what the conversation is about. Each span is (start, end, kind).
"""

import re
from collections.abc import Iterator

from orchestrator.masking.email_patterns import email_spans
from orchestrator.masking.number_spans import Span, number_spans
from orchestrator.masking.spoken_numbers import spoken_phone_spans

# Papers whose numbers have letters in them: what follows the word, and forms that are nothing else.
_ID_WITH_LETTERS = re.compile(
    r"\b(?i:ssn|itin|ein|passport|pasaporte|licen[sc]e|licencia|dl|driver'?s|drivers|ine|ife|curp|rfc|elector|dni"
    r"|nie|(?<!county )(?<!parcel )(?<!property )(?<!listing )(?<!mls )(?<!zillow )id"
    r"|c[eé]dula|matr[ií]cula|green\s?card|residen(?:t|cia)|mica|alien|a-?number|uscis|visa|iban|account|cuenta|policy"
    r"|p[oó]liza|medicare)\b"
    r"(?:[\s:;,.#'’\"(=/-]{1,4}[^\W\d_]{1,14}){0,4}?[\s:;,.#'’\"(=/-]{1,5}"
    r"(?P<number>(?:[A-Z]{1,6}[\s.-]?|[A-Za-z]{1,3}(?=\d))#?\s?\d(?:[\s./-]{0,2}[A-Z]{0,3}\d){4,22}[A-Za-z]{0,2}|\d{7,9}-?[A-Za-z])(?!\w)"
)
_ID_FORMS = re.compile(
    r"\b(?:[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d"  # CURP
    r"|[A-ZÑ&]{3,4}-?\d{6}-?(?=[A-Z\d]{0,2}\d)[A-Z\d]{3}"  # RFC
    r"|[A-Z]{6}\d{8}[HM]\d{3}"  # Mexico's voter card
    r"|IDMEX\d{8,13}"  # and its machine-readable line
    r"|[A-Z]\d{3}[\s-]\d{3}[\s-]\d{2}[\s-]\d{3}[\s-]\d|[A-Z]\d{3}-\d{4}-\d{4,5})\b",  # driver's licences
    re.IGNORECASE,
)
_A_NUMBER = re.compile(r"(?<!\w)A(?:[#-]\s?|\s#?\s?)?\d{3}[\s.-]?\d{3}[\s.-]?\d{2,3}(?!\w|[.,-]\d)")
_LAST_FOUR = re.compile(
    r"\b(?:(?:last|[uú]ltim[oa]s)\s(?:4|four|cuatro)(?:\s(?:digits|d[ií]gitos|n[uú]meros))?\b[\s:]{0,2}"
    r"(?=(?:of|de|del|are|is|son|on|my|mi|ssn|social|card|tarjeta)\b)[^\d\n]{0,30}?"
    r"|(?:ssn|social|cards?|visa|tarjeta|seguro)\b[^\d\n.]{0,16}?\b(?:last|[uú]ltim[oa]s)\s(?:4|four|cuatro)\b[^\d\n]{0,12}?"
    r"|(?:cards?|visa|mastercard|amex|debit|credit|tarjeta|ssn|social|seguro|account|acct|cuenta)\b[^\d\n.]{0,16}?"
    r"\b(?:ending|terminaci[oó]n|(?:ends?|termina(?:da|do)?)(?=\s(?:in|with|en|con|on)\b))\b[^\d\n]{0,10}?)(?<!\d)(\d{4})(?![\d,])",
    re.IGNORECASE,
)
_CARD_WORD = re.compile(r"\b(?:cards?|visa|mastercard|amex|debit|credit|tarjeta)\b", re.IGNORECASE)
_CARD_WITH_STARS = re.compile(r"(?<!\w)(?:\d{4,6}[\s-]?)?(?:[*xX•]{2,4}[\s-]?){1,4}\d{4}(?!\w)")
_CARD_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|csc|security\scode|c[oó]digo\sde\sseguridad)\W{0,3}(?:(?:is|es)\W)?\W{0,2}(\d{3,4})(?!\d)",
    re.IGNORECASE,
)
_MAY_BE_AN_ID = re.compile(r"\d{6}|\d{3}[\s.-]\d{3}")
_HAS_FIVE_NEAR = re.compile(r"\d(?:[\s./A-Z-]{0,5}\d){4}")  # as many as the shortest of _ID_WITH_LETTERS has
_HAS_FOUR_DIGITS = re.compile(r"\d[^\d\n]{0,4}\d[^\d\n]{0,4}\d[^\d\n]{0,4}\d")


def sensitive_spans(text: str) -> Iterator[Span]:
    """Spans in order of trust: where two overlap, the earlier one counts."""
    yield from ((start, end, "EMAIL") for start, end in email_spans(text))
    if _HAS_FOUR_DIGITS.search(text):
        if _HAS_FIVE_NEAR.search(text):
            yield from ((m.start("number"), m.end("number"), "ID") for m in _ID_WITH_LETTERS.finditer(text))
        if _MAY_BE_AN_ID.search(text):
            yield from ((m.start(), m.end(), "ID") for m in _ID_FORMS.finditer(text))
            yield from ((m.start(), m.end(), "ID") for m in _A_NUMBER.finditer(text))
        yield from number_spans(text)
        yield from _parts_of_numbers(text)
    lower = text.lower()
    if "cv" in lower or "code" in lower or "digo" in lower or "csc" in lower:
        yield from ((m.start(1), m.end(1), "CARD") for m in _CARD_CODE.finditer(text))
    yield from ((start, end, "PHONE") for start, end in spoken_phone_spans(text))


def _parts_of_numbers(text: str) -> Iterator[Span]:
    lower = text.lower()
    if "last" in lower or "end" in lower or "ltim" in lower or "termina" in lower:
        for m in _LAST_FOUR.finditer(text):
            yield m.start(1), m.end(1), "CARD" if _CARD_WORD.search(m.group()) else "ID"
    if "**" in text or "xx" in lower or "••" in text:
        yield from ((m.start(), m.end(), "CARD") for m in _CARD_WITH_STARS.finditer(text))
