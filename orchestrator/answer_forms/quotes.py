"""Pure: where a quoted text ends whose quotes are not JSON's, or which holds quotes that nobody escaped."""

import re
from collections.abc import Callable

from orchestrator.answer_forms.faults import CUT_OFF, Broken

Over = Callable[[int, bool], bool]  # (place, sure)
OPENERS = "\"'`“”„«»‘’‚"
_CLOSERS = {
    '"': '"', "'": "'", "`": "`", "“": "”“", "”": "”", "„": "“”", "«": "»", "»": "«", "‘": "’‘", "’": "’", "‚": "‘’",
}  # fmt: skip
_OPENS_INSIDE = {"“": "“", "„": "„", "«": "«", "‘": "‘"}
_SIGNS = {
    opener: re.compile(rf"\\.|[{re.escape(closers + _OPENS_INSIDE.get(opener, ''))}]", re.DOTALL)
    for opener, closers in _CLOSERS.items()
}
_APOSTROPHES = frozenset("'’`")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_TAIL = re.compile(r"[^\"“”«»]*?(?=\}\s*(?:```\s*)?\Z)", re.DOTALL)


def read_quoted(text: str, at: int, is_over: Over) -> tuple[str, int, bool]:
    """(words, place behind them, whether the closing quote was missing) of the quoted text that opens at `at`.

    `is_over(place, sure)` says whether what stands from `place` on can only follow a finished text; `sure` asks for
    more: an end that holds even inside a quotation. Raises Broken where it may end in two places, or never does.
    """
    opener = text[at]
    run = _run(text, at)
    if run > 1:
        return _between_runs(text, at, run, is_over)
    inner, start = 0, at + 1
    for match in _SIGNS[opener].finditer(text, start):
        place, sign = match.start(), match.group()
        if sign[0] == "\\":
            continue
        if is_over(place + 1, inner > 0):
            if inner:
                raise Broken("quotes inside a text are not escaped, and where it ends is unclear")
            return unescaped(text[start:place]), place + 1, False
        inner = _inside(text, place, sign, opener, inner)
    return _without_closing(text, start)


def _inside(text: str, place: int, sign: str, opener: str, inner: int) -> int:
    """How many quotations are open behind a quote that does not end the text."""
    before, after = text[place - 1], text[place + 1 : place + 2]
    if sign in _APOSTROPHES and before.isalnum() and (after.isalnum() or not inner):
        return inner  # It's, the sellers' house
    if sign == _OPENS_INSIDE.get(opener):
        return inner + 1
    if inner:
        return inner - 1
    if (before.isspace() or before in "([{-–—/¿¡\"'") and after and not after.isspace():
        return inner + 1
    if before.isdigit():
        return inner  # an inch
    raise Broken("quotes inside a text are not escaped, and where it ends is unclear")


def _run(text: str, at: int) -> int:
    """3 or 2 where the text opens with that many equal quotes, 1 otherwise; an empty text is no run."""
    opener = text[at]
    if text.startswith(opener * 3, at):
        return 3
    doubled = text.startswith(opener * 2, at) and text[at + 2 : at + 3].strip() not in ("", *",;:=}])，：.+")
    return 2 if doubled and opener in "\"'`" else 1


def _between_runs(text: str, at: int, run: int, is_over: Over) -> tuple[str, int, bool]:
    marks = text[at] * run
    end = text.find(marks, at + run)
    while end != -1:
        if is_over(end + run, False):
            return unescaped(text[at + run : end]), end + run, False
        end = text.find(marks, end + run)
    raise Broken(CUT_OFF)


def _without_closing(text: str, start: int) -> tuple[str, int, bool]:
    """The words up to the very last brace, where only the closing quote is missing."""
    tail = _TAIL.match(text, start)
    if tail is None or not tail.group().strip():
        raise Broken(CUT_OFF)
    return unescaped(tail.group().strip()), tail.end(), True


def unescaped(words: str) -> str:
    """Backslash escapes resolved; one that nobody knows stands for its sign."""
    if "\\" not in words:
        return words
    plain = _ESCAPE.sub(lambda m: chr(int(m[1][1:], 16)) if len(m[1]) == 5 else _ESCAPED.get(m[1], m[1]), words)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
