"""Reads what fills no slot that is asked for: who signs, money put down, land, how somebody came to us."""

from bots.understanding.message import Message
from bots.understanding.tables import aside_facts

_READY, _MINOR = 9, 6  # marks out of ten from which a home is ready, and from which it needs little


def read_aside_facts(message: Message) -> None:
    _read_deciders(message)
    _read_mark(message)
    if message.side == "buyer":
        for match in aside_facts.OF_BUYERS.finditer(message.folded):
            _remark(message, *match.span())
    for match in aside_facts.HOW_CAME.finditer(message.folded):
        _remark(message, *match.span())
    if message.side != "buyer":
        for match in aside_facts.WANTS_VALUE.finditer(message.folded):
            _remark(message, *match.span())
            message.intents.add("asks_for_help")


def _remark(message: Message, start: int, end: int) -> None:
    if message.reading.is_free(start, end) and not message.reading.asks_at(start):
        message.remark(start, end)


def _read_deciders(message: Message) -> None:
    """Who signs is a fact of a seller; of a buyer it is told by the way. Only where it is all that was said."""
    words = message.reading.unread()
    first = len(words) - len(words.lstrip(" .,!"))
    match = aside_facts.DECIDERS.match(message.folded, first) if first < len(words) else None
    if match is None or message.asks("lead.intent") or words[match.end() :].strip(" .,!"):
        return
    if match.group().strip() in ("both", "i", "me") and not message.asks("seller.decision_maker"):
        return  # alone it may answer anything
    if message.side == "seller":
        message.hear("seller.decision_maker", match.group().strip(), *match.span(), 0.9)
    elif message.side == "buyer":
        message.remark(*match.span())


def _read_mark(message: Message) -> None:
    """ "A 7 out of 10": how a seller rates the home, where its condition is asked for or still open."""
    name = "seller.condition"
    if message.side != "seller" or (name in message.known and not message.asks(name)):
        return
    if match := aside_facts.OUT_OF_TEN.search(message.folded):
        mark = float(match["mark"])
        if mark <= 10:
            value = "move_in_ready" if mark >= _READY else "minor_work" if mark >= _MINOR else "major_work"
            message.hear(name, value, *match.span(), 0.85)
