"""Which concept a property name means: by its words, its description, its enum."""

import re
from dataclasses import dataclass

# words of names by concept; general vocabulary of the trade
NAME_WORDS: dict[str, set[str]] = {
    "address": {"address", "street", "addr", "direccion", "domicilio"},
    "area": {"area", "areas", "neighborhood", "neighbourhood", "region", "city", "district", "zip", "zone", "suburb", "locality", "place", "location", "zona", "where"},
    "price": {"price", "asking", "ask", "expectation", "worth", "amount", "number", "sell", "precio", "sale", "figure", "expected"},
    "budget": {"budget", "afford", "affordability", "spend", "spending", "ceiling", "presupuesto", "maximum", "purchase"},
    "mortgage": {"mortgage", "mortgages", "lien", "liens", "owed", "owe", "owes", "owing", "debt", "payoff", "encumbrance", "hipoteca", "balance"},
    "beds": {"bed", "beds", "bedroom", "bedrooms", "rooms", "br", "recamaras"},
    "baths": {"bath", "baths", "bathroom", "bathrooms"},
    "sqft": {"sqft", "footage", "square", "squarefeet", "size", "sq"},
    "timeline": {"timeline", "timeframe", "soon", "deadline", "closing", "horizon", "timing", "when", "movein", "urgency", "moving", "move", "plazo", "target"},
    "motivation": {"motivation", "motive", "reason", "why", "cause", "driver", "motivo", "reasons"},
    "destination": {"destination", "relocating", "relocation", "next_home", "headed", "destino"},
    "condition": {"condition", "repairs", "repair", "shape", "fix", "fixes", "upkeep", "estado", "maintenance"},
    "preapproval": {"preapproval", "preapproved", "approval", "approved", "financing", "finance", "lender", "prequalified", "funds", "funding", "loan", "payment", "cash"},
    "property_type": {"dwelling", "hometype", "propertytype"},
    "upgrades": {"upgrade", "upgrades", "improvements", "improvement", "remodel", "updates", "renovations"},
    "listed": {"listed", "listing", "mls", "market", "previously"},
    "decider": {"decider", "deciders", "decides", "decide", "decision", "maker", "makers", "owners", "spouse", "stakeholders", "signers"},
    "channel": {"channel", "contact", "reach"},
    "side": {"side", "role", "buying", "selling", "buyer", "seller", "transaction", "purpose"},
    "name": {"firstname", "lastname", "fullname"},
    "phone": {"phone", "telephone", "mobile"},
    "email": {"email", "mail"},
    "meeting_time": {"meeting", "visit", "appointment", "showing", "slot"},
    "language": {"language", "lang", "locale", "idioma"},
    # signals
    "person": {"person", "human", "agent", "handoff", "escalate", "escalation", "representative", "someone", "callback", "call"},
    "opt_out": {"optout", "unsubscribe", "dnc", "stop", "remove", "unsubscribed"},
    "anger": {"anger", "angry", "hostile", "upset", "threat", "threats", "abuse", "abusive", "frustrated", "frustration", "complaint", "hostility", "rude"},
    "legal": {"legal", "law", "money_trouble", "trouble"},
    "foreclosure": {"foreclosure"}, "bankruptcy": {"bankruptcy"}, "attorney": {"attorney", "lawyer"}, "short_sale": {"shortsale"},
    "lien": set(), "probate": {"probate"}, "divorce": {"divorce"}, "lawsuit": {"lawsuit"}, "eviction": {"eviction"},
    "question": {"question", "questions", "asks", "query", "queries", "inquiry"},
    "bot_question": {"bot", "robot", "identity", "disclosure"},
    "objection": {"objection", "objections", "pushback", "concern", "hesitation", "resistance"},
    "greeting": {"greeting", "greets", "hello"}, "thanks": {"thanks", "gratitude"},
    "vague": {"vague", "unsure", "unclear", "uncertain", "noncommittal", "evasive", "undecided", "ambiguous"},
    "yes": {"yes", "affirmative", "accepts", "accepted", "agrees", "agreed", "confirms", "confirmed", "affirm", "consents"},
    "no": {"declines", "declined", "refuses", "refused", "rejects", "rejected", "negative", "denies"},
    "correction": {"correction", "corrects", "corrected", "correcting"},
    "appointment": {"booking", "books", "tour", "showing", "wants_visit", "appointment"},
    "wrong_number": {"wrongnumber"}, "not_interested": {"notinterested", "disinterested", "uninterested"},
    "auto_reply": {"autoreply", "automatic"}, "valuation": {"valuation", "appraisal", "worth"},
    "injection": {"injection", "manipulation", "jailbreak", "attack", "adversarial"},
    "distress": {"distress", "emotion", "emotional", "grief", "stress"},
    "sell": {"seller", "selling", "sell"}, "buy": {"buyer", "buying", "buy", "purchase"}, "rent": {"rent", "renting", "renter"},
}  # fmt: skip
# two or more words of a name that mean more together than apart
PHRASES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("move", "in"), "timeline"), (("how", "soon"), "timeline"), (("time", "frame"), "timeline"), (("close", "by"), "timeline"), (("ready", "by"), "timeline"),
    (("pre", "approval"), "preapproval"), (("pre", "approved"), "preapproval"), (("proof", "of", "funds"), "preapproval"), (("down", "payment"), "other"),
    (("price", "range"), "budget"), (("max", "price"), "budget"), (("purchase", "price"), "budget"), (("price", "ceiling"), "budget"), (("loan", "balance"), "mortgage"), (("left", "to", "pay"), "mortgage"),
    (("home", "size"), "sqft"), (("property", "type"), "property_type"), (("home", "type"), "property_type"), (("type", "of", "home"), "property_type"), (("kind", "of", "home"), "property_type"),
    (("moving", "to"), "destination"), (("where", "to"), "destination"), (("move", "to"), "destination"), (("next", "home"), "destination"), (("moving", "where"), "destination"), (("going", "to"), "destination"),
    (("property", "location"), "address"), (("house", "location"), "address"), (("property", "address"), "address"), (("place", "for", "sale"), "address"), (("home", "address"), "address"),
    (("listed", "before"), "listed"), (("contact", "channel"), "channel"), (("contact", "method"), "channel"), (("contact", "preference"), "channel"), (("preferred", "contact"), "channel"),
    (("buying", "or", "selling"), "side"), (("buy", "or", "sell"), "side"), (("lead", "type"), "side"), (("lead", "side"), "side"), (("who", "decides"), "decider"), (("wants", "to"), "side"),
    (("opt", "out"), "opt_out"), (("do", "not", "contact"), "opt_out"), (("stop", "texting"), "opt_out"), (("short", "sale"), "short_sale"),
    (("is", "bot"), "bot_question"), (("are", "you", "human"), "bot_question"), (("asks", "if", "bot"), "bot_question"), (("bot", "question"), "bot_question"), (("are", "you", "a", "bot"), "bot_question"), (("asked", "if", "bot"), "bot_question"),
    (("wrong", "number"), "wrong_number"), (("not", "interested"), "not_interested"), (("auto", "reply"), "auto_reply"), (("home", "value"), "valuation"),
    (("call", "me"), "person"), (("asks", "for", "person"), "person"), (("wants", "human"), "person"), (("wants", "person"), "person"), (("wants", "agent"), "person"), (("talk", "to"), "person"), (("asked", "for", "person"), "person"),
    (("home", "worth"), "valuation"), (("prompt", "injection"), "injection"), (("legal", "trouble"), "legal"), (("money", "trouble"), "legal"), (("legal", "issue"), "legal"),
    (("first", "name"), "name"), (("last", "name"), "name"), (("full", "name"), "name"), (("square", "feet"), "sqft"), (("repairs", "needed"), "condition"), (("roof",), "condition"),
)  # fmt: skip
SIGNAL_CONCEPTS = frozenset({
    "person", "opt_out", "anger", "legal", "foreclosure", "bankruptcy", "attorney", "short_sale", "lien", "probate", "divorce", "lawsuit", "eviction", "question",
    "bot_question", "objection", "greeting", "thanks", "vague", "yes", "no", "correction", "appointment", "wrong_number", "not_interested", "auto_reply", "valuation",
    "injection", "distress", "sell", "buy", "rent",
})  # fmt: skip
# words that say which facet of a concept a property holds
EVIDENCE = frozenset(
    {"evidence", "quote", "quotes", "span", "verbatim", "excerpt", "said", "citation", "source", "words", "snippet"}
)
CONFIDENCE = frozenset({"confidence", "certainty", "probability", "score", "likelihood", "sure"})
VAGUE = frozenset({"vague", "unclear", "uncertain", "hedged", "ambiguous", "unsure"})
VALUE = frozenset(
    {"value", "answer", "normalized", "normalised", "amount", "canonical", "result", "content", "val", "parsed"}
)
KEY = frozenset(
    {
        "slot",
        "name",
        "key",
        "field",
        "attribute",
        "topic",
        "kind",
        "type",
        "property",
        "id",
        "label",
        "intent",
        "signal",
        "flag",
    }
)
REPLY = frozenset(
    {
        "reply",
        "message",
        "text",
        "response",
        "sms",
        "wording",
        "wordings",
        "variant",
        "variants",
        "draft",
        "say",
        "body",
        "replies",
        "messages",
        "texts",
        "options",
        "words",
        "drafts",
    }
)
_FILLER = frozenset({
    "usd", "cents", "dollars", "days", "weeks", "months", "years", "count", "num", "value", "text", "of", "the", "a", "is", "has", "lead", "s", "in", "to", "for", "min", "max", "low",
    "high", "k", "raw", "property", "home", "house", "new", "current", "date", "iso", "desired", "preferred", "wanted", "if", "any",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A concept with the strength of the likeness (0 for none)."""

    concept: str
    score: float


def words_of(name: str) -> list[str]:
    """Split snake, kebab and camel case into lower-case words."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word]


def _phrase(words: list[str]) -> str:
    for phrase, concept in PHRASES:
        length = len(phrase)
        if any(tuple(words[at : at + length]) == phrase for at in range(len(words) - length + 1)):
            return concept
    return ""


def match_name(name: str, *, description: str = "", signals: bool = False) -> Match:
    """Return the concept a name means best. `signals` prefers what a yes/no can hold."""
    words = words_of(name)
    joined = "".join(words)
    if (concept := _phrase(words)) and (signals or concept not in SIGNAL_CONCEPTS):
        return Match(concept, 6.0)
    described = set(words_of(description)) if description else set()
    best = Match("", 0.0)
    for concept, vocabulary in NAME_WORDS.items():
        if (concept in SIGNAL_CONCEPTS) != signals and not (signals and concept not in SIGNAL_CONCEPTS):
            continue
        score = sum(3.0 for word in words if word in vocabulary) + (3.0 if joined in vocabulary else 0.0)
        score += min(2.0, float(len(described & vocabulary)))
        if signals and concept in SIGNAL_CONCEPTS and score:
            score += 0.5
        if score > best.score:
            best = Match(concept, score)
    return best if best.score >= 2 else Match("", 0.0)


def core_words(name: str) -> set[str]:
    return {word for word in words_of(name) if word not in _FILLER}


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1."""
    first, second = set(words_of(one)), set(words_of(other))
    return len(first & second) / len(first | second) if first and second else 0.0
