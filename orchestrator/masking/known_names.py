"""Pure: where a text names a known person: in parts, misspelt, without accents, run together, beside other meanings.

Many names are also words ("Will", "Rose", "Chase"): those count only beside another name of the same person, where the
sentence introduces somebody, or with a capital where no sentence begins and no place or feast is meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from orchestrator.masking.name_contexts import PARTICLES, Part, Sort, is_person, is_set_apart
from orchestrator.masking.name_positions import Around
from orchestrator.masking.name_words import EVERYDAY_WORDS, HARDLY_WORDS, MORE_PLACES, NAME_WORDS
from orchestrator.masking.nicknames import is_form_of, nicknames, sound, starts
from orchestrator.spelling.common_words import COMMON_WORDS, PLACE_NAMES
from orchestrator.spelling.folding import fold, within_slips

_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"\S+")
_DOUBLED = re.compile(r"(.)\1+")
_GLUE = re.compile(r"(?:\s{1,2}|\.\s?|[-'’‘`´‐‑]\s?|\s[-‐‑]\s)\Z")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_SUFFIX_AFTER = re.compile(r",?\s(?:jr|sr|ii|iii|iv|esq|junior)\b\.?")
_FEWEST_OF_A_SURNAME = 5  # letters of a long surname that was cut short: "Venkat"
# What stands between two parts of a name although the known name has it otherwise: "van der", "Ma.", "V.D.", "J".
_FILLS = re.compile(
    r"\s(?:(?:van|von|de|der|den|la|las|los|del|di|da|dos|el|al|y|e|ter|te|zu)\s){1,3}\Z"
    r"|[\s.](?:[a-z]{1,4}\.\s?|[a-z]\.?\s){1,2}\Z"
)
_MOST_REMEMBERED = 256
_WORD_AFTER = re.compile(r"\s(?P<word>[^\W\d_]{3,})")
_ENDS = re.compile(r"\s*(?:[.,;:!?\n(/|–-]|\d|\Z)")
_ENDING = re.compile(r"(?:ing|ed|ers?|es|as|os|ly|[sdeaoy])\Z")
_FEWEST_OF_A_SOUND, _FEWEST_FOR_A_SLIP = 4, 7
_FEWEST_RUN_TOGETHER = 5
_NEVER_A_SLIP = COMMON_WORDS | EVERYDAY_WORDS | PLACE_NAMES | MORE_PLACES

_NICKNAME = re.compile(r"\b(?:name is|name's|call me|this is|me llamo|soy)\s{1,2}(?P<word>[^\W\d_]{2,20})\s{1,2}\Z")
_TITLE = re.compile(r"\b(?:mrs?|ms|miss|mister|dr|prof|rev|pastor|sra?|srta|senora?|senorita|don|dona|mx)\.?\s{1,2}\Z")
_INITIAL_AFTER = re.compile(r"\s(?P<letter>[A-Za-z](?=\.)|[A-Z](?=\s*(?:[,\n/(–-]|\Z)))\.?")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """`words`: each word of each name; `run_together`: "omalley", "jeanluc"; `pairs`: words that follow one another."""

    words: frozenset[str]
    run_together: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    follow: frozenset[tuple[str, str]]
    given: frozenset[str]
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
        own = [piece for word in own for piece in (word, *_torn(word))]
        words += own
        pairs |= set(pairwise(own))
        follow |= set(combinations([word for word in own if word not in PARTICLES], 2))
        run_together |= set(_run_together(name, own))
    pairs |= {(_last(one), _first(other)) for one, other in pairwise(names)}
    initials = "".join(sorted({word[0] for word in words}))
    if not initials:
        return None
    given = frozenset(filter(None, (_first(names[0]), *(_first(name) for name in names if " " in name.strip()))))
    forms = frozenset(form for name in given for form in nicknames(name))
    initials = "".join(sorted({*starts(initials), *(form[0] for form in forms)}))
    return KnownNames(
        words=frozenset(words),
        run_together=frozenset(run_together),
        pairs=frozenset(pairs),
        follow=frozenset(pairs | follow),
        given=given,
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


def _torn(word: str) -> tuple[str, ...]:
    """ "Mc" and "Kay" for McKay."""
    return ("mc", word[2:]) if word.startswith("mc") and len(word) > 4 else ()


def _first(name: str) -> str:
    return next(iter(_WORD.findall(fold(name))), "")


def _last(name: str) -> str:
    return next(reversed(_WORD.findall(fold(name))), "")


def name_spans(around: Around, known: KnownNames) -> Iterator[tuple[int, int]]:
    text, folded = around.text, around.folded
    found: list[Part] = []
    for match in known.candidates.finditer(folded):
        word = match.group()
        sort = known.remembered.get(word) or _remember(known, word)
        if sort != "none":
            found.append((match.start(), match.end(), word, sort))
    if not found:
        return
    taken: list[list[Part]] = []
    left: list[list[Part]] = []
    for run in _runs(text, folded, found, known):
        is_meant = is_person(around, run, known.given, known.follow) or _has_initial(text, run, known)
        (taken if is_meant else left).append(run)
    said = {part[2] for run in taken for part in run if part[3] != "letter"}
    # Who has just called himself Hunter Fields is meant by ", hunter." as well.
    taken += [
        run for run in left if said.issuperset(part[2] for part in run) and is_set_apart(folded, run[0][0], run[-1][1])
    ]
    for run in taken:
        yield _whole(text, folded, run, known)


def _runs(text: str, folded: str, found: list[Part], known: KnownNames) -> Iterator[list[Part]]:
    """Words that stand together as parts of one name."""
    at = 0
    while at < len(found):
        last = at
        while last + 1 < len(found):
            following = last + 1
            if not _belong(text, folded, found[last], found[following], known):
                while following + 1 < len(found) and found[following][2] in PARTICLES:
                    following += 1
                if not _is_filled(folded, found[at : last + 1], found[following], known):
                    break
            last = following
        run = _trimmed(found[at : last + 1], known)
        if run:
            yield run
        at = last + 1


def _is_filled(folded: str, run: list[Part], right: Part, known: KnownNames) -> bool:
    """Whether only particles, an initial or a short form stand between two words that the name has in this order."""
    left = next((part for part in reversed(run) if part[3] != "letter" and part[2] not in PARTICLES), None)
    if left is None or right[3] == "letter" or right[0] - left[1] > 16:
        return False
    is_known = (left[2], right[2]) in known.follow or {left[3], right[3]} in ({"strong"}, {"strong", "rare"})
    return is_known and bool(_FILLS.fullmatch(folded, left[1], right[0]))


def _has_initial(text: str, run: list[Part], known: KnownNames) -> bool:
    """The "Y." of Yesenia in "Mora Y."."""
    more = _INITIAL_AFTER.match(text, run[-1][1])
    if not more or not _is_initial(more["letter"], known):
        return False
    return run[0][0] == 0 or text[run[0][0]].isupper()


def _is_initial(letter: str, known: KnownNames) -> bool:
    return any(word.startswith(letter.lower()) for word in known.words)


def _whole(text: str, folded: str, run: list[Part], known: KnownNames) -> tuple[int, int]:
    """With the title or nickname before it and the initial after it."""
    start, end = run[0][0], run[-1][1]
    more = _INITIAL_AFTER.match(text, end)
    if more and _is_initial(more["letter"], known):
        end = more.end()
    elif start == 0 and folded[end:].rstrip(" .!")[0:1] == " " and len(folded[end:].strip(" .!")) == 1:
        end += 2 if _is_initial(folded[end + 1 : end + 2], known) else 0
    else:
        end = _with_slip(text, folded, start, end, known)
    suffix = _SUFFIX_AFTER.match(folded, end)
    end = suffix.end() if suffix else end
    title = _TITLE.search(folded, max(0, start - 12), start)
    return (title.start() if title else _with_nickname(folded, start)), end


def _with_slip(text: str, folded: str, start: int, end: int, known: KnownNames) -> int:
    """With a last name after the first that was misspelt into another word: "Ray Steel" for Ray Steele."""
    after = _WORD_AFTER.match(folded, end)
    if not after or text[after.start("word")].isupper() != text[start].isupper():
        return end
    word = after["word"]
    near = (name for _, name in known.follow if name[0] == word[0] and min(len(word), len(name)) >= 4)
    return after.end() if any(within_slips(word, name, 1) for name in near) else end


def _with_nickname(folded: str, start: int) -> int:
    """The "Majo" in "me llamo Majo García"."""
    before = _NICKNAME.search(folded, max(0, start - 40), start)
    return before.start("word") if before and before["word"] not in COMMON_WORDS else start


def _remember(known: KnownNames, word: str) -> Sort:
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
        if len(word) == 2 or word in COMMON_WORDS or word in PARTICLES or word in _SUFFIXES:
            return "weak"
        return "rare" if _is_also_a_word(word) else "strong"
    if len(word) < 3 or word in _NEVER_A_SLIP:
        return "none"
    if word in known.forms:
        return "rare"
    meant = [name for name in known.words | known.run_together if _misspelt(word, name)]
    if meant or _sounds_alike(word, known.sounds):
        # "walked" is no slip of Walker, but another form of the same word.
        words = [name for name in meant if name in COMMON_WORDS or name in NAME_WORDS]
        is_word = word in NAME_WORDS or any(_ENDING.sub("", word) == _ENDING.sub("", name) for name in words)
        return "rare" if is_word else "strong"
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
    return len(name) >= 3 and _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", name)


def _belong(text: str, folded: str, left: Part, right: Part, known: KnownNames) -> bool:
    """Whether two words stand side by side as parts of one name; particles and letters only as the name has them."""
    between = folded[left[1] : right[0]]
    if between in (",", ", ", " , "):
        return (right[2], left[2]) in known.follow and bool(_ENDS.match(folded, right[1]))
    if not _GLUE.match(between) or right[0] - left[1] > 3:
        return False
    if (left[2], right[2]) in known.pairs:
        return True
    if left[3] == "letter" or right[3] == "letter":
        if left[2] == "o" and right[3] != "letter":
            return any(before == "o" for before, _ in known.pairs)  # O Neill for O'Neil
        # The M in "Anna M. Schmidt" and the A in "A. Schmidt"; not the "a" in "a Schmidt" or "anna i".
        if left[3] == "letter":
            is_capital = text[left[0]].isupper() and text[right[0]].isupper() and left[2] not in "aioy"
            return is_capital or folded[left[1]] in (".", "'", "’")
        return right[2] not in "aiyeo" or (text[right[0]].isupper() and text[right[1] : right[1] + 1] == ".")
    return not {left[2], right[2]} & (PARTICLES | _SUFFIXES)


def _trimmed(run: list[Part], known: KnownNames) -> list[Part]:
    """Without particles and letters at the ends that are no part of a name there."""
    while run and (run[-1][3] == "letter" or run[-1][2] in PARTICLES):
        run = run[:-1]
    while run and (run[0][3] == "letter" or run[0][2] in PARTICLES):
        if len(run) > 1 and ((run[0][2], run[1][2]) in known.pairs or run[0][3] == "letter"):
            break
        run = run[1:]
    return run
