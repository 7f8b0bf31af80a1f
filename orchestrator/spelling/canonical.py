"""Pure: one spelling for what means the same, so that two spellings of a message share a stored answer.

The canonical text is what a model is sent and what the key covers; `Canonical.original` leads from words of it back to
what the lead wrote. What may carry meaning stays: question marks, accents, fractions, ranges, dates, "450" beside
"450k", a lone thumb. Placeholders of masking keep their form.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from orchestrator.spelling.places import with_capitals
from orchestrator.spelling.quantities import QUANTITY, canonical_quantity

_BLANKS = "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u0085¡"
_ONE_SIGN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛´ʼ＇′", "'"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys(_BLANKS, " "),
        **dict(zip("！？，．：％＄０１２３４５６７８９", "!?,.:%$0123456789", strict=True)),
    }
)
# Only what cannot be another word: "its", "were", "well", "ill" and "id" stay as they are.
_CONTRACTIONS = """
aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mustn't shouldn't wasn't weren't wouldn't
i'm i've you're you've they're they've we've that's what's there's here's who's
"""
_WORDS = {word.replace("'", ""): word for word in _CONTRACTIONS.split()} | {
    "okay": "ok", "okey": "ok", "pls": "please", "plz": "please", "thx": "thanks", "thanx": "thanks", "thnx": "thanks",
    "tmrw": "tomorrow", "tmw": "tomorrow", "tomorow": "tomorrow",
}  # fmt: skip
_PICTURE = "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
_SKIN = "[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]"
_END_MARK = r"(?:\.{2,}+|[!?…]|\.(?!\d)|(?<=[^\W\d_])\.)"
# Stretches of one sort that are not given back, so that a hostile text costs one pass. Groups are atomic and not
# possessive: before Python 3.11.5 a possessive group with a repetition inside goes wrong.
_PIECES = re.compile(
    r"(?:https?://|www\.)[^\s\[]++"
    r"|[^\W\d]\w*+(?>(?:'\w++)*)"
    r"|\ (?![\s,.!?…/])"  # the most frequent gap
    rf"|{QUANTITY}(?!\w)"
    r"|\d\w*+"
    r"|\ *+/\ *+(?=\$?\d)"
    r"|\s++"
    r"|\[(?:\.\.\.|(?:name|phone|email|address|card|id|text|amount|date|count)_\d{1,4})\]"
    rf"|{_END_MARK}(?>(?:[^\S\n]*+{_END_MARK})*)"
    r"|,++(?>(?:\ *+,++)*)"
    rf"|{_PICTURE}{_SKIN}*+(?>(?:\s*+{_PICTURE}{_SKIN}*+)*)"
    r"|-++|~++|\*++|=++"
    r"|.",
    re.DOTALL,
)
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_NOT_DRAWN = frozenset({"www", "iii", "xxx", "viii"})
_SKINS = re.compile(rf"{_SKIN}|\s")
_SAME_PICTURE = re.compile(r"(.)\1+")
_CLOSES = frozenset(",.!?…")


@dataclass(frozen=True)
class Canonical:
    """`text` is the one spelling; `source` the text that it was made of (in NFC), piece by piece."""

    text: str
    source: str
    _pieces: list[str] = field(repr=False)
    _said: list[str] = field(repr=False)

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """Where each piece begins, in `text` and in `source`."""
        return [0, *accumulate(map(len, self._said))], [0, *accumulate(map(len, self._pieces))]

    @cached_property
    def _one_case(self) -> str:
        return _one_case(self.text)

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The span of `source` that a span of `text` was made of; a torn piece comes back whole."""
        if start >= end:
            return 0, 0
        there, here = self._starts
        first, last = bisect_right(there, start) - 1, bisect_left(there, end) - 1
        begins, ends = here[first], here[last + 1]
        if first == last:
            is_same = _same_up_to(self._said[first], self._pieces[first], end - there[first])
        else:
            is_same = self._said[first] == self._pieces[first]
        begins += start - there[first] if is_same else 0
        if end < there[last + 1] and _same_up_to(self._said[last], self._pieces[last], end - there[last]):
            ends = here[last] + end - there[last]
        return begins, ends

    def original(self, words: str) -> str | None:
        """How the lead wrote these words of `text`, found as whole words before parts of words; None if not there."""
        wanted, text = _one_case(words.strip()), self._one_case
        at = _whole_words(wanted, text)
        if at is None:
            wanted = _one_case(canonical(words).text)
            at = _whole_words(wanted, text)
        if at is None or not wanted:
            return None
        start, end = self.to_original(at, at + len(wanted))
        return self.source[start:end].strip()


def canonical(text: str) -> Canonical:
    """One spelling of a text in NFC; other forms are brought into it first."""
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    pieces = _PIECES.findall(_one_case(text))
    said = _said(pieces)
    with_capitals(pieces, said)
    return Canonical("".join(said), text, pieces, said)


def _one_case(text: str) -> str:
    """Lower case with one sign for each quote, dash and blank, position by position (of the same length)."""
    lower = text.lower().replace("`", "'").replace("\t", " ")
    if lower.isascii() and len(lower) == len(text):
        return lower
    if len(lower) != len(text):
        text = text.replace("`", "'").replace("\t", " ")
        lower = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    lower = lower.translate(_ONE_SIGN)
    # A question that ends with its mark needs none at its beginning.
    return lower.replace("¿", " ") if "?" in lower else lower


def _said(pieces: list[str]) -> list[str]:
    """What each piece becomes; from the end, because what follows decides about blanks and closing marks."""
    said = [""] * len(pieces)
    ending, following = True, ""
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        first = piece[0]
        if first.isalpha():
            word = "" if piece == "us" and _is_sign(pieces, at) else _word(piece)
        elif first == " " and len(piece) == 1:
            word = "" if ending or following in _CLOSES or following == " " else piece
        elif piece.isspace():
            word = _gap(piece, ending, following)
        elif first in _CLOSES and not piece[1:2].isdigit():
            word = _closing(pieces, at, ending, following)
        else:
            word = _other(piece, first)
            if first == "$" and word[0] != "$" and at and pieces[at - 1] != "us" and _touches(pieces[at - 1]):
                word = f" {word}"
        said[at] = word
        if word:
            following = word[0]
            ending = word == "\n"
    _without_blank_start(said)
    return said


def _is_sign(pieces: list[str], at: int) -> bool:
    """The US of "US$"."""
    return "".join(pieces[at + 1 : at + 2])[:1] == "$" and "".join(pieces[max(0, at - 2) : at]).rstrip()[-1:] != "$"


def _word(piece: str) -> str:
    piece = _WORDS.get(piece, piece)
    if len(piece) > 3 and _LONG_DRAWN.search(piece) and piece not in _NOT_DRAWN and "." not in piece:
        return _LONG_DRAWN.sub(r"\1\1", piece)
    return piece


def _gap(piece: str, ending: bool, following: str) -> str:
    if piece.strip(" "):
        return "" if ending else "\n"
    return "" if ending or following in _CLOSES or following == " " else " "


def _closing(pieces: list[str], at: int, ending: bool, following: str) -> str:
    piece = pieces[at]
    if "?" in piece:
        return "? " if _goes_on(following) else "?"
    if ending or (following == "." and piece[0] != ","):
        return ""
    if piece[0] == ",":
        beside_digits = at > 0 and pieces[at - 1][-1:].isdigit() and following.isdigit()
        return ", " if _goes_on(following) and not beside_digits else ","
    if piece == ".":
        return "."
    if piece[0] == "." and at > 0 and (pieces[at - 1][0].isdigit() or pieces[at - 1][0] == "$") and following.isdigit():
        return "..."
    return ". " if _goes_on(following) else "."


def _goes_on(following: str) -> bool:
    return following.isalnum() or following in ("$", "[")


def _touches(before: str) -> bool:
    """Whether a number would run into what stands before it, now that its sign is gone."""
    return before[-1].isalnum() or before[-1] in ".,…!?"


def _other(piece: str, first: str) -> str:
    if first.isdigit() or first in "$.":
        return canonical_quantity(piece)
    if first == "[":
        return piece.upper() if len(piece) > 1 else piece
    if first in "-~*=":
        return first
    if first == " ":
        return piece.strip()  # a slash with blanks around it
    if len(piece) > 1 or ord(first) > 0x2000:
        return _SAME_PICTURE.sub(r"\1", _SKINS.sub("", piece)) or piece
    return piece


def _without_blank_start(said: list[str]) -> None:
    for at, word in enumerate(said):
        if word.strip():
            return
        said[at] = ""


def _same_up_to(one: str, other: str, length: int) -> bool:
    return one[:length] == other[:length]


def _whole_words(words: str, text: str) -> int | None:
    """Where words stand in a text, not inside of longer words if they can be had; None where they do not."""
    at = first = text.find(words)
    while at >= 0:
        end = at + len(words)
        opens = at == 0 or not (text[at - 1].isalnum() and words[:1].isalnum())
        if opens and (end == len(text) or not (text[end].isalnum() and words[-1:].isalnum())):
            return at
        at = text.find(words, at + 1)
    return first if first >= 0 else None
