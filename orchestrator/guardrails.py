"""Pure: what goes out is cut and screened, what comes back must not repeat the system prompt."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]")
_LETTER_OR_BLANK = re.compile(r"[A-Za-z ]")
_CUT_MARK = " [...] "
_HEAD_SHARE = (
    0.7  # people say what they want first and repeat it last; the middle of a paste is what it was pasted from
)

# First form of the screen: it marks a request, it does not stop it. The lead's words travel fenced as data anyway.
_INJECTION = {
    "ignore_instructions": re.compile(
        r"\b(?:ignore|disregard|forget|override|bypass|ignora|olvida)\b.{0,40}\b(?:instruc\w+|prompt|rules|guidelines|above|previous"
        r"|reglas|anteriores?)",
        re.IGNORECASE | re.DOTALL,
    ),
    "new_role": re.compile(
        r"\b(?:you are now|act as|pretend (?:to be|you)|from now on you|developer mode|jailbreak|DAN mode|ahora eres"
        r"|actúa como)\b",
        re.IGNORECASE,
    ),
    "asks_for_prompt": re.compile(
        r"\b(?:system|initial|hidden|your)\s+(?:prompt|instructions)\b|\brepeat (?:everything|the text|all) above\b",
        re.IGNORECASE,
    ),
    "speaks_as_system": re.compile(
        r"(?:^|\n)\s*(?:system|assistant|developer)\s*:|<\s*/?\s*(?:system|assistant|lead_message|pending|instructions)\b"
        r"|\[/?INST\]|<\|im_(?:start|end)\|>",
        re.IGNORECASE,
    ),
    "dictates_answer": re.compile(
        r"\b(?:respond|reply|answer|output|return|set)\b.{0,30}\b(?:only|exactly|json|score|temperature|confidence)\b.{0,40}[{:=]",
        re.IGNORECASE | re.DOTALL,
    ),
}
_SHINGLE_WORDS = 12
_WORDS = re.compile(r"\w+")


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


def injection_flags(text: str) -> tuple[str, ...]:
    """Names of the patterns that a stranger's text shows."""
    return tuple(name for name, pattern in _INJECTION.items() if pattern.search(text))


def repeats_prompt(answer: Any, prompt_text: str) -> bool:
    """Whether a string of the answer holds twelve words in a row of the prompt's own text."""
    published = _shingles(prompt_text)
    return any(not published.isdisjoint(_runs(text)) for text in _strings(answer))


@lru_cache(maxsize=64)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_runs(text))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORDS.findall(text.lower())
    return (tuple(words[i : i + _SHINGLE_WORDS]) for i in range(len(words) - _SHINGLE_WORDS + 1))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
