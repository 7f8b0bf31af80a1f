"""How far rules understand by themselves: courtesies, asides, slips, wishes, questions - and where they stop."""

import time

import pytest

from bots.understanding.rules import understand_by_rules
from bots.understanding.spelling import spelled
from orchestrator.spelling import common_words
from tests.bots.core.cast import TODAY, known, understood, values

BESIDE_AN_ANSWER = [
    "Sorry for the late reply, 450k",
    "Hey just saw this. 450k. Have a great day!",
    "450k, hope that helps",
    "This is Maria Lopez. 450k please",
    "My sister told me about you guys. 450k",
    "I saw your ad on facebook. Around 450k, let me know what you think",
    "We have been here for 20 years. 450k or so",
    "we have 3 kids and 2 dogs, not less than 450k",
    "I was at work, my phone died. 450k lol 😂",
    "450k. Thanks Ava",
    "Disculpe la demora, 450 mil, gracias por su ayuda",
    "Vi su anuncio en facebook. No menos de 450 mil, Dios lo bendiga",
    "Mi hermano me pasó su número. 450 mil más o menos",
]


@pytest.mark.parametrize("text", BESIDE_AN_ANSWER)
def test_courtesies_and_asides_beside_an_answer_are_understood(text):
    found = understood(text, "seller.price")
    assert values(found) == {"seller.price": 450_000}
    assert found.complete


LEFT_TO_A_MODEL = [
    "450k but only if you can close by then, otherwise forget it",
    "450k. My wife is not happy about it",
    "450k unless Bob gives me more",
    "450k and I don't trust the other guy",
    "450k, the tenants are staying",
    "450 mil pero mi esposa no quiere",
]


@pytest.mark.parametrize("text", LEFT_TO_A_MODEL)
def test_words_that_may_mean_more_are_never_passed_over(text):
    assert not understood(text, "seller.price").complete or understood(text, "seller.price").intents


NOTHING_STATED = [
    "ok",
    "great, thanks",
    "Sounds good!",
    "👍",
    "🙏🏽",
    "good morning",
    "lol ok",
    "está bien",
    "muy amable",
    "will do",
]


@pytest.mark.parametrize("text", NOTHING_STATED)
@pytest.mark.parametrize("pending", ["buyer.area", "seller.address", "seller.price", "buyer.preapproval"])
def test_small_talk_fills_no_slot_and_needs_no_model(text, pending):
    found = understood(text, pending)
    assert not values(found)
    assert found.complete


@pytest.mark.parametrize("text", ["👎", "?", "😡", "...", "ok?", "no", "hmm not that one"])
def test_signs_that_do_not_agree_are_not_taken_for_small_talk(text):
    assert not values(understood(text, "seller.price"))
    if text in ("👎", "😡", "?", "..."):
        assert not understood(text, "seller.price").complete


@pytest.mark.parametrize(
    ("text", "pending"),
    [
        ("have a great day", "seller.condition"),
        ("good morning", "seller.condition"),
        ("are there good schools around there?", "seller.condition"),
        ("do you work with first time buyers?", "seller.motivation"),
        ("What are interest rates right now?", "buyer.timeline"),
        ("what would you pay for a 4/2 in Cedar Park?", "seller.price"),
        ("talk later", "buyer.area"),
        ("Thank you!", "buyer.area"),
        ("Thanks Ava", "buyer.area"),
        ("haha ok", "buyer.area"),
        ("nothing with an HOA please", "buyer.area"),
        ("that seems too soon", "seller.timeline"),
        ("no more than that", "buyer.preapproval"),
        ("I don't know yet", "buyer.preapproval"),
        ("todavía no sé", "buyer.preapproval"),
        ("perfecto", "buyer.preapproval"),
        ("Tenemos 11 hijos", "seller.address"),
        ("we are behind on everything", "seller.timeline"),
        ("I'm at work", "seller.motivation"),
    ],
)
def test_words_of_something_else_are_no_answer(text, pending):
    assert pending not in values(understood(text, pending))


def test_a_buyer_whose_landlord_sells_is_still_a_buyer():
    assert "lead.intent" not in values(understood("asap my landlord is selling", "buyer.timeline"))
    assert not understood("paying cash, selling our place in California", "buyer.preapproval").complete
    assert values(understood("we decided to sell our house instead", "buyer.timeline"))["lead.intent"] == "sell"


def test_a_question_about_selling_changes_no_role():
    assert "lead.intent" not in values(understood("can I still live there after we sell?", "buyer.budget"))


SLIPS = [
    ("we're pre-aproved", "buyer.preapproval", "approved"),
    ("3 bedorooms please", "buyer.bedrooms", 3),
    ("in 4 mnoths", "buyer.timeline", 120),
    ("en efecitvo", "buyer.preapproval", "cash"),
    ("abt 3 bedrooms thx", "buyer.bedrooms", 3),
    ("fully remoedled", "seller.condition", "move_in_ready"),
]


@pytest.mark.parametrize(("text", "pending", "value"), SLIPS)
def test_a_slip_of_one_letter_is_read_as_it_was_meant(text, pending, value):
    found = understood(text, pending)
    assert values(found)[pending] == value
    assert all(slot.evidence in text for slot in found.slots), "evidence is the lead's own letters"


@pytest.mark.parametrize(
    "text",
    [
        "talking to a leader", "we have a contact there", "the horses", "a lien on it", "call my lawyer", "an agent",
        "the court", "Montes", "weeds", "updated", "update", "person", "busca", "prices",
    ],
)  # fmt: skip
def test_words_that_mean_something_else_are_left_alone(text):
    assert spelled(text).text == text


def test_no_common_word_is_taken_for_a_slip():
    tables = [value for value in vars(common_words).values() if isinstance(value, frozenset)]
    words = set().union(*tables)
    assert len(words) > 500
    meant = {word: spelled(word).text for word in words}
    assert not {word: text for word, text in meant.items() if text != word}


def test_spans_of_a_corrected_text_lead_back_to_the_leads_own_letters():
    text = "Thnks, porfa 3 bedorooms abt 450k"
    meant = spelled(text)
    assert meant.text == "Thanks, por favor 3 bedrooms about 450k"
    assert meant.own("3 bedrooms about") == "3 bedorooms abt"
    assert meant.own("por favor") == "porfa"
    assert meant.own("450k") == "450k"
    assert meant.own("not there") == "not there"


WISHES = [
    "3 bedrooms with a fenced yard and a pool",
    "at least 3 bedrooms, good schools, 2 car garage",
    "3 recámaras con patio",
]


@pytest.mark.parametrize("text", WISHES)
def test_what_a_buyer_would_like_beside_is_understood(text):
    found = understood(text, "buyer.bedrooms")
    assert values(found)["buyer.bedrooms"] == 3
    assert found.complete


def test_a_sellers_rooms_are_no_wish_and_no_price():
    found = understood("3 bed 2 bath, 1,800 sqft, built in 1985. 450k", "seller.price")
    assert values(found) == {"seller.price": 450_000}
    assert found.complete


def test_parts_of_a_home_say_its_condition_only_with_a_word_that_says_it():
    assert understood("great shape, new roof, kitchen redone", "seller.condition").complete
    assert not understood("new roof, kitchen redone", "seller.condition").complete
    assert values(understood("great shape but the roof leaks", "seller.condition"))["seller.condition"] == "major_work"


PLACES = [
    ("We like El Paso", "El Paso"),
    ("New Braunfels", "New Braunfels"),
    ("in Sugar Land", "Sugar Land"),
    ("south of the river", "south of the river"),
    ("kyle/buda area", "kyle/buda"),
    ("zip code 78745", "78745"),
]


@pytest.mark.parametrize(("text", "area"), PLACES)
def test_names_of_places_are_heard_whole(text, area):
    assert values(understood(text, "buyer.area"))["buyer.area"] == area


@pytest.mark.parametrize(
    "text",
    [
        "We saw one of your signs in Pflugerville last Monday. 450k",
        "I just got back from Dallas. 450k",
        "My brother is a contractor in Katy, 450k",
        "Antes vivíamos en Houston. 450 mil",
    ],
)
def test_where_somebody_was_or_works_is_no_wish(text):
    assert values(understood(text, "buyer.budget")) == {"buyer.budget": 450_000}


def test_who_writes_capitals_writes_them_in_names():
    found = values(understood("She is in memory care. We need help", "seller.motivation"))
    assert not {"seller.moving_to", "seller.area"} & found.keys()
    assert values(understood("in round rock", "buyer.area"))["buyer.area"] == "round rock"


QUESTIONS = [
    "How does an inspection work?",
    "do I have to make repairs first?",
    "¿cómo funciona la venta?",
    "what happens at closing",
    "how long does it usually take?",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_of_asking_words_alone_is_understood_as_a_question(text):
    found = understood(text, "seller.price")
    assert found.questions
    assert found.complete


@pytest.mark.parametrize(
    "text",
    ["How does this work if Bob owns half?", "do I have to fix the mold first?", "what if we only get 300 for it?"],
)
def test_a_question_that_states_something_is_left_to_a_model(text):
    assert not understood(text, "seller.price").complete


OBJECTIONS = [
    "I need to think about it", "why do you need to know that?", "that's too low",
    "I'd rather not give the address yet",
    "I need to talk to my wife first", "lo tengo que pensar", "no quiero dar ese dato",
]  # fmt: skip


@pytest.mark.parametrize("text", OBJECTIONS)
def test_an_objection_in_known_words_is_understood_as_one(text):
    found = understood(text, "seller.price")
    assert "objection" in found.intents
    assert found.complete


def test_the_house_that_is_too_much_is_a_reason_and_no_objection():
    found = understood("the house is too much for us", "seller.motivation")
    assert values(found) == {"seller.motivation": "downsizing"}
    assert "objection" not in found.intents


VAGUE = [
    "it depends on the price",
    "as much as possible",
    "whatever you think is fair",
    "lo que usted diga",
    "no preference",
]


@pytest.mark.parametrize("text", VAGUE)
def test_an_answer_that_says_nothing_definite_is_vague_and_understood(text):
    found = understood(text, "seller.price")
    assert "vague" in found.intents
    assert found.complete


def test_a_hedge_beside_another_answer_leaves_the_pending_question_open():
    found = understood("maybe end of summer?", "buyer.preapproval")
    assert [slot.name for slot in found.slots] == ["buyer.timeline"]


TIMES = [
    ("as soon as we can", 14), ("the sooner the better", 14), ("lo más pronto posible", 14),
    ("before Christmas", 296), ("entre más rápido mejor", 14),
]  # fmt: skip


@pytest.mark.parametrize(("text", "days"), TIMES)
def test_more_ways_to_say_when(text, days):
    assert values(understood(text, "seller.timeline"))["seller.timeline"] == days


def test_what_a_bank_approved_is_no_second_budget():
    found = understood("Budget 400k, preapproved for 450k", "buyer.budget")
    assert values(found)["buyer.budget"] == 400_000
    told = known(buyer__budget=400_000)
    assert "buyer.budget" not in values(understood("approved up to 450k", "buyer.preapproval", known_slots=told))


def test_a_budget_stays_one_though_a_seller_names_it():
    assert values(understood("my budget is 400k", "seller.address")) == {"buyer.budget": 400_000}


def test_two_of_rooms_are_the_smaller():
    assert values(understood("3/2 or 4/2", "buyer.bedrooms"))["buyer.bedrooms"] == 3


def test_a_long_text_is_read_quickly():
    text = "we are in no hurry and the house at 12 Oak St needs a roof, thanks! " * 40
    started = time.perf_counter()
    for _ in range(5):
        understand_by_rules(text, pending_slot="seller.price", role="seller", known={}, today=TODAY, language="en")
    assert (time.perf_counter() - started) / 5 < 0.5


def test_a_transfer_is_a_reason_and_a_place_to_go():
    found = values(understood("we got transferred to Austin", "seller.motivation"))
    assert found == {"seller.motivation": "relocation", "seller.moving_to": "Austin"}


@pytest.mark.parametrize(
    ("text", "pending", "slot"),
    [
        ("It hasn't been updated since the 80s", "seller.condition", "seller.condition"),
        ("Nothing under 700", "seller.price", "seller.condition"),
        ("as soon as the right one comes along", "buyer.timeline", "buyer.timeline"),
        ("Sí, ya me aprobaron en Wells Fargo", "buyer.preapproval", "buyer.area"),
        ("Yes that timeline works great", "seller.condition", "seller.condition"),
    ],
)
def test_more_words_that_are_no_such_answer(text, pending, slot):
    assert slot not in values(understood(text, pending))


@pytest.mark.parametrize(
    ("text", "pending", "value"),
    [
        ("pre approved already through our credit union", "buyer.preapproval", "approved"),
        ("Preapproved with Wells Fargo", "buyer.preapproval", "approved"),
        ("I just applied with my bank", "buyer.preapproval", "in_progress"),
        ("I'm working with a lender now", "buyer.preapproval", "in_progress"),
        ("that would be perfect", "seller.timeline", 45),
        ("3 or 4", "buyer.bedrooms", 3),
        ("east side", "buyer.area", "east side"),
        ("We're retiring and moving to Florida", "seller.motivation", "retirement"),
        ("Excellent, we remodeled the kitchen in 2022", "seller.condition", "move_in_ready"),
    ],
)
def test_more_answers_are_understood_in_full(text, pending, value):
    found = understood(text, pending)
    assert values(found)[pending] == value
    assert found.complete


def test_a_time_that_fits_is_one_without_the_question():
    assert values(understood("45 days would be ok", "seller.condition")) == {"seller.timeline": 45}
    assert "seller.timeline" not in values(understood("45 days ago", "seller.condition"))
