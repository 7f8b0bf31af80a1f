"""Pure: where a text holds a phone number, an e-mail address, a card or an ID number, whoever it belongs to.

Amounts, dates, sizes and post codes stay: they are what the conversation is about. Each span is (start, end, kind).
"""

import re
from collections.abc import Iterator

Span = tuple[int, int, str]

_EMAIL = re.compile(
    r"[\w.+%-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]++)+|[\w.+%-]{1,64}+@\s?(?i:gmail|yahoo|hotmail|outlook|icloud|aol)\b"
)
_PROVIDERS = r"(?:gmail|yahoo|ymail|hotmail|outlook|icloud|aol|live|msn|proton(?:mail)?|comcast|att|sbcglobal|verizon)"
_ENDINGS = r"(?:com|net|org|edu|gov|io|us|mx|es|me|co|info|biz|pr|ar|cl|ca)"
_DOMAIN_PART = r"[\w-]{1,40}+"
_LOCAL = r"[\w+-][\w.+-]{0,63}+(?:\s{1,2}(?:dot|punto|underscore|dash|guion(?:\sbajo)?)\s{1,2}[\w+-]{1,30}+){0,3}"
_SAID_DOT = r"(?:\s{1,2}(?:dot|punto)\s{1,2}|\s?[\[(]\s?(?:dot|punto)\s?[\])]\s?)"
_ANY_DOT = rf"(?:\s?\.\s?|{_SAID_DOT})"
# A blank "at" with a plain dot is how people talk about sites ("look at zillow.com"): only mail providers count there.
_SAID_AT = r"(?:\s?@\s?|\s?[\[({]\s?(?:at|arroba)\s?[\])}]\s?|\s{1,2}arroba\s{1,2})"
_EMAIL_SPELLED = re.compile(
    rf"(?<![\w.+-]){_LOCAL}(?:"
    rf"{_SAID_AT}{_DOMAIN_PART}(?:{_ANY_DOT}{_DOMAIN_PART}){{0,2}}?{_ANY_DOT}{_ENDINGS}\b"
    rf"|\s{{1,2}}at\s{{1,2}}(?:{_DOMAIN_PART}(?:{_SAID_DOT}{_DOMAIN_PART}){{0,2}}?{_SAID_DOT}{_ENDINGS}\b"
    rf"|{_PROVIDERS}{_ANY_DOT}{_ENDINGS}\b))",
    re.IGNORECASE,
)
_MAIL_WITHOUT_DOT = re.compile(
    r"(?<![\w.+-])(?!(?:look|looking|looked|check|checking|me|it|us|account|only|one|is|am|are|was|be|and|or)\s)"
    r"[\w+-][\w.+-]{1,63}+\s{1,2}(?:at|arroba)\s{1,2}(?:gmail|hotmail|icloud)\b",
    re.IGNORECASE,
)
_MAY_BE_SPELLED = re.compile(
    r"arroba|[\[({]\s?at|@\s|\s@|\b(?:dot|punto)\b"
    r"|\bat\s+(?:gm|ya|ym|ho|ou|ic|ao|li|ms|pr|co|sb|ve)",
    re.IGNORECASE,
)
EXTENSION = r"(?:[\s,]{0,2}(?:(?i:ext(?:ension|\.)?|x|anexo|interno)[\s.:#]{0,2})\d{1,6}(?!\w))?"
_START = r"(?<![\w$€£+])(?<!\d[.,-])"  # not inside a word, an amount or a longer number
_END = r"(?![\w%]|[.,-]\d)"
_GAP = r"(?:\s?[-./_*\u2010-\u2013]\s?|\s{1,2})"
# North America: area code and exchange never begin with 0 or 1 (NANP), which is what tells 4155550100 from 4500000000.
_PHONE_NANP = re.compile(
    rf"{_START}(?:\+?1[\s.-]{{0,2}})?(?:\([2-9]\d{{2}}\)[\s.-]{{0,2}}|[2-9]\d{{2}}{_GAP}?)"
    rf"[2-9]\d{{2}}{_GAP}?\d{{4}}{EXTENSION}{_END}"
)
_PHONE_INTERNATIONAL = re.compile(
    rf"(?<![\w$+])(?:\+|\b00)(?:[\s().\u2010-\u2013/-]{{0,2}}\d){{8,14}}(?!\d){EXTENSION}"
)
_PHONE_GROUPED = re.compile(
    rf"{_START}(?:\d{{2}}[ .-]\d{{4}}[ .-]\d{{4}}|[679]\d{{2}}[ .-]\d{{3}}[ .-]\d{{3}}"
    rf"|\d{{3}}[ .-]\d{{2}}[ .-]\d{{2}}[ .-]\d{{3}}){_END}"
)
_PHONE_LOCAL = re.compile(
    r"\b(?i:call|text|cell|phone|mobile|tel|number|reach|whatsapp|ll[aá]m\w*|celular|cel|tel[eé]fono|n[uú]mero)\b"
    rf"[^\d$€£\n]{{0,20}}?([2-9]\d{{2}}[\s.-]\d{{4}}){_END}"
)
_DIGIT_WORD = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)"
)
_PHONE_SPELLED = re.compile(
    rf"\b(?:(?:{_DIGIT_WORD}|\d{{1,4}})[\s,.-]{{1,3}}){{2,12}}(?:{_DIGIT_WORD}|\d{{1,4}})\b", re.IGNORECASE
)
_A_DIGIT_WORD = re.compile(rf"\b{_DIGIT_WORD}\b", re.IGNORECASE)
_SHAPED_CARD = re.compile(
    rf"{_START}(?:\d{{4}}([ .-]{{1,3}})\d{{4}}\1\d{{4}}\1\d{{1,7}}"
    rf"|3[47]\d{{2}}([ .-]{{1,3}})\d{{6}}\2\d{{5}}|\d{{12,19}}){_END}"
)
_SSN = re.compile(rf"{_START}(?:\d{{3}}[- .]\d{{2}}[- .]\d{{4}}|\d{{2}}-\d{{7}}){_END}")
_ID_WORD = (
    r"(?:ssn|social(?: security)?|seguro social|itin|ein|tax id|passport|pasaporte|licen[sc]e|licencia|dl|driver'?s|ine"
    r"|curp|rfc|matr[ií]cula|routing|account|cuenta|clabe|iban)"
)
_ID_IN_CONTEXT = re.compile(
    rf"\b(?i:{_ID_WORD})\b[^\d\n]{{0,40}}?((?:\b[A-Z]{{1,6}}[ -]?)?\d(?:[ -]?\d){{5,20}})(?!\w)"
)
_ID_LETTERS = re.compile(  # CURP, RFC and the machine-readable line of Mexico's voter card
    r"\b(?:[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d|[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}|IDMEX\d{8,13})\b", re.IGNORECASE
)
# Numbers of homes and listings are what the conversation is about.
_NO_PERSON = re.compile(
    r"\b(?:mls|apn|parcel|folio|listing|permit|tract|zpid|zestimate|lot|case|loan amount|model|serial)\b"
    r"[^\d\n]{0,16}\Z",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")
_MAY_BE_A_NUMBER = re.compile(r"\d(?:[^\w\n,$]{0,3}\d){5}")
_DIGIT_WORDS = _DIGIT_WORD.strip("(?:)").split("|")
_FEWEST_DIGITS, _FEWEST_WORDS = 7, 4


def luhn_holds(digits: str) -> bool:
    """Whether a card number's check digit is right (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def sensitive_spans(text: str) -> Iterator[Span]:
    """Spans in order of trust: where two overlap, the earlier one counts."""
    if "@" in text:
        yield from ((m.start(), m.end(), "EMAIL") for m in _EMAIL.finditer(text))
    if _MAY_BE_SPELLED.search(text):
        yield from ((m.start(), m.end(), "EMAIL") for m in _EMAIL_SPELLED.finditer(text))
        yield from ((m.start(), m.end(), "EMAIL") for m in _MAIL_WITHOUT_DOT.finditer(text))
    if _MAY_BE_A_NUMBER.search(text):
        yield from (span for span in _numbers(text) if not _NO_PERSON.search(text, max(0, span[0] - 28), span[0]))
    lower = text.lower()
    if sum(map(lower.count, _DIGIT_WORDS)) >= _FEWEST_WORDS:
        yield from _spelled_numbers(text)


def _numbers(text: str) -> Iterator[Span]:
    for m in _ID_IN_CONTEXT.finditer(text):
        yield m.start(1), m.end(1), "ID"
    for m in (*_SSN.finditer(text), *_ID_LETTERS.finditer(text)):
        yield m.start(), m.end(), "ID"
    for m in _SHAPED_CARD.finditer(text):
        digits = re.sub(r"\D", "", m.group())
        yield m.start(), m.end(), "CARD" if len(digits) >= 13 and luhn_holds(digits) else "ID"
    for pattern in (_PHONE_INTERNATIONAL, _PHONE_NANP, _PHONE_GROUPED):
        yield from ((m.start(), m.end(), "PHONE") for m in pattern.finditer(text))
    yield from ((m.start(1), m.end(1), "PHONE") for m in _PHONE_LOCAL.finditer(text))


def _spelled_numbers(text: str) -> Iterator[Span]:
    """A phone number with at least four of its digits as words: "five one two, 555 oh one nine nine"."""
    for m in _PHONE_SPELLED.finditer(text):
        words = len(_A_DIGIT_WORD.findall(m.group()))
        if words >= _FEWEST_WORDS and words + len(_DIGITS.findall(m.group())) >= _FEWEST_DIGITS:
            yield m.start(), m.end(), "PHONE"
