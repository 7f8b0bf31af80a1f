"""Whether two spellings are the same text, after what networks and the CRM do to a text on its way. Pure."""

import difflib
import html
import re
import unicodedata

SHORTEST_PART = 15  # letters and digits; a shorter part ("ok", "yes please") may be anybody's
NEARLY = 0.9
_NUMBERING = re.compile(r"^\s*[(\[]?\d{1,2}\s*/\s*\d{1,2}[)\]]?\s*")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad"))


def key_of(text: str) -> str:
    """Letters and digits alone, without accents and case: emoji, quotes, dashes and spaces change on the way.

    A text of signs only is known by its signs.
    """
    plain = unicodedata.normalize("NFKD", html.unescape(text)).casefold().translate(_INVISIBLE)
    return "".join(sign for sign in plain if sign.isalnum()) or " ".join(plain.split())


def same(one: str, other: str) -> bool:
    """Equal but for what is lost on the way. Nothing is the same as an empty text."""
    key = key_of(one)
    return bool(key) and key == key_of(other)


def is_part(part: str, whole: str) -> bool:
    """A segment of a longer text, numbered or not."""
    key, all_of_it = key_of(_NUMBERING.sub("", part)), key_of(whole)
    return SHORTEST_PART <= len(key) < len(all_of_it) and key in all_of_it


def is_edited(seen: str, ours: str) -> bool:
    """Our text with something added before or behind it, or with a small part replaced, such as a shortened link."""
    key, sent = key_of(seen), key_of(ours)
    if len(sent) < SHORTEST_PART:
        return False
    if sent in key:
        return True
    return difflib.SequenceMatcher(None, key, sent, autojunk=False).ratio() >= NEARLY
