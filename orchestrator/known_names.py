"""Pure: where a text names a known person: in parts, misspelt, without accents, run together, beside other meanings.

Many names are also words ("Will", "Rose", "Chase"): those count only beside another name of the same person, where the
sentence introduces somebody, or with a capital where no sentence begins and no place or feast is meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from orchestrator.common_words import COMMON_WORDS, PLACE_NAMES, TIME_WORDS
from orchestrator.folding import fold, within_slips

Sort = Literal["strong", "weak", "letter", "none"]

_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"\S+")
_DOUBLED = re.compile(r"(.)\1+")
_GLUE = re.compile(r"(?:\s{1,2}|\.\s?|[-'’‘`´‐‑]\s?|\s[-‐‑]\s)\Z")
_PARTICLE_WORDS = "de la del los las y e van von der den da dos das di el al bin st viuda"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_MOST_REMEMBERED = 256

_INTRODUCED = re.compile(
    r"(?:\bi'?\s?a?m|\bi’m|\bthis is|\bname(?:'s|’s| is)?|\bcall me|\bit'?s|\bit’s|\bhere is|\bsoy|\bme llamo"
    r"|\bnombre es|\bhabla|\bles saluda|\bmrs?\.?|\bms\.?|\bsr[a]?\.?|\bdon|\bdona|\bthanks,?|\bregards,?"
    r"|\bgracias,?|\bsaludos,?|\b(?:hi|hey|hello|hola|dear),?)[\s,:-]*\Z"
)
_NAMED = re.compile(r"(?:\bname|\bnombre es|\bcall me|\bme llamo)\W*(?:is|'s|’s)?\W*\Z")
_THIS_IS = re.compile(r"(?:\bthis is|\bsoy|\bhabla|\bles saluda)\W*\Z")
_ITS = re.compile(r"\b(?:it'?s|it’s|i'?m|i’m)\W{1,2}\Z")
_FROM = re.compile(r"\s(?:here|again|from|with)\b")
_ARTICLE = re.compile(r"\b(?:the|a|an|my|our|your|this|that|el|la|los|las|un|una|mi|nuestra)\W{1,2}\Z")
_NICKNAME = re.compile(r"\b(?:name is|name's|call me|this is|me llamo|soy)\s{1,2}(?P<word>[^\W\d_]{2,20})\s{1,2}\Z")
_SENTENCE_START = re.compile(r"(?:^|[.!?\n…])[\s\"'“(¡¿]*\Z")
_SPEAKS = re.compile(r"\W{0,3}\s?(?:here|again|speaking|aqui|de nuevo|otra vez|para servirle)\b")
_SET_APART = re.compile(r"\s?[,:;!/(–—-]|\s?\.(?=\s|\Z)|\s*\Z")
_CLAUSE_ENDS = re.compile(
    r"\s*(?:[.,!?;:\n–—-]|\Z|[(+]?\d[\d\s().-]{6}|(?:and|y|from|with|here|again|speaking|de|con)\b)"
)
_SIGNED = re.compile(r"[-–—~,.!\n)]\s*\Z")
_AFTER_PLACE = re.compile(
    r"\W{1,2}(?:dc|d\.c|banks?|card|loan|mortgage|account|school|church|county|city|college|university|hospital|park"
    r"|state|heights|hills|lake|river|beach|airport|mall|ave?|avenue|blvd|boulevard|street|st|road|rd|lane|ln|drive|dr"
    r"|court|ct|garden|gardens|bushes|tx|ca|fl|texas|california|florida|island|valley|springs|ranch|estates|eve|day|break)\b"
)
_BEFORE_PLACE = re.compile(
    r"(?:\b(?:san|santa|santo|fort|ft|lake|mount|mt|port|cape|el dia de|dia de(?: todos)?(?: los| las)?|todos los|new"
    r"|nuevo|nueva|north|south|east|west)\W{1,2})\Z"
)
_TOWARDS = re.compile(
    r"\b(?:in|near|to|around|at|of|outside|downtown|en|a|de|cerca de|area|zona de|hacia|for|and|or|y|o)\W{1,2}\Z"
)
_STATE_FOLLOWS = re.compile(r"\W{1,2}(?:area\b|or\b|o\b|[a-z]{2}\b(?=\W*(?:\d{5})?\W*\Z)|texas|tx\b)")
_DATE_AROUND = re.compile(
    r"(?:\b(?:in|by|of|until|till|since|before|after|this|next|last|late|early|mid|end|through|or|and|to|en|para"
    r"|de|hasta|antes de|y|o|el|los|each|every|on)\W{1,2})\Z"
)
_DATE_FOLLOWS = re.compile(r"\W{0,2}(?:\d|st\b|or\b|and\b|is\b|works|would|sounds|y\b|o\b|de\b|,?\s*20\d\d)")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """`words`: each word of each name; `run_together`: "omalley", "jeanluc"; `pairs`: words that follow one another."""

    words: frozenset[str]
    run_together: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    given: frozenset[str]
    candidates: re.Pattern[str]
    remembered: dict[str, Sort] = field(default_factory=dict)


def known_names(names: tuple[str, ...]) -> KnownNames | None:
    """None where there is no name to look for."""
    words: list[str] = []
    run_together: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for name in names:
        own = _WORD.findall(fold(name))
        words += own
        pairs |= set(pairwise(own))
        run_together |= set(_run_together(name, own))
    pairs |= {(_last(one), _first(other)) for one, other in pairwise(names)}
    initials = "".join(sorted({word[0] for word in words}))
    if not initials:
        return None
    given = frozenset(filter(None, (_first(names[0]), *(_first(name) for name in names if " " in name.strip()))))
    return KnownNames(
        words=frozenset(words),
        run_together=frozenset(run_together),
        pairs=frozenset(pairs),
        given=given,
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
        if word not in _PARTICLES:
            if joined != word:
                yield joined
            joined = ""
    if len(own) > 1 and len("".join(own)) >= 8:
        yield "".join(own)


def _first(name: str) -> str:
    return next(iter(_WORD.findall(fold(name))), "")


def _last(name: str) -> str:
    return next(reversed(_WORD.findall(fold(name))), "")


def name_spans(text: str, folded: str, known: KnownNames) -> Iterator[tuple[int, int]]:
    found: list[tuple[int, int, str, Sort]] = []
    for match in known.candidates.finditer(folded):
        word = match.group()
        sort = known.remembered.get(word) or _remember(known, word)
        if sort != "none":
            found.append((match.start(), match.end(), word, sort))
    at = 0
    while at < len(found):
        last = at
        while last + 1 < len(found) and _belong(folded, found[last], found[last + 1], known):
            last += 1
        run = _trimmed(found[at : last + 1], known)
        if run and _is_person(text, folded, run, known):
            yield _with_nickname(folded, run[0][0]), run[-1][1]
        at = last + 1


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
        return "letter"
    if word in known.run_together:
        return "strong"
    if word in known.words:
        is_plain = len(word) > 2 and word not in COMMON_WORDS and word not in _PARTICLES and word not in _SUFFIXES
        return "strong" if is_plain else "weak"
    if len(word) < 3 or word in COMMON_WORDS:
        return "none"
    names = (name for name in known.words | known.run_together if name[0] == word[0])
    return "strong" if any(_misspelt(word, name) for name in names) else "none"


def _misspelt(word: str, name: str) -> bool:
    """One slip in five letters or more, two in eight, or only doubled letters: Ana and Anna, Phillip and Philip."""
    if min(len(word), len(name)) >= 5:
        return within_slips(word, name, 2 if len(name) >= 8 else 1)
    return len(name) >= 3 and _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", name)


def _belong(
    folded: str, left: tuple[int, int, str, Sort], right: tuple[int, int, str, Sort], known: KnownNames
) -> bool:
    """Whether two words stand side by side as parts of one name; particles and letters only as the name has them."""
    if not _GLUE.match(folded[left[1] : right[0]]) or right[0] - left[1] > 3:
        return False
    if (left[2], right[2]) in known.pairs:
        return True
    if left[3] == "letter" or right[3] == "letter":
        # The M in "Anna M. Schmidt" and the A in "A. Schmidt"; not the "a" in "a Schmidt" or "anna i".
        return folded[left[1] : left[1] + 1] in (".", "'", "’") if left[3] == "letter" else right[2] not in "aiyeo"
    return not {left[2], right[2]} & (_PARTICLES | _SUFFIXES)


def _trimmed(run: list[tuple[int, int, str, Sort]], known: KnownNames) -> list[tuple[int, int, str, Sort]]:
    """Without particles and letters at the ends that are no part of a name there."""
    while run and (run[-1][3] == "letter" or run[-1][2] in _PARTICLES):
        run = run[:-1]
    while run and (run[0][3] == "letter" or run[0][2] in _PARTICLES):
        if len(run) > 1 and ((run[0][2], run[1][2]) in known.pairs or run[0][3] == "letter"):
            break
        run = run[1:]
    return run


def _is_person(text: str, folded: str, run: list[tuple[int, int, str, Sort]], known: KnownNames) -> bool:
    start, end = run[0][0], run[-1][1]
    is_several = len(run) > 1
    if any(sort == "strong" for *_, sort in run):
        return is_several or not _is_place(folded, start, end, run[0][2])
    if folded.strip(" .!,-\n") == folded[start:end] and run[0][2] not in TIME_WORDS:
        return True
    if is_several and all((a[2], b[2]) in known.pairs for a, b in pairwise(run)):
        words = [part for part in run if part[2] not in _PARTICLES]
        if len(words) > 1 and all(_is_title(text, part[0], part[1]) for part in words):
            return True
        if len(words) > 1 and _stands_alone(folded, start, end):
            return True
    return any(_is_meant(text, folded, part[0], part[1], known) for part in run if part[2] not in _PARTICLES)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    return bool(
        _SENTENCE_START.search(folded, max(0, start - 8), start)
        and (_CLAUSE_ENDS.match(folded, end) or _SPEAKS.match(folded, end))
    )


def _is_place(folded: str, start: int, end: int, word: str) -> bool:
    """Chase Bank, Washington DC, San Antonio, Día de Reyes; and Austin where somebody moves to."""
    if _AFTER_PLACE.match(folded, end) or _BEFORE_PLACE.search(folded, max(0, start - 24), start):
        return True
    if word not in PLACE_NAMES:
        return False
    return bool(_TOWARDS.search(folded, max(0, start - 12), start)) or bool(_STATE_FOLLOWS.match(folded, end))


def _is_title(text: str, start: int, end: int) -> bool:
    return text[start].isupper() and not (end - start > 1 and text[start:end].isupper())


def _is_meant(text: str, folded: str, start: int, end: int, known: KnownNames) -> bool:
    """Whether a word that is also a name is meant as one here."""
    word, is_title = folded[start:end], _is_title(text, start, end)
    if word in TIME_WORDS and (
        _DATE_AROUND.search(folded, max(0, start - 12), start) or _DATE_FOLLOWS.match(folded, end)
    ):
        return False
    before = folded[max(0, start - 40) : start]
    if _ARTICLE.search(before):
        return False
    if _NAMED.search(before):
        return True
    if _THIS_IS.search(before) and _CLAUSE_ENDS.match(folded, end):
        return True
    if word in known.given and _ITS.search(before) and _FROM.match(folded, end):
        return True
    if word in known.given and _SPEAKS.match(folded, end) and _SENTENCE_START.search(folded, max(0, start - 8), start):
        return True
    if not is_title or _is_place(folded, start, end, word):
        return False
    if _INTRODUCED.search(before):
        return True
    if not _SENTENCE_START.search(folded, max(0, start - 8), start):
        return True
    if word not in known.given or word in TIME_WORDS:
        return bool(word in known.given and start > 0 and not folded[end:].strip(" .!"))
    return bool(_SET_APART.match(folded, end))
