"""What a message does beside stating facts: asks for a person, threatens, thanks, objects."""

import re

from bots.understanding.tables import asked_of_us, hostility, reach, refusals, requests
from bots.understanding.trouble import LEGAL_OR_MONEY
from bots.understanding.words import Reading, is_negated

_DENIABLE = {"asks_for_person", "legal_or_money_trouble", "wants_appointment", "open_to_call"}
TABLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("asks_if_bot", requests.ASKS_IF_BOT),
    ("asks_who_writes", requests.ASKS_WHO_WRITES),
    ("instructs_the_assistant", hostility.INSTRUCTS),
    ("wrong_number", refusals.WRONG_NUMBER),
    ("threat", hostility.THREAT),
    ("anger", hostility.ANGER),
    ("asks_for_person", requests.ASKS_FOR_PERSON),
    ("asks_for_person", reach.MAY_CALL),
    ("legal_or_money_trouble", LEGAL_OR_MONEY),
    ("wants_appointment", requests.APPOINTMENT),
    ("wants_appointment", reach.AT_A_TIME),
    ("open_to_call", requests.OPEN_TO_CALL),
    ("asks_for_help", requests.ASKS_FOR_HELP),
    ("asks_for_listings", requests.ASKS_FOR_LISTINGS),
    ("asks_how_it_works", requests.ASKS_HOW_IT_WORKS),
    ("asks_who_sent", asked_of_us.ASKS_WHO_SENT),
    ("says_how_to_reach", reach.BY_WRITING),
    ("objection", refusals.OBJECTION),
)


def intents(reading: Reading) -> set[str]:
    """Intents of the table, marking their words as understood. "No liens" and "don't call me" are none."""
    found: set[str] = set()
    for name, pattern in TABLE:
        for match in pattern.finditer(reading.folded):
            if name in _DENIABLE and is_negated(reading.folded, match.start()):
                continue
            if name in ("asks_for_person", "anger") and not reading.is_free(*match.span()):
                continue  # "is this a real person?" and "is this a scam?" ask what we are
            found.add(name)
            if name != "legal_or_money_trouble":  # a divorce or a foreclosure is also a reason to sell
                reading.take(*match.span())
    return found
