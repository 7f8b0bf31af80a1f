"""Words that look like a place, a time, a question or trouble, and are none."""

import pytest

from tests.bots.core.cast import understood, values

NO_PLACES = [
    "not in a hurry",
    "we're in no rush",
    "in May",
    "maybe in may or june",
    "I'm at work right now",
    "close to work",
    "in the meantime",
    "in the morning",
    "in person",
    "in cash",
    "in about 2 months",
    "in between jobs",
    "in the low 400s",
    "in trouble with the bank",
    "in good faith",
    "around the corner",
    "near public transit",
    "in contact with a lender",
    "hablar con una persona por favor",
    "por favor",
    "por supuesto",
    "por ahora no",
    "por la tarde",
    "por trabajo",
    "en serio",
    "en efectivo",
    "en cuanto pueda",
    "en mayo",
    "en la noche",
    "en casa",
    "en línea",
    "en buenas condiciones",
    "cerca del trabajo",
    "de acuerdo",
]


@pytest.mark.parametrize("text", NO_PLACES)
@pytest.mark.parametrize("pending", ["", "buyer.area", "seller.motivation", "lead.intent"])
def test_what_stands_after_a_preposition_is_not_always_a_place(text, pending):
    found = values(understood(text, pending, pending.partition(".")[0] or "lead"))
    assert not [name for name in found if name.endswith(("area", "address", "moving_to"))]


PLACES = [
    ("en San Antonio por favor", "San Antonio"),
    ("por la zona de Katy", "Katy"),
    ("close to work in Frisco", "Frisco"),
    ("in Austin near good schools", "Austin"),
    ("around Lake Travis", "Lake Travis"),
    ("por Katy", "Katy"),
    ("in the suburbs", "suburbs"),
]


@pytest.mark.parametrize(("text", "area"), PLACES)
def test_a_place_among_such_words_is_still_heard(text, area):
    assert values(understood(text, "buyer.area"))["buyer.area"] == area


def test_where_somebody_lives_now_is_not_where_the_new_home_should_be():
    assert "buyer.area" not in values(understood("living in an apartment in Dallas", "buyer.budget"))
    assert "buyer.area" not in values(understood("we're renting in Dallas", "buyer.budget"))
    assert values(understood("I want to live in Dallas", "buyer.budget"))["buyer.area"] == "Dallas"


def test_a_lone_place_name_is_the_area_but_an_unsure_one():
    (slot,) = understood("Bergheim Falls", "buyer.budget").slots
    assert (slot.name, slot.value, slot.confidence) == ("buyer.area", "Bergheim Falls", 0.6)
    assert not understood("Bergheim Falls", "buyer.budget").complete


@pytest.mark.parametrize("text", ["Round Rock", "round rock", "Kyle or Buda", "south austin", "Tampa 33615"])
def test_a_known_place_alone_is_sure(text):
    found = understood(text, "buyer.budget")
    assert values(found) == {"buyer.area": text}
    assert found.complete


@pytest.mark.parametrize("text", ["spring", "surprise", "mission", "orange", "I like surprises", "Kyle said so"])
def test_a_place_that_is_also_a_word_needs_more_than_its_letters(text):
    assert "buyer.area" not in values(understood(text, "buyer.budget"))


@pytest.mark.parametrize(
    "text", ["evenings are best", "walking distance", "in the hallway", "in a weird way", "single"]
)
def test_common_words_written_small_name_no_place(text):
    assert "buyer.area" not in values(understood(text, "buyer.area"))


@pytest.mark.parametrize("text", ["Nope", "Thanks", "Sounds good", "Great", "Maybe", "Cash", "Ok", "Sí", "Gracias"])
def test_a_lone_capital_is_no_place(text):
    assert "buyer.area" not in values(understood(text, "buyer.budget"))


@pytest.mark.parametrize("text", ["I'm at work right now", "busy right now, sorry", "in a meeting right now"])
def test_busy_right_now_is_no_time_frame(text):
    found = understood(text, "seller.timeline")
    assert "seller.timeline" not in values(found)
    assert "goodbye" in found.intents


REQUESTS = [
    "can you help me find a 3 bedroom?",
    "could you please help us sell our home?",
    "can you find me a condo in Plano?",
    "can you send me some listings?",
    "can someone help me find a house?",
    "me puede ayudar a encontrar una casa?",
    "¿me ayudan a vender mi casa?",
]


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_for_help_is_no_question(text):
    found = understood(text, "", "lead")
    assert "asks_for_help" in found.intents
    assert not found.questions
    assert not {"question", "question_about_facts", "asks_for_person"} & found.intents


QUESTIONS = [
    ("can you help me find out what my home is worth?", "question_about_facts"),
    ("can you tell me what my home is worth", "question_about_facts"),
    ("saw your listing at 12 Oak St, can you send me more info?", "question_about_facts"),
    ("how did you get my number", "question_about_facts"),
    ("mi casa vale 300 mil?", "question_about_facts"),
    ("can I sell my house if I still owe money on it?", "question"),
    ("what do I do next?", "question"),
    ("how does this work if my ex is on the title", "question"),
]


@pytest.mark.parametrize(("text", "intent"), QUESTIONS)
def test_a_question_stays_one_though_it_is_put_as_a_request(text, intent):
    assert intent in understood(text, "", "lead").intents


STATEMENTS = [
    "could be sooner than that",
    "would like to sell my house",
    "what I need is a big yard",
    "when my lease ends in June",
    "is fine with me now",
    "como le dije, 400 mil",
    "cuando pueda mudarme le aviso",
]


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_that_starts_like_a_question_is_none(text):
    assert not {"question", "question_about_facts"} & understood(text, "", "lead").intents


GENERAL = [
    "is there a lien on those homes usually?",
    "are liens common on those homes?",
    "are there foreclosed homes in your listings?",
    "¿tienen gravamen esas casas normalmente?",
]


@pytest.mark.parametrize("text", GENERAL)
def test_a_buyers_general_question_about_other_homes_is_a_question_and_no_trouble(text):
    found = understood(text, "buyer.budget")
    assert "question" in found.intents
    assert "legal_or_money_trouble" not in found.intents


OWN_OR_UNCLEAR = [
    (text, role)
    for role in ("lead", "seller", "buyer")
    for text in (
        "is there a lien on the house?",
        "there is a lien on the house",
        "do I need an attorney to buy one of those homes?",
        "can we buy one of those homes while we are in foreclosure?",
        "are liens common on those homes? we have one",
        "we have a lien. are those homes still there?",
        "my husband filed for bankruptcy, can he buy one of those homes?",
        "¿tiene gravamen la casa?",
    )
] + [(text, role) for role in ("lead", "seller") for text in GENERAL]


@pytest.mark.parametrize(("text", "role"), OWN_OR_UNCLEAR)
def test_trouble_of_the_leads_own_or_unclear_whose_is_always_heard(text, role):
    assert "legal_or_money_trouble" in understood(text, "", role).intents


REPRESENTED = ["I already have an agent", "I'm working with a realtor", "ya tengo un agente"]


@pytest.mark.parametrize("text", REPRESENTED)
def test_who_has_an_agent_does_not_ask_for_one_and_is_left_alone(text):
    found = understood(text, "seller.address").intents
    assert {"objection", "not_interested"} <= found
    assert "asks_for_person" not in found


LEAVES = ["thanks, bye", "talk to you later", "can we do this later?", "have a great day", "hasta luego", "adiós"]


@pytest.mark.parametrize("text", LEAVES)
def test_a_farewell_is_heard(text):
    found = understood(text, "seller.address")
    assert "goodbye" in found.intents
    assert found.complete


@pytest.mark.parametrize(
    "text", ["I have a one bedroom", "we have a nice day room", "la casa está ocupada", "take care of the yard first"]
)
def test_words_of_a_farewell_in_other_company_are_none(text):
    assert "goodbye" not in understood(text, "seller.condition").intents


@pytest.mark.parametrize("text", ["who is this?", "who are you with?", "¿quién es?", "¿con quién hablo?"])
def test_who_writes_is_asked_in_many_ways(text):
    found = understood(text, "seller.address")
    assert "asks_who_writes" in found.intents
    assert not found.questions
