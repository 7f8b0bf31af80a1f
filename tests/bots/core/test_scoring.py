"""Scores are pure, explain themselves, and count the lead's words alone."""

from dataclasses import replace

import pytest

from bots.config import DEFAULTS
from bots.roles.table import ROLES
from bots.scoring import VERSION, ConversationFacts, score
from bots.slots import merged, with_crm_values
from tests.bots.core.cast import HOT_BUYER, HOT_SELLER, NOW, heard, heard_slot, known


def rated(role, slots, facts=ConversationFacts(), config=DEFAULTS):  # noqa: B008 - a frozen value
    return score(ROLES[role], slots, facts, config)


def seller(**changes):
    return known(**{**HOT_SELLER, **changes})


def without(name):
    return known(**{key: value for key, value in HOT_SELLER.items() if key != name})


def test_an_eager_seller_is_hot_with_the_weights_of_financial_readiness():
    found = rated("seller", seller())
    # motivation 100 x .35, timeline 100 x .30, condition 90 x .20, price 100 x .15
    assert (found.value, found.temperature, found.questions_answered) == (98, "hot", "4/4")
    assert found.version == VERSION


@pytest.mark.parametrize("missing", ["seller__motivation", "seller__timeline", "seller__condition", "seller__price"])
def test_a_seller_is_not_hot_without_all_four_core_answers(missing):
    assert rated("seller", without(missing), config=replace(DEFAULTS, hot_from=10, warm_from=5)).temperature != "hot"


def test_a_seller_is_hot_without_an_address_but_then_not_complete():
    assert rated("seller", without("seller__address")).temperature == "hot"


def test_a_seller_who_does_not_accept_the_timeline_is_not_hot():
    found = rated("seller", seller(seller__timeline=60))
    assert found.value >= DEFAULTS.hot_from
    assert found.temperature == "warm"
    assert "Hot needs a timeline of at most 45 days." in [reason["because"] for reason in found.reasons]


def test_a_seller_is_warm_only_with_three_core_answers():
    two = known(seller__motivation="relocation", seller__timeline=30)
    assert rated("seller", two).value >= DEFAULTS.warm_from
    assert rated("seller", two).temperature == "cold"


def test_a_location_may_choose_the_other_published_pair():
    strict = replace(DEFAULTS, hot_from=99, warm_from=40)
    assert rated("seller", seller(), config=strict).temperature == "warm"


BUYERS = [
    ({}, 100, "hot"),
    ({"buyer__preapproval": "in_progress"}, 90, "hot"),
    ({"buyer__preapproval": "not_started", "buyer__timeline": 300}, 51, "warm"),
    ({"buyer__timeline": 85}, 90, "hot"),
]


@pytest.mark.parametrize(("changes", "value", "temperature"), BUYERS)
def test_a_buyer_is_scored_by_finance_urgency_and_clarity(changes, value, temperature):
    found = rated("buyer", known(**{**HOT_BUYER, **changes}))
    assert (found.value, found.temperature) == (value, temperature)


def test_triage_scores_the_share_of_answers_and_is_never_hot():
    found = rated("lead", known(lead__intent="neither", lead__area="Austin"))
    assert (found.value, found.temperature) == (100, "warm")


def test_a_fact_of_the_crm_alone_scores_nothing():
    slots = with_crm_values({}, {"motivation": "relocation"}, NOW)
    part = rated("seller", slots).parts[0]
    assert (part.points, part.because) == (0, "Motivation comes from the CRM, not from the lead's words.")


def test_a_vague_answer_scores_little_and_says_so():
    slots = merged({}, heard(heard_slot("seller.price", None, vague=True)), 1, NOW)
    price = rated("seller", slots).parts[3]
    assert (price.points, "vaguely" in price.because) == (20, True)


def test_every_part_gives_a_reason_with_the_leads_own_words():
    slots = merged({}, heard(heard_slot("seller.price", 450_000, evidence="around 450")), 1, NOW)
    assert "“around 450”" in rated("seller", slots).parts[3].because
    assert "No valuation is held" in rated("seller", slots).parts[3].because


def test_the_same_slots_always_give_the_same_score():
    assert rated("seller", seller()) == rated("seller", seller())


# -- Commitment --------------------------------------------------------------------------------------------------------


def test_commitment_measures_what_it_can_and_renormalises_the_weights():
    found = rated(
        "seller", seller(), ConversationFacts(response_seconds=(60, 120), message_characters=(80, 80), questions=2)
    )
    assert [part.part for part in found.commitment_parts] == [
        "commitment: response speed",
        "commitment: message length",
        "commitment: own questions",
    ]
    assert sum(part.weight for part in found.commitment_parts) == pytest.approx(1)
    left_out = [r["because"] for r in found.reasons if "leaves out what was not measured" in r["because"]]
    assert left_out == [
        "Commitment leaves out what was not measured (objections, openness to a call); the other weights grew."
    ]


def test_commitment_is_none_when_nothing_was_measured():
    assert rated("seller", seller()).commitment is None


def test_commitment_does_not_move_the_score():
    eager = ConversationFacts((5,), (200,), 3, 1, 1, True)
    found = rated("seller", seller(), eager)
    assert found.value == rated("seller", seller()).value
    assert found.commitment == 100
    assert not [reason for reason in found.reasons if "leaves out" in reason["because"]]


@pytest.mark.parametrize(("seconds", "points"), [(60, 100), (3000, 70), (50_000, 40), (200_000, 10)])
def test_a_quicker_answer_shows_more_commitment(seconds, points):
    assert rated("seller", {}, ConversationFacts(response_seconds=(seconds,))).commitment == points
