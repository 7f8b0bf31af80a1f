"""Pure: whether the name of a known street that stands without its number is meant as the street."""

import re
from dataclasses import dataclass

from orchestrator.masking.address_forms import BOX, KnownAddress, Token
from orchestrator.masking.street_words import DIRECTIONS, ORDINARY_KINDS
from orchestrator.spelling.common_words import COMMON_WORDS

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
_A_HOME_ON = re.compile(
    r"\b(?:house|home|place|property|condo|one|lot|duplex|casa|casita|propiedad|depto|departamento|apto|terreno|la)\s"
    r"(?:is\s|esta\s)?(?:on|at|off|en|de)\s(?:la\s)?\Z"
)
_ENDS = re.compile(r"\s*(?:[.,!?;:\n]|\Z|(?:and|but|y|pero|is|has|needs|tiene|esta|still|that|que|we|i|for|para)\b)")
_IS_AN_AREA = re.compile(
    r"\W{1,2}(?:area|neighbou?rhood|isd|subdivision|schools?|is an? (?:\w+ )?(?:area|neighbou?rhood))\b"
)
_ABOUT_IT = re.compile(r"\b(?:about|regarding|re|sobre|lo de|interested in|offer on|selling|sell|vender)\W{1,2}\Z")
_ON_A_STREET = re.compile(r"\b(?:on|off|at|from|en|the|el|la|los|de|del|sobre)\W{1,2}\Z")
_RIGHT_ON = re.compile(r"\b(?:on|off|corner of|esquina (?:de|con)|live (?:on|at)|address is|direccion es)\W{1,2}\Z")
# A road has many houses, and is talked of like a place: "near 290", "290 and 183".
_ON_A_ROAD = re.compile(
    r"(?:\b(?:live|lives|living|house|home|place|property|land|one|acres?|we are|we're|i'm|i am|its|it's|it is|casa"
    r"|rancho"
    r"|ranch|lot|terreno|vivo|from)\s(?:is\s|are\s)?(?:out\s)?(?:on|off|at|en|sobre|from)|\bfrom)\s(?:the\s|la\s)?\Z"
)

# A county's or a town's road has few houses, and most people live along a highway.
_A_SMALL_ROAD = re.compile(r"(?:old\s)?(?:county|co\.?\s|cnty|cty|c\.?\s?r\.?[\s-]?\d|cth|town|twp|t\.?h\.?\s|private)")
_ON_OR_AT = re.compile(r"\b(?:on|off|at|of|down|up|to|en|de|por|is|es)\W{1,2}(?:(?:the|la|el)\s)?\Z")

_MOVES = re.compile(
    r"\b(?:mov|relocat|transferr|mud|com|fly|driv)\w*\s"
    r"(?:(?:back|here|down|up|over)\s)?(?:to|from|a|de|desde)\s\Z"
)
_FEW = 24


@dataclass(frozen=True, slots=True)
class Place:
    """Where a street's name stands: its first token and the one after it, and the same with what belongs to it."""

    first: int
    at: int
    end: int
    last: int


def is_street(tokens: list[Token], place: Place, known: KnownAddress, folded: str, text: str) -> bool:
    """Whether a street's name without its number is meant as one: with its kind, with capitals, or as a home."""
    first, at, end, last = place.first, place.at, place.end, place.last
    if _ANY_ONE.search(folded, max(0, tokens[first][0] - 8), tokens[first][0]):
        return False
    begins, ends = tokens[at][0], tokens[end - 1][1]
    before = max(0, tokens[first][0] - 24)
    is_home = bool(_HOME.match(folded, tokens[last - 1][1]) or _HOME.match(folded, ends))
    is_on = bool(_RIGHT_ON.search(folded, before, tokens[first][0]))
    is_name = text[begins].isupper() and not text.isupper()
    is_whole = _is_whole(folded, tokens[first][0], tokens[last - 1][1])
    if known.core[-1].startswith(BOX):
        return True
    if known.is_road and _A_SMALL_ROAD.match(folded, begins) and _ON_OR_AT.search(folded, before, begins):
        return True
    if known.is_road:
        return is_home or is_whole or bool(_ON_A_ROAD.search(folded, before, begins))
    beside = {tokens[near][2] for near in (*range(first, at), *range(end, last))}
    if beside and is_whole:
        return True
    if beside & known.kinds or beside & {"c", "ave"}:
        return is_name or is_on or is_home or not (known.is_ordinary and beside & known.kinds <= ORDINARY_KINDS - {"c"})
    if beside & DIRECTIONS and (is_name or is_on or is_home):
        return True
    if len(known.core) > 1:
        if is_home or (_ABOUT_IT.search(folded, before, begins) and _ENDS.match(folded, ends)):
            return True
        if _AN_AREA.search(folded, before, begins) and not _A_HOME_IN.search(folded, before, begins):
            return False
        return (is_name or is_on or not known.is_ordinary) and not _IS_AN_AREA.match(folded, ends)
    return _is_one_word_street(known.core[0], known, (begins, ends), folded, is_name)


def _is_whole(folded: str, start: int, end: int) -> bool:
    """Whether nothing but a few signs is around; what is far from both ends of a long text is not even looked at."""
    return start < _FEW and len(folded) - end < _FEW and folded.strip(" .!,") == folded[start:end]


def _is_one_word_street(word: str, known: KnownAddress, place: tuple[int, int], folded: str, is_name: bool) -> bool:
    begins, ends = place
    before = max(0, begins - 24)
    is_on = bool(_RIGHT_ON.search(folded, before, begins))
    if word in known.rest or len(word) < 4 or word[0].isdigit() or _MOVES.search(folded, before, begins):
        return False
    if is_name and is_on:
        return True
    if _A_HOME_ON.search(folded, before, begins) and (is_name or _ENDS.match(folded, ends)):
        return True
    if word in COMMON_WORDS or len(word) < 5:
        return False
    if _HOME.match(folded, ends) or is_on:
        return True
    if _ABOUT_IT.search(folded, before, begins) and _ENDS.match(folded, ends):
        return True
    if _AN_AREA.search(folded, before, begins):
        return False
    return is_name and bool(_ON_A_STREET.search(folded, max(0, begins - 8), begins))
