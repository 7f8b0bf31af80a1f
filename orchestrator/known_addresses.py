"""Pure: where a text names a known address: with or without its number, in another order, abbreviated or misspelt.

A city, a state or a post code alone is what the conversation is about and stays.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestrator.common_words import COMMON_WORDS
from orchestrator.folding import fold, within_slips

Token = tuple[int, int, str]  # start, end, canonical word

_TOKEN = re.compile(r"#|\w+")
_SAME_WORD = {
    "street": "st", "str": "st", "saint": "st", "avenue": "ave", "av": "ave", "avenida": "ave", "avda": "ave",
    "road": "rd", "drive": "dr", "lane": "ln", "boulevard": "blvd", "bulevar": "blvd", "court": "ct", "circle": "cir",
    "place": "pl", "terrace": "ter", "highway": "hwy", "parkway": "pkwy", "square": "sq", "trail": "trl", "cove": "cv",
    "calle": "c", "crossing": "xing", "point": "pt", "mount": "mt", "fort": "ft", "camino": "cam", "carretera": "carr",
    "crk": "creek", "hts": "heights", "spgs": "springs", "spg": "spring", "mtn": "mountain", "lk": "lake",
    "lks": "lakes", "vly": "valley", "hl": "hill", "hls": "hills", "rdg": "ridge", "grv": "grove", "mdw": "meadow",
    "mdws": "meadows", "vw": "view", "ctr": "center", "frst": "forest", "brk": "brook", "isl": "island",
    "hbr": "harbor",
    "bch": "beach", "crst": "crest", "gln": "glen", "ests": "estates", "knl": "knoll", "lndg": "landing",
    "mnr": "manor",
    "plz": "plaza", "rnch": "ranch", "riv": "river", "shr": "shore", "trce": "trace", "vlg": "village",
    "vis": "vista", "bnd": "bend", "gdn": "garden", "gdns": "gardens", "blf": "bluff", "cyn": "canyon", "fls": "falls",
    "holw": "hollow", "wy": "way",
    "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se",
    "southwest": "sw", "norte": "n", "sur": "s", "este": "e", "oeste": "w",
    "apartment": "#", "apt": "#", "apto": "#", "apartamento": "#", "suite": "#", "ste": "#", "unit": "#",
    "unidad": "#", "depto": "#", "departamento": "#", "num": "#", "numero": "#", "no": "#", "piso": "#", "lote": "#",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th",
    "fifth": "5th", "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th",
}  # fmt: skip
_KIND_WORDS = """
st ave rd dr ln blvd ct cir pl ter hwy pkwy sq trl cv c xing way loop row run path pass mews glen walk bend alley plaza
paseo via cam carr calzada privada
"""
_KINDS = frozenset(_KIND_WORDS.split())
_KINDS_BEFORE = frozenset({"c", "ave", "cam"})  # calle, avenida, camino
_DIRECTIONS = frozenset({"n", "s", "e", "w", "ne", "nw", "se", "sw"})
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "el", "the", "of"})
_BESIDE = _KINDS | _DIRECTIONS | _PARTICLES | {"#"}
_NEAR = re.compile(r"[\s,.#:;/()-]{0,4}")
_CLOSE = re.compile(r"[\s.,'-]{0,3}")
_HOME = re.compile(
    r"\W{1,2}(?:house|home|place|property|condo|apartment|lot|duplex|unit|one|address|casa|propiedad|apto|depto)\b"
)
_ANY_ONE = re.compile(r"\b(?:a|an|any|some|un|una|unos|algun)\W{1,2}\Z")
_AN_AREA = re.compile(r"\b(?:in|near|around|outside|cerca de|por|zona|area|area of)\W{1,2}\Z")
_A_HOME_IN = re.compile(
    r"\b(?:house|home|place|property|condo|casa|casita|propiedad|apto|live|living|lives|vivo|vivimos)\W{1,2}"
    r"(?:in|near|on|at|en|de)\W{1,2}\Z"
)
_IS_AN_AREA = re.compile(
    r"\W{1,2}(?:area|neighbou?rhood|isd|subdivision|schools?|is an? (?:\w+ )?(?:area|neighbou?rhood))\b"
)
_ON_A_STREET = re.compile(r"\b(?:on|off|at|from|en|the|el|la|los|de|del)\W{1,2}\Z")


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """`core`: the street's own name, without its kind; `line`: all words of the street line; `rest`: city and so on."""

    number: str
    core: tuple[str, ...]
    line: frozenset[str]
    unit: str
    rest: tuple[str, ...]
    hints: tuple[str, ...]


def known_address(address: str) -> KnownAddress | None:
    """None where there is no street name to look for."""
    line, _, rest = fold(address).partition(",")
    words = [word for _, _, word in _tokens(line)]
    number, street, unit = _number_and_unit(words)
    own = tuple(word for word in street if word not in _BESIDE)
    core = own or tuple(word for word in street if word not in _DIRECTIONS | _PARTICLES)
    if not core or not (number or len(core) > 1 or any(word in _KINDS for word in street)):
        return None
    after = [word for _, _, word in _tokens(rest)]
    hints = (core[0][:2], core[0][-3:], *([number] if number else ()))
    return KnownAddress(number, core, frozenset(street), unit or _unit_in(after), tuple(after), hints)


def address_spans(folded: str, text: str, addresses: Sequence[KnownAddress]) -> Iterator[tuple[int, int]]:
    wanted = [known for known in addresses if any(hint in folded for hint in known.hints)]
    if not wanted:
        return
    tokens = _tokens(folded)
    for known in wanted:
        at = 0
        while at < len(tokens):
            span = _named_at(tokens, at, known, folded, text) if tokens[at][2][0] == known.core[0][0] else None
            if span is None:
                at += 1
                continue
            yield tokens[span[0]][0], tokens[span[1] - 1][1]
            at = max(at + 1, span[1])


def _tokens(folded: str) -> list[Token]:
    return [(m.start(), m.end(), _SAME_WORD.get(m.group(), m.group())) for m in _TOKEN.finditer(folded)]


def _number_and_unit(words: list[str]) -> tuple[str, list[str], str]:
    """House number, words of the street, unit."""
    unit = ""
    if "#" in words:
        at = words.index("#")
        if at + 1 < len(words) and at > 1:
            words, unit = words[:at], words[at + 1]
    if words and words[0][0].isdigit() and len(words) > 1:
        return words[0], words[1:], unit
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
    end, matched = _core_length(tokens, at, known.core, folded)
    if not matched:
        return None
    first, number_before = _to_the_left(tokens, at, known, folded)
    last, number_after = _to_the_right(tokens, end, known, folded)
    is_full = matched == len(known.core)
    by_number = number_before or (number_after and is_full)
    if not by_number and not (is_full and _is_street(tokens, (first, at, end, last), known, folded, text)):
        return None
    return first, last


def _core_length(tokens: list[Token], at: int, core: tuple[str, ...], folded: str) -> tuple[int, int]:
    """Where the street's name ends, and how many of its words were said."""
    matched, end, here = 0, at, at
    while here < len(tokens) and matched < len(core):
        if here > at and not _CLOSE.fullmatch(folded, tokens[here - 1][1], tokens[here][0]):
            break
        if _same(tokens[here][2], core[matched]):
            matched, end = matched + 1, here + 1
        elif here == at or tokens[here][2] not in _PARTICLES | _DIRECTIONS:
            break
        here += 1
    return end, matched


def _to_the_left(tokens: list[Token], at: int, known: KnownAddress, folded: str) -> tuple[int, bool]:
    """The first token that belongs to it, and whether that is the house number."""
    first = here = at
    while here > 0 and at - here < 4 and _NEAR.fullmatch(folded, tokens[here - 1][1], tokens[here][0]):
        word = tokens[here - 1][2]
        if known.number and word == known.number:
            return here - 1, True
        if word not in _BESIDE:
            break
        here -= 1
        if (word in known.line and word not in _PARTICLES) or word in _KINDS_BEFORE:
            first = here
    return first, False


def _to_the_right(tokens: list[Token], end: int, known: KnownAddress, folded: str) -> tuple[int, bool]:
    """The token after the last one that belongs to it, and whether the house number is among them."""
    last = here = end
    number, rest = False, list(known.rest)
    while here < len(tokens) and _NEAR.fullmatch(folded, tokens[here - 1][1], tokens[here][0]):
        word = tokens[here][2]
        if word == known.number and not number and here - end < 3:
            number = True
        elif word == known.unit or (known.core and word in known.line and word in _KINDS | _DIRECTIONS):
            pass
        elif any(_same(word, one) for one in rest):
            rest = rest[1 + next(place for place, one in enumerate(rest) if _same(word, one)) :]
        elif word == "#" or (word in _KINDS and here == end):
            here += 1  # belongs to it only if something that follows does
            continue
        else:
            break
        here += 1
        last = here
    return last, number


def _is_street(
    tokens: list[Token], places: tuple[int, int, int, int], known: KnownAddress, folded: str, text: str
) -> bool:
    """Whether a street's name without its number is meant as one: with its kind, of several words, or as a home."""
    first, at, end, last = places
    if _ANY_ONE.search(folded, max(0, tokens[first][0] - 8), tokens[first][0]):
        return False
    kinds = known.line & _KINDS - set(known.core)
    if any(tokens[place][2] in kinds for place in (*range(first, at), *range(end, last))):
        return True
    begins, ends = tokens[at][0], tokens[end - 1][1]
    is_common = all(word in COMMON_WORDS or len(word) < 4 for word in known.core)
    is_home = bool(_HOME.match(folded, ends)) or bool(_ON_A_STREET.search(folded, max(0, begins - 8), begins))
    is_name = text[begins].isupper() and not text.isupper()
    if len(known.core) > 1:
        if bool(_HOME.match(folded, ends)):
            return True
        before = max(0, begins - 24)
        if _AN_AREA.search(folded, before, begins) and not _A_HOME_IN.search(folded, before, begins):
            return False
        return (is_name or not is_common) and not _IS_AN_AREA.match(folded, ends)
    city = set(known.rest)
    return (
        not is_common
        and len(known.core[0]) >= 5
        and known.core[0] not in city
        and is_home
        and (bool(_HOME.match(folded, ends)) or is_name)
    )
