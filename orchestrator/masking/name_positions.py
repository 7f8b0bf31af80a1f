"""Pure: where in a message a name stands: on a line of its own, as a signature or a sender, or beside a hidden detail.

In such a place a word that is also a name is the name, whatever its case.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orchestrator.spelling.common_words import TIME_WORDS

_BETWEEN = re.compile(
    r"[\s,.:;/|()\u2010-\u2015~-]{1,6}(?:(?:(?:my|mi|the|el|la)\s)?(?:phone|ph|cell|cel|tel|telefono|mobile|number|numero|num"
    r"|email|e-mail|mail|correo|address|direccion|from|de|at|en|in|on|of|here|aqui|owner of|con)[\s.:#]{1,3}){0,2}\Z"
)
_STARTS = re.compile(r"(?:^|[\n.!?;|])[\s\"'(]*(?:(?:hi|hey|hello|hola|buenas|yo|ok|yes|si|sure),?\s)?\Z")
_DASH = re.compile(r"(?:^|[\s.!?,])(?:-{1,2}|[~–—*])\s?\Z")
_AFTER_COMMA = re.compile(r"[^\W\d_]{2,},\s\Z")
_ENDS = re.compile(r"(?:\s[a-z])?[\s.!)]*\Z")
_LINE_ENDS = re.compile(r"(?:\s[a-z]\.?)?[ \t.,!]*(?:\n|\Z)")
_LINE_STARTS = re.compile(r"(?:^|\n)[ \t]*\Z")
_SAYS_WHO = re.compile(
    r"(?:\b(?:this is|soy|habla|i'?m|i’m|i am|here is|(?:les?|te) (?:saluda|escribe|habla))\s"
    r"|(?:^|[\n.!?,])\s*(?:(?:hi|hey|hello|hola|buenas|yo|ok|yes|yeah|si)\W{1,3})?(?:it'?s|it’s|its me"
    r"|soy yo)\W{1,2})\Z"
)
_WHO_ENDS = re.compile(
    r"\s?(?:[.,!?;:\n(/|]|\Z|[\u2010-\u2015-])|\s(?:from|here|again|and|y|with|con|la de|el de|de la|del|aqui|otra vez"
    r"|the one|calling|texting|writing)\b"
)
_ABOUT_NAMES = re.compile(r"\b(?:apellidos?|surname|last name|nombres?|my name|first name|se escribe|spelled)\b")
_COMES_FROM = re.compile(r"\s(?:de|from|in|en|of)\s[A-Z]")
_LAUGHS = re.compile(r"\s(?:lol|haha|jaja|xd|lmao)\b")
_ABOUT_TIME = re.compile(
    r"\b(?:when|cuando|clos(?:e|ing)|list|sell|vender|move|mudar|month|mes|weeks?|spring|fall|winter|primavera|invierno|jan"
    r"|feb|mar|march|apr|april|june?|july?|aug|august|sept?|oct|nov|dec|enero|febrero|marzo|abril|junio|julio|sooner|later)\b|\d"
)


@dataclass(frozen=True, slots=True)
class Around:
    """A text, the same folded, and the spans that are hidden already."""

    text: str
    folded: str
    hidden: Sequence[tuple[int, int]]


def is_in_a_names_place(around: Around, start: int, end: int, *, is_answer: bool) -> bool:
    """Whether the given name at `start` stands where only a name would; `is_answer`: the word may be an answer."""
    text, folded = around.text, around.folded
    word, before = folded[start:end], folded[max(0, start - 40) : start]
    is_time = word in TIME_WORDS
    if is_answer and not text[start].isupper():
        return False
    if _is_beside(around, start, end, is_time):
        return True
    if is_answer:
        return False
    if _DASH.search(before) and _LINE_ENDS.match(folded, end) and start > 1:
        return True
    if _SAYS_WHO.search(before) and (_WHO_ENDS.match(folded, end) or _is_next(around, end)):
        return True
    if is_time:
        return _ends_the_text(folded, start, end) and not _ABOUT_TIME.search(before[-28:])
    return (
        _ends_the_text(folded, start, end)
        or _is_signature_line(folded, start, end)
        or (start == 0 and bool(_LAUGHS.match(folded, end)))
        or (start == 0 and text[0].isupper() and bool(_COMES_FROM.match(text, end)))
    )


def is_spoken_of(around: Around, start: int, end: int) -> bool:
    """Whether a text about names holds the word with a capital, set apart."""
    is_title = around.text[start].isupper() and not around.text[start:end].isupper()
    return (
        is_title
        and bool(_ABOUT_NAMES.search(around.folded))
        and around.folded[end : end + 1] in ("", ",", ".", "\n", ")")
    )


def _ends_the_text(folded: str, start: int, end: int) -> bool:
    """ "Wrong thread, drew": behind a comma, with nothing after it."""
    return bool(_ENDS.match(folded, end)) and bool(_AFTER_COMMA.search(folded, max(0, start - 24), start))


def _is_signature_line(folded: str, start: int, end: int) -> bool:
    """A line of its own, the first or the last of several."""
    if "\n" not in folded or not _LINE_STARTS.search(folded, max(0, start - 8), start):
        return False
    return bool(_LINE_ENDS.match(folded, end)) and (start == 0 or not folded[end:].strip(" .!\n"))


def _is_next(around: Around, end: int) -> bool:
    return any(0 <= first - end <= 2 for first, _ in around.hidden)


def _is_beside(around: Around, start: int, end: int, is_time: bool) -> bool:
    """Whether only signs stand between it and a hidden detail, where a sentence begins or the text ends."""
    folded = around.folded
    begins = bool(_STARTS.search(folded, max(0, start - 12), start))
    ends = bool(_ENDS.match(folded, end))
    if not begins and not ends:
        return False
    for first, last in around.hidden:
        if begins and first >= end and first - end <= 24 and _BETWEEN.fullmatch(folded, end, first):
            return True
        if ends and last <= start and start - last <= 6 and not is_time and _BETWEEN.fullmatch(folded, last, start):
            return True
        if ends and is_time and last <= start and not folded[last:start].strip(" \n-.,"):
            return True
    return False
