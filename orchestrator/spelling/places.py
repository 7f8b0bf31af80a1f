"""Pure: place names get their capitals back in a text that has lost its case, whoever typed "near cedar park".

A reader takes a name by its capital. Only what stands where a place stands ("in", "near", "moving to") and is no
ordinary word is taken for one: a capital too few costs a reader little, one too many a wrong area.
"""

from collections.abc import Iterator, Sequence

from orchestrator.spelling.common_words import COMMON_WORDS, PLACE_NAMES
from orchestrator.spelling.folding import fold

_BEFORE = frozenset({"in", "near", "around", "outside", "en", "hacia"})
_TOWARDS = frozenset({"to", "a"})
_MOVES = ("mov", "reloc", "transfer", "back", "mud", "headed", "heading")
_BEGIN_NAMES = frozenset(
    {"san", "santa", "santo", "fort", "new", "los", "las", "el", "la", "saint", "st", "port", "mount", "lake", "north",
     "south", "east", "west", "northwest", "northeast", "southwest", "southeast", "downtown", "del"}
)  # fmt: skip
_END_NAMES = frozenset(
    {"park", "rock", "creek", "city", "springs", "beach", "hills", "hill", "lake", "lakes", "falls", "valley",
     "heights", "grove", "ridge", "ranch", "river", "island", "bay", "oaks", "oak", "woods", "branch", "land", "travis",
     "point", "village", "harbor", "station", "county"}
)  # fmt: skip
_NO_PLACE_WORDS = """
foreclosure escrow probate process progress debt repair repairs person advance general mind contact touch trouble shape
condition order arrears default question common cash full total writing fact addition transit college university
construction properties property acreage condo condos neighborhood neighborhoods neighbourhood suburbs suburb downtown
schools district districts budget pre preapproval approval savings savers total bankruptcy divorce court litigation lieu
hopes case agreement detail english spanish espanol ingles texas-sized person between a an the my our your his her their
this that these those one two three four five six seven eight nine ten couple few several another any some all both
venta proceso efectivo persona general octubre noviembre diciembre unos unas
"""
_TWO_WORDS = frozenset(
    {"el paso", "fort worth", "las vegas", "new york", "new jersey", "new orleans", "new mexico", "santa cruz",
     "santa rosa", "long beach", "palm springs", "salt lake", "baton rouge", "grand prairie", "sugar land",
     "the woodlands", "san juan", "san jose", "san marcos", "costa mesa", "el centro", "la mesa"}
)  # fmt: skip
# After a place a sentence goes on like this; after an adjective ("in rough shape") it does not.
_GOES_ON_WORDS = """
or and with for but if by because since area we i i'm we're i'd is it it's was now then next this at to on so from that
which where who has have can and/or tx texas ca fl around before after until within under when while please y o con para
por pero desde hasta cuando es
"""
_GOES_ON = frozenset(_GOES_ON_WORDS.split())
_NO_PLACES = frozenset(_NO_PLACE_WORDS.split())
_NO_PLACE_ENDINGS = ("ing", "tion", "ment", "ness", "ship", "ance", "able", "ously", "ally", "ción", "iento")


def with_capitals(pieces: Sequence[str], said: list[str]) -> None:
    """Changes `said` in place: the words of `pieces` that name a place begin with a capital there."""
    for at, piece in enumerate(pieces):
        if piece in _BEFORE or (piece in _TOWARDS and at > 1 and pieces[at - 2].startswith(_MOVES)):
            for place in _place_after(pieces, at):
                if said[place] == pieces[place]:
                    said[place] = f"{said[place][0].upper()}{said[place][1:]}"


def _place_after(pieces: Sequence[str], at: int) -> Iterator[int]:
    """Where the words of the place stand that is named after the word at `at`."""
    first = at + 2
    if pieces[at + 1 : first] != [" "] or first >= len(pieces) or not pieces[first][0].isalpha():
        return
    next_word = pieces[first + 2] if pieces[first + 1 : first + 2] == [" "] and first + 2 < len(pieces) else ""
    word, following = pieces[first], next_word if next_word[:1].isalpha() else ""
    if _is_two_words(word, following):
        yield from (first, first + 2)
    elif word in PLACE_NAMES or (_is_name(word) and (not following or following in _GOES_ON)):
        yield first


def _is_two_words(word: str, following: str) -> bool:
    if f"{word} {following}" in _TWO_WORDS or (following in _END_NAMES and word not in _NO_PLACES):
        return True
    return _is_name(following) and (word in _BEGIN_NAMES or _is_name(word))


def _is_name(word: str) -> bool:
    if word in PLACE_NAMES:
        return True
    if len(word) < 3 or not word.isalpha() or fold(word) in COMMON_WORDS or word in _NO_PLACES:
        return False
    return not word.endswith(_NO_PLACE_ENDINGS)
