"""Pure: where a text names a known person: in parts, misspelt, without accents, run together, beside other meanings.

Many names are also words ("Will", "Rose", "Chase"): those count only beside another name of the same person, where the
sentence introduces somebody, or with a capital where no sentence begins and no place or feast is meant.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from orchestrator.masking.name_contexts import PARTICLES, SUFFIXES, Part, is_person, is_set_apart
from orchestrator.masking.name_forms import NOT_A_FIRST_NAME, KnownNames, is_called, sort_of
from orchestrator.masking.name_positions import Around
from orchestrator.masking.name_spellings import spelled_spans, torn_spans
from orchestrator.masking.street_words import NATURE
from orchestrator.spelling.common_words import COMMON_WORDS
from orchestrator.spelling.folding import within_slips

_GLUE = re.compile(r"(?:\s{1,2}|\.\s?|[-'’‘`´‐‑]\s?|\s[-‐‑]\s)\Z")
_SUFFIX_AFTER = re.compile(r",?\s(?:(?:jr|sr|ii|iii|iv|esq|junior)\b\.?|the (?:second|third|2nd|3rd)\b)")
# What stands between two parts of a name although the known name has it otherwise: "van der", "Ma.", "V.D.", "J".
_MOST_FILLS = 5
_FILLS = re.compile(
    r"\s(?:(?:van|von|de|der|den|la|las|los|del|di|da|dos|el|al|y|e|ter|te|zu)\s){1,3}\Z"
    r"|[\s.](?:[a-z]{1,4}\.\s?|[a-z]\.?\s){1,2}\Z"
)
_WORD_AFTER = re.compile(r"\s(?P<word>[^\W\d_]{3,})")
_ENDS = re.compile(r"\s*(?:[.,;:!?\n(/|–—-]|\d|\Z)")

_NICKNAME = re.compile(r"\b(?:name is|name's|call me|this is|me llamo|soy)\s{1,2}(?P<word>[^\W\d_]{2,20})\s{1,2}\Z")
_TITLE = re.compile(
    r"\b(?:(?:mrs?|sr)\.?\s(?:&|and|y)\s)?"
    r"(?:mrs?|ms|miss|mister|dr|prof|rev|pastor|sra?|srta|senora?|senorita|don|dona|mx)\.?\s{1,2}\Z"
)
_AND = re.compile(r"\s?(?:and|&|y|e|/|\+)\s?")
_LINE_OF_TWO = re.compile(
    r"\W*(?:(?:ok|okay|yes|si|thx|thanks|ty|gracias|hi|hola|hey|this is|soy|its|it's)\W{1,3})?"
    r"(?:(?P<first>[^\W\d_])\W{1,2})?[^\W\d_]{3,}(?:\s(?P<last>[^\W\d_]))?\W*"
)
_INITIAL_AFTER = re.compile(
    r"\s(?P<letter>[A-Za-z](?=\.)|[A-HJ-Z](?=\s*(?:[,;:!?\n/(–—-]|\Z))|[B-HJ-Z](?=\s[a-z])|[b-hj-np-tv-z](?=\s(?:\S{2,40}@|\(?\+?\d{3}))"
    r"|(?:[A-HJ-Z]|[b-hj-np-tv-z])(?=\s(?:here|again|speaking|calling|texting|from|aqui|aquí|otra vez|de nuevo)\b))\.?"
)
_LETTER_AFTER = re.compile(r"\s(?P<letter>[A-Za-z])\.?(?=[\s,:;(/|-]{1,3})")
_WORD_BEFORE = re.compile(r"(?<![\w'’@.-])(?P<word>[^\W\d_]{2,14})\s\Z")
_MARIA_BEFORE = re.compile(r"(?<!\w)(?:ma|mª|mo)\.?\s\Z")


def name_spans(around: Around, known: KnownNames) -> Iterator[tuple[int, int]]:
    text, folded = around.text, around.folded
    found: list[Part] = []
    hidden = bytearray(len(text))
    for start, end in around.hidden:
        hidden[start:end] = b"\x01" * (end - start)
    for match in known.candidates.finditer(folded):
        word = match.group()
        sort = known.remembered.get(word) or sort_of(word, known)
        if sort != "none" and not hidden[match.start()]:
            found.append((match.start(), match.end(), word, sort))
    yield from spelled_spans(folded, known.words)
    yield from torn_spans(text, folded, known.words)
    if not found:
        return
    runs = list(_runs(text, folded, found, known))
    called = known.called.union(word for *_, word, sort in found if sort == "rare" and is_called(word, known))
    meant = [is_person(around, run, called, known.follow) or _has_initial(around, run, known) for run in runs]
    for at, (one, other) in enumerate(pairwise(runs)):
        if meant[at] != meant[at + 1] and _AND.fullmatch(folded, one[-1][1], other[0][0]):
            meant[at] = meant[at + 1] = True  # the "tom" of "tom and lisa"
    taken = [run for run, is_meant in zip(runs, meant, strict=True) if is_meant]
    left = [run for run, is_meant in zip(runs, meant, strict=True) if not is_meant]
    said = {part[2] for run in taken for part in run if part[3] != "letter"}
    # Who has just called himself Hunter Fields is meant by ", hunter." as well.
    taken += [
        run for run in left if said.issuperset(part[2] for part in run) and is_set_apart(folded, run[0][0], run[-1][1])
    ]
    for run in taken:
        yield _whole(around, run, known)


def _runs(text: str, folded: str, found: list[Part], known: KnownNames) -> Iterator[list[Part]]:
    """Words that stand together as parts of one name."""
    at = 0
    while at < len(found):
        last = at
        while last + 1 < len(found):
            following = last + 1
            if not _belong(text, folded, found[last], found[following], known):
                while following + 1 < min(len(found), last + _MOST_FILLS) and found[following][2] in PARTICLES:
                    following += 1
                if not _is_filled(folded, found[at : last + 1], found[following], known):
                    break
            last = following
        run = _trimmed(text, found[at : last + 1], known)
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


def _has_initial(around: Around, run: list[Part], known: KnownNames) -> bool:
    """The "Y." of Yesenia in "Mora Y."; in small letters where it is the whole text: "grace h"."""
    text = around.text
    line = _LINE_OF_TWO.fullmatch(text)
    letter = (line["first"] or line["last"]) if line else None
    if letter and _is_initial(letter, known):
        return True
    more = _initial_after(around, run[-1][1], known)
    return more > 0 and (run[0][0] == 0 or text[run[0][0]].isupper())


def _initial_after(around: Around, end: int, known: KnownNames) -> int:
    """Where the initial ends that follows a name; any letter will do right before a hidden detail; 0 without one."""
    more = _INITIAL_AFTER.match(around.text, end)
    if not more and (letter := _LETTER_AFTER.match(around.text, end)):
        more = letter if any(0 < first - letter.end() <= 3 for first, _ in around.hidden) else None
    return more.end() if more and _is_initial(more["letter"], known) else 0


def _is_initial(letter: str, known: KnownNames) -> bool:
    return any(word.startswith(letter.lower()) for word in known.words)


def _whole(around: Around, run: list[Part], known: KnownNames) -> tuple[int, int]:
    """With the title or nickname before it and the initial after it."""
    text, folded = around.text, around.folded
    start, end = run[0][0], run[-1][1]
    line = _LINE_OF_TWO.fullmatch(text)
    start = line.start("first") if line and line["first"] and _is_initial(line["first"], known) else start
    if more := _initial_after(around, end, known):
        end = more
    elif line and line["last"] and _is_initial(line["last"], known):
        end = line.end("last")
    elif start == 0 and folded[end:].rstrip(" .!")[0:1] == " " and len(folded[end:].strip(" .!")) == 1:
        end += 2 if _is_initial(folded[end + 1 : end + 2], known) else 0
    else:
        end = _with_slip(text, folded, start, end, known)
    suffix = _SUFFIX_AFTER.match(folded, end)
    end = suffix.end() if suffix else end
    if "maria" in known.words and (maria := _MARIA_BEFORE.search(folded, max(0, start - 5), start)):
        start = maria.start()
    title = _TITLE.search(folded, max(0, start - 18), start)
    if title:
        return title.start(), end
    is_last = run[0][2] not in known.called and (run[0][3] == "strong" or text[run[0][0]].isupper())
    if is_last:
        return _with_first_name(text, folded, start, known), end
    return _with_nickname(folded, start), end


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


def _with_first_name(text: str, folded: str, start: int, known: KnownNames) -> int:
    """With what stands where the first name would, before a last name: a short form nobody knows, or a slip."""
    before = _WORD_BEFORE.search(folded, max(0, start - 18), start)
    if not before:
        return start
    is_title = text[before.start("word")].isupper() and text[start].isupper()
    if is_title and any(before["word"][:3] == name[:3] for name in known.given):
        return before.start("word")  # "Dusty Rhodes" for Dustin
    if before["word"] in NOT_A_FIRST_NAME:
        return _with_nickname(folded, start)
    is_title = is_title and before["word"] not in NATURE
    is_alike = any(before["word"][0] == name[:1] for name in known.given)
    return before.start("word") if is_title or is_alike else start


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
            if left[0] == 0 and right[3] == "strong" and left[2] not in "aeiouy":
                return True  # "j luis castro"
            is_capital = text[left[0]].isupper() and text[right[0]].isupper() and left[2] not in "aioy"
            return is_capital or folded[left[1]] in (".", "'", "’")
        return right[2] not in "aiyeo" or (text[right[0]].isupper() and text[right[1] : right[1] + 1] == ".")
    return not {left[2], right[2]} & (PARTICLES | SUFFIXES)


def _trimmed(text: str, run: list[Part], known: KnownNames) -> list[Part]:
    """Without particles, letters and words at the ends that are no part of a name there."""
    while len(run) > 1 and run[0][3] == "weak" and text[run[0][0]].islower() and text[run[1][0]].isupper():
        if (run[0][2], run[1][2]) in known.follow:
            break
        run = run[1:]  # "the other day Leslie Day"
    while run and (run[-1][3] == "letter" or run[-1][2] in PARTICLES):
        if len(run) > 2 and run[-1][3] == "letter" and run[-1][2] in known.words:
            break  # "De La O"
        run = run[:-1]
    while run and (run[0][3] == "letter" or run[0][2] in PARTICLES):
        if len(run) > 1 and ((run[0][2], run[1][2]) in known.pairs or run[0][3] == "letter"):
            break
        run = run[1:]
    return run
