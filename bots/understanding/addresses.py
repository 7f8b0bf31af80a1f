"""Street addresses."""

import re

from bots.understanding.gazetteer import is_common, place_at
from bots.understanding.vocabulary import ALWAYS
from bots.understanding.words import FILLER, Reading, word_set

_TYPES = (
    "street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|circle|cir|terrace|trail|trl|parkway|pkwy|"
    "highway|hwy|loop|cove|crossing|place|pl|way|path|run|row|ridge|bend|pass|alley"
)
_NO_NAME = (
    r"(?!(?:in|the|a|an|on|of|for|days?|weeks?|months?|years?|bed\w*|bath\w*|br|k|mil|minutes|and|or|from|to|is|"
    r"it)\b)"
)
_STATES = (
    "al|ak|az|ar|ca|co|ct|de|fl|ga|hi|id|il|in|ia|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|ok|or|"
    "pa|ri|sc|sd|tn|tx|ut|vt|va|wa|wv|wi|wy|texas|florida|california|arizona"
)
_REST = (
    r"(?:\s*,?\s*(?:apt|unit|suite|ste|#)\.?\s*#?\w+)?"
    rf"(?:\s*,\s*(?!(?:and|but|it|i|we|the|in|my|needs?|yes|no|can|could|is|are|do|what|how|when|would|please|"
    rf"thanks?|you|your|send|call|not|with|at|so|or|pero|y|que|como|gracias|"
    rf"puede)\b)[a-z][a-z.'-]*(?:\s+(?!(?:{_STATES})\s*(?:\d|$|,|\.))[a-z][a-z.'-]*){{0,2}}(?=\s*(?:,|\.|\n|"
    rf"$|\s(?:{_STATES})\b|\s(?:is|has|was|needs?|necesita|es)\b)))?"
    rf"(?:\s*,?\s*(?:{_STATES})\b(?=\s*(?:\d|,|\.|\n|$)))?(?:\s*,?\s*\d{{5}}(?:-\d{{4}})?\b)?"
)
STREET = re.compile(
    rf"\b\d{{1,6}}\s+(?:(?:[nsew]|north|south|east|west|ne|nw|se|sw)\.?\s+)?(?:{_NO_NAME}(?:\d{{1,3}}(?:st|nd|rd|"
    rf"th)\b|[a-z][\w'.-]*)\s+){{1,4}}?"
    rf"(?:{_TYPES})\b\.?(?:\s+(?:{_TYPES})\b\.?)?{_REST}"
)
NUMBERED_ROAD = re.compile(
    r"\b\d{1,6}\s+(?:[nsew]\.?\s+)?"
    r"(?:county|state|farm to market|ranch|us|fm|rm|cr|sr|hwy|highway|interstate|i)\s*-?\s*"
    r"(?:rd|road|hwy|highway|route|rt)?\.?\s*\d{1,4}\b" + _REST
)
CALLE = re.compile(
    r"\b(?:calle|avenida|av|paseo|camino)\.?\s+(?:[a-z0-9][\w'.]*\s+){1,5}?(?:#\s*|num(?:ero)?\.?\s*)?\d{1,5}\b" + _REST
)
_UNITS = (
    r"(?:k|mil|grand|thousand|million|bed\w*|bds?|brs?|bath\w*|ba|days?|weeks?|months?|years?|dias?|semanas?|"
    r"mes(?:es)?|anos?|"
    r"sq\w*|sf|acres?|habitacion(?:es)?|recamaras?|cuartos?|banos?|pisos?|acre|at|dollars?|propert(?:y|ies)|houses?|"
    r"homes?|kids|people|percent|net|neto|cash|firm|obo|total|clear|ish|plus|max|min|tops|nights?|days?|ok|or|would|is|works?|please|pls)"
)
NUMBER_AND_NAME = re.compile(
    rf"(?<![\w$])\d{{1,6}}\s+(?!(?:{_UNITS}|or|to|and|a|o|y)\b)[a-z][\w'.]*(?:,?\s+(?!(?:and|but|it|pero|y)\b)"
    r"(?!(?<=,\s)(?:la|el|los|las|un|una|the|an|with|my|its|it's|corner|near|behind|con)\b)#?[\w'.]+){0,6},?"
)
NAME_AND_TOWN = re.compile(r"(?<![\w$])\d{2,6}\s+(?:[A-Z][\w'.-]*\s+){0,2}[A-Z][\w'.-]*,\s+")
NAMED_STREET = re.compile(rf"\b(?:on|at|en)\s+(?P<place>(?:{_NO_NAME}[a-z][\w'.]*\s+){{1,3}}(?:{_TYPES})\b)")
_LAST_WORD = re.compile(r"(?<=[\s,])[\w']+[\s,.-]*$")


def address(reading: Reading, *, asked: bool) -> tuple[int, int, float] | None:
    """(start, end, confidence) of a street address. Asked for one, a number with a name is enough."""
    for pattern in (NUMBERED_ROAD, STREET, CALLE):
        match = pattern.search(reading.without_taken())
        if match is not None and reading.is_free(match.start(), match.start() + 1):
            return match.start(), _town_end(reading, _free_end(reading, *match.span())), 0.95
    if (match := NAME_AND_TOWN.search(reading.text)) and reading.is_free(*match.span()):
        town = place_at(reading.text, reading.folded, match.end(), loose=True)
        if town > match.end():
            return match.start(), _town_end(reading, town), 0.9
    if not asked:
        return None
    if (match := NUMBER_AND_NAME.search(reading.folded)) and _could_be_address(reading, match):
        return match.start(), _town_end(reading, _free_end(reading, *match.span())), 0.75
    if match := NAMED_STREET.search(reading.folded):
        return match.start("place"), match.end("place"), 0.6
    return None


_UNIT_BEHIND = re.compile(r"\s*,?\s*(?:apt|unit|suite|ste|space|lot|trailer|#)\.?\s*#?\s*[\w-]*\d[\w-]*")
_BEFORE_TOWN = re.compile(r"\s*,?\s*(?:(?:in|en)\s+)?(?=[a-z])")
_STATE_BEHIND = re.compile(
    rf"(?:\s*,?\s*(?:{_STATES})\b\.?(?=\s*(?:\d|,|\.|!|\n|$)))?(?:\s*,?\s*\d{{5}}(?:-\d{{4}})?\b)?"
)


def _town_end(reading: Reading, end: int) -> int:
    """A known town behind a street needs no comma: "9140 Date St Fontana", "503 Hibiscus Court in Sun City Center"."""
    if unit := _UNIT_BEHIND.match(reading.folded, end):
        end = unit.end()
    before = _BEFORE_TOWN.match(reading.folded, end)
    town = place_at(reading.text, reading.folded, before.end(), loose=True) if before else end
    if before is None or town <= before.end() or not reading.is_free(end, town):
        return end
    state = _STATE_BEHIND.match(reading.folded, town)
    return state.end() if state else town


def _free_end(reading: Reading, start: int, end: int) -> int:
    """An address ends where a courtesy begins."""
    end = next((at for at in range(start, end) if not reading.is_free(at, at + 1)), end)
    while (last := _LAST_WORD.search(reading.folded, start, end)) and _is_courtesy(reading.text[last.start() : end]):
        end = last.start()
    return start + len(reading.folded[start:end].rstrip(" ,.-\n"))


def _is_courtesy(word: str) -> bool:
    """ "or so", "por favor" behind a town; "St" and "OK" are written otherwise."""
    word = word.strip(" ,.-")
    return word.islower() and (word in FILLER or word in ALWAYS) and word not in _TYPES.split("|")


_DIRECTIONS = word_set("n s e w ne nw se sw north south east west")


_IS_PRICED = re.compile(r"\b(?:for|about|around|maybe|like|least|owe|get|want|por|unos|debo) \$?$")


def _could_be_address(reading: Reading, match: re.Match[str]) -> bool:
    """ "742 Evergreen" may be one; "11 hijos" and "450 would be fine" are none."""
    words = [word for word in re.findall(r"[a-z][\w']*", match.group()) if word not in _DIRECTIONS]
    if _IS_PRICED.search(reading.folded, 0, match.start()):
        return False  # "I'd do it for 750 net"
    named = bool(words) and words[0] not in FILLER and not is_common(words[0])
    return named and reading.is_free(match.start(), match.start() + 1)
