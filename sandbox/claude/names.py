"""Which concept a property name means: by its words, its description, its enum."""

import re
from dataclasses import dataclass
from functools import lru_cache


def table(text: str) -> dict[str, tuple[str, ...]]:
    """Read "name: word word" entries; an indented line continues the one above."""
    rows = re.sub(r"\n\s+", " ", text.strip()).splitlines()
    return {name.strip(): tuple(words.split()) for name, _, words in (row.partition(":") for row in rows)}


# words of names by concept; general vocabulary of the trade
NAME_WORDS = {
    concept: frozenset(words)
    for concept, words in table("""
address: addr address direccion domicilio street
area: area areas city district locality location neighborhood neighbourhood place region suburb where zip zona zone
price: amount ask asking expectation expected figure number precio price sale sell worth
budget: afford affordability budget ceiling maximum presupuesto purchase spend spending
mortgage: balance debt encumbrance hipoteca lien liens mortgage mortgages owe owed owes owing payoff
beds: bed bedroom bedrooms beds br recamaras rooms
baths: bath bathroom bathrooms baths
sqft: footage size sq sqft square squarefeet
timeline: closing deadline horizon move movein moving plazo soon target timeframe timeline timing urgency when
motivation: cause driver motivation motive motivo reason reasons why
destination: destination destino headed next_home relocating relocation
condition: condition estado fix fixes maintenance repair repairs shape upkeep
preapproval: approval approved cash finance financing funding funds lender loan payment preapproval preapproved
  prequalified
property_type: dwelling hometype propertytype
upgrades: improvement improvements remodel renovations updates upgrade upgrades
listed: listed listing market mls previously
decider: decide decider deciders decides decision maker makers owners signers spouse stakeholders
channel: channel contact reach
side: intent intention buyer buying purpose role seller selling side transaction
name: firstname fullname lastname
phone: mobile phone telephone
email: email mail
meeting_time: appointment meeting showing slot visit
language: idioma lang language locale
person: agent call callback escalate escalation handoff human person representative someone
opt_out: dnc optout remove stop unsubscribe unsubscribed
anger: abuse abusive anger angry complaint frustrated frustration hostile hostility rude threats upset
legal: law legal money_trouble trouble
foreclosure: foreclosure
bankruptcy: bankruptcy
attorney: attorney lawyer
short_sale: shortsale
lien: liens
probate: probate
divorce: divorce
lawsuit: lawsuit
eviction: eviction
question: asks inquiry queries query question questions
bot_question: bot disclosure identity robot
objection: concern hesitation objection objections pushback resistance
greeting: greeting greets hello
thanks: gratitude thanks
vague: ambiguous evasive noncommittal uncertain unclear undecided unsure vague
yes: accepted accepts affirm affirmative agreed agrees confirmed confirms consents yes
no: declined declines denies negative refused refuses rejected rejects
correction: corrected correcting correction corrects
appointment: appointment booking books showing tour wants_visit
wrong_number: wrongnumber
not_interested: disinterested notinterested uninterested
auto_reply: automatic autoreply
valuation: appraisal valuation worth
threat: threat threats threatens violence
open_to_call: callable
injection: instructs instructions orders adversarial attack injection jailbreak manipulation
distress: distress emotion emotional grief stress
sell: sell seller selling
buy: buy buyer buying purchase
rent: rent renter renting
""").items()
}
# words of a name that mean more together than apart
PHRASES = tuple(
    (tuple(phrase.split("_")), concept)
    for concept, phrases in table("""
timeline: move_in how_soon time_frame close_by ready_by
preapproval: pre_approval pre_approved proof_of_funds
other: down_payment
budget: price_range max_price purchase_price price_ceiling
mortgage: loan_balance left_to_pay
sqft: home_size square_feet
property_type: property_type home_type type_of_home kind_of_home
destination: moving_to where_to move_to next_home moving_where going_to
address: property_location house_location property_address place_for_sale home_address
listed: listed_before
channel: contact_channel contact_method contact_preference preferred_contact
side: buying_or_selling buy_or_sell lead_type lead_side wants_to
decider: who_decides
opt_out: opt_out do_not_contact stop_texting
short_sale: short_sale
bot_question: is_bot are_you_human asks_if_bot bot_question are_you_a_bot asked_if_bot
wrong_number: wrong_number
not_interested: not_interested
auto_reply: auto_reply
valuation: home_value home_worth
person: call_me asks_for_person wants_human wants_person wants_agent talk_to asked_for_person
injection: prompt_injection
legal: legal_trouble money_trouble legal_issue
name: first_name last_name full_name
condition: repairs_needed roof
open_to_call: open_to_call ok_to_call call_ok accepts_call
injection: instructs_the_assistant gives_orders
""").items()
    for phrase in phrases
)
SIGNAL_CONCEPTS = frozenset(
    {
        "person",
        "opt_out",
        "anger",
        "legal",
        "foreclosure",
        "bankruptcy",
        "attorney",
        "short_sale",
        "lien",
        "probate",
        "divorce",
        "lawsuit",
        "eviction",
        "question",
        "bot_question",
        "objection",
        "greeting",
        "thanks",
        "vague",
        "yes",
        "no",
        "correction",
        "appointment",
        "wrong_number",
        "not_interested",
        "auto_reply",
        "valuation",
        "injection",
        "distress",
        "threat",
        "open_to_call",
        "sell",
        "buy",
        "rent",
    }
)
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
_FILLER = frozenset(
    {
        "usd",
        "cents",
        "dollars",
        "days",
        "weeks",
        "months",
        "years",
        "count",
        "num",
        "value",
        "text",
        "of",
        "the",
        "a",
        "is",
        "has",
        "lead",
        "s",
        "in",
        "to",
        "for",
        "min",
        "max",
        "low",
        "high",
        "k",
        "raw",
        "property",
        "home",
        "house",
        "new",
        "current",
        "date",
        "iso",
        "desired",
        "preferred",
        "wanted",
        "if",
        "any",
    }
)


# words that lean to a concept without naming it
WEAK = frozenset(
    {"sale", "sell", "number", "amount", "figure", "expected", "place", "location", "move", "moving", "target"}
    | {"who", "contact", "role"}
)
UNITS_OF = {"days": "timeline", "weeks": "timeline", "months": "timeline", "usd": "price", "dollars": "price"}


@dataclass(frozen=True, slots=True)
class Match:
    """A concept with the strength of the likeness (0 for none)."""

    concept: str
    score: float


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """Split snake, kebab and camel case into lower-case words."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return tuple(word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word)


def _phrase(words: tuple[str, ...]) -> str:
    for phrase, concept in PHRASES:
        length = len(phrase)
        if any(tuple(words[at : at + length]) == phrase for at in range(len(words) - length + 1)):
            return concept
    return ""


@lru_cache(maxsize=8192)
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
        score = sum(2.0 if word in WEAK else 3.0 for word in words if word in vocabulary)
        score += (3.0 if joined in vocabulary else 0.0) + sum(0.5 for word in words if UNITS_OF.get(word) == concept)
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
