"""Where the home is or should be, and where a seller goes."""

import re

from bots.answers import HeardSlot
from bots.understanding import addresses, places, questions, signs, timespans
from bots.understanding.message import Message
from bots.understanding.tables import answer_words

UNSURE_ADDRESS = 0.6  # below every threshold of routing, and low enough that a model looks at it too
FREE_TEXT = ("seller.mortgage", "seller.upgrades", "seller.decision_maker")


def read_address(message: Message) -> None:
    """The address of the lead's own home. One that somebody asks about ("is 12 Oak St still available?") is a wish to
    buy; one without a word beside it is too weak to tell a seller from a buyer."""
    asked = message.asks("seller.address")
    if message.side == "buyer" and not asked:
        return
    found = addresses.address(message.reading, asked=asked)
    if found is None:
        return
    start, end, confidence = found
    own = signs.OWN_HOME.search(message.folded)
    if not asked and not own and (about := signs.OTHERS_HOME.search(message.folded)):
        _take_for_buyer(message, about)
        return
    if message.side == "lead":
        confidence = confidence if own else min(confidence, UNSURE_ADDRESS)
        message.side = "seller" if own else message.side
    address = _TOWN_SAID.sub(", ", message.reading.text[start:end].strip(" ,.\n"))
    message.hear("seller.address", address, start, end, confidence)


_TOWN_SAID = re.compile(r"\s*,?\s+(?:in|en)\s+(?=\S)", re.IGNORECASE)


def _take_for_buyer(message: Message, words: re.Match[str]) -> None:
    if message.side == "lead":
        evidence = message.reading.text[words.start() : words.end()]
        message.slots.append(HeardSlot("lead.intent", "buy", "", evidence, signs.SIGN_CONFIDENCE))
        message.side = "buyer"


_HOME_ASKED_ABOUT = re.compile(
    r"\b(?i:house|home|one|place|property|condo|listing|sign|casa|propiedad|letrero|la)(?i: (?:for sale|en venta|is|"
    r"you have|"
    r"you listed|there))*(?i: (?:on|at|off|en|de|sobre|over on|up on))(?i: the| la| el)?(?i: calle| avenida| ave)?"
    r"(?P<name> (?:\d+ )?[A-Z][\w'.]+(?: [A-Z][\w'.]+){0,2})"
    r"|^\W*(?i:on|off|the one on|la de la)(?P<alone> [\w'.]+(?: (?i:st|street|rd|road|dr|drive|ave|ln|blvd))?)\W*$"
)


def read_home_asked_about(message: Message) -> None:
    """Which home on offer the lead means, "the house on Culebra", fills no slot: agents read it in the thread."""
    if message.side == "seller" or message.asks("seller.address", "buyer.area", "lead.area"):
        return
    for match in _HOME_ASKED_ABOUT.finditer(message.reading.text):
        start, end = match.span("name") if match["name"] else match.span("alone")
        if message.reading.is_free(start, end) and places.known_end(message.reading, start + 1) == start + 1:
            message.remark(start, end)
    if message.side == "buyer" and (found := addresses.address(message.reading, asked=False)):
        message.remark(found[0], found[1])


def read_moving_to(message: Message) -> None:
    found = places.moving_to(message.reading) if message.side == "seller" else None
    if found is not None:
        start, end = found
        message.hear("seller.moving_to", message.reading.text[start:end], start, end, 0.85)


_GOAL_ALONE = re.compile(r"\W*(?:(?:back|over|out|up|down|de regreso) )?(?:to|a|para|hacia) ", re.IGNORECASE)


_ZIP_ALONE = re.compile(r"\W*(?:(?:yes|ok|the|zip|zip code|in|en|area|is|codigo postal) )*(?P<zip>\d{5})\W*")


def read_place_alone(message: Message) -> None:
    """A known place that is all that was said is where a buyer looks, where a seller goes, or where their home is."""
    if message.slots or message.intents - {"greeting", "thanks"} or message.asks(*FREE_TEXT):
        return
    if message.asks("buyer.timeline", "seller.timeline", "lead.timeline") and timespans.timespans(
        message.reading, message.today, asked=True
    ):
        return  # "Spring" is a town and a time
    if message.side == "seller" and (goal := _GOAL_ALONE.match(message.reading.text)):
        start, end = goal.end(), places.known_end(message.reading, goal.end())
        if end > start and not message.reading.text[end:].strip(" .!,"):
            message.hear("seller.moving_to", message.reading.text[start:end].strip(" ,."), start, end, 0.85)
            message.reading.take(0, start)
            return
    if (code := _ZIP_ALONE.fullmatch(message.folded)) and not message.asks("seller.price", "buyer.budget"):
        message.hear(f"{message.side}.area", code["zip"], *code.span("zip"), 0.85)
        return
    if found := places.known_place_alone(message.reading):
        start, end = found
        asked = message.asks("seller.motivation", "seller.timeline", "seller.moving_to")
        goes = message.side == "seller" and (asked or "seller.address" in message.known)
        name = "seller.moving_to" if goes else f"{message.side}.area"
        settled = not goes or "seller.address" in message.known or "seller.area" in message.known
        message.hear(name, message.reading.text[start:end].strip(" ,."), start, end, 0.85 if settled else 0.6)
        message.reading.take(end, len(message.folded))
        return
    unknown = message.side in ("buyer", "lead") and not {"buyer.area", "lead.area"} & set(message.known)
    if unknown and (listed := places.listed_places(message.reading)):
        start, end, confidence = listed
        message.hear(f"{message.side}.area", message.reading.text[start:end].strip(" ,."), start, end, confidence)
        message.reading.take(end, len(message.folded))


_COMES_FROM = re.compile(
    r"\b(?:(?:mov|relocat|com|transferr|transplant)\w* |we're |we are |i'm |i am |im |originally |from )+from (?=[a-z])"
)


def _take_origin(message: Message) -> None:
    """Where somebody comes from is asked nowhere."""
    for cue in _COMES_FROM.finditer(message.folded):
        end = places.known_end(message.reading, cue.end())
        if end > cue.end():
            message.remark(cue.start(), end)


def read_area(message: Message) -> None:
    _take_origin(message)
    if message.side == "seller":
        _read_place_of_seller(message)
        return
    answers = not message.slots and not message.intents - {"greeting", "thanks"}
    whole_answer = message.asks("buyer.area", "lead.area") and answers
    found = places.area(message.reading, asked=whole_answer)
    if found is None and message.side == "buyer" and (goal := places.moving_to(message.reading)):
        found = (*goal, 0.85)
    if found is None and _could_be_place(message):
        found = places.bare_place(message.reading)
    if found is not None and questions.asks_about(message.folded, found[0]) and not _asks_for_homes(message):
        return  # "what would you pay for a 4/2 in Cedar Park?"
    if found is None or answer_words.VAGUE.search(message.folded[found[0] : found[1]]):
        if not message.asks("seller.motivation") and places.take_told_places(message.reading):
            message.remarked = True
        return
    start, end, confidence = found
    name = f"{message.side}.area"
    message.hear(name, message.reading.text[start:end].strip(" ,."), start, end, confidence)


def _asks_for_homes(message: Message) -> bool:
    """ "Do you have any listings in Chino Hills?" says where the lead looks."""
    return "asks_for_listings" in message.intents


def _read_goal(message: Message) -> None:
    """A seller who names a place behind a word of going or of kin goes there; a second place is a part of the same."""
    while (goal := places.known_goal(message.reading)) is not None:
        start, end = goal
        before = places.clause_before(message.reading, start)
        if questions.asks_about(message.folded, start) or not _GOES.search(before):
            return
        message.hear("seller.moving_to", message.reading.text[start:end].strip(" ,."), start, end, 0.8)
        message.reading.take(start, end)
        for words in _GOES.finditer(message.folded, start - len(before), start):
            message.reading.take(*words.span())


_GOES = re.compile(
    r"\b(?:mov\w+|relocat\w+|transfer\w*|head\w*|go(?:ing)?|closer|near\w*|be with|retir\w+|back to|send\w*|orders|job|"
    r"(?:buy|purchas\w+)(?: \w+){0,3}|bigger|smaller|dream \w+|married|"
    r"family|sister|brother|daughter|son|mom|parents|grandkids|mud\w+|ir(?:me|nos)?|regres\w+|vamos|mandan|cerca|"
    r"hij[oa]s?|"
    r"herman[oa]s?|nietos|familia|trabajo)\b"
)
_HOME_LIES = re.compile(
    r"\b(?:house|home|place|property|condo|it|it's|its|one|duplex|casa|propiedad|esta)(?: is| are)?(?: \w+)? $"
)


def _read_place_of_seller(message: Message) -> None:
    """A place that a seller names is where their home lies or where they go; which of both the words around it say."""
    if "seller.moving_to" not in message.known and not message.asks("seller.area"):
        _read_goal(message)
    found = places.area(message.reading, asked=message.asks("seller.area"))
    if found is None or questions.asks_about(message.folded, found[0]):
        return
    start, end, confidence = found
    before = places.clause_before(message.reading, start)
    place = message.reading.text[start:end].strip(" ,.")
    if message.has("seller.moving_to"):
        return
    if _GOES.search(before) and not message.has("seller.address"):
        message.hear("seller.moving_to", place, start, end, confidence)
    elif message.asks("seller.area") or _HOME_LIES.search(before.removesuffix("in ").removesuffix("en ")):
        message.hear("seller.area", place, start, end, confidence)


def _could_be_place(message: Message) -> bool:
    """The area is still open, and the words said nothing else."""
    open_area = message.side != "seller" and not message.asks("seller.address", *FREE_TEXT)
    unknown = not any(name in message.known for name in ("lead.area", "buyer.area"))
    answers = answer_words.YES.match(message.folded) or answer_words.NO.match(message.folded)
    return open_area and unknown and not answers and not message.slots and not message.intents
