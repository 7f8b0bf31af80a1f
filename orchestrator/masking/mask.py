"""Pure: personal details become typed placeholders before anything is hashed or sent, and come back in the answer.

Placeholders are numbered by first appearance, so the same sentence from two people is the same text to a model.
"""

import re
from functools import lru_cache
from typing import Any

from orchestrator.contracts import KnownIdentity
from orchestrator.masking.known_identity import identity_spans
from orchestrator.masking.sensitive_patterns import Span, sensitive_spans

# The last three are made by quantities.py; here they are what a lead may not write as if it were ours.
KINDS = ("NAME", "PHONE", "EMAIL", "ADDRESS", "CARD", "ID", "TEXT", "AMOUNT", "DATE", "COUNT")
_KIND = "|".join(KINDS)
# With brackets in any case and with a blank, as models misspell them; without brackets only as we write them.
PLACEHOLDER = re.compile(rf"\[\s*(?i:({_KIND}))[\s_-]?(\d{{1,4}})\s*\]|(?<![A-Za-z])({_KIND})_(\d{{1,4}})(?!\d)")
# From the first letter or digit to the last, without what is taken.
_WORDS = re.compile(r"[^\W_](?:[^\0]*[^\W_])?")


class UnresolvedPlaceholder(ValueError):
    """The answer holds a placeholder that stands for nothing in the question."""


class Mask:
    """The placeholders of one request. `hide` the parts of a request in a fixed order, then `restore` its answer."""

    def __init__(self, identity: KnownIdentity) -> None:
        self._identity = identity
        self._placeholder_of: dict[tuple[str, str], str] = {}
        self._words_of: dict[str, str] = {}
        self._used: dict[str, int] = {}

    @property
    def count(self) -> int:
        return len(self._words_of)

    def hide(self, text: str) -> str:
        """The text with each personal detail replaced; equal details get equal placeholders."""
        if not text:
            return text
        parts: list[str] = []
        at = 0
        for start, end, kind in self.spans(text):
            parts += (text[at:start], self._placeholder(kind, text[start:end]))
            at = end
        return "".join((*parts, text[at:]))

    def restore(self, value: Any) -> Any:
        """A copy of a JSON value with every placeholder replaced by its words.

        Raises UnresolvedPlaceholder where one is unknown, or where the lead's own words look like one.
        """
        if isinstance(value, str):
            return self._restored(value)
        if isinstance(value, dict):
            return {name: self.restore(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self.restore(part) for part in value]
        return value

    def spans(self, text: str) -> tuple[Span, ...]:
        """What `hide` replaces, in text order."""
        known = _remembered if len(text) <= _MOST_REMEMBERED_CHARS else _found
        return known(text, self._identity)

    def _placeholder(self, kind: str, words: str) -> str:
        known = self._placeholder_of.get((kind, words))
        if known:
            return known
        self._used[kind] = self._used.get(kind, 0) + 1
        made = f"[{kind}_{self._used[kind]}]"
        self._placeholder_of[kind, words] = made
        self._words_of[made] = words
        return made

    def _restored(self, text: str) -> str:
        if "_" not in text and "[" not in text:
            return text
        restored = PLACEHOLDER.sub(self._words, text)
        if restored is not text and PLACEHOLDER.search(restored):
            raise UnresolvedPlaceholder("the answer repeats words of the lead that look like a placeholder")
        return restored

    def _words(self, match: re.Match[str]) -> str:
        kind, number = match.group(1) or match.group(3), match.group(2) or match.group(4)
        name = f"[{kind.upper()}_{int(number)}]"
        if name not in self._words_of:
            raise UnresolvedPlaceholder(f"the answer holds {name}, which stands for nothing in the question")
        return self._words_of[name]


# One turn masks the same words for each task, and the next turn all of them again as history.
_MOST_REMEMBERED_CHARS = 400


@lru_cache(maxsize=4096)
def _remembered(text: str, identity: KnownIdentity) -> tuple[Span, ...]:
    return _found(text, identity)


def _found(text: str, identity: KnownIdentity) -> tuple[Span, ...]:
    has_marks = "[" in text or "_" in text
    spans = [(m.start(), m.end(), "TEXT") for m in PLACEHOLDER.finditer(text)] if has_marks else []
    spans += sensitive_spans(text)
    spans += identity_spans(text, identity, tuple(spans))
    return tuple(_without_overlaps(spans, text))


def _without_overlaps(spans: list[Span], text: str) -> list[Span]:
    """In text order; of two that overlap the earlier listed one stays whole, and of the other the words outside it."""
    taken = bytearray(len(text))
    kept: list[Span] = []
    for span in spans:
        start, end, _ = span
        left = [span] if 1 not in taken[start:end] else _words_left(span, taken, text)
        for first, last, kind in left:
            taken[first:last] = b"\x01" * (last - first)
            kept.append((first, last, kind))
    return sorted(kept)


def _words_left(span: Span, taken: bytearray, text: str) -> list[Span]:
    """The stretches of a span that nothing else has taken, from their first letter or digit to their last."""
    start, end, kind = span
    free = "".join("\0" if taken[at] else text[at] for at in range(start, end))
    return [(start + m.start(), start + m.end(), kind) for m in _WORDS.finditer(free)]
