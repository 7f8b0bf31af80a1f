"""What a lead goes on to tell beside an answer, and which of it may never be passed over."""

import pytest

from bots.understanding.everyday import EVERYDAY, WEIGHTY
from bots.understanding.gazetteer import PLACES
from tests.bots.core.cast import known, understood, values

TOLD_TO_A_BUYERS_BOT = [
    ("400k, my cousin helped us do the math at the kitchen table", 400_000),
    ("Around 385k, we drove by the sign on the way to soccer practice", 385_000),
    ("500k because the commute was eating all my mornings", 500_000),
    ("410 mil, mi suegra cuida a los niños mientras trabajamos", 410_000),
    ("350k, I never learned to swim so the lake was just scenery", 350_000),
]


@pytest.mark.parametrize(("text", "usd"), TOLD_TO_A_BUYERS_BOT)
def test_clauses_of_common_words_beside_an_answer_say_no_more(text, usd):
    found = understood(text, "buyer.budget")
    assert values(found) == {"buyer.budget": usd}
    assert found.complete


QUALIFIES = [
    "400k but the bank is dragging its feet",
    "400k unless the baby comes early",
    "400k, my wife thinks that is silly",
    "400k. She is not happy about any of it",
    "400k if the roof holds",
    "400k, you guys already wrote that down",
    "400k. Tell my mother when you have something",
    "400k, what about the garden",
    "400k and Ferdinand signs for it",
    "400k, we still owe a bit on the truck",
    "400k, my dad died on Friday",
    "400k, he refuses to drive that far",
    "400k, I hate this part",
    "400 mil pero mi hermano duda",
    "400 mil si el banco quiere",
    "400 mil, mi esposa no está contenta",
    "400k, someone was here in the morning and 3 more came at night",
    "400k, whatever the judge signs",
]


@pytest.mark.parametrize("text", QUALIFIES)
def test_what_doubts_asks_contrasts_or_names_somebody_is_left_to_a_model(text):
    found = understood(text, "buyer.budget")
    assert not found.complete or found.intents & {"question", "legal_or_money_trouble"}


def test_telling_in_place_of_an_answer_is_no_answer():
    assert not understood("my cousin drove us around all weekend", "buyer.budget").slots
    assert not understood("we go where the school bus goes", "buyer.area").complete


def test_a_sellers_life_is_no_aside_while_the_reason_to_sell_is_open():
    text = "12 Oak St, our grandkids are growing up so far away"
    assert not understood(text, "seller.address").complete
    told = known(seller__motivation="relocation")
    assert understood(text, "seller.address", known_slots=told).complete


def test_parts_of_a_sellers_home_may_say_its_condition():
    told = known(seller__motivation="relocation")
    assert not understood("450k, the dog sleeps by a door", "seller.price", known_slots=told).complete
    assert understood("450k, the dog chewed my shoes", "seller.price", known_slots=told).complete


def test_no_weighty_word_is_common():
    assert not EVERYDAY & WEIGHTY
    assert len(EVERYDAY) > 10_000
    assert {"cousin", "breakfast", "drove", "happier", "suegra", "manejando", "perritos"} <= EVERYDAY


ADDRESSES = [
    ("4410 Pebble Creek Ln Fontana", "4410 Pebble Creek Ln Fontana"),
    ("it's 77 Juniper St in Round Rock", "77 Juniper St, Round Rock"),
    ("905 W Main St #4, Tampa", "905 W Main St #4, Tampa"),
    ("1200 N Alder", "1200 N Alder"),
    ("310 County Road 12 Florence TX", "310 County Road 12 Florence TX"),
    ("3 bed 2 bath at 18 Elm Ct, Mesa", "18 Elm Ct, Mesa"),
]


@pytest.mark.parametrize(("text", "address"), ADDRESSES)
def test_an_address_needs_no_commas(text, address):
    found = understood(text, "seller.address")
    assert values(found)["seller.address"] == address
    assert found.complete


@pytest.mark.parametrize("text", ["2 recámaras y patio", "60 acres near the river", "45 e", "3 kids in Tampa"])
def test_other_numbers_with_names_are_no_address(text):
    assert "seller.address" not in values(understood(text, "seller.address"))


@pytest.mark.parametrize("text", ["60 days", "within 3 months", "2 meses", "like 6 weeks"])
def test_a_time_alone_says_when_whatever_was_asked(text):
    found = understood(text, "seller.address")
    assert list(values(found)) == ["seller.timeline"]
    assert found.complete


@pytest.mark.parametrize("text", ["60 days ago", "we waited 3 months", "2 years warranty", "6 weeks pregnant"])
def test_a_time_among_other_words_needs_a_word_that_looks_ahead(text):
    assert "seller.timeline" not in values(understood(text, "seller.address"))


def test_the_time_of_a_reason_is_not_the_time_asked_for():
    found = understood("asap because the tax bill comes in January", "buyer.timeline")
    assert values(found) == {"buyer.timeline": 14}


def test_where_a_seller_goes_is_not_where_the_home_lies():
    told = known(seller__address="12 Oak St")
    assert values(understood("Denver", "seller.motivation", known_slots=told)) == {"seller.moving_to": "Denver"}
    moved = values(understood("moving near my sister in Knoxville", "seller.motivation", known_slots=told))
    assert moved["seller.moving_to"] == "Knoxville"
    assert values(understood("the house is in Mesa", "seller.address"))["seller.area"] == "Mesa"


def test_a_place_alone_is_unsure_while_nobody_knows_where_the_home_lies():
    assert not understood("Denver", "seller.motivation").complete


def test_places_are_folded_and_many():
    assert len(PLACES) > 700
    assert {"round rock", "st. petersburg", "nuevo mexico"} <= PLACES


@pytest.mark.parametrize(
    ("text", "pending", "slot"),
    [
        ("minor work", "seller.motivation", "seller.motivation"),
        ("move in ready", "seller.motivation", "seller.motivation"),
        ("necesita trabajo", "seller.motivation", "seller.motivation"),
        ("Average, nothing fancy", "seller.condition", ""),
    ],
)
def test_words_of_a_condition_are_no_reason(text, pending, slot):
    found = values(understood(text, pending))
    assert slot not in found
    assert found.get("seller.condition") in ("minor_work", "move_in_ready")
    if "fancy" in text:
        assert found["seller.condition"] == "minor_work"
