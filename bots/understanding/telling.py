"""Sentences that tell something, and the words of such a sentence that are told with what was understood in it."""

import re
from collections.abc import Iterator

from bots.understanding.everyday import EVERYDAY, HOME_PARTS, WEIGHTY
from bots.understanding.message import Message
from bots.understanding.words import any_of, word_set

_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")
ADDRESSES_US = any_of(
    r"you|u|your|yours|you're|you'd|you'll|you've|ur|y'all|yall|yourself",
    r"usted|ustedes|tu|te|contigo|tus|ti",
)
# Words with which something is wanted of us; beside a reason or a fault they still ask for it.
_ASKING = word_set(
    """
    call calls called phone email contact meet visit tour show send tell explain ask asks asked answer help stop leave
    remove quit cancel forget talk speak reach listen schedule appointment interview question questions someone somebody
    anyone anybody person human manager supervisor machine robot bot agent agents realtor broker offer offers lie liar
    scam cheat threat sue lawyer attorney police court judge unless except depends wait waits negotiate refuse reject
    llamar llama llame llamen mandar enviar mostrar visitar decir diga digame explicar preguntar contestar ayudar dejar
    parar quitar borrar cita alguien persona humano maquina agente oferta abogado juez corte policia depende salvo
    """
)
_TELLABLE = (EVERYDAY | HOME_PARTS | WEIGHTY) - _ASKING


def is_tellable(word: str) -> bool:
    """A common word, or one that states something and asks nothing of us."""
    return word in _TELLABLE


def statements(message: Message) -> Iterator[tuple[int, int]]:
    """Spans of the sentences that neither ask nor address us."""
    for match in _SENTENCE.finditer(message.folded):
        words = match.group()
        if "?" not in words and "¿" not in words and not ADDRESSES_US.search(words):
            yield match.span()


def take_told(message: Message, start: int, end: int) -> None:
    """Marks the common words of a sentence whose meaning was understood; names and numbers stay unread."""
    for at, word in message.reading.leftover_at(start, end):
        if word.removesuffix("'s") in _TELLABLE or word.endswith("n't"):
            message.reading.take(at, at + len(word))
