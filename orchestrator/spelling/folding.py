"""Pure: words compared without case, accents and small slips."""

import unicodedata
from functools import lru_cache


def fold(text: str) -> str:
    """Lower case without accents, position by position (the result has the same length)."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_one, text))


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0].lower()[0]


def within_slips(one: str, other: str, most: int) -> bool:
    """Whether at most `most` slips (letter missing, added, changed, neighbours swapped) lie between two words."""
    if abs(len(one) - len(other)) > most:
        return False
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, above, row = above, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most
