"""Which value of a choice the words stand for."""

import re

from bots.understanding.questions import asks_about
from bots.understanding.tables.intent import INTENT
from bots.understanding.tables.phrase import Phrase
from bots.understanding.words import Reading, is_negated


def chosen(reading: Reading, table: tuple[Phrase, ...], *, asked: bool) -> tuple[str, int, int] | None:
    """(value, start, end) of the first phrase that fits and is not denied; a later mention beats an earlier one."""
    for phrase in table:
        if phrase.only_asked and not asked:
            continue
        for match in reversed(list(phrase.pattern.finditer(reading.folded))):
            if not reading.is_free(*match.span()) or asks_about(reading.folded, match.start()):
                continue
            if not (phrase.negatable and is_negated(reading.folded, match.start())):
                return phrase.value, match.start(), match.end()
    return None


_OTHERS_SELL = re.compile(
    r"\b(?:landlord|landlady|owner|owners|they|he|she|neighbors?|people|everyone|someone|somebody|dueno|"
    r"casero)(?: is| are|'s|'re| "
    r"was| were| (?:wants?|decided|plans?|has|have) to| esta| va a| quiere)? $"
)
_OTHERS_BUY = re.compile(r"\b(?:you|u|y'all|guys|company|they|someone|anyone) $")  # "do you buy houses?"


def intents_said(reading: Reading, *, asked: bool) -> dict[str, tuple[int, int]]:
    """Every value of INTENT that is said and not denied, with its first span. Who looks for a rental does not buy."""
    found: dict[str, tuple[int, int]] = {}
    for phrase in INTENT:
        if phrase.only_asked and not asked:
            continue
        for match in phrase.pattern.finditer(reading.folded):
            of_ours = (phrase.value == "buy" and _OTHERS_BUY.search(reading.folded, 0, match.start())) or (
                phrase.value == "sell" and _OTHERS_SELL.search(reading.folded, 0, match.start())
            )
            if phrase.value not in found and not of_ours and not is_negated(reading.folded, match.start()):
                found[phrase.value] = match.span()
        if "neither" in found and not phrase.only_asked:
            break
    return found
