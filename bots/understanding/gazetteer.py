"""Places that people name alone: "Fontana", "round rock or kyle", "Phoenix 85035". Read from `data/`."""

import re
from pathlib import Path

from bots.understanding.everyday import EVERYDAY, HOME_PARTS, WEIGHTY
from bots.understanding.language import ENGLISH, SPANISH
from bots.understanding.tables.place_words import KEEPS
from bots.understanding.vocabulary import ALWAYS, DAYS, LIFE, QUESTION, WISHES
from bots.understanding.words import FILLER, fold, word_set

LONGEST = 4  # words of a name
_DATA = Path(__file__).parent / "data"


def _names(file: str) -> frozenset[str]:
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()
    return frozenset(fold(name.strip()) for line in lines if not line.startswith("#") for name in line.split(","))


_TOWNS = _names("towns.txt")
_SUBURBS = _names("suburbs.txt")
PLACES = _names("places.txt") | _SUBURBS | _TOWNS
# First names and common words: a place only where they are written like a name.
_ALSO_WORDS = (
    (_TOWNS - _names("places.txt"))
    | frozenset(name for name in PLACES if name in EVERYDAY or name in WEIGHTY or name in FILLER or name in HOME_PARTS)
    | word_set(
        """
    anna melissa taylor tyler allen bryan gary norman stuart rogers parker franklin murphy kent anthem mission
    globe fate maricopa jackson madison lincoln gilbert chandler kyle brandon austin victoria frederick lawrence
    alexandria montgomery weston davie wellington jupiter montrose orange chico peru florence mobile temple bend
    heath marvin lucas bailey elizabeth morrison murray madison stanley clayton davidson monroe matthews lancaster
    windsor webster porter warren milton tucker grayson joshua justin crosby denver carson davis vienna laurel
    lafayette sherman magnolia lincoln henderson sheridan geneva trinity odessa venice naples gardena florence
    vista york bedford dale vail star price liberty queens reunion prosper justice independence golden superior
    manor hudson sunrise plantation corona converse cypress walnut vista humble carefree sparks surprise spring
    """
    )
)
_OTHER = DAYS | LIFE | WISHES | QUESTION | ENGLISH | SPANISH
_WORD = re.compile(r"[a-z][a-z.'-]*|'n'")
_SIDE = re.compile(
    r"(?:(?:nw|ne|sw|se|north|south|east|west|northeast|northwest|southeast|southwest|central|downtown|greater|old|far|near|upper|"
    r"lower|norte|sur|este|oeste)(?:ern)? (?:side of |part of |of |de )?(?:the )?)"
)
_BEHIND = re.compile(
    r"(?: (?:county|city limits|side|isd|metro|suburbs))?"
    r"(?:,? (?:near|off|by|around|along)(?: the)? (?:i-?|hwy |highway |loop |us-?|sr-?|the )?\d{2,4}\b)?"
    r"(?:\s*,?\s*\b(?:tx|texas|fl|florida|az|arizona|ca|california|nv|co|ga|nc|sc|tn)\b)?(?:\s*,?\s*\d{5}\b)?"
)
_AND = re.compile(
    r"\s*(?:,\s*(?:or|and|o|y|maybe|possibly)?|/|\bor\b|\band\b|\bo\b|\by\b|&)\s*(?:maybe |possibly |in )?"
)


def place_at(text: str, folded: str, start: int, *, loose: bool = False) -> int:
    """End of the longest known place that begins at `start`; `start` when there is none. `loose`: lower case will do
    for a name that is also a word, because the position asks for a place."""
    side = _SIDE.match(folded, start)
    begins = [side.end(), start] if side else [start]
    for begin in begins:
        end, position = begin, begin
        for _ in range(LONGEST):
            word = _WORD.match(folded, position)
            if word is None:
                break
            name = folded[begin : word.end()].rstrip(".-'")
            if name in PLACES and (loose or name not in _ALSO_WORDS or text[begin].isupper()):
                end = begin + len(name)
            if folded[word.end() : word.end() + 1] != " ":
                break
            position = word.end() + 1
        if end > begin:
            behind = _BEHIND.match(folded, end)
            return behind.end() if behind else end
    return start


def places_at(text: str, folded: str, start: int, *, loose: bool = False) -> int:
    """The same for a list: "Kyle or Buda", "Mesa, Gilbert, maybe Chandler"."""
    end = place_at(text, folded, start, loose=loose)
    while end > start:
        link = _AND.match(folded, end)
        following = place_at(text, folded, link.end(), loose=True) if link and link.group().strip() else end
        if link is None or following <= link.end():
            break
        end = following
    return end


def only_common_words(text: str, folded: str, start: int, end: int) -> bool:
    """Written small and made of common words alone: "evenings", "walking distance" name no place."""
    words = re.findall(r"[a-z][a-z']*", folded[start:end])
    common = all(word in EVERYDAY or word in WEIGHTY or word in HOME_PARTS or word in FILLER for word in words)
    return text[start:end].islower() and common and places_at(text, folded, start, loose=True) < end


def is_common(word: str) -> bool:
    """An aside or a day of the week begins no name of a place."""
    word = word.rstrip(".'-")
    return word not in KEEPS and (word in ALWAYS or word in DAYS)


def is_no_common_word(word: str) -> bool:
    """Neither a word of everyday nor one that may state something else: a name, most likely."""
    word = word.rstrip(".'-")
    return len(word) > 3 and not any(word in words for words in (EVERYDAY, WEIGHTY, HOME_PARTS, FILLER, ALWAYS, _OTHER))


def is_place(name: str) -> bool:
    return name in PLACES
