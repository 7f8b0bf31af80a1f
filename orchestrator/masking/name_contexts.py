"""Pure: whether a word that is also a name is meant as one where it stands: by its neighbours and its capital."""

import re
from itertools import pairwise
from typing import Literal

from orchestrator.masking.name_places import is_place
from orchestrator.masking.name_positions import Around, is_in_a_names_place, is_spoken_of
from orchestrator.spelling.common_words import TIME_WORDS
from orchestrator.spelling.folding import within_slips

# "rare" is a word that is also a name; "weak" one of the most frequent words, an initial is a "letter".
Sort = Literal["strong", "rare", "weak", "letter", "none"]
Part = tuple[int, int, str, Sort]  # start, end, folded word, sort

PARTICLES = frozenset(
    [
        "de",
        "la",
        "del",
        "los",
        "las",
        "y",
        "e",
        "van",
        "von",
        "der",
        "den",
        "da",
        "dos",
        "das",
        "di",
        "el",
        "al",
        "bin",
        "st",
        "viuda",
        "vda",
    ]
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_AUXILIARIES = frozenset({"will", "may", "can", "might", "must", "do", "did", "have", "is", "are"})
# Words that are an answer of their own to what we ask: alone they are no name.
_ANSWERS = frozenset(
    [
        "cash",
        "land",
        "lot",
        "sale",
        "price",
        "short",
        "sell",
        "sellers",
        "buyer",
        "buyers",
        "house",
        "field",
        "ranch",
    ]
)

_GREETED = r"(?:good\s(?:morning|afternoon|evening)|hi|hey|hello|hola|dear|buen[oa]s(?:\s(?:dias|tardes|noches))?)"
_THANKED = (
    r"(?:thank(?:s|\syou)?|thx|ty|regards|best|cheers|sincerely|xo(?:xo)?|love|hugs|abrazos|besos|bendiciones|gracias"
    r"|saludos|atte|att|atentamente|bye)"
)
_INTRODUCED = re.compile(
    r"(?:\bi'?\s?a?m|\bi’m|\bthis is|\bname(?:'s|’s| is)?|\bcall me|\bit'?s|\bit’s|\bhere is|\bsoy|\bme llamo"
    r"|\bnombre es|\bhabla|\b(?:les?|te) (?:saluda|escribe|habla)|\bmrs?\.?|\bms\.?|\bsr[a]?\.?|\bdon|\bdona"
    rf"|\b{_THANKED},?|\b{_GREETED},?)[\s,:-]*\Z"
)
_NAMED = re.compile(
    r"(?:\bname|\bnombre es|\bcall me|\bme llamo|\bme dicen|\bapellidos?|\bsurname|\blast name|\bgo by|\banswer to)"
    r"\W*(?:is|es|'s|’s)?\W*\Z"
)
_ADDRESSED = re.compile(
    rf"\b(?:ask(?:ing)?\sfor|pregunt\w{{1,4}}\spor|tell|dile\sa|digale\sa|speak(?:ing)?\s(?:to|with)|talk(?:ed"
    rf"|ing)?\s(?:to"
    rf"|with)|spoke\s(?:to|with)|mrs?\.?|ms\.?|miss|sra?\.?|srta\.?|don|dona|senora?|de\sparte\sde|a\snombre\sde"
    rf"|{_THANKED},?|{_GREETED},?|under\sthe\sname(?:\sof)?"
    rf"|(?:put|book(?:ed)?|sched\w*|files?|filed|listed|reserv\w*|its|it's)\s(?:(?:it|me|us)\s)?(?:under|down\sas)"
    r"|signed,?|love,?)\s{1,2}\Z"
)
_TITLED = re.compile(r"\b(?:mrs?|ms|sra?|srta|don|dona|senora?|senorita)\.?\s{1,2}\Z")
_THIS_IS = re.compile(r"(?:\bthis is|\bsoy|\bhabla|\b(?:les?|te) (?:saluda|escribe|habla))\W*\Z")
_ITS = re.compile(r"\b(?:it'?s|it’s|i'?m|i’m)\W{1,2}\Z")
_SIGNS_OFF = re.compile(
    r"\b(?:xo(?:xo)?|love|hugs|abrazos|besos|bendiciones|thx|thanks|thank you|ty|regards|cheers"
    r"|gracias|saludos|atte|best),?[\s.!-]*\Z"
)
_FROM = re.compile(r"\s(?:here|again|from|with|lol|haha|jaja)\b")
_TO_CALL = re.compile(r"\b(?:call|text|ask for|tell|contact|llam[ae] a|hable con|pregunt[ae] por)\s{1,2}\Z")
_ARTICLE = re.compile(
    r"(?:\b(?:the|a|an|my|our|your|his|her|their|this|that|these|those|some|any|no|each|every|another|more|much"
    r"|many"
    r"|few|all|most|last|first|next|old|new|big|little|good|great|one|two|three|four|hard|open|other|el|la|los|las"
    r"|un|una"
    r"|unos|unas|mi|mis|su|sus|tu|tus|nuestr[oa]s?|al|del|ese|esa|este|esta|aquel|aquella|otr[oa]s?|gran|sin|cada"
    r"|tod[oa]s?"
    r"|algun[oa]?s?|ningun[oa]?|much[oa]s?|poc[oa]s?|mas|puro|puros|puras?|dos|tres|cuatro)|\d(?:[.,]?\d)*k?)\s{1,2}\Z"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?\n…\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\s\"'“(¡¿]*\Z")
_STAYS_AT = re.compile(r"\s(?:from|at|with)\s(?:\d|the\b)")
_SPEAKS = re.compile(
    r"\W{0,3}\s?(?:here|again|speaking|aqui|aca|de nuevo|otra vez|para servirle|at your service|a sus? ordenes"
    r"|por aca|por aqui)\b"
)
_SET_APART = re.compile(r"\s?[,:;!/(|–—-]|\s?\.(?=\s|\Z)|\s*\Z|\s*\n")
_CLAUSE_ENDS = re.compile(
    r"\s*(?:[.,!?;:\n–—/|-]|\Z|[(+]?\d[\d\s().-]{6}"
    r"|(?:and|y|from|with|here|again|speaking|de|con|tel|cel|cell|phone|ph|email|correo|on)\b)"
)
_CLAUSE_STARTS = re.compile(r"(?:^|[.!?,;:\n(/|–—-])\s*\Z")
# "Hunter green shutters"
_A_THING_AFTER = re.compile(
    r"\s(?:shutters?|walls?|paint|painted|trim|cabinets?|counters?|countertops?|floors?|flooring|doors?|carpets?|roof"
    r"|siding|colou?r|tiles?|front|fireplace|garden|beds?|bushes|path|patio|kitchen|couple|family|people|area)\b"
)
_HARD_END = re.compile(r"\s*(?:[.!?…\n|/]|\Z|\s[–—-])")
_HARD_START = re.compile(r"(?:^|[.!?\n…|~–—\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]|\s-)\s*[\"'(]?\Z")
_EXCLAIMED = re.compile(r"¡\s?\Z")
_HOUSEHOLD = re.compile(r"\s(?:family|household|residence|estate|place|home|house|property|wedding|kids|familia)\b")
_FAMILY = re.compile(r"\s(?:family|household|residence|familia)\b")
_REPORTS = re.compile(r"\s(?:says?|said|told|called|texted|asked|dice|dijo)\b")
_OF_SOMETHING = re.compile(r"\s(?:of|del?)\s(?:the|a|an|my|our|la|el|los|las)\b")  # "Dean of the college"
_OWNS = re.compile(r"['’]s?\s[^\W\d_]")
_AND_ANOTHER = re.compile(r"\s(?:and|&|y|e)\s(?:[A-Z][a-z]+\b|I\b|[Mm]y\s|mi\s)")
_IS_RIGHT = re.compile(r"\s(?:is|es)\s(?:right|correct|fine|ok|okay|my\s|the name|how|spelled|correcto|mi\s|con\s)")
_IS_SOMEBODYS = re.compile(
    r"(?:\sis|\ses|['’]s)\s(?:my|mi|his|her)\s(?:husband|wife|ex|mom|mother|dad|father|maiden|married|last|middle|first|family"
    r"|esposo|esposa|marido|apellido|mama|papa)"
)
_IS_A_NAME = re.compile(
    r"\s(?:is|es)\s(?:just\s|actually\s)?(?:my|mi|his|her|the)\s(?:[^\W\d_]{2,8}\s)?(?:name|nombre|apellido|nickname|apodo)\b"
)
_FROM_SOMEWHERE = re.compile(r"\sfrom\s(?!\d)")
_ACTS = re.compile(
    r"\s(?:says?|said|wants?|wanted|called|texted|told|asked|is my|is the (?:owner|seller|buyer)|and i\b|y yo\b|dice"
    r"|dijo"
    r"|quiere|le (?:escribe|saluda|habla)|me dijo|llamo|works?|lives?|vive)"
)
_DATE_AROUND = re.compile(
    r"(?:\b(?:in|by|of|until|till|since|before|after|this|next|last|late|early|mid|end|through|or|and|to|en|para"
    r"|de|hasta|antes de|y|o|el|los|each|every|on)\W{1,2})\Z"
)
_DATE_FOLLOWS = re.compile(r"\W{0,2}(?:\d|st\b|or\b|and\b|is\b|works|would|sounds|y\b|o\b|de\b|,?\s*20\d\d)")


def is_person(around: Around, run: list[Part], given: frozenset[str], follow: frozenset[tuple[str, str]]) -> bool:
    """Whether words that stand together are meant as a name; `given` are first names, `follow` pairs in their order."""
    text, folded = around.text, around.folded
    start, end = run[0][0], run[-1][1]
    words = [part for part in run if part[2] not in PARTICLES and part[3] != "letter"]
    if any(sort == "strong" for *_, sort in run):
        return len(run) > 1 or not is_place(text, folded, start, end, run[0][2])
    is_likely = text[start].isupper() or any(part[2] in given or part[3] == "rare" for part in words)
    is_whole = folded.strip(" .!,-\n") == folded[start:end]
    if is_whole and is_likely and not {part[2] for part in words} & (TIME_WORDS | _ANSWERS):
        return not _EXCLAIMED.search(folded, max(0, start - 2), start)
    if len(words) > 1:
        is_in_order = all(_follow(a[2], b[2], follow) for a, b in pairwise(words))
        is_turned = not is_in_order and all(_follow(b[2], a[2], follow) for a, b in pairwise(words))
        if (is_in_order or is_turned) and _is_full_name(text, folded, words, is_in_order):
            return True
    if words and run[0][3] == "letter" and text[start].isupper() and _is_title(text, words[0][0], words[0][1]):
        return True
    # "Mr Del Toro": what stands before the particles counts.
    heads = [(start, *words[0][1:]), *words[1:]] if words else []
    if any(_is_meant(text, folded, part, given) for part in heads):
        return True
    return len(words) == 1 and _is_in_place(around, heads[0], given)


def _is_in_place(around: Around, part: Part, given: frozenset[str]) -> bool:
    start, end, word, _ = part
    if is_place(around.text, around.folded, start, end, word):
        return False
    is_answer, is_given = word in _ANSWERS, word in given
    if is_spoken_of(around, start, end):
        return True
    return not (is_answer and not is_given) and is_in_a_names_place(
        around, start, end, is_doubtful=is_answer or not is_given
    )


def is_set_apart(folded: str, start: int, end: int) -> bool:
    """Whether commas, brackets or an end stand on both sides."""
    before = folded[:start].rstrip(" ")
    return (not before or not (before[-1].isalnum() or before[-1] in "¡¿")) and bool(_SET_APART.match(folded, end))


def _follow(one: str, other: str, follow: frozenset[tuple[str, str]]) -> bool:
    """Whether two words follow one another in a known name; the second may have a slip."""
    return (one, other) in follow or any(
        first == one and len(last) >= 6 and within_slips(other, last, 1) for first, last in follow
    )


def _is_full_name(text: str, folded: str, words: list[Part], is_in_order: bool) -> bool:
    """First and last name, both also words: in their order always, unless a thing is meant ("hunter green shutters").

    In the other order, or where the first is an auxiliary ("will chase"), with capitals or where a name would stand.
    """
    start, end = words[0][0], words[-1][1]
    if all(part[2] in _ANSWERS for part in words) and not text[start].isupper():
        return False
    if all(_is_title(text, part[0], part[1]) for part in words) or _stands_alone(folded, start, end):
        return True
    if is_in_order and words[0][2] not in _AUXILIARIES:
        is_thing = _A_THING_AFTER.match(folded, end) or _ARTICLE.search(folded, max(0, start - 12), start)
        return not is_thing
    if _CLAUSE_STARTS.search(folded, max(0, start - 4), start) and (
        _CLAUSE_ENDS.match(folded, end) or _ACTS.match(folded, end) or _IS_RIGHT.match(folded, end)
    ):
        return True
    before = folded[max(0, start - 40) : start]
    return any(cue.search(before) for cue in (_ADDRESSED, _NAMED, _INTRODUCED, _THIS_IS))


def _stands_alone(folded: str, start: int, end: int) -> bool:
    return bool(
        _SENTENCE_START.search(folded, max(0, start - 8), start)
        and (_CLAUSE_ENDS.match(folded, end) or _SPEAKS.match(folded, end))
    )


def _is_title(text: str, start: int, end: int) -> bool:
    return text[start].isupper() and not (end - start > 1 and text[start:end].isupper())


def _is_meant(text: str, folded: str, part: Part, given: frozenset[str]) -> bool:
    """Whether a word that is also a name is meant as one here."""
    start, end, word, sort = part
    before = folded[max(0, start - 40) : start]
    is_time = word in TIME_WORDS
    if _IS_A_NAME.match(folded, end):
        return True
    if is_time and (_DATE_AROUND.search(before[-12:]) or _DATE_FOLLOWS.match(folded, end)):
        return False
    is_title = _is_title(text, start, end)
    if _ARTICLE.search(before):
        if is_title and sort != "weak" and _IS_SOMEBODYS.match(folded, end):
            return True
        household = _HOUSEHOLD if sort == "rare" else _FAMILY
        return is_title and bool(household.match(folded, end)) and not is_time
    if _NAMED.search(before) or _TITLED.search(before) or (_THIS_IS.search(before) and _CLAUSE_ENDS.match(folded, end)):
        return True
    if word in given and _ITS.search(before) and _FROM.match(folded, end):
        return True
    if word in given and not is_time and word not in _ANSWERS and _is_called(folded, start, end, before):
        return True
    begins = bool(_SENTENCE_START.search(before[-8:]) if len(before) >= 8 else _SENTENCE_START.search(before))
    if word in given and _SPEAKS.match(folded, end) and begins:
        return True
    if not is_time and _SIGNS_OFF.search(before) and not folded[end:].strip(" .!\n"):
        return True
    if is_title and (is_place(text, folded, start, end, word) or _OF_SOMETHING.match(folded, end)):
        return False
    if word in given and begins and _REPORTS.match(folded, end):
        return True
    if word in given and not is_time and word not in _ANSWERS and _signs(folded, start, end):
        return True
    if sort == "rare" and _is_rare_name(folded, part, before, word in given):
        return True
    if not is_title:
        return False
    if _INTRODUCED.search(before):
        return True
    if not begins:
        return True
    if sort == "rare" and (_IS_RIGHT.match(folded, end) or _AND_ANOTHER.match(text, end)):
        return True
    if sort == "rare" and word in given and (_OWNS.match(folded, end) or _ACTS.match(folded, end)):
        return True
    if word not in given or is_time or word in _ANSWERS:
        return bool(word in given and start > 0 and not folded[end:].strip(" .!"))
    is_from = bool(_STAYS_AT.match(folded, end))
    return (is_from or bool(_SET_APART.match(folded, end))) and not _EXCLAIMED.search(before)


def _signs(folded: str, start: int, end: int) -> bool:
    """Alone behind a sentence, as the last word of the text: "yes 3pm. mark"."""
    is_alone = bool(re.search(r"\w[^\w]{0,2}[.!?\n\u2600-\u27bf\U0001f000-\U0001faff]\s*\Z", folded[:start]))
    return is_alone and not folded[end:].strip(" .!\n")


def _is_called(folded: str, start: int, end: int, before: str) -> bool:
    """ "Its wade", "call reed" at the end of a sentence; "reed: 3 beds" at the beginning."""
    if start == 0 and folded[end : end + 1] == ":":
        return True
    return bool(_HARD_END.match(folded, end)) and bool(_ITS.search(before) or _TO_CALL.search(before))


def _is_rare_name(folded: str, part: Part, before: str, is_given: bool) -> bool:
    """In any case of letters: spoken to or of, signed, or set apart where a message or a sentence begins or ends."""
    start, end, word, _ = part
    if _EXCLAIMED.search(before) or word in TIME_WORDS:
        return False
    ends = bool(_CLAUSE_ENDS.match(folded, end))
    if _ADDRESSED.search(before) or (_INTRODUCED.search(before) and ends):
        return True
    if start == 0 and is_given and _FROM_SOMEWHERE.match(folded, end):
        return True
    if start == 0 and (
        _SPEAKS.match(folded, end) or (is_given and (_OWNS.match(folded, end) or _ACTS.match(folded, end)))
    ):
        return True
    if start == 0 or folded[start - 1] == "\n":
        return bool(_SET_APART.match(folded, end))
    return bool(_HARD_START.search(before)) and bool(_HARD_END.match(folded, end))
