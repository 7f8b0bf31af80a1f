"""By when the lead wants to sell or to move in."""

import re

from bots.roles.table import SLOTS
from bots.understanding import questions, timespans
from bots.understanding.message import Message

_LEASE_ENDS = re.compile(
    r"\b(?:when|once|after|until|because|since|as soon as|cuando) (?:my|our|the|mi|el) (?:lease|contract|rental|"
    r"renta|contrato)"
    r"(?: is up| ends?| expires?| runs out| finishes| (?:se )?(?:vence|termina|acaba))?\b"
)
_TOO_SOON = re.compile(
    r"(?: \w+){0,3} (?:too (?:fast|soon|quick|early|tight)|not enough|(?:muy|"
    r"demasiado) (?:pronto|rapido))\b"
)


# "Repainted this spring": when something was done to the home.
_WAS_DONE = re.compile(
    r"\b(?:re?painted|painted|redone|redid|replaced|remodel(?:l)?ed|renovated|updated|installed|put in|refinished|"
    r"staged)"
    r"(?: (?!and\b|but\b|so\b)\w+){0,3} ?$"
)


def read_timeline(message: Message) -> None:
    asked = message.asks("seller.timeline", "buyer.timeline", "lead.timeline")
    spans = timespans.timespans(message.reading, message.today, asked=asked)
    if not spans and not asked:
        spans = _time_alone(message)
    spans = [span for span in spans if not questions.asks_about(message.folded, span.start)]
    spans = [span for span in _without_reasons(message, spans) if not _WAS_DONE.search(message.folded, 0, span.start)]
    name = f"{message.side}.timeline"
    denied = [span for span in spans if re.search(r"\bnot\s+(?:in\s+)?$|\bno\s+$", message.folded[: span.start])]
    for span in denied if len(spans) > 1 else []:
        message.reading.take(span.start, span.end)
        spans.remove(span)
    too_soon = [span for span in spans if _TOO_SOON.match(message.folded, span.end)]
    spans = [span for span in spans if span not in too_soon]
    if too_soon and not spans and asked:
        message.hear_vague(message.pending, too_soon[0].start, too_soon[0].end)
    if spans and spans[-1].days <= SLOTS[name].maximum:
        for span in spans[:-1]:
            message.reading.take(span.start, span.end)
        message.hear(name, spans[-1].days, spans[-1].start, spans[-1].end, 0.9)
        for words in _LEASE_ENDS.finditer(message.folded):
            message.reading.take(*words.span())


_ALONE = re.compile(
    r"\W*(?:(?:yes|yeah|si|ok|okay|within|in|en|about|around|like|maybe|more like|probably|unos|como|pls|please)\W*)*"
)


def _time_alone(message: Message) -> list[timespans.Timespan]:
    """A time that is all that was said needs no question: "60 days" says when, whatever was asked last."""
    if not message.pending or message.side not in ("buyer", "seller"):
        return []
    spans = timespans.timespans(message.reading, message.today, asked=True)
    unread = message.reading.unread()
    alone = len(spans) == 1 and bool(
        _ALONE.fullmatch(unread, 0, spans[0].start) and _ALONE.fullmatch(unread, spans[0].end)
    )
    return spans if alone else []


_REASON_WHY = re.compile(r"\b(?:because|since|cause|porque|ya que)\b")


def _without_reasons(message: Message, spans: list[timespans.Timespan]) -> list[timespans.Timespan]:
    """The time of a reason is not the time asked for: "asap because the bill comes in January"."""
    if len(spans) < 2 or not (why := _REASON_WHY.search(message.folded, spans[0].end)):
        return spans
    for span in spans:
        if span.start > why.start():
            message.reading.take(span.start, span.end)
    return [span for span in spans if span.start < why.start()]
