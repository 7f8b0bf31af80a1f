"""Reasons and faults told in words of the lead's own, and what beside them is no such thing."""

import pytest

from bots.slots import corrects
from tests.bots.core.cast import heard_slot, known, understood, values

REASONS = [
    ("another little one on the way and they'd share a bedroom", "upsizing"),
    ("we had twins last spring", "upsizing"),
    ("I'm tired of mowing", "downsizing"),
    ("the boys moved out and I rattle around in here", "downsizing"),
    ("my wife took a position out there so we are moving for good", "relocation"),
    ("want to be near our grandkids", "relocation"),
    ("the insurance doubled", "financial"),
    ("they cut... my hours got cut", "financial"),
    ("it belonged to my grandmother", "inheritance"),
    ("my husband and I split up", "divorce"),
    ("sick of the traffic", "other"),
    ("los impuestos subieron mucho", "financial"),
    ("la casa nos queda grande", "downsizing"),
    ("me voy a jubilar", "retirement"),
]


@pytest.mark.parametrize(("text", "reason"), REASONS)
def test_a_reason_in_words_of_the_leads_own_is_heard(text, reason):
    assert values(understood(text, "seller.motivation"))["seller.motivation"] == reason


NO_REASONS = [
    "why, are you moving to my street?",
    "do you think the insurance doubled?",
    "you people are tired of hurricanes too",
    "going to bed",
    "the dog ate my shoes",
    "I asked first",
]


@pytest.mark.parametrize("text", NO_REASONS)
def test_what_asks_or_speaks_of_us_gives_no_reason(text):
    found = understood(text, "seller.motivation")
    assert values(found).get("seller.motivation", "other") == "other"
    assert not (found.complete and values(found))


def test_a_reason_that_names_somebody_unknown_is_left_to_a_model():
    assert not understood("the insurance doubled and Wexley wants his half", "seller.motivation").complete


def test_a_reason_is_not_heard_again_beside_another_answer():
    told = known(seller__motivation="divorce")
    found = understood("450k, the insurance doubled", "seller.price", known_slots=told)
    assert values(found) == {"seller.price": 450_000}


FAULTS = [
    ("the gutters leak and one door is broken", "minor_work"),
    ("the shower drips", "minor_work"),
    ("a fence came down", "minor_work"),
    ("the plumbing is shot", "major_work"),
    ("every window is cracked", "major_work"),
    ("it needs everything honestly", "major_work"),
    ("no toilet in there right now", "major_work"),
    ("just bulldoze it", "tear_down"),
    ("una ventana quebrada", "minor_work"),
    ("se mete el agua cuando llueve", "major_work"),
    ("good shape except one screen is torn", "minor_work"),
]


@pytest.mark.parametrize(("text", "condition"), FAULTS)
def test_the_worst_fault_says_the_condition(text, condition):
    assert values(understood(text, "seller.condition"))["seller.condition"] == condition


NO_FAULTS = [
    "does the roof leak matter?",
    "we fixed the broken door",
    "no leaks in the roof",
    "my neighbor's truck is broken",
    "my heart is broken",
    "would you buy it if the floor is cracked?",
]


@pytest.mark.parametrize("text", NO_FAULTS)
def test_what_was_mended_or_is_asked_or_is_no_part_is_no_fault(text):
    found = values(understood(text, "seller.condition"))
    assert found.get("seller.condition") not in ("minor_work", "tear_down")
    assert "leak" in text or "seller.condition" not in found


@pytest.mark.parametrize(
    "text",
    ["we put in the new windows back in May I guess", "she had her operation this spring and it went well"],
)
def test_a_day_of_what_is_told_is_no_time_ahead(text):
    assert "seller.timeline" not in values(understood(text, "seller.condition"))


@pytest.mark.parametrize("text", ["we want to be out in May", "selling this spring", "in May"])
def test_a_day_among_plans_is(text):
    assert "seller.timeline" in values(understood(text, "seller.condition"))


@pytest.mark.parametrize(
    "text", ["I talked to one lender", "the real one takes a week", "another one bites", "two agents called me"]
)
def test_other_counts_are_no_bedrooms(text):
    assert "buyer.bedrooms" not in values(understood(text, "buyer.bedrooms"))


@pytest.mark.parametrize(("text", "rooms"), [("3, maybe 4", 3), ("two is fine", 2), ("4 because of the kids", 4)])
def test_a_count_alone_is(text, rooms):
    assert values(understood(text, "buyer.bedrooms"))["buyer.bedrooms"] == rooms


@pytest.mark.parametrize("text", ["oh ok", "ah ok si", "yes I filled something out online", "yo", "ok then"])
def test_an_acknowledgement_answers_nothing_and_needs_no_model(text):
    found = understood(text, "buyer.budget")
    assert not found.slots
    assert found.complete


@pytest.mark.parametrize("text", ["yes but Harold says no", "ya no", "less", "aqui mismo", "ok 5"])
def test_what_says_more_than_an_acknowledgement_is_none(text):
    assert not understood(text, "buyer.budget").complete or understood(text, "buyer.budget").slots


def test_just_looking_neither_buys_nor_sells():
    found = understood("just looking around for now", "lead.intent")
    assert not values(found)
    assert "vague" in found.intents
    assert found.complete
    assert values(understood("just looking for a house", "lead.intent")) == {"lead.intent": "buy"}


@pytest.mark.parametrize(
    ("before", "name", "value"),
    [
        ({"seller__address": "10418 Heron"}, "seller.address", "10418 Heron Bay Ct, Riverview FL"),
        ({"buyer__preapproval": "not_started"}, "buyer.preapproval", "approved"),
        ({"seller__motivation": "relocation"}, "seller.motivation", "financial"),
        ({"buyer__area": "Kyle"}, "buyer.area", "Buda"),
    ],
)
def test_more_of_the_same_kind_takes_nothing_back(before, name, value):
    assert not corrects(known(**before), heard_slot(name, value))


@pytest.mark.parametrize(
    ("before", "name", "value"),
    [
        ({"seller__address": "10418 Heron Bay"}, "seller.address", "12 Oak St"),
        ({"buyer__preapproval": "approved"}, "buyer.preapproval", "not_started"),
        ({"buyer__preapproval": "cash"}, "buyer.preapproval", "approved"),
        ({"buyer__budget": 400_000}, "buyer.budget", 450_000),
    ],
)
def test_what_cannot_stand_beside_the_first_takes_it_back(before, name, value):
    assert corrects(known(**before), heard_slot(name, value))


def test_words_that_take_something_back_do_so_for_places_too():
    told = known(buyer__area="Kyle")
    assert "correction" in understood("actually Buda", "buyer.timeline", known_slots=told).intents
    assert "correction" not in understood("Buda", "buyer.timeline", known_slots=told).intents


SETTLED = [
    ("not interested anymore, we renewed our apartment thing", "not_interested"),
    ("please have somebody actually call my cell, mornings are best", "asks_for_person"),
]


@pytest.mark.parametrize(("text", "intent"), SETTLED)
def test_what_stands_beside_a_farewell_or_a_wish_for_a_person_changes_nothing(text, intent):
    found = understood(text, "buyer.budget")
    assert intent in found.intents
    assert found.complete


@pytest.mark.parametrize(
    "text", ["not interested in selling below market but maybe later", "not interested unless Bob pays 400k"]
)
def test_a_farewell_with_a_condition_is_none_that_settles(text):
    assert not understood(text, "seller.price").complete


@pytest.mark.parametrize(
    ("text", "pending", "slot"),
    [
        ("my uncle and I together can pay 430k", "buyer.budget", "buyer.budget"),
        ("yes, the credit union gave us the letter, preapproved", "buyer.preapproval", "buyer.preapproval"),
        ("our lease ends in 60 days", "buyer.timeline", "buyer.timeline"),
        ("77 Juniper St, the yellow one on the corner", "seller.address", "seller.address"),
    ],
)
def test_words_that_belong_to_an_answer_are_understood_in_its_clause(text, pending, slot):
    found = understood(text, pending)
    assert list(values(found)) == [slot]
    assert found.complete


@pytest.mark.parametrize(
    ("text", "pending"),
    [
        ("430k, the bank wants a cosigner", "buyer.budget"),
        ("preapproved but the lender folded", "buyer.preapproval"),
        ("77 Juniper St, the roof came off", "seller.price"),
    ],
)
def test_such_words_elsewhere_still_say_something(text, pending):
    found = understood(text, pending)
    assert not found.complete or "seller.condition" in values(found)


@pytest.mark.parametrize("text", ["a big porch and no stairs please", "que tenga patio grande", "with a fenced yard"])
def test_what_a_buyer_wishes_for_needs_no_model(text):
    found = understood(text, "buyer.preapproval")
    assert not found.slots
    assert found.complete


@pytest.mark.parametrize(
    "text", ["near the school", "where the river bends", "a porch, Hank knows which", "any yard, ok?"]
)
def test_a_wish_for_an_area_or_of_somebody_unknown_does(text):
    assert not understood(text, "buyer.area").complete or understood(text, "buyer.area").slots


def test_the_rooms_somebody_lives_in_now_are_no_wish():
    assert "buyer.bedrooms" not in values(understood("we are still in a one bedroom", "buyer.timeline"))
    assert values(understood("looking for a one bedroom", "buyer.timeline"))["buyer.bedrooms"] == 1


@pytest.mark.parametrize(
    ("text", "goal"), [("with my son in Laredo", "Laredo"), ("lo mandan a Charlotte", "Charlotte")]
)
def test_a_known_place_behind_kin_or_orders_is_where_a_seller_goes(text, goal):
    told = known(seller__address="12 Oak St")
    assert values(understood(text, "seller.motivation", known_slots=told))["seller.moving_to"] == goal


@pytest.mark.parametrize("text", ["I live in Boston", "we had a cabin in Reno"])
def test_where_a_seller_lives_or_was_is_none(text):
    assert "seller.moving_to" not in values(understood(text, "seller.motivation"))


@pytest.mark.parametrize("text", ["how much", "what company", "you already asked me that", "ya le dije"])
def test_short_questions_and_complaints_of_being_asked_again_are_heard(text):
    found = understood(text, "seller.price")
    assert found.intents & {"question", "question_about_facts", "objection", "asks_who_writes"}
    assert found.complete


@pytest.mark.parametrize(("text", "days"), [("45 would be great", 45), ("60 works", 60), ("yes 30", 30), ("90", 90)])
def test_a_number_that_the_question_offers_needs_no_unit(text, days):
    assert values(understood(text, "seller.timeline")) == {"seller.timeline": days}


@pytest.mark.parametrize(
    "text", ["45 people came by", "47", "I am in the middle of dinner right now, sorry", "room 45"]
)
def test_other_numbers_and_what_happens_now_are_no_time_frame(text):
    found = values(understood(text, "seller.timeline"))
    assert "seller.timeline" not in found
    assert "seller.area" not in found


def test_rooms_that_are_dealt_out_one_by_one_are_left_to_a_model():
    assert not understood("one for us, one for each kid", "buyer.bedrooms").complete


@pytest.mark.parametrize(
    "text",
    [
        "Sorry we went with someone else",
        "we took it off the market",
        "we decided to stay put",
        "no longer looking",
        "ya encontramos casa",
    ],
)
def test_a_farewell_in_other_words_is_one(text):
    found = understood(text, "buyer.budget")
    assert "not_interested" in found.intents
    assert found.complete


@pytest.mark.parametrize("text", ["going with my wife on Sunday", "we decided to sell", "signed my name", "I'm all in"])
def test_words_like_those_of_a_farewell_are_none(text):
    assert "not_interested" not in understood(text, "seller.price").intents


@pytest.mark.parametrize("text", ["who gave you my info", "what areas do you cover", "how did you find me"])
def test_a_question_put_to_us_needs_no_mark(text):
    assert understood(text, "seller.price").intents & {"question", "question_about_facts"}


@pytest.mark.parametrize("text", ["what you see is fine", "how about 400k", "where we live now", "what I owe is mine"])
def test_a_statement_with_such_a_word_is_no_question(text):
    assert not understood(text, "seller.price").intents & {"question", "question_about_facts"}


def test_what_would_be_perfect_is_a_time_and_no_condition():
    assert values(understood("yes 45 days would be perfect", "seller.condition")) == {"seller.timeline": 45}
    assert values(understood("perfect", "seller.condition")) == {"seller.condition": "move_in_ready"}


def test_a_seller_whose_address_is_known_names_where_they_go():
    told = known(seller__address="12 Oak St")
    assert values(understood("Asheville", "seller.condition", known_slots=told)) == {"seller.moving_to": "Asheville"}
