"""Masks phones, e-mail addresses and keys in log records: a safety net under the rule that none is ever logged."""

import logging
import re

_PATTERNS = (
    (re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}"), "[email]"),
    (re.compile(r"(?<![\w.:-])\+?\d[\d\s().-]{8,16}\d(?![\w:-])"), "[phone]"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), r"\1 [key]"),
    (re.compile(r"\b(?:sk|pit|rk|pk)-[A-Za-z0-9_-]{8,}"), "[key]"),
)


def redact(text: str) -> str:
    """The text with phones, e-mail addresses and keys replaced by a word in brackets."""
    for pattern, word in _PATTERNS:
        text = pattern.sub(word, text)
    return text


class RedactingFilter(logging.Filter):
    """Applies `redact` to the message, to string extras and to the traceback's text."""

    _OWN = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"request_id", "taskName"}

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        for name, value in list(record.__dict__.items()):
            if name not in self._OWN and isinstance(value, str):
                record.__dict__[name] = redact(value)
        if record.exc_info and not record.exc_text:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
        return True
