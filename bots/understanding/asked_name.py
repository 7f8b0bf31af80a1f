"""Who asks whether somebody by a name writes to them."""

import re

from bots.understanding.everyday import EVERYDAY, HOME_PARTS, WEIGHTY
from bots.understanding.gazetteer import is_place
from bots.understanding.message import Message
from bots.understanding.small_talk import is_word
from bots.understanding.words import fold

_ASKED_NAME = re.compile(
    r"\b(?:[Ii]s|IS|[Ee]s) (?:this|it|that|usted) (?:still |really )?(?P<name>[A-ZÁÉÍÓÚÑ]?[a-záéíóúñ]{2,12})\s*\?"
)


def read_asked_name(message: Message) -> None:
    """ "Is this Kelsey?" asks who writes; "is this available?" does not."""
    for match in _ASKED_NAME.finditer(message.reading.text):
        name = fold(match["name"])
        if (
            not is_place(name)
            and name not in EVERYDAY
            and name not in WEIGHTY
            and name not in HOME_PARTS
            and not is_word(name)
        ):
            message.intents.add("asks_who_writes")
            message.reading.take(*match.span())
