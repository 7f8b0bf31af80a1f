"""Areas: where a home should be, where one lies, where somebody goes."""

import re
from collections.abc import Iterator

from bots.understanding.gazetteer import (
    is_common,
    is_no_common_word,
    is_place,
    only_common_words,
    places_at,
)
from bots.understanding.tables import place_words
from bots.understanding.words import FILLER, Reading

_SENTENCES = re.compile(r"[.!?;\n]")
_PLACE_WORD = re.compile(r"[a-z][a-z.'-]*")
_CONTRACTED = re.compile(r"(?:n't|'(?:re|m|ve|ll|d|s))$")
_BARE_PLACE = re.compile(r"\W*(?P<place>[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+){0,2})\W*")


def area(reading: Reading, *, asked: bool) -> tuple[int, int, float] | None:
    """(start, end, confidence) of an area: words after "in" or "near", a zip code, or the whole short answer."""
    for cue in place_words.AREA_CUE.finditer(reading.folded):
        if _is_loose(cue) and not reading.text[cue.end()].isupper():
            continue  # "por" is mostly no place: "por trabajo", "por las tardes"
        if place_words.LIVES_THERE.search(reading.folded, 0, cue.start() + 2) or _is_told(reading, cue.start()):
            continue  # where somebody lives now is not where the new home should be
        start = _start_of_name(reading, cue)
        end = max(place_end(reading, cue.end()), places_at(reading.text, reading.folded, cue.end()))
        if end > cue.end() and reading.is_free(start, end) and not _is_no_name(reading, cue.end(), end):
            return start, end, 0.85 if _is_written_as_name(reading, start, end) else 0.6
    if match := place_words.ZIP_SAID.search(reading.folded):
        return *match.span("zip"), 0.9
    if not asked:
        return None
    if match := place_words.ZIP_CODE.search(reading.folded):
        return match.start(), match.end(), 0.9
    opening = place_words.ANSWER_START.match(reading.unread())
    if opening is None:
        return None
    begins = opening.end()
    end = max(place_end(reading, begins), places_at(reading.text, reading.folded, begins, loose=True))
    start = _start_of_name(reading, opening)
    fits = end > start and reading.is_free(start, end) and not _is_no_name(reading, begins, end)
    return (start, end, 0.75) if fits else None


def _is_no_name(reading: Reading, start: int, end: int) -> bool:
    words = reading.folded[start:end].split()
    described = any(
        word.rstrip(".,") in place_words.KEEPS or word.rstrip(".,") in place_words.PLAIN_PLACES for word in words
    )
    return not described and only_common_words(reading.text, reading.folded, start, end)


def _is_written_as_name(reading: Reading, start: int, end: int) -> bool:
    """Somebody who writes capitals writes them in names: "in memory care" is no place."""
    own, rest = reading.text[start:end], reading.text[:start].strip()[1:] + reading.text[end:]
    known = all(
        word in place_words.KEEPS or word in place_words.PLAIN_PLACES
        for word in re.findall(r"\w+", reading.folded[start:end])
    )
    return known or not own.islower() or not any(sign.isupper() for sign in rest.replace("I", ""))


def _start_of_name(reading: Reading, cue: re.Match[str]) -> int:
    """ "El Paso" and "The Woodlands" begin with their article, "the suburbs" does not."""
    article = re.search(r"(?:the|el|la)\s+$", cue.group())
    start = cue.start() + article.start() if article else cue.end()
    return start if article and reading.text[start].isupper() and not reading.text.isupper() else cue.end()


def take_told_places(reading: Reading) -> bool:
    """Places of a sentence that tells where somebody was; they are no wish. True when there was one."""
    found = False
    for cue in place_words.TOLD_CUE.finditer(reading.folded):
        end = place_end(reading, cue.end()) if _is_told_all(reading, cue.start()) else cue.end()
        if end > cue.end() and reading.is_free(cue.end(), end):
            reading.take(cue.start(), end)
            found = True
    return found


def _is_told_all(reading: Reading, position: int) -> bool:
    """Like `_is_told`, for the whole sentence: "the traffic from Austin was terrible"."""
    start = max((m.end() for m in _SENTENCES.finditer(reading.folded, 0, position)), default=0)
    after = _SENTENCES.search(reading.folded, position)
    sentence = reading.folded[start : after.start() if after else len(reading.folded)]
    return bool(place_words.TELLS.search(sentence)) and not place_words.LOOKS_FOR.search(sentence)


def _is_told(reading: Reading, position: int) -> bool:
    sentence = _SENTENCES.split(reading.folded[:position])[-1]
    return bool(place_words.TELLS.search(sentence)) and not place_words.LOOKS_FOR.search(sentence)


def known_goal(reading: Reading) -> tuple[int, int] | None:
    """A known place behind a word of direction, where nobody says that they live or were there."""
    for cue in place_words.GOAL_CUE.finditer(reading.folded):
        end = places_at(reading.text, reading.folded, cue.end())
        lives_there = place_words.LIVES_THERE.search(reading.folded, 0, cue.start() + len(cue.group().rstrip()))
        if end > cue.end() and reading.is_free(cue.end(), end) and not lives_there:
            return cue.end(), end
    return None


def clause_before(reading: Reading, position: int) -> str:
    """The words of the same sentence that stand before a position."""
    return _SENTENCES.split(reading.folded[:position])[-1]


def _is_loose(cue: re.Match[str]) -> bool:
    return cue.group().startswith("por ")


# What may stand behind places that are the whole message: "only", "near the lake", "for the schools".
_MAYBE = re.compile(
    r"(?:[\s,.!]*(?:areas?|zone|isd|county|counties|only|maybe|probably|please|pls|i think|i guess|por favor|tal vez|"
    r"quiza|creo|"
    r"(?:or )?(?:close|nearby|anywhere|somewhere)(?: (?:near|around|close|by|to|in))*(?: (?:there|here|that))?|"
    r"(?:near|by|around|close to|on) (?:the )?(?:lake|water|river|beach|ocean|coast|highway|freeway|train|park|"
    r"school|schools|"
    r"hospital|base|airport|university|college|city|mountains?|bay|light rail|rail|"
    r"metro|base|plant|mall)|(?:anywhere|somewhere|anything|all)(?: (?:out|up|down|over))* (?:west|east|north|south)|"
    r"for (?:the )?(?:good )?schools?|"
    r"(?:up|out|down|over)? ?(?:that|this|there) (?:way|side)|(?:up|out|down|over) there|if possible|ideally|"
    r"preferably|"
    r"side(?: of town)?|is (?:fine|good|ok|great|best|perfect)|works?|would be (?:great|good|fine|ideal|"
    r"perfect)))*[\s,.!]*"
)


def known_end(reading: Reading, start: int) -> int:
    """Where a known place that begins at `start` ends; `start` when none does."""
    return places_at(reading.text, reading.folded, start)


def known_place_alone(reading: Reading) -> tuple[int, int] | None:
    """Known places that are the whole message beside courtesies: "Fontana", "kyle or buda", "south austin, 78745"."""
    opening = place_words.ANSWER_START.match(reading.unread())
    if opening is None:
        return None
    start = _start_of_name(reading, opening)
    end = places_at(reading.text, reading.folded, opening.end())
    alone = end > opening.end() and _MAYBE.fullmatch(reading.folded, end) and reading.is_free(start, end)
    return (start, end) if alone else None


_PIECES = re.compile(r"\s*(?:,\s*(?:or |and |o |y )?|/|&|\bor\b|\band\b|\bo\b|\by\b)\s*")
_OF_A_NAME = re.compile(r"[a-z][a-z.'-]*(?: [a-z][a-z.'-]*){0,2}")
_COUNTY = re.compile(r" (?:county|counties|isd)$")
_AREA_BEHIND = re.compile(r"(?: (?:areas?|only|maybe|please|pls))+$")
LISTED_CONFIDENCE = 0.7


def listed_places(reading: Reading) -> tuple[int, int, float] | None:
    """Two to five names parted by "or" and commas, or a county, that are the whole message: "Rockwall or Heath",
    "union or stanly county". Most of them hold a word that is no common one, and none holds a number."""
    opening = place_words.ANSWER_START.match(reading.unread())
    if opening is None:
        return None
    start = _start_of_name(reading, opening)
    end = next((at for at in _ends(reading, opening.end())), None)
    if end is None or not reading.is_free(start, end):
        return None
    words = _AREA_BEHIND.sub("", reading.folded[opening.end() : end])
    end = opening.end() + len(words)
    pieces = _PIECES.split(_COUNTY.sub("", words))
    pieces = [_AREA_BEHIND.sub("", piece) for piece in pieces]
    names = [piece for piece in pieces if _OF_A_NAME.fullmatch(piece) and (_is_strange(piece) or is_place(piece))]
    of_county = bool(_COUNTY.search(words))
    listed = 2 <= len(pieces) <= 5 or of_county
    enough = bool(names) if of_county else 2 * len(names) > len(pieces)
    fits = listed and enough and all(_OF_A_NAME.fullmatch(piece) for piece in pieces)
    return (start, end, LISTED_CONFIDENCE) if fits else None


def _ends(reading: Reading, start: int) -> Iterator[int]:
    """Ends of words from the last one back, behind which only words like "area" or "near the lake" stand."""
    ends = [match.end() for match in re.finditer(r"[a-z.'-]*[a-z]", reading.folded[start:])]
    for end in reversed(ends[:MOST_WORDS]):
        if _MAYBE.fullmatch(reading.folded, start + end) and not _MAYBE.fullmatch(reading.folded, start):
            tail = reading.folded[start : start + end]
            if not _TAIL_INSIDE.search(tail):
                yield start + end


MOST_WORDS = 9
_TAIL_INSIDE = re.compile(r" (?:near|by|around|close|only|for|if|please|i) ")


def _is_strange(piece: str) -> bool:
    """A name of a place that holds a word which is neither common nor a person's or a bank's."""
    words = piece.split()
    return any(is_no_common_word(word) for word in words) and not any(word in place_words.NO_PLACE for word in words)


def bare_place(reading: Reading) -> tuple[int, int, float] | None:
    """One to three capitalised words that are the whole message: "Plano", "Round Rock". Too weak to stand alone."""
    match = _BARE_PLACE.fullmatch(reading.text)
    if match is None:
        return None
    start, end = match.span("place")
    known = all(word in FILLER for word in reading.folded[start:end].split())
    return (start, end, 0.6) if place_end(reading, start) == end and not known else None


def moving_to(reading: Reading) -> tuple[int, int] | None:
    for match in place_words.MOVING_TO.finditer(reading.folded):
        end = place_end(reading, match.end())
        if end > match.end():
            return match.end(), end
    return None


def _is_stop(word: str) -> bool:
    return word.rstrip(".'-") in place_words.STOPS and word not in place_words.KEEPS


def _is_part_of_name(reading: Reading, match: re.Match[str], words: int) -> bool:
    """ "New Braunfels", "Sugar Land": such words belong to a name where they are written like one."""
    word, text = match.group().rstrip(".'-"), reading.text
    if not text[match.start()].isupper() or text.isupper():
        return False
    return (
        word in place_words.SECOND_WORDS
        if words
        else word == "new" and text[match.end() + 1 : match.end() + 2].isupper()
    )


def place_end(reading: Reading, start: int) -> int:
    """End of a place name of at most four words from here; `start` when no place stands here."""
    end, position, words = start, start, 0
    while words < 4:
        match = _PLACE_WORD.match(reading.folded, position)
        if match is None or (_is_stop(match.group()) and not _is_part_of_name(reading, match, words)):
            break
        if _CONTRACTED.search(match.group()) or (words == 0 and match.group().rstrip(".'-") in place_words.NO_PLACE):
            break
        if not reading.is_free(*match.span()) or is_common(match.group()):
            break
        if match.group() in FILLER and reading.text[match.start()].islower():
            break
        end, words = match.end(), words + 1
        gap = re.match(
            r"\s?/\s?(?=[a-z])|,? (?:or|and|o|y) (?=[a-z])|, (?=[a-z.'-]+(?: [a-z.'-]+)?,? (?:or|and|o|y) )|"
            r", (?=(?:tx|texas|fl|ca|az)\b)| (?=[a-z])",
            reading.folded[end:],
        )
        if match.group() in place_words.COMPASS and (side := re.match(r" side\b", reading.folded[end:])):
            end += side.end()
            break
        if match.group() in place_words.COMPASS:
            gap = re.match(r" of (?:the )?(?=[a-z])| (?=[a-z])", reading.folded[end:])
        if gap is None:
            break
        words = 1 if gap.group().strip(", /") in ("", "or", "and", "o", "y") and gap.group() != " " else words
        position = end + gap.end()
    return start + len(reading.folded[start:end].rstrip(".'- "))


def unheard(reading: Reading) -> bool:
    """A known place that no rule took, and that nobody said they live, were or come from there."""
    for match in _PLACE_WORD.finditer(reading.folded):
        at = match.start()
        starts_word = at == 0 or not reading.folded[at - 1].isalnum()
        if starts_word and reading.is_free(*match.span()) and places_at(reading.text, reading.folded, at) > at:
            return not _is_told_all(reading, at)
    return False
