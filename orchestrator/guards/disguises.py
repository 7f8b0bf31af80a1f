"""Pure: the texts that a reader finds in one text: invisible signs, look-alike letters, leet, spaced letters, base64.

Every view is folded: small letters without accents, one blank between words, line breaks kept.
"""

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Letters of other scripts that look like Latin ones (Unicode TR 39, confusables.txt: the ones in words of ours).
_LOOK_ALIKE = str.maketrans(
    "аеорсухівѕјһԁԛԝкмнтгпьαβγδεηικμνορτυχωϲӏ",
    "aeopcyxibsjhdqwkmhtrnbabydenikmvoptuxwcl",
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
_HIDES_LETTERS = re.compile("\\w[\u00ad\u200b-\u200d\u2060-\u2064\ufeff]+\\w")
_MIXED_SCRIPT = re.compile(r"\b(?=\w*[a-z])\w*[\u0370-\u03ff\u0400-\u04ff\u0500-\u052f]\w*", re.IGNORECASE)
_SPACED = re.compile(r"(?<!\w)\w(?:[ .\-_*]{1,3}\w){4,}(?!\w)")
_LEET_WORD = re.compile(r"(?<![\w.,$%])(?=[a-z@!|]*[0134578@])(?=[0-9@!|]*[a-z])[a-z0-9@!|]{3,}(?![\w%]|\.[a-z])")
_NOT_LEET = re.compile(
    r"\d+(?:st|nd|rd|th|k|m|am|pm|br|bd|ba|bed|beds|bath|sqft|sf|ft|mo|yrs?|days?|x\d+|hrs?|min"
    r"|mil|acre|acres)$"
)
_LEET = str.maketrans("0134578@!|", "oieastbail")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{16,}={0,2}(?![A-Za-z0-9+/=])")
_HEX = re.compile(r"(?<![0-9a-fA-F])(?:[0-9a-fA-F]{2} ?){10,}(?![0-9a-fA-F])")
_ENTITY = re.compile(r"&(?:#\d{2,4}|#x[0-9a-f]{2,4}|lt|gt|quot);", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]+")
_MOST_HIDDEN = 8


@dataclass(frozen=True, slots=True)
class View:
    """`text` folded; `disguise` names what hid it, "" for the text as anybody sees it."""

    text: str
    disguise: str = ""


def fold(text: str) -> str:
    """Small letters without accents and invisible signs, in one script, with single blanks."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
        text = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
        text = text.translate(_ONE_QUOTE).casefold().translate(_LOOK_ALIKE)
    return _BLANKS.sub(" ", text.lower()).strip()


_ONE_QUOTE = str.maketrans("‘’“”«»‹›", "''\"\"\"\"''")


def views(text: str) -> Iterator[View]:
    """The text itself first, then each text that is hidden in it."""
    plain = fold(text)
    yield View(plain)
    if not text.isascii():
        if _HIDES_LETTERS.search(text):
            yield View(plain, "invisible")
        if _MIXED_SCRIPT.search(text):
            yield View(plain, "look_alikes")
    if _ENTITY.search(text):
        yield View(fold(html.unescape(text)), "entities")
    spaced = _joined(text)
    if spaced is not None:
        yield View(fold(spaced), "spaced")
    letters = _LEET_WORD.sub(lambda found: _from_leet(found[0]), plain)
    if letters != plain:
        yield View(letters, "leet")
    for hidden in _decoded(text):
        yield View(fold(hidden), "encoded")


def _joined(text: str) -> str | None:
    """With letters that stand apart put together; a wider gap parts words. None where there are none."""
    text = _INVISIBLE.sub("", text)
    if not _SPACED.search(text):
        return None
    return _SPACED.sub(lambda found: _words_of(found[0]), text)


def _words_of(letters: str) -> str:
    """Two signs between letters part words, and so does a blank between letters that have dots between."""
    return " ".join(re.sub(r"[\W_]", "", part) for part in re.split(r"[\W_]{2,}|(?<=[.\-_*]\w)\s", letters))


def _from_leet(word: str) -> str:
    return word if _NOT_LEET.fullmatch(word) else word.translate(_LEET)


def _decoded(text: str) -> Iterator[str]:
    for found in _BASE64.findall(text)[:_MOST_HIDDEN]:
        try:
            yield from _readable(base64.b64decode(found + "=" * (-len(found) % 4), validate=True))
        except binascii.Error:
            continue
    for found in _HEX.findall(text)[:_MOST_HIDDEN]:
        yield from _readable(bytes.fromhex(found) if len(found.replace(" ", "")) % 2 == 0 else b"")


def _readable(raw: bytes) -> Iterator[str]:
    """What is a text for people: printable, with words in it."""
    try:
        said = raw.decode("utf-8")
    except UnicodeDecodeError:
        return
    if said.isprintable() and " " in said.strip() and sum(map(str.isalpha, said)) > len(said) * 0.6:
        yield said
