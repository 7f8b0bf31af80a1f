"""Pure: where a text names a known address: with or without its number, in another order, abbreviated or misspelt.

A city, a state or a post code alone is what the conversation is about and stays.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestrator.masking.spoken_numbers import NUMBER_WORDS, spoken_numbers
from orchestrator.masking.street_words import (
    DIRECTIONS,
    KINDS,
    KINDS_BEFORE,
    NATURE,
    ORDINARY_KINDS,
    PARTICLES,
    SAME_WORD,
)
from orchestrator.spelling.common_words import COMMON_WORDS
from orchestrator.spelling.folding import fold, within_slips

Token = tuple[int, int, str]  # start, end, canonical word

_TOKEN = re.compile(r"#|\w+")
_HOUSE_NUMBER = re.compile(r"\d+[a-z]?\Z|\d+-\d+\Z")
_MOST_NUMBER_WORDS = 9
_ROAD_OWNERS = frozenset({"state", "us", "county", "texas", "farm", "old"})
_COUNTED = re.compile(r"\s(?!this\b|needs\b|takes\b|comes\b|gets\b|looks\b|does\b|wants\b|hers\b)[a-z]{3,}s\b")
_BESIDE = KINDS | DIRECTIONS | PARTICLES | {"#"}
_NEAR = re.compile(r"[\s,.#:;/()-]{0,4}")
_CLOSE = re.compile(r"[\s.,'-]{0,3}")
_HOME = re.compile(
    r"\W{1,2}(?:house|home|place|property|condo|apartment|lot|duplex|unit|one|address|casa|propiedad|apto|depto)\b"
)
_ANY_ONE = re.compile(r"\b(?:a|an|any|some|un|una|unos|algun)\W{1,2}\Z")
_AN_AREA = re.compile(
    r"\b(?:in|near|around|outside|behind|by|cerca de|por|zona|area|area of|along|cross)\W{1,2}(?:(?:the|el|la)\W)?\Z"
)
_A_HOME_IN = re.compile(
    r"\b(?:house|home|place|property|condo|casa|casita|propiedad|apto|live|living|lives|vivo|vivimos)\W{1,2}"
    r"(?:in|near|on|at|en|de)\W{1,2}\Z"
)
_IS_AN_AREA = re.compile(
    r"\W{1,2}(?:area|neighbou?rhood|isd|subdivision|schools?|is an? (?:\w+ )?(?:area|neighbou?rhood))\b"
)
_ON_A_STREET = re.compile(r"\b(?:on|off|at|from|en|the|el|la|los|de|del|sobre)\W{1,2}\Z")
_RIGHT_ON = re.compile(r"\b(?:on|off|corner of|esquina (?:de|con)|live (?:on|at)|address is|direccion es)\W{1,2}\Z")


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """`core`: the street's own name, without its `kinds`; `line`: all words of the street line; `rest`: city and so on.

    `spelled` is the core as it was written, `joined` that as one word.
    `hints` are letters of which a text that holds the address has some.
    """

    number: str
    core: tuple[str, ...]
    spelled: tuple[str, ...]
    joined: str
    kinds: frozenset[str]
    line: frozenset[str]
    unit: str
    rest: tuple[str, ...]
    hints: tuple[str, ...]


def known_address(address: str) -> KnownAddress | None:
    """None where there is no street name to look for."""
    line, _, rest = fold(address).partition(",")
    number, street, unit = _number_and_unit([word for _, _, word in _tokens(line)])
    kinds, core = _kinds_and_core(street)
    if not core or not (number or len(core) > 1 or kinds):
        return None
    forms = {SAME_WORD.get(word, word): word for word in _TOKEN.findall(line)}
    spelled = tuple(forms[word] for word in core)
    after = [word for _, _, word in _tokens(rest)]
    own = [word for word in core if word not in KINDS]
    hints = (number, *(part for word in own for part in (word[:2], word[-3:]))) if own else ("",)
    return KnownAddress(
        number=number, core=core, spelled=spelled, joined="".join(spelled) if len(core) > 1 else "",
        kinds=kinds, line=frozenset(street),
        unit=unit or _unit_in(after), rest=tuple(after), hints=tuple(filter(None, hints)) or ("",),
    )  # fmt: skip


def _kinds_and_core(street: list[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """A kind stands last, or first in Spanish: the "creek" of Willow Creek Drive is a part of its name."""
    words = [word for word in street if word not in PARTICLES]
    while len(words) > 1 and words[-1] in DIRECTIONS:
        words = words[:-1]
    while len(words) > 1 and words[0] in DIRECTIONS:
        words = words[1:]
    while len(words) > 2 and words[0] in _ROAD_OWNERS and words[1] in ("hwy", "rd", "rte"):
        words = words[1:]
    kinds = set()
    if len(words) > 1 and words[0] in KINDS_BEFORE:
        kinds.add(words[0])
        words = words[1:]
    if len(words) > 1 and words[-1] in KINDS:
        kinds.add(words[-1])
        words = words[:-1]
    return frozenset(kinds), tuple(words)


def address_spans(folded: str, text: str, addresses: Sequence[KnownAddress]) -> Iterator[tuple[int, int]]:
    wanted = [known for known in addresses if any(hint in folded for hint in known.hints)]
    if not wanted:
        return
    tokens = _tokens(folded)
    for known in wanted:
        at = 0
        while at < len(tokens):
            begins = tokens[at][2][0] == known.core[0][0] or tokens[at][2][0] == known.joined[:1]
            span = _named_at(tokens, at, known, folded, text) if begins else None
            if span is None:
                at += 1
                continue
            yield tokens[span[0]][0], tokens[span[1] - 1][1]
            at = max(at + 1, span[1])


def _tokens(folded: str) -> list[Token]:
    return [(m.start(), m.end(), SAME_WORD.get(m.group(), m.group())) for m in _TOKEN.finditer(folded)]


def _number_and_unit(words: list[str]) -> tuple[str, list[str], str]:
    """House number, words of the street, unit."""
    unit = ""
    if "#" in words:
        at = words.index("#")
        if at + 1 < len(words) and at > 1:
            words, unit = words[:at], words[at + 1]
    if len(words) > 1 and _HOUSE_NUMBER.match(words[0]):
        return words[0], words[1:], unit
    if len(words) > 2 and words[-2].isdigit() and len(words[-1]) == 1 and words[-1].isalpha():
        words, unit = words[:-1], words[-1]  # "Las Torres 1450-B"
    if len(words) > 1 and words[-1].isdigit():
        return words[-1], [word for word in words[:-1] if word != "#"], unit
    return "", words, unit


def _unit_in(words: list[str]) -> str:
    at = words.index("#") if "#" in words else len(words)
    return words[at + 1] if at + 1 < len(words) else ""


def _same(said: str, known: str) -> bool:
    if said == known:
        return True
    return len(known) >= 5 and said[0] == known[0] and within_slips(said, known, 2 if len(known) >= 9 else 1)


def _named_at(tokens: list[Token], at: int, known: KnownAddress, folded: str, text: str) -> tuple[int, int] | None:
    """First and last-but-one token of the address whose street name begins at `at`."""
    end, matched = _core_length(tokens, at, known, folded)
    if not matched:
        return None
    first, number_before = _to_the_left(tokens, at, known, folded)
    last, number_after = _to_the_right(tokens, end, known, folded, number_before)
    is_full = matched == len(known.core)
    by_number = number_before or (number_after and is_full)
    if by_number and _is_ordinary(known) and folded[tokens[at][0]] == text[tokens[at][0]]:
        by_number = not _COUNTED.match(folded, tokens[end - 1][1])  # "7 pecan trees"
    if not by_number and not (is_full and _is_street(tokens, (first, at, end, last), known, folded, text)):
        return None
    return first, last


def _core_length(tokens: list[Token], at: int, known: KnownAddress, folded: str) -> tuple[int, int]:
    """Where the street's name ends, and how many of its words were said."""
    core, (matched, end, here) = known.core, (0, at, at)
    if known.joined and _same(tokens[at][2], known.joined):
        return at + 1, len(core)
    while here < len(tokens) and matched < len(core):
        if here > at and not _CLOSE.fullmatch(folded, tokens[here - 1][1], tokens[here][0]):
            break
        if _same(tokens[here][2], core[matched]) or _same(tokens[here][2], known.spelled[matched]):
            matched, end = matched + 1, here + 1
        elif here + 1 < len(tokens) and _is_torn(tokens[here], tokens[here + 1], core[matched]):
            here += 1
            matched, end = matched + 1, here + 1
        elif here == at or tokens[here][2] not in PARTICLES | DIRECTIONS:
            break
        here += 1
    return end, matched


def _is_torn(one: Token, other: Token, word: str) -> bool:
    """ "Sun flower" for Sunflower."""
    return len(word) >= 6 and other[0] - one[1] == 1 and one[2] + other[2] == word


def _to_the_left(tokens: list[Token], at: int, known: KnownAddress, folded: str) -> tuple[int, bool]:
    """The first token that belongs to it, and whether that is the house number."""
    first = here = at
    while here > 0 and at - here < 4 and _NEAR.fullmatch(folded, tokens[here - 1][1], tokens[here][0]):
        word = tokens[here - 1][2]
        if known.number and word == known.number:
            return here - 1, True
        spoken = _spoken_number(tokens, here, known.number, folded)
        if spoken is not None:
            return spoken, True
        if word not in _BESIDE and not (word in _ROAD_OWNERS and word in known.line):
            break
        here -= 1
        if (word in known.line and word not in PARTICLES) or word in ("c", "ave", "cam"):
            first = here
    return first, False


def _spoken_number(tokens: list[Token], end: int, number: str, folded: str) -> int | None:
    """Where the house number begins that is said in words or in pieces right before token `end`."""
    if not number.isdigit():
        return None
    start = end
    while start > 0 and end - start < _MOST_NUMBER_WORDS and (start == end or _near(tokens, start, folded)):
        word = tokens[start - 1][2]
        if word not in NUMBER_WORDS and not (word.isdigit() and len(word) < len(number)):
            break
        start -= 1
    for begin in range(start, end):
        if number in spoken_numbers([word for _, _, word in tokens[begin:end]]):
            return begin
    return None


def _spoken_after(tokens: list[Token], start: int, number: str, folded: str) -> int:
    """The token after a house number in words that follows its street, as in Spanish; 0 where none does."""
    end = start
    while end < len(tokens) and end - start < _MOST_NUMBER_WORDS and _near(tokens, end, folded):
        if tokens[end][2] not in NUMBER_WORDS and not tokens[end][2].isdigit():
            break
        end += 1
    said = [word for _, _, word in tokens[start:end]]
    return next((start + n for n in range(len(said), 1, -1) if number in spoken_numbers(said[:n])), 0)


def _near(tokens: list[Token], at: int, folded: str) -> bool:
    return bool(_NEAR.fullmatch(folded, tokens[at - 1][1], tokens[at][0]))


def _to_the_right(
    tokens: list[Token], end: int, known: KnownAddress, folded: str, is_numbered: bool
) -> tuple[int, bool]:
    """The token after the last one that belongs to it, and whether the house number is among them."""
    last = here = end
    number, rest = False, list(known.rest)
    while here < len(tokens) and _near(tokens, here, folded):
        word = tokens[here][2]
        if word == known.number and not number and here - end < 3:
            number = True
        elif here == end and (after := _spoken_after(tokens, end, known.number, folded)):
            number, here = True, after - 1
        elif word == known.unit or (word in known.line and word in KINDS | DIRECTIONS):
            pass
        elif here == end and is_numbered and word in KINDS and word not in ORDINARY_KINDS:
            pass  # "1200 Maple Ave" for a street of another kind
        elif (is_numbered or number) and tokens[here - 1][2] == "#" and len(word) <= 4:
            pass
        elif any(_same(word, one) for one in rest):
            rest = rest[1 + next(place for place, one in enumerate(rest) if _same(word, one)) :]
        elif word == "#" or (word in KINDS and here == end):
            here += 1  # belongs to it only if something that follows does
            continue
        else:
            break
        here += 1
        last = here
    return last, number


def _is_ordinary(known: KnownAddress) -> bool:
    """Whether the street is named after things that messages about homes are full of."""
    return all(word in COMMON_WORDS or word in NATURE or word in KINDS or len(word) < 4 for word in known.core)


def _is_street(
    tokens: list[Token], places: tuple[int, int, int, int], known: KnownAddress, folded: str, text: str
) -> bool:
    """Whether a street's name without its number is meant as one: with its kind, with capitals, or as a home."""
    first, at, end, last = places
    if _ANY_ONE.search(folded, max(0, tokens[first][0] - 8), tokens[first][0]):
        return False
    begins, ends = tokens[at][0], tokens[end - 1][1]
    before = max(0, tokens[first][0] - 24)
    is_home = bool(_HOME.match(folded, tokens[last - 1][1]) or _HOME.match(folded, ends))
    is_on = bool(_RIGHT_ON.search(folded, before, tokens[first][0]))
    is_name = text[begins].isupper() and not text.isupper()
    beside = {tokens[place][2] for place in (*range(first, at), *range(end, last))}
    is_ordinary = _is_ordinary(known)
    if len(beside) and folded.strip(" .!,") == folded[tokens[first][0] : tokens[last - 1][1]]:
        return True
    if beside & known.kinds or beside & {"c", "ave"}:
        return is_name or is_on or is_home or not (is_ordinary and beside & known.kinds <= ORDINARY_KINDS - {"c"})
    if beside & DIRECTIONS and (is_name or is_on or is_home):
        return True
    if len(known.core) > 1:
        if is_home:
            return True
        if _AN_AREA.search(folded, before, begins) and not _A_HOME_IN.search(folded, before, begins):
            return False
        return (is_name or is_on or not is_ordinary) and not _IS_AN_AREA.match(folded, ends)
    return _is_one_word_street(known.core[0], known, (begins, ends), folded, is_name)


def _is_one_word_street(word: str, known: KnownAddress, place: tuple[int, int], folded: str, is_name: bool) -> bool:
    begins, ends = place
    if is_name and len(word) >= 4 and word not in known.rest and _RIGHT_ON.search(folded, max(0, begins - 24), begins):
        return True
    if word in COMMON_WORDS or len(word) < 5 or word in known.rest:
        return False
    if _HOME.match(folded, ends) or _RIGHT_ON.search(folded, max(0, begins - 24), begins):
        return True
    return is_name and bool(_ON_A_STREET.search(folded, max(0, begins - 8), begins))
