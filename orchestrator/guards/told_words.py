"""Pure: what a text tells its reader to say, in any words, and whether a reply says it.

Broader than echoes.py, which knows the shapes of quoting: here any order to say something is enough, and only what
stands behind it counts. "Tell me how", "say when" and "confirm whether" ask and dictate nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from orchestrator.guards.disguises import fold, views
from orchestrator.guards.imperatives import SENTENCE, WORD, is_order, word_set

_SAYS = word_set(
    """
    say echo repeat write type spell confirm promise guarantee agree state quote recite finish complete announce respond
    reply answer tell pretend act add append include mention paste swear admit claim certify shout sing greet introduce
    translate print output display sound begin title prefix sign label assert declare reassure pledge vow chant whisper
    reiterate restate regurgitate transcribe diga di digame dime digale digales repita repite repitame escriba escribe
    escribame conteste contesta contesteme responda responde confirme confirmeme confirma prometa prometame jure jureme
    firme empiece termine pongale hableme saludeme cante traduzca asegure asegureme garantice garanticeme admita afirme
    mencione incluya agregue pegue anuncie regreseme devuelvame deletree complete
    """
)
_ASKS = word_set(
    """
    if when how what where why who whom whether more about which whichever something anything everything hi hello thanks
    thank once after before as by on in at from until yes no so back soon asap si cuando como donde cuanto cuanta
    cuantos mas algo quien quienes cual cuales porque por que gracias hola antes despues
    """
)
_TO_WHOM = word_set(
    """
    me us him her them it to back please pls lead client everyone a mi le les nos exactly only just
    """
)
_SMALL = word_set(
    """
    the and that this with your you for our are is was will can have has they them what when would about from here there
    yes not but all any home house area looking buy sell selling buying like know want need please thanks thank hello
    para con una los las que por usted casa zona gracias hola como esta este tiene quiere vender comprar
    """
)
_ROW = 3  # words in a row that a reply shares with an order by no chance
_SHORT = 4  # words behind an order up to which each of them counts
_LETTERS = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d[\d.,:]*\d|\d{2,}")


def told_in(reply: str, stranger: str) -> str | None:
    """Words that the reply takes from an order of the stranger's; None where there are none."""
    said = fold(reply)
    rows = frozenset(_rows(_LETTERS.findall(said)))
    figures = {_digits(figure) for figure in _FIGURE.findall(said)}
    spoken = frozenset(_LETTERS.findall(said))
    for told in told_words(stranger):
        words = _LETTERS.findall(told)
        shared = rows.intersection(_rows(words)) if rows else ()
        if shared:
            return " ".join(min(shared))
        figure = next((found for found in _FIGURE.findall(told) if _digits(found) in figures), None)
        if figure:
            return figure
        rare = [word for word in words if len(word) > 3 and word not in _SMALL and word in spoken]
        if len(words) <= _SHORT and rare:
            return rare[0]
    return None


@lru_cache(maxsize=1024)
def told_words(text: str) -> tuple[str, ...]:
    """What stands behind each order to say something, up to the end of its sentence."""
    return tuple(dict.fromkeys(told for view in views(text) for told in _told(view.text)))


def _told(folded: str) -> Iterator[str]:
    for sentence in SENTENCE.findall(folded):
        found = list(WORD.finditer(sentence))
        for at, word in enumerate(found):
            if word.group() in _SAYS and is_order(sentence, found, at):
                first = next((one for one in found[at + 1 :] if one.group() not in _TO_WHOM), None)
                if first is not None and first.group() not in _ASKS:
                    yield sentence[first.start() :]
                    break


def _rows(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Rows of words, at least one of which says something."""
    for at in range(len(words) - _ROW + 1):
        row = tuple(words[at : at + _ROW])
        if any(len(word) > 3 and word not in _SMALL for word in row):
            yield row


def _digits(figure: str) -> str:
    return re.sub(r"\D", "", figure)
