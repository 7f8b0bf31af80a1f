"""Pure: where a text holds a phone number, an e-mail address, a card or an ID number, whoever it belongs to.

Amounts, dates, sizes and post codes stay: they are what the conversation is about. Each span is (start, end, kind).
"""

import re
from collections.abc import Iterator

Span = tuple[int, int, str]

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_EMAIL_SPELLED = re.compile(
    r"[\w.+-]+(?:\s+at\s+|\s*[\[(]at[\])]\s*)[\w-]+(?:\s+dot\s+|\s*[\[(]dot[\])]\s*)(?:com|net|org|edu|gov|io|us|mx|es)\b"
    r"|[\w.+-]+(?:\s+at\s+|\s+arroba\s+|\s*[\[(]at[\])]\s*)(?:gmail|yahoo|hotmail|outlook|icloud|aol|live|msn|proton(?:mail)?)"
    r"(?:\s*\.\s*|\s+dot\s+|\s+punto\s+)(?:com|net|org|es|mx|me)\b",
    re.IGNORECASE,
)
_START = r"(?<![\w$€£+])(?<!\d[.,-])"  # not inside a word, an amount or a longer number
_END = r"(?![\w%]|[.,-]\d)"
# North America: area code and exchange never begin with 0 or 1 (NANP), which is what tells 4155550100 from 4500000000.
_PHONE_NANP = re.compile(
    rf"{_START}(?:1[\s.-]{{0,2}})?(?:\([2-9]\d{{2}}\)[\s.-]{{0,2}}|[2-9]\d{{2}}(?:\s?[-.\u2010-\u2013]\s?|\s)?)"
    rf"[2-9]\d{{2}}(?:\s?[-.\u2010-\u2013]\s?|\s)?\d{{4}}{_END}"
)
_PHONE_INTERNATIONAL = re.compile(r"(?<![\w$+])(?:\+|\b00)(?:[\s().\u2010-\u2013-]{0,2}\d){8,14}(?!\d)")
_PHONE_GROUPED = re.compile(rf"{_START}(?:\d{{2}}[ .-]\d{{4}}[ .-]\d{{4}}|[679]\d{{2}}[ .-]\d{{3}}[ .-]\d{{3}}){_END}")
_PHONE_LOCAL = re.compile(
    r"\b(?i:call|text|cell|phone|mobile|tel|number|reach|whatsapp|ll[aá]m\w*|celular|tel[eé]fono|n[uú]mero)\b"
    rf"[^\d$€£\n]{{0,20}}?([2-9]\d{{2}}[\s.-]\d{{4}}){_END}"
)
_SHAPED_CARD = re.compile(
    rf"{_START}(?:\d{{4}}([ -])\d{{4}}\1\d{{4}}\1\d{{1,7}}|3[47]\d{{2}}([ -])\d{{6}}\2\d{{5}}|\d{{12,19}}){_END}"
)
_SSN = re.compile(rf"{_START}(?:\d{{3}}-\d{{2}}-\d{{4}}|\d{{2}}-\d{{7}}){_END}")
_ID_IN_CONTEXT = re.compile(
    r"\b(?i:ssn|social|seguro social|itin|ein|tax id|passport|pasaporte|licen[sc]e|licencia|dl|driver'?s)\b"
    r"[^\d\n]{0,24}?((?:\b[A-Z]{1,3})?\d(?:[ -]?\d){5,14})(?!\w)"
)
_ENOUGH_DIGITS = 7


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
    yield from ((m.start(), m.end(), "EMAIL") for m in _EMAIL_SPELLED.finditer(text))
    if sum(map(str.isdigit, text)) < _ENOUGH_DIGITS:
        return
    for m in _ID_IN_CONTEXT.finditer(text):
        yield m.start(1), m.end(1), "ID"
    for m in _SSN.finditer(text):
        yield m.start(), m.end(), "ID"
    for m in _SHAPED_CARD.finditer(text):
        digits = re.sub(r"\D", "", m.group())
        yield m.start(), m.end(), "CARD" if len(digits) >= 13 and luhn_holds(digits) else "ID"
    for pattern in (_PHONE_INTERNATIONAL, _PHONE_NANP, _PHONE_GROUPED):
        yield from ((m.start(), m.end(), "PHONE") for m in pattern.finditer(text))
    yield from ((m.start(1), m.end(1), "PHONE") for m in _PHONE_LOCAL.finditer(text))
