"""Readers of answers to what was asked: yes, no, maybe, a correction, a farewell."""

import re

from bots.answers import HeardSlot
from bots.slots import corrects
from bots.understanding import everyday, telling, vocabulary
from bots.understanding.message import Message
from bots.understanding.tables import answer_words, refusals
from bots.understanding.words import any_of, word_set

_WHY_VAGUE = (
    "seller.price",
    "buyer.budget",
    "seller.motivation",
    "seller.address",
    "buyer.area",
    "lead.area",
    "lead.intent",
)

_HEDGES = re.compile(
    r"maybe|perhaps|(?:i'm |im |we're )?(?:open|flexible)|quiza[s]?|tal vez|a lo mejor|sometime|eventually|"
    r"(?:no|not in a(?:ny)?) (?:rush|hurry)|sin (?:prisa|apuro)|no (?:tengo|tenemos|hay|llevo) (?:prisa|apuro)"
)
YES_MEANS: dict[str, tuple[str | bool, float]] = {
    "buyer.preapproval": ("approved", 0.7),
    "seller.listed_before": (True, 0.95),
    "seller.mortgage": ("yes", 0.8),
}
NO_MEANS: dict[str, tuple[str | bool, float]] = {
    "buyer.preapproval": ("not_started", 0.85),
    "seller.listed_before": (False, 0.95),
    "seller.mortgage": ("none", 0.9),
    "seller.upgrades": ("none", 0.9),
    "seller.decision_maker": ("nobody else", 0.8),
    "seller.condition": ("move_in_ready", 0.6),
}


def read_yes_no(message: Message) -> None:
    """A bare yes or no to what was asked. It answers nothing when the message already did."""
    if not message.pending or message.has(message.pending):
        return
    words = message.reading.unread()
    yes, no = answer_words.YES.match(words), answer_words.NO.match(words)
    if yes and not answer_words.AFFIRMS.fullmatch(yes["yes"]) and not _only_agrees(message):
        return
    if yes and message.pending == "seller.timeline":
        message.hear(message.pending, message.yes_days, *yes.span("yes"), 0.9)
    elif yes and message.pending in YES_MEANS:
        value, confidence = YES_MEANS[message.pending]
        message.hear(message.pending, value, *yes.span("yes"), confidence)
    elif no and message.pending in NO_MEANS and not (message.asks("seller.condition") and message.slots):
        value, confidence = NO_MEANS[message.pending]
        message.hear(message.pending, value, *no.span("no"), confidence)
    elif no and message.pending in ("seller.timeline", "buyer.timeline", *_WHY_VAGUE) and not message.slots:
        message.hear_vague(message.pending, *no.span("no"))


def _only_agrees(message: Message) -> bool:
    """ "Ok" and "perfect" answer a yes-or-no question about a time frame, never whether a loan is approved, and only
    where nothing else is said: "Sure, 12 Maple Ln" answers what came before."""
    return message.pending == "seller.timeline" and not message.slots and not message.intents


_HEARD_US = re.compile(
    r"^\W*(?:(?:oh|ah|ok(?:ay)?|k|yes|yeah|yep|yup|si|ya|yo|hey|well|hmm+|um|right|sure|cool|bueno|pues|aja|mhm|"
    r"claro|then|"
    r"entonces|sir|maam)\b\W*)+"
)


def read_acknowledgement(message: Message) -> None:
    """ "Oh ok, I filled out something on facebook": we were heard. Nothing is answered, and nothing stays unread."""
    if message.slots or message.intents or message.remarked or message.asks(*YES_MEANS, "seller.timeline"):
        return
    if _HEARD_US.match(message.folded) and "?" not in message.folded:
        message.remarked = True


_JUST_LOOKING = re.compile(
    r"(?:i'm |im |we're |i am |we are |estoy |estamos )?(?:just|only|solo|nomas|nada mas)(?: (?:estoy|estamos))? "
    r"(?:looking|browsing|checking|curious|window shopping|seeing|poking|exploring|viendo|mirando|preguntando|"
    r"curioseando)"
    r"(?: (?:around|things|here|what'?s out there|my options|options|casas|opciones|for now|right now|por ahora))*"
)


def read_just_looking(message: Message) -> None:
    """ "Just looking" neither buys nor sells; to whom the reason was asked it is one."""
    if message.asks("seller.motivation"):
        return
    if match := _JUST_LOOKING.fullmatch(message.reading.unread().strip(" .,!")):
        at = message.folded.index(match.group())
        end = at + len(match.group())
        if message.pending:
            message.hear_vague(message.pending, at, end)
            message.intents.add("vague")
        message.remark(at, end)


def read_wishes(message: Message) -> None:
    """What a buyer would like the home to have answers no question and is asked nowhere."""
    if message.side != "buyer" or message.slots or message.intents or message.remarked:
        return
    if message.asks("buyer.area", "lead.area") and _AROUND.search(message.folded):
        return
    words = message.reading.leftover()
    wished = [word for word in words if word in vocabulary.WISHES or word in everyday.HOME_PARTS]
    told = all(word in everyday.EVERYDAY or word in _NO or word in wished for word in words)
    if wished and told and not telling.ADDRESSES_US.search(message.folded) and "?" not in message.folded:
        message.remark(0, len(message.folded))


_AROUND = any_of(
    r"schools?|parks?|shop\w*|stores?|river|lake|beach|city|town|country|street|road|highway|freeway|train|bus|transit|"
    r"walk\w*|driv\w+|distance|near\w*|close|north|south|east|west|side|community|church|work|job|office|family|where|"
    r"escuelas?|parques?|tiendas?|rio|lago|playa|ciudad|calle|camino|cerca|lejos|iglesia|trabajo|donde|barrio|colonia"
)
_NO = word_set("no not nothing without sin nada can't won't don't must never")


def read_agreement(message: Message) -> None:
    """ "Ok, great" that answers nothing which was asked: taken as heard, so that no place is found in it."""
    if answer_words.THUMBS_UP.fullmatch(message.folded):
        if message.asks("seller.timeline"):
            message.hear(message.pending, message.yes_days, 0, len(message.folded), 0.8)
        message.remarked = True
        return
    words = message.reading.unread()
    if not message.asks("lead.intent") and (yes := answer_words.YES_ALONE.fullmatch(words)):
        message.remark(*yes.span())
        return
    while (match := answer_words.AGREEMENT.match(words)) and match.group().strip():
        message.remark(*match.span())
        words = message.reading.unread()


def read_vague(message: Message) -> None:
    match = answer_words.VAGUE.search(message.folded)
    if match is None:
        return
    hedged = any(not slot.vague for slot in message.slots) and _HEDGES.fullmatch(match.group())
    if message.pending and not message.has(message.pending) and not hedged:
        message.hear_vague(message.pending, *match.span())
        message.intents.add("vague")
    message.remark(*match.span())
    if _ON_WHAT.search(match.group()):
        for start, end in telling.statements(message):
            if start <= match.start() < end:
                telling.take_told(message, match.start(), end)


_ON_WHAT = re.compile(r"depend|whatever|segun")


def read_free_motivation(message: Message) -> None:
    """A reason in words of the lead's own is still a reason; the model may say which."""
    if not message.asks("seller.motivation") or message.slots or message.intents or "?" in message.folded:
        return
    words = [word for word in message.reading.leftover() if len(word) > 2]
    if len(words) >= 2:
        start = message.folded.index(words[0])
        message.slots.append(
            HeardSlot("seller.motivation", "other", "", message.reading.text[start:].strip()[:200], 0.6)
        )


def read_correction(message: Message) -> None:
    says_so = bool(answer_words.CORRECTION.search(message.folded))
    if any(corrects(message.known, slot, says_so=says_so) for slot in message.slots):
        message.intents.add("correction")
    if message.slots:
        for match in answer_words.CORRECTION.finditer(message.folded):
            message.reading.take(*match.span())


def read_not_interested(message: Message) -> None:
    """ "Not selling, I want to buy" is a change of mind, no farewell: only words without a fact say goodbye."""
    if "wrong_number" in message.intents or any(not slot.vague for slot in message.slots):
        return
    if match := refusals.NOT_INTERESTED.search(message.folded):
        message.reading.take(*match.span())
        message.intents.add("not_interested")
        message.slots.clear()
