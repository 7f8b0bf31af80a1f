"""Whether the lead buys or sells, said or shown."""

import re

from bots.answers import HeardSlot
from bots.roles.sides import side_shown
from bots.understanding import choices, questions, signs
from bots.understanding.message import Message
from bots.understanding.tables import condition, intent

_BOTH = re.compile(r"\W*(?:well |um |i guess |actually )?(?:both|ambas?|las dos)(?: cosas)?\W*")
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


def read_intent(message: Message) -> None:
    """Buying, selling or both; also settles on whose slots the other facts land."""
    asked = message.asks("lead.intent") and not message.has("lead.intent")
    alone = message.role == "lead" and bool(_BOTH.fullmatch(message.folded)) and "lead.intent" not in message.known
    said = choices.intents_said(message.reading, asked=asked or alone)
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
    return bool(own) and choices.chosen(message.reading, condition.CONDITION, asked=False) is not None


def take_intent(message: Message) -> None:
    for phrase in intent.INTENT:
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
