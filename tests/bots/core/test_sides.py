"""Who buys and who sells, told by facts that only one of them gives."""

import pytest

from bots.config import DEFAULTS
from bots.decisions import decide
from bots.roles.sides import side_shown
from bots.slots import merged, with_crm_values
from tests.bots.core.cast import NOW, heard, heard_slot, known, situation, understood, values

BUYERS = [
    "hi, can you help me find a 3 bedroom?",
    "we are pre-approved with Chase",
    "looking for a 4 bed near Katy",
    "need 3 bedrooms",
    "my budget is 400k",
    "prequalified up to 425k",
    "looking for a fixer upper",
    "is 12 Oak St still available?",
    "saw your listing at 12 Oak St",
    "me puede ayudar a encontrar una casa de 3 cuartos?",
    "ya me preaprobaron",
    "necesito 3 recámaras",
]
SELLERS = [
    "12 Oak St is my house, needs a new roof",
    "our house at 55 Birch Rd needs work",
    "I live at 55 Birch Rd",
    "I want 350k for it",
    "what is my house worth?",
    "can you make me an offer on my house?",
    "do you buy houses?",
    "cuánto me dan por mi casa",
]


def routed(text, known_slots=None):
    before = known_slots or {}
    return decide(situation("lead", before, understood(text, "lead.intent", "lead", before)), DEFAULTS)


@pytest.mark.parametrize("text", BUYERS)
def test_words_that_only_a_buyer_says_route_to_the_buyer_bot_at_once(text):
    assert routed(text).role == "buyer"


@pytest.mark.parametrize("text", SELLERS)
def test_words_that_only_a_seller_says_route_to_the_seller_bot_at_once(text):
    assert routed(text).role == "seller"


@pytest.mark.parametrize(
    "text",
    [
        "12 Oak St",
        "around 400k",
        "I have 3 bedrooms",
        "Austin",
        "in three months",
    ],
)
def test_what_either_side_may_say_routes_nobody(text):
    found = routed(text)
    assert (found.role, found.slot, found.switch) == ("lead", "lead.intent", None)


def test_money_after_a_buyers_fact_is_the_budget_though_nothing_was_asked():
    before = merged({}, understood("can you help me find a 3 bedroom?", "", "lead"), 1, NOW)
    assert values(understood("around 400k", "", "lead", before)) == {"buyer.budget": 400_000}
    assert values(understood("around 400k", "", "lead", known(buyer__preapproval="cash"))) == {"buyer.budget": 400_000}
    assert values(understood("around 400k", "", "lead", known(seller__address="12 Oak St"))) == {
        "seller.price": 400_000
    }


@pytest.mark.parametrize(
    ("fact", "role"),
    [
        (heard_slot("buyer.bedrooms", 3, confidence=0.7), "buyer"),
        (heard_slot("buyer.preapproval", "approved"), "buyer"),
        (heard_slot("seller.address", "12 Oak St"), "seller"),
        (heard_slot("seller.condition", "minor_work"), "seller"),
        (heard_slot("seller.price", 400_000), "seller"),
        (heard_slot("buyer.bedrooms", 3, confidence=0.69), "lead"),
        (heard_slot("buyer.budget", None, vague=True), "lead"),
        (heard_slot("lead.area", "Austin"), "lead"),
    ],
)
def test_a_fact_of_one_side_routes_from_the_threshold_on_whoever_heard_it(fact, role):
    assert decide(situation("lead", {}, heard(fact, source="model")), DEFAULTS).role == role


def test_facts_of_both_sides_leave_the_question_to_the_lead():
    both = heard(heard_slot("seller.address", "12 Oak St"), heard_slot("buyer.bedrooms", 4))
    found = decide(situation("lead", {}, both), DEFAULTS)
    assert (found.role, found.slot) == ("lead", "lead.intent")


def test_what_the_lead_said_stands_above_what_a_fact_shows():
    said = heard(heard_slot("lead.intent", "sell"), heard_slot("buyer.bedrooms", 3))
    assert decide(situation("lead", {}, said), DEFAULTS).role == "seller"
    rents = heard(heard_slot("lead.intent", "neither"), heard_slot("buyer.bedrooms", 3))
    assert decide(situation("lead", {}, rents), DEFAULTS).role == "lead"


def test_a_filled_field_of_the_crm_routes_nobody():
    slots = with_crm_values({}, {"bedrooms": 3, "budget_usd": 400_000}, NOW)
    assert side_shown(slots) == ("", 0.0)


def test_a_fact_of_the_other_side_does_not_pull_a_seller_away():
    assert decide(situation("seller", {}, heard(heard_slot("buyer.bedrooms", 4))), DEFAULTS).role == "seller"


def test_the_address_of_a_listing_is_not_the_leads_own():
    assert "seller.address" not in values(understood("is 12 Oak St still available?", "", "lead"))


def test_who_looks_for_a_rental_does_not_buy():
    assert values(understood("I'm looking to rent", "lead.intent"))["lead.intent"] == "neither"
