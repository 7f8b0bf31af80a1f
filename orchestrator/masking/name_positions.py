"""Pure: where in a message a name stands: on a line of its own, as a signature or a sender, or beside a hidden detail.

In such a place a word that is also a name is the name, whatever its case.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orchestrator.spelling.common_words import TIME_WORDS

_BETWEEN = re.compile(
    r"(?:\s[a-z]\.?)?[\s,.:;/|()\u2010-\u2015~-]{1,6}(?:(?:(?:my|mi|the|el|la)\s)?(?:phone|ph|cell|cel|tel|telefono|mobile|number"
    r"|numero|num|email|e-mail|mail|correo|address|direccion|from|de|at|en|in|on|of|with|here|aqui"
    r"|owner of|con)[\s.:#]{1,3}){0,2}\Z"
)
_STARTS = re.compile(
    r"(?:^|[\n.!?;|\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\s\"'(]*(?:(?:hi|hey|hello|hola|buenas|yo|ok|yes|si|sure|lol|sorry|oh|so|and|y|well),?\s){0,2}\Z"
)
_SPEAKS = re.compile(r"\s(?:here|speaking|aqui|again|otra vez|de nuevo)\b")
_DASH = re.compile(r"(?:^|[\s.!?,])(?:-{1,2}|[~–—*])\s?\Z")
# Behind three words at least: "music, art" and "gas, agua, luz" are lists.
_AFTER_COMMA = re.compile(r"(?:[\w'’]+\s){2}[\w'’]+,\s\Z")
_NOT_THAT = re.compile(r",\s(?:not|no|but|pero|so|sino)\b")
_GREETING = re.compile(r"\b(?:hi|hey|hello|hola|buenas|yo)\b")
_ENDS = re.compile(r"(?:\s[a-z])?[\s.!)]*\Z")
_LINE_ENDS = re.compile(r"(?:\s[a-z]\.?)?[ \t.,!]*(?:\n|\Z)")
_LINE_STARTS = re.compile(r"(?:^|\n)[ \t]*\Z")
_SAYS_WHO = re.compile(
    r"(?:\b(?:this is|soy|habla|i'?m|i’m|i am|here is|(?:les?|te) (?:saluda|escribe|habla))\s"
    r"|(?:^|[\n.!?,])\s*(?:(?:hi|hey|hello|hola|buenas|yo|ok|yes|yeah|si)\W{1,3})?(?:it'?s|it’s|that'?s|that’s|its me"
    r"|soy yo)\W{1,2}|\b(?:call|text|ask(?: for)?|tell|contact|llam[ae]n? a|pregunt\w{1,4} por|habl\w{1,3} con"
    r"|(?:reply|write|talk|speak|send it|respond) (?:to|with))\s)\Z"
)
_WHO_ENDS = re.compile(
    r"\s?(?:[.,!?;:\n(/|]|\Z|[\u2010-\u2015-]|[^\w\s'’&])|\s(?:from|here|again|and|y|with|con|la de|el de|de la|del"
    r"|aqui|otra vez|the one|calling|texting|writing|btw|by the way|lol|haha|jaja|pls|plz|please|porfa)\b"
)
_ABOUT_NAMES = re.compile(r"\b(?:apellidos?|surname|last name|nombres?|my name|first name|se escribe|spelled)\b")
_COMES_FROM = re.compile(r"\s(?:de|from|in|en|of)\s[A-Z]")
_IS_ASKED = re.compile(r"\?+\s(?:yes|si|that|this|thats|no|here|soy|im)\b")
_REPORTS = re.compile(r"\s(?:called|texted|emailed|llamo|escribio|told (?:me|you|us)|me dijo)\b")
_A_THING = re.compile(r"\b(?:the|a|an|my|our|your|his|her|their|no|any|el|la|mi|su|un|una|who|that)\s\Z")
_HOUSEHOLD = re.compile(r"\s(?:household|residence|family|familia)\b")
_RELATIVE = (
    r"(?:mom|mum|mother|dad|father|wife|husband|hubby|son|daughter|kid|sister|brother|cousin|niece|nephew|neighbor|friend"
    r"|partner|boyfriend|girlfriend|fiancee?|aunt|uncle|grand(?:son|daughter|ma|pa|mother|father)|assistant|roommate|agent"
    r"|(?:son|daughter|mother|father|brother|sister)[\s-]in[\s-]law)\b"
)
_OWNS = re.compile(rf"['’]?s\s(?:(?:house|home|place|number|phone|cell|email)\b|{_RELATIVE})")
_IS_KIN_TO = re.compile(rf"['’]s\s{_RELATIVE}")
# "Grace ok.", "jackie please"
_WILL_DO = re.compile(
    r"\s(?:ok|okay|okey|pls|plz|please|porfa|por favor|(?:is|works|will do|is (?:just|perfectly)) (?:fine|ok|okay|good)"
    r"|esta bien|for short)(?:\s?[.,!?;)\n]|\s?\Z|\s(?:and|or|o|y)\b)"
)
_LAUGHS = re.compile(r"\s(?:lol|haha|jaja|xd|lmao)\b")
_ABOUT_TIME = re.compile(
    r"\b(?:when|cuando|clos(?:e|ing)|list|sell|vender|move|mudar|month|mes|weeks?|spring|fall|winter|primavera|invierno|jan"
    r"|feb|mar|march|apr|april|june?|july?|aug|august|sept?|oct|nov|dec|enero|febrero|marzo|abril|junio|julio|sooner|later)\b|\d"
)


@dataclass(frozen=True, slots=True)
class Around:
    """A text, the same folded, and the spans that are hidden already."""

    text: str
    folded: str
    hidden: Sequence[tuple[int, int]]


def is_in_a_names_place(around: Around, start: int, end: int, *, is_doubtful: bool) -> bool:
    """Whether the name at `start` stands where only a name would.

    One that is doubtful, a last name or a word that answers a question of ours, must stand beside a hidden detail.
    """
    text, folded = around.text, around.folded
    word, before = folded[start:end], folded[max(0, start - 40) : start]
    is_time = word in TIME_WORDS
    if is_doubtful and not text[start].isupper():
        return False
    if _is_beside(around, start, end, is_time):
        return True
    if is_doubtful:
        return False
    if (
        _DASH.search(before)
        and _LINE_ENDS.match(folded, end)
        and (not is_time or (before.strip(" -~–—*") and not _ABOUT_TIME.search(before)))
    ):
        return True
    if _says_who(around, start, end, is_time):
        return True
    if _STARTS.search(folded, max(0, start - 24), start) and (
        _IS_KIN_TO.match(folded, end) or (not is_time and _WILL_DO.match(folded, end))
    ):
        return True
    if is_time:
        return _ends_the_text(folded, start, end) and not _ABOUT_TIME.search(before[-28:])
    return (
        _ends_the_text(folded, start, end)
        or _is_signature_line(folded, start, end)
        or (start == 0 and bool(_LAUGHS.match(folded, end) or _IS_ASKED.match(folded, end)))
        or (
            bool(_SPEAKS.match(folded, end) or _OWNS.match(folded, end))
            and bool(_STARTS.search(folded, max(0, start - 24), start))
        )
        or (bool(_REPORTS.match(folded, end)) and not _A_THING.search(before))
        or (start == 0 and text[0].isupper() and bool(_COMES_FROM.match(text, end)))
    )


def _says_who(around: Around, start: int, end: int, is_time: bool) -> bool:
    """ "This is drew,", "its heather 206...", "call grace"; "its june" is a date, "hi its june" is not."""
    folded = around.folded
    said = _SAYS_WHO.search(folded, max(0, start - 40), start)
    if not said or _NOT_THAT.match(folded, end):
        return False
    if any(0 <= first - end <= 2 for first, _ in around.hidden):
        return True
    is_date = is_time and said.group().strip().endswith("s") and not _GREETING.search(folded, max(0, start - 40), start)
    return not is_date and bool(_WHO_ENDS.match(folded, end))


def is_spoken_of(around: Around, start: int, end: int) -> bool:
    """Whether a text about names holds the word with a capital, set apart; or begins with "king household"."""
    if start == 0 and _HOUSEHOLD.match(around.folded, end):
        return True
    is_title = around.text[start].isupper() and not around.text[start:end].isupper()
    return (
        is_title
        and bool(_ABOUT_NAMES.search(around.folded))
        and around.folded[end : end + 1] in ("", ",", ".", "\n", ")")
    )


def _ends_the_text(folded: str, start: int, end: int) -> bool:
    """ "Wrong thread, drew": behind a comma, with nothing after it."""
    return bool(_ENDS.match(folded, end)) and bool(_AFTER_COMMA.search(folded, max(0, start - 40), start))


def _is_signature_line(folded: str, start: int, end: int) -> bool:
    """A line of its own, the first or the last of several."""
    if "\n" not in folded or not _LINE_STARTS.search(folded, max(0, start - 8), start):
        return False
    return bool(_LINE_ENDS.match(folded, end)) and (start == 0 or not folded[end:].strip(" .!\n"))


def _is_beside(around: Around, start: int, end: int, is_time: bool) -> bool:
    """Whether only signs stand between it and a hidden detail, where a sentence begins or the text ends."""
    folded = around.folded
    begins = bool(_STARTS.search(folded, max(0, start - 12), start))
    ends = bool(_ENDS.match(folded, end))
    if not begins and not ends:
        return False
    for first, last in around.hidden:
        if begins and first >= end and first - end <= 24 and _BETWEEN.fullmatch(folded, end, first):
            return True
        if ends and last <= start and start - last <= 6 and not is_time and _BETWEEN.fullmatch(folded, last, start):
            return True
        if ends and is_time and last <= start and not folded[last:start].strip(" \n-.,"):
            return True
    return False
