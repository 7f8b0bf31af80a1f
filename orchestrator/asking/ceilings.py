"""Pure: what goes out is cleaned and cut to its ceilings, and how many tokens it is."""

import re
import unicodedata

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]")
_LETTER_OR_BLANK = re.compile(r"[A-Za-z ]")
_CUT_MARK = " [...] "
_HEAD_SHARE = (
    0.7  # people say what they want first and repeat it last; the middle of a paste is what it was pasted from
)


def clean(text: str) -> str:
    """NFC, one kind of line end, no zero bytes, control, invisible or direction characters, no blanks at the ends."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_TEXT.sub("", text).strip()


def cut(text: str, ceiling_chars: int) -> str:
    """The beginning and the end of a text that is longer than its ceiling, cut between words, with a mark between."""
    if len(text) <= ceiling_chars:
        return text
    room = max(0, ceiling_chars - len(_CUT_MARK))
    head = int(room * _HEAD_SHARE)
    return f"{_until_blank(text[:head])}{_CUT_MARK}{_until_blank(text[::-1][: room - head])[::-1]}"


def _until_blank(text: str) -> str:
    """Without a word torn at its end, unless that would lose more than a tenth."""
    last = max(text.rfind(" "), text.rfind("\n"))
    return text[:last] if last > len(text) * 0.9 else text


def tokens_ceiling(text: str) -> int:
    """At least as many tokens as a model counts for a text: two letters, or one other ASCII sign or byte, each one."""
    letters = len(_LETTER_OR_BLANK.findall(text))
    return letters // 2 + len(text.encode("utf-8", "replace")) - letters + 1


def tokens_estimate(text: str) -> int:
    """About as many tokens as a model counts (three bytes each): for ceilings on length, not for money."""
    return len(text.encode("utf-8", "replace")) // 3 + 1
