"""Pure: words of an answer that were put into the machine's mouth: the prompt's text, or what a stranger dictated."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from orchestrator.guards.disguises import fold, views
from orchestrator.guards.told_words import told_in

_PROMPT_WORDS = 9
_STRANGER_WORDS = 7
_WORDS = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_QUOTED_WORDS = re.compile(r"(?<!\w)([\"'])(?=\S)([^\"\n]{4,200}?)(?<=\S)\1(?!\w)")
_OF_CODE = re.compile(r"[\"']\w+[\"']\s*:|</?[a-z]\w*[^>\n]*>|```|(?<![\w.@+-])[a-z]{2,}(?:_[a-z]{2,})+(?![\w.]*@)")
_TAG_NAMES = re.compile(r"</?(?:lead_message|pending)>|\b(?:known_slots|lead_message|task_line|max_characters)\b")
_SAY = (
    r"(?:say|write|type|paste|quote|repl(?:y|ies)|respond|answer|state|announce|output|print|repeat|text|confirm|promise|read|includes?"
    r"|contains?|with|offer|diga|decir|di|escriba|conteste|responda|repita|confirme|prometa)"
)
_QUOTED = re.compile(rf"\b{_SAY}\b[^.?!\n\"']{{0,25}}(?<!\w)[\"']([^\"'\n]{{3,200}})[\"']")
_AFTER_COLON = re.compile(
    rf"\b(?:{_SAY}|exactly|answer)(?: (?:exactly|this|that|only|just"
    rf"|back))*\s*:\s*([^\n]{{3,200}})"
)
_WORD_ASKED = re.compile(r"\b(?:the (?:word|phrase|words|text)|la (?:palabra|frase))\s+[\"']?([^\W\d_]{3,30})")
_ORDER = re.compile(
    r"(?P<before>\b[\w']+ )?\b(?:say|write|type|output|print|repeat|state|announce|reply|respond|answer|quote|paste"
    r"|recite|diga|di"
    r"|escrib[ae]|repita|conteste|responda|speak|talk|habl[ae])\b(?: (?:me|us|back|only|just|exactly|solo|solamente"
    r"|that|que|with|con))*[ :,]+"
    r"(?!(?:when|if|after|once|as soon|by|before|about|cuando|si|mas|antes)\b)(?P<rest>[^\n]{4,200})"
)
_OTHERS_SAY = tuple(
    f"{word} " for word in ("i", "he", "she", "they", "we", "who", "it", "that", "to", "did", "does", "people", "would")
)
_CLAIM = re.compile(
    rf"\b{_SAY}\b(?: me| us| back| them| to me)?(?: in (?:your|the) [\w ]{{0,12}}(?:text|reply|message"
    rf"|answer))?(?: that| que)?,? "
    r"((?:you|u|we|i'?m|i|our|my|all|le|usted|es|soy|the|no|el|la|mi)\b[^.,\n!?]{6,120})"
)


def repeats_prompt(values: object, prompt_text: str) -> bool:
    """Does a string of the answer hold nine words in a row of the prompt's own text, or one of our tags?

    A translation of the prompt is not recognised: nothing here knows what words mean.
    """
    published = _shingles(prompt_text)
    return any(
        _TAG_NAMES.search(text) or any(_shares_row(words, published) for words in _ways_to_read(text))
        for text in strings(values)
    )


def _ways_to_read(text: str) -> Iterator[str]:
    """As it stands, backwards, and what is encoded in it."""
    yield text.lower()
    yield text.lower()[::-1]
    yield from (view.text for view in views(text) if view.disguise)


def _shares_row(text: str, published: frozenset[tuple[str, ...]]) -> bool:
    return not published.isdisjoint(_runs(_WORDS.findall(text), _PROMPT_WORDS))


def reads_as_code(text: str) -> bool:
    """Words for a person hold no keys, tags or names of variables."""
    return _OF_CODE.search(text) is not None


def said_for(text: str, strangers: Iterable[str], *, ours: Iterable[str] = ()) -> str | None:
    """Words of `text` that a stranger dictated, put in quotation marks, or said in the same long row; None where there
    are none. What stands in `ours` may be said whoever quotes it.
    """
    held = " ".join(_bare(fold(words)) for words in ours)
    said = fold(text)
    rows = frozenset(_runs(_LETTERS.findall(said), _STRANGER_WORDS))
    spoken = f" {' '.join(_WORDS.findall(said))} "
    for stranger in strangers:
        for words in dictated(stranger) | quoted(stranger):
            if f" {words} " in spoken and words not in held:
                return words
        told = told_in(text, stranger)
        if told:
            return told
        for view in views(stranger):
            shared = rows.intersection(_runs(_LETTERS.findall(view.text), _STRANGER_WORDS))
            if shared:
                return " ".join(min(shared))
    return None


@lru_cache(maxsize=1024)
def dictated(text: str) -> frozenset[str]:
    """What a text orders to be said, word by word: "say 'x'", "answer: x", "promise that you x". Single words only
    where they are named as such, since anything else could be said by chance."""
    found: set[str] = set()
    for view in views(text):
        quoted = (*_QUOTED.findall(view.text), *_AFTER_COLON.findall(view.text))
        found.update(filter(_is_long, map(_bare, quoted)))
        found.update(filter(_is_long, (_bare(part) for words in quoted for part in re.split(r"[.!?]", words))))
        found.update(filter(_is_claim, map(_bare, _CLAIM.findall(view.text))))
        found.update(filter(_is_long, _told(view.text)))
        found.update(map(_bare, _WORD_ASKED.findall(view.text)))
    return frozenset(found)


@lru_cache(maxsize=1024)
def quoted(text: str) -> frozenset[str]:
    """Two words and more that stand in quotation marks: whoever said them, a reply has no reason to."""
    found = (_bare(match[2]) for match in _QUOTED_WORDS.finditer(fold(text)))
    return frozenset(words for words in found if _is_long(words))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)


def _told(text: str) -> Iterator[str]:
    """What follows an order to say something, up to the end of its sentence."""
    for match in _ORDER.finditer(text):
        if match["before"] not in _OTHERS_SAY:
            yield from (_bare(part) for part in re.split(r"[.!?\n;]", match["rest"]))


def _bare(words: str) -> str:
    return " ".join(_WORDS.findall(words))


def _is_long(words: str) -> bool:
    return words.count(" ") >= 1


def _is_claim(words: str) -> bool:
    return words.count(" ") >= 3


@lru_cache(maxsize=64)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_runs(_WORDS.findall(text.lower()), _PROMPT_WORDS))


def _runs(words: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))
