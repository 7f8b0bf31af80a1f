"""Pure: the chains of digits and signs of a text, cut where a date or a figure stands in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SIGN = r"[\s().=\u2010-\u2015/_*·•・|~\-\u200b-\u200d\u2060\ufe0f\u20e3]"
_GLUE = rf"(?:(?!\n){_SIGN}){{0,4}}"
# After a comma only where no figure ends ("432-555-0150,432-555-0151"), after letters only with nine digits and more.
_CHAIN = re.compile(
    r"(?:(?<![\w$€£])|(?<=[^\W\d_]{2})(?=\d{9}|\d{3}[.-]\d{3}[.-]\d{4}|\d{3}-\d{2}-\d{4}|\d{4}[ -]\d{4}[ -]\d{4}))"
    rf"(?<!\d[.-])(?:(?<!\d,)|(?<=\d{{4}},))[+(]{{0,2}}\d(?:{_GLUE}[(]?\d){{5,59}}"
)
_GLUED_WORD = re.compile(r"(?:(?<![\w$€£])[^\W\d_]{2,14}|(?<=\d)(?:or|and|to|cell?|home|work))\Z")
_GROUP = re.compile(r"\d+")
_MAY_BE_A_NUMBER = re.compile(rf"\d(?:(?!\n){_SIGN}){{0,4}}\d(?:(?:(?!\n){_SIGN}){{0,4}}\d){{4}}")
EXTENSION = (
    r"(?:[\s,;(]{0,3}(?:(?i:ext(?:ensi[oó]n|n|\.)?|x|#|anexo|interno|int\.?|option|opt\.?)[\s.:#=]{0,2})\d{1,6}\)?(?!\w)"
    r"|\s?/\s?\d{4}(?![\d/])|(?:\s(?:or|and|&|y|o)|\s?,)\s0\d{3}(?!\w|[\s.-]\d))?"
)
_EXTENSION = re.compile(EXTENSION)


@dataclass(frozen=True, slots=True)
class Chain:
    """Groups of digits that stand together: (start, end) of each."""

    text: str
    groups: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        return self.groups[0][0]

    @property
    def end(self) -> int:
        return self.groups[-1][1]

    @property
    def digits(self) -> str:
        return "".join(self.text[start:end] for start, end in self.groups)

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(end - start for start, end in self.groups)

    def between(self, at: int) -> str:
        """The signs after group `at`."""
        return self.text[self.groups[at][1] : self.groups[at + 1][0]]

    def part(self, first: int, last: int) -> "Chain":
        return Chain(self.text, self.groups[first:last])


def has_chains(text: str) -> bool:
    """Whether six digits stand close enough together; cheap, and right for most messages."""
    return bool(_MAY_BE_A_NUMBER.search(text))


def with_extension(text: str, end: int) -> int:
    """Where a phone number ends that may have an extension, or "/0148" for the next line, after `end`."""
    more = _EXTENSION.match(text, end)
    return more.end() if more else end


def chains_of(text: str) -> Iterator["Chain"]:
    for match in _CHAIN.finditer(text):
        start = match.start()
        if start and text[start - 1].isalpha() and not _GLUED_WORD.search(text, max(0, start - 16), start):
            continue  # "1Z999AA10123456784"
        yield from _without_dates(_cut_off_figures(text, start, match.end()))


def _cut_off_figures(text: str, start: int, end: int) -> Chain:
    """Without the first digits of "450,000", "450k" or "5%" at the end of the chain, and "2.5" glued to nothing."""
    groups = [m.span() for m in _GROUP.finditer(text, start, end)]
    after = text[end : end + 2]
    sizes = tuple(last - first for first, last in groups[-3:])
    is_thousands = after[:1] == "," and after[1:].isdigit() and sizes[-1] < 4
    if after[:1] in ("%", "$") or after[:1].isalpha() or is_thousands:
        is_whole = sizes == (3, 3, 4) or sizes[-1] >= 10 or with_extension(text, end) > end
        groups = groups if is_whole and after[:1].isalpha() else groups[:-1]
    return Chain(text, tuple(groups))


def _without_dates(chain: Chain) -> Iterator[Chain]:
    first = at = 0
    while at < len(chain.groups):
        length = _date_length(chain, at)
        if length:
            if at > first:
                yield chain.part(first, at)
            first = at = at + length
        else:
            at += 1
    if first < len(chain.groups):
        yield chain.part(first, len(chain.groups))


def _date_length(chain: Chain, at: int) -> int:
    """3 where 12/31/2026, 31.12.26 or 2026-12-31 begins at group `at`, else 0."""
    if at + 3 > len(chain.groups) or chain.between(at) != chain.between(at + 1):
        return 0
    sign = chain.between(at)
    if sign not in ("/", "-", ".") or (at + 3 < len(chain.groups) and chain.between(at + 2) == sign):
        return 0
    one, two, three = (chain.text[start:end] for start, end in chain.groups[at : at + 3])
    if len(one) == 4 and one[:2] in ("19", "20") and len(two) <= 2 and len(three) <= 2:
        return 3 if int(two) <= 12 and int(three) <= 31 else 0
    is_year = (len(three) == 4 and three[:2] in ("19", "20")) or (len(three) == 2 and sign == "/")
    return 3 if is_year and len(one) <= 2 and len(two) <= 2 and max(int(one), int(two)) <= 31 else 0
