"""Pure: reading one field of a JSON object while the object is still being written."""

import re
from typing import Final

_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)("?)', re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|u[0-9a-fA-F]{0,3}$|.)", re.DOTALL)
_MEANS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def spoken_so_far(text: str, field: str) -> str:
    """The value of this string field of the first object in `text`, as far as it has come; "" before it begins.

    Only the object's own fields count, not those of objects inside it. With each longer `text` the result is the same
    or longer, never another: half an escape or half a character waits for its rest.
    """
    at, depth, key, is_key = text.find("{"), 0, "", False
    while 0 <= at < len(text):
        sign = text[at]
        if sign == '"':
            found = _STRING.match(text, at)
            words, is_whole = (found[1], bool(found[2])) if found else ("", False)
            if depth == 1 and not is_key and key == field:
                return _read(words)
            if not is_whole:
                return ""
            key = _read(words) if is_key else key
            is_key = False
            at += len(words) + 2
            continue
        if sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
        is_key = depth == 1 and (is_key or sign in "{,")
        if depth == 0:
            return ""
        at += 1
    return ""


def _read(words: str) -> str:
    """The string that these words between quotes stand for."""
    plain = _ESCAPE.sub(_escaped, words)
    if plain and "\ud800" <= plain[-1] <= "\udbff":
        plain = plain[:-1]  # half of a character whose other half has not come
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _escaped(found: re.Match[str]) -> str:
    said = found[1]
    if said[0] == "u" and len(said) == 5:
        return chr(int(said[1:], 16))
    if said[0] == "u":
        return ""
    return _MEANS.get(said, said)
