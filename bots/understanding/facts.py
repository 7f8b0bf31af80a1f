"""Readers of facts: each looks for one kind of slot and marks the words that it understood."""

import re
from collections.abc import Callable

from bots.answers import HeardSlot
from bots.roles.sides import side_shown
from bots.roles.table import SLOTS
from bots.understanding import choices, intents, money, places, questions, rooms, signs, timespans
from bots.understanding.message import Message

_BUDGET_CUE = re.compile(
    r"budget|spend|afford|up to|\bmax|\bunder\b|\bpay\b|buy\b|presupuesto|gastar|hasta|tope|maximo|comprar"
)
_PRICE_CUE = re.compile(r"asking|\bget\b|\btake\b|\bsell\b|list (?:it )?for|\bpido\b|vender|happy with|\bwant for it")
_DEBT_CUE = re.compile(r"\bowe|mortgage|\blien|payoff|pay off|left on|\bloan|debo|debemos|hipoteca|prestamo|gravamen")
_OTHER_MONEY = re.compile(
    r"down payment|enganche|\brent|renta|\btax|per month|a month|/mo|al mes|appraised|zillow|zestimate|"
    r"neighbor|comps?\b"
)
_NAMED_MONEY = re.compile(
    r"\b(?:budget|presupuesto|asking(?: price)?|(?:pre-?)?approved)(?: (?:is|of|es|de|around|about|like|unos|for|max|"
    r"up to))* \$?\d"
)
_LENDER = re.compile(
    r"(?i:approv\w+|aprob\w+|qualified|applied|loan|letter|approval)(?: (?i:already|me|nos|it|now))?"
    r"(?P<lender> (?i:through|with|by|from|at|via|en|con|por) (?:(?i:my|our|the|a|el|mi|un|"
    r"la) )?(?:[A-Z][\w&]+(?: [A-Z][\w&]+){0,2}|"
    r"(?i:local )?(?i:credit union|bank|lender|banco|union de credito)))"
)
_CREDIT = re.compile(
    r"\b(?:my|our) credit(?: score)? is (?:(?:really|very|pretty) )?(?:good|great|excellent|fine|ok|okay|solid|"
    r"\d{3})\b"
)
_APPROVED = re.compile(r"approved (?:for|up to|at)(?: about| around)? $|aprobad[oa]s? (?:por|para|hasta)(?: unos)? $")
_WORTH = re.compile(r"\bworth\b|\bvale\b|\bvalor\b")
_OTHER_AFTER = re.compile(rf"\s*(?:for|as|in|on|de|para)?\s*(?:the|a|my|our|el|la)?\s*(?:{_OTHER_MONEY.pattern})")
_CLAUSES = re.compile(r"[;!?\n]|\. |\b(?:and|but|y|pero)\b")
_TOO_SOON = re.compile(
    r"(?: \w+){0,3} (?:too (?:fast|soon|quick|early|tight)|not enough|(?:muy|"
    r"demasiado) (?:pronto|rapido))\b"
)
UNSURE_SWITCH = 0.6  # "paying cash, selling our place in May": a buyer still
_WANTS = re.compile(
    r"\b(?:want|need|like|love|looking|going|thinking|interested|plan\w*|decid\w*|hoping|instead|actually|ready|"
    r"also|not|both|have) "
    r"(?:\w+ ){0,2}?(?:sell|buy|list|purchas)|^\W*(?:sell|buy)|\b(?:quier|quisier|necesit|interes|pens|decid|"
    r"tambien|ahora)\w*"
    r" (?:\w+ )?(?:vend|compr)|\b(?:i|we)(?:'m|'re|m| am| are) (?:\w+ )?(?:selling|buying)|\b(?:buy|sell) (?:and|"
    r"or) (?:buy|sell)|"
    r"\b(?:vendo|compro|vendemos|compramos)\b"
)
UNSURE_ADDRESS = 0.6  # below every threshold of routing, and low enough that a model looks at it too
_FREE_TEXT = ("seller.mortgage", "seller.upgrades", "seller.decision_maker")
_DECIDERS = re.compile(
    r"\b(?:(?:just|only) (?:me|myself)|(?:me and )?my (?:wife|husband|spouse|partner|brother|sister|mom|"
    r"dad|siblings?|family)|solo yo|"
    r"mi (?:espos[oa]|herman[oa]|pareja|familia|mama|papa))\b"
)


def read_intent(message: Message) -> None:
    """Buying, selling or both; also settles on whose slots the other facts land."""
    asked = message.asks("lead.intent") and not message.has("lead.intent")
    said = choices.intents_said(message.reading, asked=asked)
    if message.role != "lead":  # "do you work with first-time buyers?" is no change of mind
        said = {value: span for value, span in said.items() if not questions.asks_about(message.folded, span[0])}
    if "both" in said or {"buy", "sell"} <= set(said):
        value, spans = "both", list(said.values())
    elif said:
        value, spans = next(iter(said)), [next(iter(said.values()))]
    else:
        message.side = _side(message, None)
        _read_signs(message)
        return
    message.side = _side(message, value)
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    if message.role == "lead" or _is_other_side(message.role, value):
        # Not marked as understood yet: "buy a 3 bed house" also holds the bedrooms.
        sure = 0.95 if message.role == "lead" or _WANTS.search(message.folded) else UNSURE_SWITCH
        message.slots.append(HeardSlot("lead.intent", value, "", message.reading.text[start:end].strip(), sure))
    else:
        message.remarked = True  # who sells says again that they sell


def _read_signs(message: Message) -> None:
    """Nobody said "buy" or "sell": words that only a buyer or only a seller uses tell it too."""
    sign = signs.implied_side(message.folded) if message.side == "lead" else None
    if sign is not None:
        value, start, end = sign
        evidence = message.reading.text[start:end].strip()
        message.slots.append(HeardSlot("lead.intent", value, "", evidence, signs.SIGN_CONFIDENCE))
        message.side = _side(message, value)
    elif message.side == "lead" and _describes_own_home(message):
        message.side = "seller"


def _describes_own_home(message: Message) -> bool:
    own = signs.OWN_HOME.search(message.folded)
    return bool(own) and choices.chosen(message.reading, choices.CONDITION, asked=False) is not None


def take_intent(message: Message) -> None:
    for phrase in choices.INTENT:
        for match in phrase.pattern.finditer(message.folded):
            if not phrase.only_asked or message.has("lead.intent"):
                message.reading.take(*match.span())
    for sign in signs.signs(message.folded) if message.side in ("buyer", "seller") else ():
        message.reading.take(*sign)


def _is_other_side(role: str, value: str) -> bool:
    return (role, value) in {("buyer", "sell"), ("buyer", "both"), ("seller", "buy"), ("seller", "both")}


def _side(message: Message, said: str | None) -> str:
    if said in ("buy", "sell"):
        return "buyer" if said == "buy" else "seller"
    if message.role != "lead":
        return message.role
    record = message.known.get("lead.intent")
    value = said or (record["value"] if record and not record["vague"] else None)
    return {"buy": "buyer", "sell": "seller", "both": "seller"}.get(value or "", side_shown(message.known)[0] or "lead")


def read_address(message: Message) -> None:
    """The address of the lead's own home. One that somebody asks about ("is 12 Oak St still available?") is a wish to
    buy; one without a word beside it is too weak to tell a seller from a buyer."""
    asked = message.asks("seller.address")
    if message.side == "buyer" and not asked:
        return
    found = places.address(message.reading, asked=asked)
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


def read_rooms(message: Message) -> None:
    if message.side == "seller":
        _take_own_rooms(message)
        return
    if (size := rooms.size_sqft(message.reading)) and SLOTS["buyer.size_sqft"].minimum <= size[0]:
        message.hear("buyer.size_sqft", *size, 0.9)
    asked = message.asks("buyer.bedrooms")
    found = rooms.bedrooms(message.reading, asked=asked)
    if found is not None and (message.side == "buyer" or asked):
        message.hear("buyer.bedrooms", *found, 0.95)
        for wish in rooms.GARAGE.finditer(message.folded):
            message.reading.take(*wish.span())
        for bath in rooms.BATHROOMS.finditer(message.folded):
            message.reading.take(*bath.span())


def _take_own_rooms(message: Message) -> None:
    """What a seller's own home has is asked nowhere, and its numbers are no price."""
    for pattern in rooms.OF_A_HOME:
        for match in pattern.finditer(message.folded):
            if message.reading.is_free(*match.span()):
                message.remark(*match.span())


def read_timeline(message: Message) -> None:
    asked = message.asks("seller.timeline", "buyer.timeline", "lead.timeline")
    spans = timespans.timespans(message.reading, message.today, asked=asked)
    if not spans and not asked:
        spans = _time_alone(message)
    spans = [span for span in spans if not questions.asks_about(message.folded, span.start)]
    spans = _without_reasons(message, spans)
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


def read_money(message: Message) -> None:
    asked = message.asks("seller.price", "buyer.budget")
    corrects = bool(intents.CORRECTION.search(message.folded)) and _money_slot(message) in message.known
    named = bool(_NAMED_MONEY.search(message.folded))
    amounts = money.amounts(message.reading, asked_for_money=asked or corrects or named)
    kept = [amount for amount in amounts if not amount.denied] or amounts
    for amount in amounts:
        if amount.denied and len(amounts) > 1:
            message.reading.take(amount.start, amount.end)
    for amount in _without_approvals(message, kept):
        _place_amount(message, amount)


def _without_approvals(message: Message, amounts: list[money.Amount]) -> list[money.Amount]:
    """Newest first. What a bank approved is the budget only where no other amount is said."""
    approved = [amount for amount in amounts if _APPROVED.search(message.folded, 0, amount.start)]
    if len(approved) < len(amounts) or "buyer.budget" in message.known:
        for amount in approved:
            message.reading.take(amount.start, amount.end)
        amounts = [amount for amount in amounts if amount not in approved]
    return list(reversed(amounts))


def _money_slot(message: Message) -> str:
    return {"seller": "seller.price", "buyer": "buyer.budget"}.get(message.side, "")


def _place_amount(message: Message, amount: money.Amount) -> None:
    """The words before an amount say whose it is; without any the side of the lead does."""
    line_start, line_end = message.reading.line_of(amount.start)
    clause = _CLAUSES.split(message.folded[line_start : amount.start])[-1]
    after = message.folded[amount.end : line_end]
    if _OTHER_MONEY.search(clause) or _OTHER_AFTER.match(after) or (_WORTH.search(clause) and "?" in after):
        return
    if _DEBT_CUE.search(clause) or re.match(r"\s*(?:left|mortgage|loan|de hipoteca)", after):
        message.hear("seller.mortgage", message.reading.text[amount.start : amount.end], amount.start, amount.end, 0.9)
        for cue in _DEBT_CUE.finditer(message.folded, line_start, line_end):
            message.reading.take(*cue.span())
        return
    name = "buyer.budget" if re.search(r"budget|presupuesto", clause) else _money_slot(message)
    both = any(slot.name == "lead.intent" and slot.value == "both" for slot in message.slots)
    if message.side == "lead" or both:
        name = "buyer.budget" if _BUDGET_CUE.search(clause) else "seller.price" if _PRICE_CUE.search(clause) else name
    slot = SLOTS.get(name)
    if slot and slot.minimum <= amount.usd <= slot.maximum:
        hedged = bool(re.search(r"\b(?:maybe|perhaps|quiza|tal vez)\b", clause))
        message.hear(name, amount.usd, amount.start, amount.end, 0.7 if hedged else 0.95 if amount.sure else 0.85)


def choice_reader(name: str, table: tuple[choices.Phrase, ...], side: str) -> Callable[[Message], None]:
    def read(message: Message) -> None:
        asked = message.asks(name)
        if not asked and message.side != side:
            return
        found = choices.chosen(message.reading, table, asked=asked)
        if found is not None:
            value, start, end = found
            message.hear(name, value, start, end, 0.95 if asked else 0.85)
            take_same(message, table, value)

    return read


def take_same(message: Message, table: tuple[choices.Phrase, ...], value: str) -> None:
    """Other words for the same value are understood with it; of a home's condition the worst word stands for all."""
    for phrase in table:
        if not phrase.only_asked and (phrase.value == value or table is choices.CONDITION):
            for match in phrase.pattern.finditer(message.folded):
                message.reading.take(*match.span())


def read_lender(message: Message) -> None:
    """Who approved a loan is asked nowhere, and a bank is no place."""
    for match in _LENDER.finditer(message.reading.text):
        message.remark(*match.span("lender"))
    for match in _CREDIT.finditer(message.folded):
        message.remark(*match.span())


def read_moving_to(message: Message) -> None:
    found = places.moving_to(message.reading) if message.side == "seller" else None
    if found is not None:
        start, end = found
        message.hear("seller.moving_to", message.reading.text[start:end], start, end, 0.85)


def read_motivation(message: Message) -> None:
    # Without the question asked, "moving to" of a buyer or "baby" of a small talker says nothing of a sale.
    choice_reader("seller.motivation", choices.MOTIVATION, "seller")(message)
    if message.has("seller.moving_to"):  # "transferred to Plano" is also a reason, so the words wait until here
        for cue in places.MOVING_TO.finditer(message.folded):
            message.reading.take(*cue.span())


def read_place_alone(message: Message) -> None:
    """A known place that is all that was said is where a buyer looks, where a seller goes, or where their home is."""
    if message.slots or message.intents - {"greeting", "thanks"} or message.asks(*_FREE_TEXT):
        return
    if found := places.known_place_alone(message.reading):
        start, end = found
        asked = message.asks("seller.motivation", "seller.timeline", "seller.moving_to")
        goes = message.side == "seller" and (asked or "seller.address" in message.known)
        name = "seller.moving_to" if goes else f"{message.side}.area"
        settled = not goes or "seller.address" in message.known or "seller.area" in message.known
        message.hear(name, message.reading.text[start:end].strip(" ,."), start, end, 0.85 if settled else 0.6)


def read_area(message: Message) -> None:
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
    if found is not None and questions.asks_about(message.folded, found[0]):
        return  # "what would you pay for a 4/2 in Cedar Park?"
    if found is None or intents.VAGUE.search(message.folded[found[0] : found[1]]):
        if not message.asks("seller.motivation") and places.take_told_places(message.reading):
            message.remarked = True
        return
    start, end, confidence = found
    name = f"{message.side}.area"
    message.hear(name, message.reading.text[start:end].strip(" ,."), start, end, confidence)


def _read_goal(message: Message) -> None:
    """Asked why or when they move, a seller who names a place behind a word of going or of kin goes there."""
    goal = places.known_goal(message.reading)
    if goal is None or message.has("seller.moving_to") or questions.asks_about(message.folded, goal[0]):
        return
    start, end = goal
    if _GOES.search(places.clause_before(message.reading, start)):
        message.hear("seller.moving_to", message.reading.text[start:end].strip(" ,."), start, end, 0.8)


_GOES = re.compile(
    r"\b(?:mov\w+|relocat\w+|transfer\w*|head\w*|go(?:ing)?|closer|near\w*|be with|retir\w+|back to|send\w*|orders|job|"
    r"family|sister|brother|daughter|son|mom|parents|grandkids|mud\w+|ir(?:me|nos)?|regres\w+|vamos|mandan|cerca|"
    r"hij[oa]s?|"
    r"herman[oa]s?|nietos|familia|trabajo)\b"
)
_HOME_LIES = re.compile(
    r"\b(?:house|home|place|property|condo|it|it's|its|one|duplex|casa|propiedad|esta)(?: is| are)?(?: \w+)? $"
)


def _read_place_of_seller(message: Message) -> None:
    """A place that a seller names is where their home lies or where they go; which of both the words around it say."""
    if message.asks("seller.motivation", "seller.timeline") and "seller.moving_to" not in message.known:
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
    open_area = message.side != "seller" and not message.asks("seller.address", *_FREE_TEXT)
    unknown = not any(name in message.known for name in ("lead.area", "buyer.area"))
    answers = intents.YES.match(message.folded) or intents.NO.match(message.folded)
    return open_area and unknown and not answers and not message.slots and not message.intents


def read_extended(message: Message) -> None:
    """Answers to the extended set; free text only when it was asked for."""
    choice_reader("seller.contact_channel", choices.CONTACT_CHANNEL, "")(message)
    if message.asks("seller.decision_maker") and (match := _DECIDERS.search(message.folded)):
        message.hear("seller.decision_maker", match.group(), *match.span(), 0.95)
    if message.asks(*_FREE_TEXT) and not message.slots and not message.intents:
        text = message.reading.text.strip()
        if text and "?" not in text and not intents.VAGUE.search(message.folded):
            message.hear(message.pending, text[:200], 0, len(text), 0.8)
