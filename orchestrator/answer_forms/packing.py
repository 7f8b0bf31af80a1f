"""Pure: what stands around an answer and belongs to transport or to thinking is taken off."""

import html
import json
import re

_INVISIBLE = re.compile(r"[\ufeff\u200b\u2060\x00]")
_ENTITY_QUOTE = re.compile(r"&(?:quot|#34|#x22);")
_THINKING = re.compile(r"[<◁](/?)(?:think|thinking|thought|reasoning|scratchpad)[>▷]", re.IGNORECASE)


def unpacked(text: str) -> str:
    """The text without invisible signs, thinking, quote marks of a mail, and with one layer of escaping undone."""
    text = _INVISIBLE.sub("", text)
    text = _without_thinking(text)
    if '"' not in text and _ENTITY_QUOTE.search(text):
        text = html.unescape(text)
    lines = text.strip().splitlines()
    if lines and all(line.startswith(">") for line in lines):
        text = "\n".join(line[1:].removeprefix(" ") for line in lines)
    return _unescaped(text)


def _without_thinking(text: str) -> str:
    """Thinking whose opening mark is missing begins with the text; thinking that never ends takes all that follows."""
    kept: list[str] = []
    at, is_open = 0, False
    for mark in _THINKING.finditer(text):
        if mark[1]:
            kept = [] if not is_open else kept
            at, is_open = mark.end(), False
        elif not is_open:
            kept.append(text[at : mark.start()])
            is_open = True
    return "".join(kept) if is_open else "".join((*kept, text[at:]))


def _unescaped(text: str) -> str:
    """An object whose every quote carries a backslash, as inside a string that lost its own quotes."""
    if '\\"' not in text or '"' in text.replace('\\"', ""):
        return text
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
