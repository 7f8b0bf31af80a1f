"""Pure: the parts of a lead's words that are no statement of the lead's own, in English and Spanish.

A supposition, a story, somebody else's words or home, text in the shape of a form, and what was taken back. "She says
375k" and "let's say 400k" are how people answer, and stay.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bots.understanding import borrowed_signs as signs
from orchestrator.guards.disguises import fold

_SENTENCE_END = re.compile(r"[.!?;]+(?=\s|$)|\n")
_FEW_WORDS = 3


class Span(NamedTuple):
    """A stretch of the folded text."""

    start: int
    end: int


def borrowed(folded: str) -> list[Span]:
    """Spans of a folded text (guards/disguises.py) in which nothing is stated by the lead."""
    return [
        *_others(folded),
        *_quotes(folded),
        *_supposed(folded),
        *_stories(folded),
        *_taken_back(folded),
        *_forms(folded),
    ]


def is_own(evidence: str, folded: str, spans: list[Span]) -> bool:
    """Do these words stand somewhere in the text outside of all the spans?"""
    words = fold(evidence).split()
    if not words or not spans:
        return True
    found = re.finditer(r"\s+".join(map(re.escape, words)), folded)
    return any(all(at.end() <= span.start or at.start() >= span.end for span in spans) for at in found)


def _others(folded: str) -> Iterator[Span]:
    """What somebody else has, wants or was told, up to where the lead's own turn begins."""
    for found in signs.OTHERS_AFFAIRS.finditer(folded):
        if not signs.ABOUT_US.match(folded, found.end()):  # "my boss wants me in Dallas" is about the lead
            yield Span(found.start(), _told_on(folded, _clause_end(folded, found.end())))
    for found in signs.SAID_TO_OTHERS.finditer(folded):
        if found["who"] not in signs.FIRST_PERSON:
            yield Span(found.start(), _clause_end(folded, found.end()))


def _quotes(folded: str) -> Iterator[Span]:
    for found in signs.QUOTE.finditer(folded):
        own = signs.I_SAID.search(folded, max(0, found.start() - 60), found.start())
        if len(found[2].split()) > _FEW_WORDS and not own:
            yield Span(*found.span())
    for found in signs.SPEAKER.finditer(folded):
        yield Span(found.start(), _line_end(folded, found.end()))


def _supposed(folded: str) -> Iterator[Span]:
    """The sentence of a supposition; the next one too where it only opens one ("Imagine this.")."""
    for found in signs.SUPPOSED.finditer(folded):
        end = _sentence_end(folded, found.end())
        if len(folded[found.end() : end].split()) < _FEW_WORDS:
            end = _sentence_end(folded, end + 1)
        yield Span(_sentence_start(folded, found.start()), end)


def _stories(folded: str) -> Iterator[Span]:
    """A story has no end of its own."""
    found = signs.STORY.search(folded)
    if found:
        yield Span(_sentence_start(folded, found.start()), len(folded))


def _taken_back(folded: str) -> Iterator[Span]:
    """What stands before; what follows may be said in earnest."""
    for found in signs.ALL_TAKEN_BACK.finditer(folded):
        yield Span(0, found.end())
    for found in signs.LAST_TAKEN_BACK.finditer(folded):
        begins = _sentence_start(folded, found.start())
        yield Span(_sentence_start(folded, len(folded[:begins].rstrip(" \n.!?;"))), found.end())
    if signs.NOT_BY_ME.search(folded):
        yield Span(0, len(folded))


def _forms(folded: str) -> Iterator[Span]:
    for found in signs.MARKUP.finditer(folded):
        yield Span(*found.span())
    lines = [_lines_of(folded, found) for found in signs.FORM_LINE.finditer(folded)]
    yield from lines
    pairs = [_lines_of(folded, found) for found in signs.PAIR_LINE.finditer(folded)]
    # "Budget: 450k" is how people answer too; beside lines of a machine, or from a form that was copied, it is not.
    if lines or (len(pairs) > 1 and signs.COPIED_FORM.search(folded)):
        yield from pairs


def _clause_end(folded: str, start: int) -> int:
    end = _sentence_end(folded, start)
    own = signs.OWN_TURN.search(folded, start, end)
    return own.start() if own else end


def _told_on(folded: str, end: int) -> int:
    """A next sentence about "his house" is still about him."""
    while end < len(folded) and folded[end] in ".!?;" and signs.GOES_ON.match(folded, end + 1):
        end = _clause_end(folded, end + 1)
    return end


def _sentence_end(folded: str, start: int) -> int:
    found = _SENTENCE_END.search(folded, min(start, len(folded)))
    return found.start() if found else len(folded)


def _sentence_start(folded: str, end: int) -> int:
    starts = [found.end() for found in _SENTENCE_END.finditer(folded, max(0, end - 600), end)]
    return starts[-1] if starts else max(0, end - 600)


def _lines_of(folded: str, found: re.Match[str]) -> Span:
    return Span(folded.rfind("\n", 0, found.start() + 1) + 1 if found.start() else 0, _line_end(folded, found.end()))


def _line_end(folded: str, start: int) -> int:
    end = folded.find("\n", start)
    return len(folded) if end < 0 else end
