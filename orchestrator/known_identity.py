"""Pure: where a text holds what is already known about this person, also misspelt, without accents or in parts."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from orchestrator.common_words import COMMON_WORDS
from orchestrator.contracts import KnownIdentity
from orchestrator.sensitive_patterns import Span

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS_WORD = re.compile(r"\w+")
_DOUBLED = re.compile(r"(.)\1+")
_BETWEEN_NAMES = re.compile(r"(?:\s{1,2}|[.'’`-]\s?|\.\s)\Z")
_INTRODUCES = re.compile(
    r"(?:\bi'?\s?a?m|\bi’m|\bthis is|\bname(?:'s|’s| is)?|\bcall me|\bit'?s|\bhere is|\bsoy|\bme llamo|\bnombre es"
    r"|\bhabla|\bmrs?\.?|\bms\.?|\bsr[a]?\.?|\bthanks,?|\bregards,?|^)[\s,:-]*\Z"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?\n])\s*\Z")
_CANONICAL = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln", "boulevard": "blvd",
    "court": "ct", "circle": "cir", "place": "pl", "terrace": "ter", "highway": "hwy", "parkway": "pkwy",
    "square": "sq", "trail": "trl", "apartment": "apt", "suite": "ste", "north": "n", "south": "s", "east": "e",
    "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw", "calle": "c",
}  # fmt: skip
_STREET_KINDS = frozenset(
    {"st", "ave", "rd", "dr", "ln", "blvd", "ct", "cir", "pl", "ter", "hwy", "pkwy", "sq", "trl", "way"}
)


def fold(text: str) -> str:
    """Lower case without accents, position by position (the result has the same length)."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_one(character) for character in text)


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0].lower()[0]


def within_slips(one: str, other: str, most: int) -> bool:
    """Whether at most `most` slips (letter missing, added, changed, neighbours swapped) lie between two words."""
    if abs(len(one) - len(other)) > most:
        return False
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, above, row = above, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most


@dataclass(frozen=True, slots=True)
class _Known:
    names: frozenset[str]
    name_letters: frozenset[str]
    digits: tuple[re.Pattern[str], ...]
    emails: tuple[str, ...]
    addresses: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=512)
def _compiled(identity: KnownIdentity) -> _Known:
    words = [word for name in identity.names for word in _WORD.findall(fold(name))]
    return _Known(
        names=frozenset(word for word in words if len(word) > 1),
        name_letters=frozenset(word[0] for word in words),
        digits=tuple(_digits_pattern(phone) for phone in identity.phones if len(re.sub(r"\D", "", phone)) >= 7),
        emails=tuple(fold(email) for email in identity.emails if "@" in email),
        addresses=tuple(filter(None, map(_address_words, identity.addresses))),
    )


def _digits_pattern(phone: str) -> re.Pattern[str]:
    digits = re.sub(r"\D", "", phone)[-10:]
    body = r"[\s().\u2010-\u2013-]{0,3}".join(digits)
    ends = r"[\s().\u2010-\u2013-]{0,3}".join(digits[-7:])
    return re.compile(rf"(?<!\d)(?:\+?\d{{1,3}}[\s().-]{{0,3}})?\(?{body}(?!\d)|(?<!\d){ends}(?!\d)")


def _address_words(address: str) -> tuple[str, ...]:
    """The street line in canonical words; empty where it has no house number or no street name."""
    words = tuple(_canonical(word) for word in _ADDRESS_WORD.findall(fold(address)))
    starts = next((i for i, word in enumerate(words) if word.isdigit()), None)
    if starts is None or len(words) - starts < 2:
        return ()
    return words[starts:]


def _canonical(word: str) -> str:
    return _CANONICAL.get(word, word)


def identity_spans(text: str, identity: KnownIdentity) -> Iterator[Span]:
    """Spans of what is known, addresses and numbers before names."""
    known = _compiled(identity)
    folded = fold(text)
    for email in known.emails:
        yield from ((m.start(), m.end(), "EMAIL") for m in re.finditer(re.escape(email), folded))
    for address in known.addresses:
        yield from _address_spans(folded, address)
    for digits in known.digits:
        yield from ((m.start(), m.end(), "PHONE") for m in digits.finditer(text))
    if known.names:
        yield from _name_spans(text, folded, known)


def _address_spans(folded: str, address: tuple[str, ...]) -> Iterator[Span]:
    words = [(m.start(), m.end(), _canonical(m.group())) for m in _ADDRESS_WORD.finditer(folded)]
    for start, word in enumerate(words):
        if word[2] == address[0]:
            matched = _address_length(words[start:], address)
            if matched:
                yield word[0], words[start + matched - 1][1], "ADDRESS"


def _address_length(words: list[tuple[int, int, str]], address: tuple[str, ...]) -> int:
    """How many words from here belong to the address: the number, the street's name, then whatever follows of it."""
    taken, wanted, named = 1, 1, False
    while taken < len(words) and wanted < len(address):
        said, known = words[taken][2], address[wanted]
        if said == known or (len(known) >= 5 and said[0] == known[0] and within_slips(said, known, 1)):
            named = named or (len(known) > 2 and known not in _STREET_KINDS) or known.isdigit() or wanted > 1
            taken, wanted = taken + 1, wanted + 1
        elif known in _STREET_KINDS or len(known) <= 2:
            wanted += 1  # people leave out "Street" and "N"
        else:
            break
    return taken if named else 0


def _name_spans(text: str, folded: str, known: _Known) -> Iterator[Span]:
    words = [(m.start(), m.end()) for m in _WORD.finditer(folded)]
    held = [_is_name(text, folded, start, end, known.names) for start, end in words]
    at = 0
    while at < len(words):
        if not held[at]:
            at += 1
            continue
        first, last = at, at
        while last + 1 < len(words) and _joined(text, words[last], words[last + 1]):
            start, end = words[last + 1]
            if not (
                held[last + 1] or folded[start:end] in known.names or _is_initial(folded, words, last + 1, held, known)
            ):
                break
            last += 1
        if first and _is_letter_before(text, folded, words[first - 1], words[first], known):
            first -= 1
        yield words[first][0], words[last][1], "NAME"
        at = last + 1


def _joined(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    return bool(_BETWEEN_NAMES.match(text[left[1] : right[0]]))


def _is_initial(folded: str, words: list[tuple[int, int]], at: int, held: list[bool], known: _Known) -> bool:
    """A single letter of the name between two of its words: the M in "Anna M. Schmidt"."""
    start, end = words[at]
    return end - start == 1 and folded[start] in known.name_letters and at + 1 < len(words) and held[at + 1]


def _is_letter_before(text: str, folded: str, left: tuple[int, int], right: tuple[int, int], known: _Known) -> bool:
    """The O in "O'Brien"."""
    return left[1] - left[0] == 1 and text[left[1] : right[0]] in ("'", "’") and folded[left[0]] in known.name_letters


def _is_name(text: str, folded: str, start: int, end: int, names: frozenset[str]) -> bool:
    word = folded[start:end]
    if word in names:
        return (len(word) > 2 and word not in COMMON_WORDS) or _meant_as_name(text, folded, start, end)
    if len(word) < 3 or word in COMMON_WORDS:
        return False
    return any(name[0] == word[0] and _misspelt(word, name) for name in names)


def _misspelt(word: str, name: str) -> bool:
    """One slip in five letters or more, two in eight, or only doubled letters: Ana and Anna, Phillip and Philip."""
    if min(len(word), len(name)) >= 5:
        return within_slips(word, name, 2 if len(name) >= 8 else 1)
    return len(name) >= 3 and _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", name)


def _meant_as_name(text: str, folded: str, start: int, end: int) -> bool:
    """A word that is also a name: introduced as one, alone, or written with a capital inside a sentence."""
    if folded.strip(" .!,") == folded[start:end]:
        return True
    before = folded[:start]
    if _INTRODUCES.search(before) and before.strip():
        return text[start].isupper() or bool(
            re.search(r"(?:name|nombre es|call me|me llamo)\W*(?:is|'s|’s)?\W*\Z", before)
        )
    return text[start].isupper() and not text.isupper() and not _SENTENCE_START.search(before)
