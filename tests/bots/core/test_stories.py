"""Words that fill no slot need no model; what may be an answer, a place, a condition or a refusal still does."""

import pytest

from bots.config import DEFAULTS
from bots.decisions import decide
from tests.bots.core.cast import heard, situation, understood, values


@pytest.mark.parametrize(
    "text",
    [
        "410k, my uncle has a zamboni",
        "410k, she teaches algebra and he flies helicopters",
        "410k, our parakeet says hello",
    ],
)
def test_a_story_beside_an_answer_needs_no_model(text):
    found = understood(text, "seller.price", "seller")
    assert found.complete
    assert values(found)["seller.price"] == 410_000


@pytest.mark.parametrize(
    ("text", "pending", "role"),
    [
        ("410k, we filed bankrupcy", "buyer.budget", "buyer"),
        ("410k, morgage stuff scares us", "buyer.budget", "buyer"),
        ("uptown or south end, 325", "buyer.budget", "buyer"),
        ("I am moving to an assisted living in Mesa", "seller.motivation", "seller"),
        ("It is full of her things. The house itself is sound.", "seller.address", "seller"),
        ("ya quisiéramos estar ahí para las posadas", "buyer.timeline", "buyer"),
        ("credits bad", "buyer.bedrooms", "buyer"),
        ("may", "buyer.timeline", "buyer"),
        ("both", "seller.condition", "seller"),
        ("Our neighbor got 289,000 for hers so at least that.", "seller.price", "seller"),
    ],
)
def test_what_may_state_something_is_left_to_a_model(text, pending, role):
    assert not understood(text, pending, role).complete


@pytest.mark.parametrize("text", ["wife and i", "Both me & my husband Erik", "solo yo", "she's on it too", "just me"])
def test_who_signs_is_heard_whatever_was_asked(text):
    found = understood(text, "seller.condition", "seller")
    assert found.complete
    assert set(values(found)) == {"seller.decision_maker"}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("si a las 7 pm", "wants_appointment"),
        ("Wife and I are free Saturday 2-5", "wants_appointment"),
        ("call anytime before 2, nap time after that", "asks_for_person"),
        ("espero la llamada", "asks_for_person"),
        ("Email is preferable to a call.", "says_how_to_reach"),
        ("Is this Kelsey?", "asks_who_writes"),
        ("go bother somebody else", "anger"),
        ("gonna stay put", "not_interested"),
    ],
)
def test_how_and_whether_to_go_on_is_heard(text, intent):
    found = understood(text, "seller.price", "seller")
    assert intent in found.intents
    assert not values(found)


@pytest.mark.parametrize("text", ["Is this available?", "is this Plano?", "Is it Monday?"])
def test_a_question_for_something_else_asks_for_no_name(text):
    assert "asks_who_writes" not in understood(text, "buyer.budget").intents


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Quellborough or Zandmoor", "Quellborough or Zandmoor"),
        ("tempe near the light rail", "tempe"),
        ("union or stanly county", "union or stanly county"),
    ],
)
def test_a_list_of_names_is_where_a_buyer_looks(text, area):
    assert values(understood(text, "buyer.budget"))["buyer.area"] == area


@pytest.mark.parametrize(
    "text", ["Should I wait until the roof is done??", "can you recommend a lender?", "¿se puede?"]
)
def test_what_only_an_agent_may_answer_gets_an_agents_answer(text):
    found = understood(text, "seller.price", "seller")
    assert found.intents >= {"question", "asks_our_agents"}
    assert found.questions


def test_such_a_question_gets_our_words_and_another_beside_it_a_models():
    asked = heard(intents=("question", "asks_our_agents"))
    assert (decide(situation("buyer", {}, asked), DEFAULTS).line, asked.questions) == ("agents", ())
    both = heard(intents=("asks_our_agents", "question", "asks_for_listings"))
    assert decide(situation("buyer", {}, both), DEFAULTS).lane == "conversation"
    fact = heard(intents=("question_about_facts", "asks_our_agents"))
    assert decide(situation("buyer", {}, fact), DEFAULTS).hands_off
