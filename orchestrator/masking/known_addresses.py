"""Pure: where a text names a known address: with or without its number, in another order, abbreviated or misspelt.

A city, a state or a post code alone is what the conversation is about and stays.
"""

import re
from collections.abc import Iterator, Sequence

from orchestrator.masking.address_contexts import Place, is_street
from orchestrator.masking.address_forms import ROAD, KnownAddress, Token, numbered_tokens, same_number, tokens_of
from orchestrator.masking.spoken_numbers import NUMBER_WORDS, spoken_numbers
from orchestrator.masking.street_words import DIRECTIONS, KINDS, ORDINARY_KINDS, PARTICLES
from orchestrator.spelling.common_words import COMMON_WORDS
from orchestrator.spelling.folding import within_slips

_MOST_NUMBER_WORDS = 9
_COUNTED = re.compile(r"\s(?!this\b|needs\b|takes\b|comes\b|gets\b|looks\b|does\b|wants\b|hers\b)[a-z]{3,}s\b")
_BESIDE = KINDS | DIRECTIONS | PARTICLES | {"#"}
_FEWEST_OF_AN_ENDING = 3  # shorter ones are also words: "LA" stands at the end of what belongs together
_GOES_ON = re.compile(r"\s+[^\W\d_]")
_FLOORS = frozenset({"ph", "bsmt", "up", "down", "rear", "frnt", "lwr", "uppr"})
_NEAR = re.compile(r"[\s,.#:;/()-]{0,4}")
_CLOSE = re.compile(r"[\s.,'/-]{0,3}")
_MEASURED = re.compile(r"\s?(?:sq|sf|s\.f|ft|feet|acres?|k\b|pies|metros|m2)")
_GRID_POINTS = frozenset({"so", "no", "ea", "we", "#"})  # as Utah abbreviates them
# A number right before the street is a house number, be it the known one, a neighbour's, or the known one with a slip.
_ANOTHER_NUMBER = re.compile(r"(?<![\w$.,#])(?:\d{1,5}\s?[-/&]\s?)?\d{2,5}[a-z]?\s{1,2}\Z")
_A_YEAR = re.compile(r"\b(?:in|since|de|en|desde|back in|until|hasta|and|by)\s(?:19|20)\d\d\s{1,2}\Z")
_RANGE = re.compile(r"(?<![\w$.,])\d{1,5}\s?[-/&]\s?\Z")

_UNIT_BEFORE = re.compile(
    r"(?:\b(?:space|spc|sp|lot|lote|unit|unidad|apt|apto|apartment|apartamento|depto|departamento|suite|ste|bldg|building"
    r"|edificio|room|rm|floor|piso|trailer|num|numero)\b\.?|#)"
    r"\s?#?\s?(?:\d{1,4}-?[a-z]?|[a-z]-?\d{0,3})\s?,?\s(?:(?:at|of|in|de|en|del|on)\s)?\Z"
)


def address_spans(folded: str, text: str, addresses: Sequence[KnownAddress]) -> Iterator[tuple[int, int]]:
    wanted = [known for known in addresses if any(hint in folded for hint in known.hints)]
    if not wanted:
        return
    words, numbered = tokens_of(folded), None
    for known in wanted:
        at, tokens = 0, words
        if known.is_numbered:
            tokens = numbered = numbered or numbered_tokens(folded)
        while at < len(tokens):
            begins = tokens[at][2][0] in (known.core[0][0], known.joined[:1]) and _may_be_named(tokens, at, known)
            span = _named_at(tokens, at, known, folded, text) if begins else None
            if span is None:
                at += 1
                continue
            yield _with_another_number(folded, tokens, span, known), tokens[span[1] - 1][1]
            at = max(at + 1, span[1])
        yield from _under_another_name(tokens, known, folded)


def _under_another_name(tokens: list[Token], known: KnownAddress, folded: str) -> Iterator[tuple[int, int]]:
    """The known number and kind of street with one other word between them: "88 dot ave" for Dorchester Avenue."""
    kinds = known.kinds - ORDINARY_KINDS
    if not kinds or len(known.number) < 2:
        return
    for at in range(len(tokens) - 2):
        if tokens[at][2] != known.number or tokens[at + 1][2].isdigit():
            continue
        last = next((at + n for n in (2, 3) if at + n < len(tokens) and tokens[at + n][2] in kinds), 0)
        if last and all(_CLOSE.fullmatch(folded, tokens[n][1], tokens[n + 1][0]) for n in range(at, last)):
            end, _ = _to_the_right(tokens, last + 1, known, folded, True)
            yield tokens[at][0], tokens[end - 1][1]


def _with_another_number(folded: str, tokens: list[Token], span: tuple[int, int], known: KnownAddress) -> int:
    """Where the hidden part begins: with a house number that is not the known one, the first of a range, or a unit."""
    first, start = span[0], tokens[span[0]][0]
    before = max(0, start - 16)
    if tokens[first][2] == known.number:
        more = _RANGE.search(folded, before, start) or _UNIT_BEFORE.search(folded, max(0, start - 32), start)
    elif (known.is_ordinary and span[1] - first < 2) or _A_YEAR.search(folded, before, start):
        more = None  # "450 maple"
    else:
        more = _ANOTHER_NUMBER.search(folded, before, start)
    return more.start() if more else start


def _same(said: str, known: str) -> bool:
    if said == known or same_number(said, known):
        return True
    return (
        len(known) >= 5
        and not known.startswith(ROAD)
        and said[0] == known[0]
        and within_slips(said, known, 2 if len(known) >= 9 else 1)
    )


def _named_at(tokens: list[Token], at: int, known: KnownAddress, folded: str, text: str) -> tuple[int, int] | None:
    """First and last-but-one token of the address whose street name begins at `at`."""
    end, matched = _core_length(tokens, at, known, folded)
    if not matched:
        return None
    first, number_before = _to_the_left(tokens, at, known, folded)
    last, number_after = _to_the_right(tokens, end, known, folded, number_before)
    is_full = matched == len(known.core)
    if number_after and _MEASURED.match(folded, tokens[last - 1][1]):
        return None
    by_number = number_before or (number_after and is_full)
    if by_number and known.is_ordinary and folded[tokens[at][0]] == text[tokens[at][0]]:
        by_number = not _COUNTED.match(folded, tokens[end - 1][1])  # "7 pecan trees"
    if not by_number and not (is_full and is_street(tokens, Place(first, at, end, last), known, folded, text)):
        return None
    return first, last


def _may_be_named(tokens: list[Token], at: int, known: KnownAddress) -> bool:
    """Whether a bare "41" that would be 41st Street has something of a street beside it."""
    if not tokens[at][2].isdigit():
        return True
    beside = (tokens[near][2] for near in (at - 2, at - 1, at + 1) if 0 <= near < len(tokens))
    return any(word in _BESIDE or word == known.number or _may_begin(word, known.number) for word in beside)


def _core_length(tokens: list[Token], at: int, known: KnownAddress, folded: str) -> tuple[int, int]:
    """Where the street's name ends, and how many of its words were said."""
    core, (matched, end, here) = known.core, (0, at, at)
    if known.joined and _same(tokens[at][2], known.joined):
        return at + 1, len(core)
    if len(core) > 2 and tokens[at][2] == "".join(word[0] for word in core[:3]):
        return at + 1, len(core)  # "MLK"
    while here < len(tokens) and matched < len(core):
        if here > at and not _CLOSE.fullmatch(folded, tokens[here - 1][1], tokens[here][0]):
            break
        said = tokens[here][2]
        if _same(said, core[matched]) or _same(said, known.spelled[matched]) or _is_mangled(tokens, here, known):
            matched, end = matched + 1, here + 1
        elif here + 1 < len(tokens) and _is_torn(tokens[here], tokens[here + 1], core[matched]):
            here += 1
            matched, end = matched + 1, here + 1
        elif matched and matched + 1 < len(core) and len(core[matched]) == 1 and _same(said, core[matched + 1]):
            matched, end = matched + 2, here + 1  # "Cesar Chavez" for Cesar E Chavez
        elif here == at or tokens[here][2] not in PARTICLES | DIRECTIONS:
            break
        here += 1
    return end, matched


def _is_mangled(tokens: list[Token], at: int, known: KnownAddress) -> bool:
    """Whether a long name has up to three slips right behind the known house number: "2207 n fitzhue"."""
    said, name = tokens[at][2], known.core[0]
    if at == 0 or len(name) < 7 or said[:3] != name[:3] or len(said) < len(name) - 2:
        return False
    number = at - 2 if at > 1 and tokens[at - 1][2] in DIRECTIONS else at - 1
    return tokens[number][2] == known.number and within_slips(said, name, 3)


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
        if word not in _BESIDE and not (known.is_numbered and word in _GRID_POINTS):
            break
        here -= 1
        is_lead = here == at - 1 and word == known.lead
        if is_lead or (word in known.line and word not in PARTICLES) or word in ("c", "ave", "cam"):
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
        said = tuple(word for _, _, word in tokens[begin:end])
        if _may_begin(said[0], number) and number in spoken_numbers(said):
            return begin
    return None


def _spoken_after(tokens: list[Token], start: int, number: str, folded: str) -> int:
    """The token after a house number in words that follows its street, as in Spanish; 0 where none does."""
    if start >= len(tokens) or not _may_begin(tokens[start][2], number):
        return 0
    end = start
    while end < len(tokens) and end - start < _MOST_NUMBER_WORDS and _near(tokens, end, folded):
        if tokens[end][2] not in NUMBER_WORDS and not tokens[end][2].isdigit():
            break
        end += 1
    said = tuple(word for _, _, word in tokens[start:end])
    return next((start + n for n in range(len(said), 1, -1) if number in spoken_numbers(said[:n])), 0)


def _may_begin(word: str, number: str) -> bool:
    """Whether a number that is said in several words may begin with this one."""
    return number.startswith(word) if word.isdigit() else word in NUMBER_WORDS


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
        if word in (known.number, known.number + known.unit) and not (number or is_numbered) and here - end < 3:
            number = True
        elif here == end and (after := _spoken_after(tokens, end, known.number, folded)):
            number, here = True, after - 1
        elif (
            word == known.unit
            or (word in known.line and word in KINDS | DIRECTIONS)
            or (here == end and known.is_numbered and is_numbered and word in _GRID_POINTS)
        ):
            pass
        elif here == end and is_numbered and word in KINDS and word not in ORDINARY_KINDS:
            pass  # "1200 Maple Ave" for a street of another kind
        elif (is_numbered or number) and tokens[here - 1][2] == "#" and len(word) <= 4 and _is_unit(word):
            pass
        elif any(_same(word, one) for one in rest):
            rest = rest[1 + next(place for place, one in enumerate(rest) if _same(word, one)) :]
        elif more := _ending(tokens, here, known, folded, rest if is_numbered or number else []):
            here += more - 1
        elif word == "#" or (word in KINDS and here == end):
            here += 1  # belongs to it only if something that follows does
            continue
        else:
            break
        here += 1
        last = here
    return last, number


def _is_unit(word: str) -> bool:
    return len(word) == 1 or any(map(str.isdigit, word)) or word in _FLOORS


def _ending(tokens: list[Token], here: int, known: KnownAddress, folded: str, rest: list[str]) -> int:
    """How many tokens from `here` are another way to write the city or the state: "N.M.", "prov"."""
    for ending in known.endings:
        said = tuple(word for _, _, word in tokens[here : here + len(ending)])
        is_short = len("".join(ending)) < _FEWEST_OF_AN_ENDING
        if said == ending and not (is_short and _GOES_ON.match(folded, tokens[here + len(ending) - 1][1])):
            return len(ending)
    word = tokens[here][2]
    is_cut = bool(rest) and len(word) >= 3 and rest[0].startswith(word) and word not in COMMON_WORDS
    return int(is_cut)
