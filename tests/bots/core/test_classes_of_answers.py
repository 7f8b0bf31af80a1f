"""Classes of words that rules read whole: limits, other figures, goals, origins, lenders, zips, ends of a lease."""

import pytest

from tests.bots.core.cast import known, understood, values

HEARD = [
    ("no more than 425", "buyer.bedrooms", {"buyer.budget": 425_000}),
    ("my limit is 240", "buyer.preapproval", {"buyer.budget": 240_000}),
    ("like 520ish", "buyer.budget", {"buyer.budget": 520_000}),
    ("I'd do it for 750 net", "seller.motivation", {"seller.price": 750_000}),
    ("45 ok", "seller.timeline", {"seller.timeline": 45}),
    ("now", "buyer.timeline", {"buyer.timeline": 14}),
    ("could do 90 days", "seller.condition", {"seller.timeline": 90}),
    ("when my lease is up in 3 months", "buyer.timeline", {"buyer.timeline": 90}),
    ("a Las Vegas", "seller.motivation", {"seller.moving_to": "Las Vegas"}),
    ("back to Tempe", "seller.motivation", {"seller.moving_to": "Tempe"}),
    ("85033", "buyer.area", {"buyer.area": "85033"}),
    ("east side or converse", "buyer.area", {"buyer.area": "east side or converse"}),
    ("northwest side near the 1604", "buyer.area", {"buyer.area": "northwest side near the 1604"}),
    ("preapproved w rocket", "buyer.preapproval", {"buyer.preapproval": "approved"}),
    ("yes with wells fargo", "buyer.preapproval", {"buyer.preapproval": "approved"}),
    ("1519 w gramercy pl", "seller.address", {"seller.address": "1519 w gramercy pl"}),
    ("ya precalificado", "buyer.preapproval", {"buyer.preapproval": "approved"}),
    ("lender asked for more paperwork", "buyer.preapproval", {"buyer.preapproval": "in_progress"}),
    ("good condition just old carpet", "seller.condition", {"seller.condition": "minor_work"}),
    ("Me separé y hay que vender", "seller.motivation", {"seller.motivation": "divorce"}),
    ("kids are gone dont need 5 bedrooms", "seller.motivation", {"seller.motivation": "downsizing"}),
]


@pytest.mark.parametrize(("text", "pending", "expected"), HEARD)
def test_what_belongs_to_an_answer_is_read_with_it(text, pending, expected):
    found = understood(text, pending, known_slots=known(lead__intent="buy") if pending.startswith("buyer") else None)
    assert expected.items() <= values(found).items()
    assert found.complete


def test_words_behind_a_bare_number_and_a_price_leave_nothing_of_the_seller_unread():
    assert values(understood("Job transfer to Seattle", "seller.motivation")) == {
        "seller.motivation": "relocation",
        "seller.moving_to": "Seattle",
    }


def test_savings_beside_an_approval_are_no_budget():
    assert values(understood("60k saved, approved up to 410k", "buyer.budget"))["buyer.budget"] == 410_000


# What must not be taken for a fact.
NOT_HEARD = [
    ("I make about 72k a year", "buyer.budget", "buyer.budget"),
    ("tengo ahorrados 15 mil", "buyer.budget", "buyer.budget"),
    ("Zillow says 790", "seller.price", "seller.price"),
    ("my credit score is 640", "buyer.preapproval", "buyer.budget"),
    ("I'd do it for 750 net", "seller.address", "seller.address"),
    ("I slept there for maybe 40 nights", "seller.price", "seller.price"),
    ("she passed in march", "seller.motivation", "seller.timeline"),
    ("Spring", "buyer.timeline", "buyer.area"),
    ("Oh wow ok", "buyer.area", "buyer.area"),
    ("lots of stuff in it", "seller.condition", "seller.condition"),
    ("Yes I'm ready to sell", "", "seller.condition"),
    ("what's the price of my neighbors house", "", "lead.intent"),
    ("we're moving from Chicago", "buyer.area", "buyer.area"),
]


@pytest.mark.parametrize(("text", "pending", "slot"), NOT_HEARD)
def test_what_is_no_such_fact_is_not_heard_as_one(text, pending, slot):
    assert slot not in values(understood(text, pending, "" if pending else "seller" if "sell" in text else "lead"))


INTENTS = [
    ("Is this a scam", "asks_who_writes"),
    ("We already listed with someone else, sorry!", "not_interested"),
    ("Ok. I'll reach out when I'm ready", "goodbye"),
    ("I'd rather talk on the phone", "asks_for_person"),
    ("is anyone actually going to call me?", "asks_for_person"),
    ("saturday morning is good", "wants_appointment"),
    ("puedo verla el sábado?", "wants_appointment"),
    ("rates are out of my range", "objection"),
    ("ok ill ask my brother", "objection"),
    ("not picky", "vague"),
]


@pytest.mark.parametrize(("text", "intent"), INTENTS)
def test_a_leave_a_wish_and_a_doubt_are_heard_as_such(text, intent):
    assert intent in understood(text, "buyer.area", "buyer").intents


def test_who_asks_whether_it_is_a_scam_is_not_angry_and_who_calls_it_one_is():
    assert "anger" not in understood("Is this a scam?", "", "lead").intents
    assert "anger" in understood("this is a scam, idiots", "", "lead").intents


def test_who_felt_like_an_idiot_elsewhere_is_not_angry_with_us():
    assert "anger" not in understood("one lender made me feel like an idiot so I stopped", "buyer.preapproval").intents


@pytest.mark.parametrize(
    "text", ["im interested in the house on Culebra", "I'd like more info on 5127 Timber Trace Dr"]
)
def test_the_home_on_offer_that_a_buyer_means_fills_no_slot(text):
    found = understood(text, "", "buyer")
    assert values(found) == {}
    assert found.complete


def test_a_number_that_nothing_explains_is_left_to_a_model():
    assert not understood("500", "buyer.preapproval").complete
    assert not understood("350", "", "buyer").complete
