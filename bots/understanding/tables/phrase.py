"""One way of saying one value of a choice."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """`only_asked`: too weak unless the question was just put. `negatable`: void after "not", "no", "sin"."""

    value: str
    pattern: re.Pattern[str]
    only_asked: bool = False
    negatable: bool = True


def phrase(value: str, *patterns: str, only_asked: bool = False, negatable: bool = True) -> Phrase:
    return Phrase(value, re.compile(r"\b(?:" + "|".join(patterns) + r")(?!\w)"), only_asked, negatable)
