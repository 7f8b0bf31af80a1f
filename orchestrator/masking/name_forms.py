"""Pure: a person's known names taken apart once, and whether a word is a part of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from orchestrator.masking.address_endings import STATES
from orchestrator.masking.name_contexts import PARTICLES, SUFFIXES, Sort
from orchestrator.masking.name_words import EVERYDAY_WORDS, FIRST_A_NAME, HARDLY_WORDS, MORE_PLACES, NAME_WORDS
from orchestrator.masking.nicknames import is_form_of, joined_nicknames, nicknames, short_surnames, sound, starts
from orchestrator.masking.short_forms import SHORT_FORMS
from orchestrator.spelling.common_words import COMMON_WORDS, PLACE_NAMES, TIME_WORDS
from orchestrator.spelling.folding import fold, within_slips

_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[\"“(']([^\W\d_]{2,})[\"”)']")
_TORN = re.compile(
    r"(mc)(\w{3,})\Z|(o)(?=brien|connor|neil|reilly|malley|hara|leary|donnell|keefe|rourke|shea|dell|toole|grady)(\w+)\Z"
    r"|(de|la|d)(?=shawn|andre|angelo|marcus|juan|quan|amico|agostino|vonte|monte|trell)(\w+)\Z"
)
_PART = re.compile(r"\S+")
_DOUBLED = re.compile(r"(.)\1+")
_FEWEST_OF_A_SURNAME = 5  # letters of a long surname that was cut short: "Venkat"
_MOST_REMEMBERED = 256
_ENDING = re.compile(r"(?:ing|ed|ers?|es|as|os|ly|[sdeaoy])\Z")
_FEWEST_OF_A_SOUND, _FEWEST_FOR_A_SLIP = 4, 7
_TWO_LETTERS = """
ac ad ah am an as at ay be by da dr el eh en es fe go ha he hi id if il ir is it jr le lo mc me mi mr ms my ni no of oh
ok on or pm sa se si so sr st su te tu tv um un up us we ya ye yo
"""
_SHORT_WORDS = frozenset(_TWO_LETTERS.split())
_FEWEST_FOR_AN_ENDING = 8  # letters of a first name that is shortened at its beginning: "Emeka"
_FEWEST_RUN_TOGETHER = 5
_ENDED_OTHERWISE = frozenset({"y", "h", "ey", "ie"})
# What stands before a last name and is no first name: "hello Rivas", "Old Hargrove", "in Barnes".
NOT_A_FIRST_NAME = COMMON_WORDS | EVERYDAY_WORDS | TIME_WORDS | PARTICLES | SUFFIXES
_NEVER_A_SLIP = COMMON_WORDS | EVERYDAY_WORDS | PLACE_NAMES | MORE_PLACES


@dataclass(frozen=True, slots=True)
class KnownNames:
    """`words`: each word of each name; `run_together`: "omalley", "jeanluc"; `pairs`: words that follow one another.

    `given` are the first names, `called` these and their short forms.
    """

    words: frozenset[str]
    run_together: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    follow: frozenset[tuple[str, str]]
    given: frozenset[str]
    called: frozenset[str]
    forms: frozenset[str]
    sounds: frozenset[str]
    candidates: re.Pattern[str]
    remembered: dict[str, Sort] = field(default_factory=dict)


def known_names(names: tuple[str, ...]) -> KnownNames | None:
    """None where there is no name to look for."""
    words: list[str] = []
    run_together: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    follow: set[tuple[str, str]] = set()
    for name in names:
        own = _WORD.findall(fold(name))
        torn = [piece for word in own for piece in _torn(word) or (word,)]
        for spelling in (own, torn) if torn != own else (own,):
            words += spelling
            pairs |= set(pairwise(spelling))
            follow |= set(combinations([word for word in spelling if word not in PARTICLES], 2))
        together = set(_run_together(name, own))
        run_together |= together
        follow |= {(joined, word) for joined in together for word in own[2:] if not joined.endswith(word)}
    pairs |= {(_last(one), _first(other)) for one, other in pairwise(names)}
    initials = "".join(sorted({word[0] for word in words}))
    if not initials:
        return None
    given = frozenset(filter(None, (_first(names[0]), *(_first(name) for name in names if " " in name.strip()))))
    given |= {word for name in names for word in _WORD.findall(fold(name))[1:-1] if word in SHORT_FORMS}
    given |= {fold(nickname) for name in names for nickname in _QUOTED.findall(name)}
    forms = frozenset(form for name in given for form in nicknames(name))
    forms |= {form for word in words for form in short_surnames(word)}
    made = {form for name in names for form in (*_joined(name), *_initials(name))}
    forms |= {form for form in made if form not in _NEVER_A_SLIP and form not in NAME_WORDS}
    initials = "".join(sorted({*starts(initials), *(form[0] for form in forms)}))
    if any(len(name) >= _FEWEST_FOR_AN_ENDING for name in given):
        ends = {letter for name in given if len(name) >= _FEWEST_FOR_AN_ENDING for letter in name[2:-3]}
        initials = "".join(sorted({*initials, *ends}))
    pairs_of_forms = {(form, last) for first, last in follow if first in given for form in forms}
    return KnownNames(
        words=frozenset(words),
        run_together=frozenset(run_together),
        pairs=frozenset(pairs),
        follow=frozenset(pairs | follow | pairs_of_forms),
        given=given,
        called=given | forms,
        forms=forms,
        sounds=frozenset(
            sound(spelling)
            for word in words
            if len(word) >= _FEWEST_OF_A_SOUND
            for spelling in (word, word.replace("x", "s"))
        ),
        candidates=re.compile(rf"(?<![^\W\d_])[{re.escape(initials)}][^\W\d_]*+"),
    )


def _run_together(name: str, own: list[str]) -> Iterator[str]:
    """O'Malley as "omalley", Jean-Luc as "jeanluc", de la Torre as "delatorre", Ana Cruz as "anacruz"."""
    for part in _PART.findall(fold(name)):
        for piece in {part, *re.split(r"[-‐‑]", part)}:
            letters = _WORD.findall(piece)
            if len(letters) > 1:
                yield "".join(letters)
    joined = ""
    for word in own:
        joined += word
        if word not in PARTICLES:
            if joined != word:
                yield joined
            joined = ""
    for one, other in pairwise(own):
        if len(one + other) >= (8 if {one, other} <= COMMON_WORDS else _FEWEST_RUN_TOGETHER):
            yield one + other
    if len(own) > 1 and len("".join(own)) >= 8:
        yield "".join(own)


def _joined(name: str) -> frozenset[str]:
    own = [word for word in _WORD.findall(fold(name)) if word not in PARTICLES]
    return joined_nicknames(own[0], own[1]) if len(own) > 2 else frozenset()


def _initials(name: str) -> Iterator[str]:
    """ "jc" for Juan Carlos Ortega, "jb" for Jean-Baptiste St. Fleur."""
    own = [word for word in _WORD.findall(fold(name)) if len(word) > 1 and word not in PARTICLES | SUFFIXES]
    if len(own) > 2 and own[0][0] + own[1][0] not in STATES | _SHORT_WORDS:
        yield own[0][0] + own[1][0]


def _torn(word: str) -> tuple[str, ...]:
    """ "Mc" and "Kay" for McKay, "O" and "Brien" for Obrien, "De" and "Shawn" for Deshawn."""
    parts = _TORN.match(word)
    return tuple(filter(None, parts.groups())) if parts else ()


def _first(name: str) -> str:
    return next(iter(_WORD.findall(fold(name))), "")


def _last(name: str) -> str:
    return next(reversed(_WORD.findall(fold(name))), "")


def is_called(word: str, known: KnownNames) -> bool:
    """Whether somebody of these names may be called by this folded word: a first name or a form of one."""
    return word in known.called or (word not in known.words and any(is_form_of(word, name) for name in known.given))


def sort_of(word: str, known: KnownNames) -> Sort:
    """What a folded word is beside these names; remembered."""
    if known_sort := known.remembered.get(word):
        return known_sort
    sort = _sort(word, known)
    if len(known.remembered) < _MOST_REMEMBERED:
        known.remembered[word] = sort
    return sort


def _sort(word: str, known: KnownNames) -> Sort:
    if len(word) == 1:
        return "letter" if any(name[0] == word for name in known.words) else "none"
    if word in known.run_together:
        return "strong"
    if word in known.words:
        if len(word) == 2 or word in PARTICLES or word in SUFFIXES:
            return "weak"
        if word in COMMON_WORDS:
            return "rare" if word in FIRST_A_NAME else "weak"
        return "rare" if _is_also_a_word(word) else "strong"
    if word in known.forms:
        return "weak" if word in COMMON_WORDS or word in EVERYDAY_WORDS else "rare"
    if len(word) < 3 or word in _NEVER_A_SLIP:
        return "none"
    meant = [name for name in known.words | known.run_together if _misspelt(word, name)]
    if meant or _sounds_alike(word, known.sounds):
        # "walked" is no slip of Walker, but another form of the same word.
        words = [name for name in meant if name in COMMON_WORDS or name in NAME_WORDS]
        is_word = word in NAME_WORDS or any(_ENDING.sub("", word) == _ENDING.sub("", name) for name in words)
        is_form_of_a_word = _ENDING.sub("", word) in _NEVER_A_SLIP  # "backs" is no slip of Banks
        return "rare" if is_word or is_form_of_a_word else "strong"
    is_cut = len(word) >= _FEWEST_OF_A_SURNAME and any(name.startswith(word) for name in known.words)
    return "rare" if is_cut or any(is_form_of(word, name) for name in known.given) else "none"


def _is_also_a_word(name: str) -> bool:
    stem = name[:-1] if name.endswith("s") and name not in HARDLY_WORDS else name
    return name in NAME_WORDS or (stem != name and (stem in COMMON_WORDS or stem in NAME_WORDS))


def _sounds_alike(word: str, sounds: frozenset[str]) -> bool:
    said = sound(word)
    if len(word) < _FEWEST_OF_A_SOUND or said in sounds:
        return len(word) >= _FEWEST_OF_A_SOUND
    return len(word) >= _FEWEST_FOR_A_SLIP and any(
        said[0] == known[0] and len(known) >= _FEWEST_FOR_A_SLIP - 2 and within_slips(said, known, 1)
        for known in sounds
    )


def _misspelt(word: str, name: str) -> bool:
    """One slip in five letters or more, two in eight, or only doubled letters: Ana and Anna; never the first letter."""
    if word[0] != name[0]:
        return False
    if min(len(word), len(name)) >= 5:
        return within_slips(word, name, 2 if len(name) >= 8 else 1)
    if len(name) >= 3 and name not in COMMON_WORDS and word.startswith(name) and word[len(name) :] in _ENDED_OTHERWISE:
        return True  # Zoey for Zoe
    return len(name) >= 3 and _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", name)
