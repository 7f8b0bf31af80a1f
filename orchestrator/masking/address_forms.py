"""Pure: a known address taken apart once: number, the street's own name, kind, unit, city. And a text as such words.

Roads that have a number instead of a name ("County Road 214", "FM 1626", "US 290") are one word in one spelling, and
so are numbered streets ("41 St", "forty first", "41st").
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from orchestrator.masking.address_endings import endings
from orchestrator.masking.street_words import DIRECTIONS, KINDS, KINDS_BEFORE, NATURE, PARTICLES, SAME_WORD
from orchestrator.spelling.common_words import COMMON_WORDS
from orchestrator.spelling.folding import fold

Token = tuple[int, int, str]  # start, end, canonical word

_TOKEN = re.compile(r"#|\w+")
_HOUSE_NUMBER = re.compile(r"[nsew]?\d+[a-z]?\Z|\d+-\d+\Z|[nsew]\d+[nsew]\d+\Z")
_WAY = r"(?:roads?|rds?|highways?|hwys?|hiway|routes?|rte|rt|hw)\.?"
# Without those that are points of the compass ("NE 41 St") or small words.
_STATE = r"(?:a[krz]|c[aot]|fl|ga|i[adl]|k[sy]|m[dinost]|n[cdhjmvy]|ok|ri|s[cd]|t[nx]|ut|v[at]|w[aivy])"
# Several of these name one road: "State Highway 35" is also "Hwy 35", "SH 35" and "TX-35".
_NUMBERED_ROAD = re.compile(
    rf"\b(?:old\s)?(?:"
    rf"(?:(?:farm|ranch)(?:[\s-]to[\s-]market)?|county|co\.?|cnty|town(?:ship)?|twp|private|state|st\.?|us|u\.\s?s\.?|texas|rural|forest)\s{_WAY}"
    rf"|(?:farm|ranch)[\s-]to[\s-]market|{_STATE}\s{_WAY}|{_WAY}|interstate"
    r"|f\.?\s?m\.?|r\.?\s?[mr]\.?|c\.?\s?r\.?|t\.?\s?h\.?|s\.?\s?[hr]\.?|u\.?\s?s\.?|i\.?h\.?|i(?=[-\s]?\d)"
    rf"|{_STATE}(?=[-\s]\d)|carr(?:etera|\.)?|ruta)"
    r"[\s.#-]{0,3}(?P<number>\d{1,4})(?:st|nd|rd|th)?\b"
    rf"|\b(?:county|cty\.?|cnty|co\.)\s(?:(?:trunk\s)?{_WAY}\s)?(?P<letters>[a-z]{{1,2}})\b"
    r"|\b(?:c\.?t\.?h\.?|hwy\.?|highway)\s(?P<trunk>(?![ns][ew]?\b|[ew]\b)[a-z]{1,2})\b"
)
_BOX = re.compile(
    r"\b(?:(?:(?:p\.?\s?o\.?|post\soffice)\s?)?(?:box|bx)|apartado(?:\spostal)?|apdo\.?)\s?(?:#|no\.?|num\.?|number)?\s?(\d{1,6})\b"
)
_TENS = {
    "twenty": 2, "thirty": 3, "forty": 4, "fourty": 4, "fifty": 5, "sixty": 6, "seventy": 7, "eighty": 8, "ninety": 9,
}  # fmt: skip
_SPOKEN_ORDINAL = re.compile(
    rf"\b(?P<tens>{'|'.join(_TENS)})[\s-](?P<unit>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\Z")
ROAD = "road "  # before the number of a road, in its canonical word
BOX = f"{ROAD}box "  # the same of a post office box


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """`core`: the street's own name, without its `kinds`; `line`: all words of the street line; `rest`: city and so on.

    `spelled` is the core as it was written, `lead` the particle before it ("del" of Del Mar), `joined` all as one word,
    `endings` other ways to write the city and the state.
    `hints` are letters of which a text that holds the address has some.
    """

    number: str
    core: tuple[str, ...]
    spelled: tuple[str, ...]
    lead: str
    joined: str
    kinds: frozenset[str]
    line: frozenset[str]
    unit: str
    rest: tuple[str, ...]
    endings: frozenset[tuple[str, ...]]
    hints: tuple[str, ...]
    is_ordinary: bool

    @property
    def is_road(self) -> bool:
        return any(word.startswith(ROAD) for word in self.core)

    @property
    def is_numbered(self) -> bool:
        """Whether the street has a number for a name: a road, "41st St", "5200 W"."""
        return self.core[0][0].isdigit() or self.is_road


def known_address(address: str) -> KnownAddress | None:
    """None where there is no street name to look for."""
    line, _, rest = fold(address).partition(",")
    number, street, unit = _number_and_unit([word for _, _, word in numbered_tokens(line)])
    kinds, core = _kinds_and_core(street)
    if not core or not (number or len(core) > 1 or kinds or core[0].startswith(ROAD)):
        return None
    forms = {SAME_WORD.get(word, word): word for word in _TOKEN.findall(line)}
    spelled = tuple(forms.get(word, word) for word in core)
    lead = next((one for one, other in pairwise(street) if other == core[0] and one in PARTICLES), "")
    after = [word for _, _, word in tokens_of(rest)]
    return KnownAddress(
        number=number, core=core, spelled=spelled, lead=lead,
        joined="".join((*filter(None, (lead,)), *spelled)) if lead or len(core) > 1 else "",
        kinds=kinds, line=frozenset(street), unit=unit or _unit_in(after), rest=tuple(after),
        endings=endings(rest, _words),
        hints=_hints(number, core), is_ordinary=_is_ordinary(core),
    )  # fmt: skip


def _words(folded: str) -> list[str]:
    return [word for _, _, word in tokens_of(folded)]


def tokens_of(folded: str) -> list[Token]:
    return [(m.start(), m.end(), SAME_WORD.get(m.group(), m.group())) for m in _TOKEN.finditer(folded)]


def numbered_tokens(folded: str) -> list[Token]:
    """As tokens_of, with a numbered road and an ordinal in words as one word each."""
    whole = [
        (m.start(), m.end(), ROAD + (m["number"] or m["letters"] or m["trunk"]))
        for m in _NUMBERED_ROAD.finditer(folded)
    ]
    whole += [
        (m.start(), m.end(), f"{_TENS[m['tens']]}{SAME_WORD[m['unit']]}") for m in _SPOKEN_ORDINAL.finditer(folded)
    ]
    if "box" in folded or "ap" in folded or "bx" in folded:
        whole += [(m.start(), m.end(), BOX + m[1]) for m in _BOX.finditer(folded)]
    if not whole:
        return tokens_of(folded)
    inside = {place for start, end, _ in whole for place in range(start, end)}
    return sorted([*whole, *(token for token in tokens_of(folded) if token[0] not in inside)])


def same_number(said: str, known: str) -> bool:
    """ "41" for "41st" and the other way round."""
    return said.isdigit() != known.isdigit() and bool(
        (_ORDINAL.match(known) and known[:-2] == said) or (_ORDINAL.match(said) and said[:-2] == known)
    )


def _hints(number: str, core: tuple[str, ...]) -> tuple[str, ...]:
    if core[0].startswith(ROAD):
        return tuple(filter(None, (core[0].rpartition(" ")[2], number)))
    own = [word for word in core if word not in KINDS]
    hints = (number, *(part for word in own for part in (word[:2], word[-3:]))) if own else ()
    return tuple(filter(None, hints)) or ("",)


def _is_ordinary(core: tuple[str, ...]) -> bool:
    """Whether the street is named after things that messages about homes are full of."""
    return all(word in COMMON_WORDS or word in NATURE or word in KINDS or len(word) < 4 for word in core)


def _kinds_and_core(street: list[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """A kind stands last, or first in Spanish: the "creek" of Willow Creek Drive is a part of its name."""
    words = [word for word in street if word not in PARTICLES]
    while len(words) > 1 and words[-1] in DIRECTIONS and not KINDS.issuperset(words[:-1]):
        words = words[:-1]
    while len(words) > 1 and words[0] in DIRECTIONS:
        words = words[1:]
    kinds = set()
    if len(words) > 1 and words[0] in KINDS_BEFORE:
        kinds.add(words[0])
        words = words[1:]
    if len(words) > 1 and words[-1] in KINDS:
        kinds.add(words[-1])
        words = words[:-1]
    return frozenset(kinds), tuple(words)


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
