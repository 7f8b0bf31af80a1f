"""Pure: two texts line by line, with the words that differ inside a changed line marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "changed", "removed", "added", "skipped"]
AROUND = 3  # unchanged lines that are shown around a change
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.35  # below it a replaced line is another line, and marked words would only confuse


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line; `marked` where the other side does not have it."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers count from 1, and 0 stands for no line on that side; a skipped row holds the lines it stands for."""

    kind: Kind
    left_number: int = 0
    left: tuple[Piece, ...] = ()
    right_number: int = 0
    right: tuple[Piece, ...] = ()
    hidden: tuple["Row", ...] = ()


def compare(left: str, right: str) -> list[Row]:
    """All lines of both texts in order; long stretches without a change are folded."""
    before, after = left.splitlines(), right.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    rows: list[Row] = []
    codes = matcher.get_opcodes()
    for number, (code, a, b, c, d) in enumerate(codes):
        if code == "equal":
            same = [_same(line, a + n + 1, c + n + 1) for n, line in enumerate(before[a:b])]
            rows += _folded(same, at_start=number == 0, at_end=number == len(codes) - 1)
        else:
            rows += _replaced(before[a:b], after[c:d], a, c)
    return rows


def summary(rows: Sequence[Row]) -> tuple[int, int]:
    """(lines added, lines removed); a changed line is one of each."""
    added = sum(row.kind in ("added", "changed") for row in rows)
    return added, sum(row.kind in ("removed", "changed") for row in rows)


def _same(line: str, left: int, right: int) -> Row:
    return Row("same", left, (Piece(line),), right, (Piece(line),))


def _folded(same: list[Row], *, at_start: bool, at_end: bool) -> list[Row]:
    if at_start and at_end:
        return same
    head, tail = 0 if at_start else AROUND, 0 if at_end else AROUND
    if len(same) <= head + tail + 1:
        return same
    end = len(same) - tail
    return [*same[:head], Row("skipped", hidden=tuple(same[head:end])), *same[end:]]


def _replaced(before: list[str], after: list[str], a: int, c: int) -> Iterator[Row]:
    """Lines that were replaced stand beside each other in order; what is left over on one side stands alone."""
    for n in range(max(len(before), len(after))):
        if n >= len(after):
            yield Row("removed", left_number=a + n + 1, left=(Piece(before[n]),))
        elif n >= len(before):
            yield Row("added", right_number=c + n + 1, right=(Piece(after[n]),))
        else:
            left, right = _words(before[n], after[n])
            yield Row("changed", a + n + 1, left, c + n + 1, right)


def _words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (Piece(before),), (Piece(after),)
    left: list[Piece] = []
    right: list[Piece] = []
    for code, a, b, c, d in matcher.get_opcodes():
        marked = code != "equal"
        if b > a:
            left.append(Piece("".join(old[a:b]), marked))
        if d > c:
            right.append(Piece("".join(new[c:d]), marked))
    return tuple(left), tuple(right)
