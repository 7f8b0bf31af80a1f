"""Pure: a known name that is spelled letter by letter ("S-z-y-m-a-n"), or as two words ("Yellow horse")."""

import re
from collections.abc import Iterator

from orchestrator.masking.name_words import NAME_WORDS
from orchestrator.spelling.common_words import COMMON_WORDS

_WORDS = COMMON_WORDS | NAME_WORDS
_LETTERS = re.compile(r"(?<![\w'’])[^\W\d_](?:(?:\s?[-.,·*/]\s?|\s)[^\W\d_](?![\w'’])){2,}")
_FEWEST_OF_A_TORN_NAME, _FEWEST_OF_A_HALF = 6, 2


def spelled_spans(folded: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Letters that stand one by one and make a known word of three letters or more, whatever letters are around."""
    for match in _LETTERS.finditer(folded):
        places = [at for at in range(*match.span()) if folded[at].isalpha()]
        said = "".join(folded[at] for at in places)
        for name in names:
            at = said.find(name) if len(name) > 2 else -1
            if at >= 0:
                yield places[at], places[at + len(name) - 1] + 1


def torn_spans(text: str, folded: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """A long known word with one blank or hyphen in it; where both halves are everyday words, with a capital."""
    joined = folded.replace(" ", "").replace("-", "")
    for name in names:
        if len(name) >= _FEWEST_OF_A_TORN_NAME and joined.count(name) > folded.count(name):
            yield from (
                (start, end) for start, end, are_words in _torn(folded, name) if text[start].isupper() or not are_words
            )


def _torn(folded: str, name: str) -> Iterator[tuple[int, int, bool]]:
    """Where it stands in two halves, and whether both are everyday words."""
    for cut in range(_FEWEST_OF_A_HALF, len(name) - _FEWEST_OF_A_HALF + 1):
        one, other = name[:cut], name[cut:]
        are_words = one in _WORDS and other in _WORDS
        for match in re.finditer(rf"(?<!\w){one}[ -]{other}(?!\w)", folded):
            yield *match.span(), are_words
