"""Bedrooms and size: "3/2", "3 bed 2 bath", "three or four bedrooms", "1,800 sqft", "3 recamaras"."""

import re

from bots.understanding.words import NUMBER_WORDS, Reading, number

_COUNT = rf"\d{{1,2}}|{NUMBER_WORDS}"
BEDROOMS = re.compile(
    rf"\b(?P<low>{_COUNT})\+?\s*(?:(?:-|–|to|or|a|o|y)\s*(?:{_COUNT})\s*)?-?\s*"
    r"(?:bed(?:room)?s?|bds?|brs?|bdrms?|habitacion(?:es)?|recamaras?|cuartos?|dormitorios?)\b"
)
BATHROOMS = re.compile(rf"\b(?:{_COUNT})(?:\.5)?\s*-?\s*(?:bath(?:room)?s?|ba|banos?)\b")
SLASHED = re.compile(
    r"(?<![\d/])(?P<low>[1-9])\s*/\s*[1-6](?:\.5)?(?:\s*(?:or|o)\s*[1-9]\s*/\s*[1-6](?:\.5)?)?(?![\d/])"
)
# A number alone counts rooms only where nothing else is counted with it: "3, maybe 4", not "talked to one lender".
BARE = re.compile(
    rf"(?<!the )(?<!this )(?<!that )(?<!real )(?<!another )(?<!right )(?<!next )(?<!last )(?<!new )(?<!good )(?<!any )"
    rf"\b(?P<low>\d{{1,2}}|{NUMBER_WORDS})\b(?:\s*(?:-|to|or|a|o)\s*(?:\d{{1,2}}|{NUMBER_WORDS})\b)?\+?"
    r"(?=\W*$|\s*[.,;:!?)&/\n+-]|\s+(?:or|and|y|o|at|as|is|are|would|should|could|will|might|min|minimum|minimo|max|"
    r"please|"
    r"pls|maybe|ideally|plus|with|for|if|but|to|works?|because|since|so|preferably|probably|is|por|pero|con|estaria|"
    r"esta|"
    r"seria|porque|maximo|como|nada|thanks|gracias|i|we|total|big|good|more|mas|though|tops|kids|though|upstairs|"
    r"downstairs|down|up|lol|haha|jaja)\b)(?!\s*(?:%|/))"
)
SIZE = re.compile(
    r"(?P<size>\d{1,2}[,.]?\d{3}|\d{3})\s*(?:\+\s*)?(?:sq\.?\s*(?:ft|feet)?\.?|sqft|sf|square feet|"
    r"square foot|pies(?: cuadrados)?)(?!\w)"
)

GARAGE = re.compile(rf"\b(?:{_COUNT})\s*-?\s*(?:car (?:garage|carport)|car\b|stor(?:y|ies)\b|acres?\b|lots?\b)")
BUILT = re.compile(
    r"\b(?:(?:was |it's |is )?built (?:in )?(?:the )?(?:(?:late|early|mid)[- ])?(?:19|20)\d\d'?s?|(?:19|20)\d\d'?s? "
    r"(?:build|built|construction|home|house)|(?:half|quarter)(?: of)?(?: an?)? acre(?: lot)?)\b"
)
OF_A_HOME = (BEDROOMS, BATHROOMS, SLASHED, SIZE, GARAGE, BUILT)


_LIVES_IN = re.compile(
    r"\b(?:still|lives?|living|stuck|crammed|squeezed|renting|rent|share|sharing|vivo|vivimos|rentamos|"
    r"rento)\b(?: \w+){0,4} $|"
    r"\b(?:apartamento|departamento|apartment) (?:de|of|with|con) $"
)


_ONE = re.compile(r"\b(?:one|uno)\b")


def bedrooms(reading: Reading, *, asked: bool) -> tuple[int, int, int] | None:
    """(number, start, end): the smallest number that suits, the last one said."""
    matches = [*BEDROOMS.finditer(reading.folded), *SLASHED.finditer(reading.folded)]
    if not matches and asked:
        matches = [m for m in BARE.finditer(reading.folded) if m["low"] not in ("a", "an", "un", "una")][:1]
    free = [
        match
        for match in matches
        if reading.is_free(match.start(), match.end()) and not _LIVES_IN.search(reading.folded, 0, match.start())
    ]
    if len(matches) == 1 and matches[0]["low"] in ("one", "uno") and len(_ONE.findall(reading.folded)) > 1:
        return None  # "one for us, one for each kid"
    for match in sorted(free, key=re.Match.start, reverse=True):
        count = number(match["low"])
        if count is not None and 1 <= count <= 20:
            return int(count), match.start(), match.end()
    return None


def size_sqft(reading: Reading) -> tuple[int, int, int] | None:
    match = SIZE.search(reading.folded)
    if match is None:
        return None
    return int(re.sub(r"[,.]", "", match["size"])), match.start(), match.end()
