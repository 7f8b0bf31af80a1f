"""Questions that one honest text of ours answers everywhere, and corrections that need no words but "updated"."""

import pytest

from bots.composing.screen import screen_reply
from bots.composing.situations import Speaker, situation_text
from bots.config import DEFAULTS
from bots.decisions import decide
from bots.roles.table import ROLES
from tests.bots.core.cast import heard, heard_slot, known, situation, understood

LISTINGS = (
    "Do you have any listings in Chino Hills?",
    "what do you have with acreage",
    "u got anything under 400",
    "Email me the list",
    "¿Tienen casas en Avondale?",
)
PROCESS = ("How does this work?", "what happens next", "What would the process look like?", "¿cómo funciona?")
WHO = ("Hi, what is this about?", "what is this", "why are you texting me", "¿de qué se trata?")


@pytest.mark.parametrize("text", LISTINGS)
def test_a_question_for_homes_on_offer_is_heard(text):
    assert "asks_for_listings" in understood(text, "buyer.budget").intents


@pytest.mark.parametrize("text", PROCESS)
def test_a_question_for_our_ways_is_heard(text):
    assert "asks_how_it_works" in understood(text, "seller.price").intents


@pytest.mark.parametrize("text", WHO)
def test_a_question_what_this_is_about_asks_who_writes(text):
    found = understood(text, "", "lead")
    assert "asks_who_writes" in found.intents
    assert found.complete


OTHER_QUESTIONS = (
    "How does this work if Bob owns half?",
    "what is this house worth",
    "do you have a lender you work with?",
    "do you have any questions about my house?",
    "what do you have to pay at closing",
    "how does it work with a VA loan",
)


@pytest.mark.parametrize("text", OTHER_QUESTIONS)
def test_a_question_that_wants_more_is_none_of_them(text):
    found = understood(text, "buyer.budget")
    assert not found.intents & {"asks_for_listings", "asks_how_it_works", "asks_who_writes"}


@pytest.mark.parametrize(("intent", "line"), [("asks_for_listings", "listings"), ("asks_how_it_works", "process")])
def test_the_answer_is_ours_and_the_conversation_goes_on(intent, line):
    found = decide(situation("buyer", {}, heard(intents=(intent,))), DEFAULTS)
    assert (found.kind, found.line, found.lane, found.slot) == ("answer", line, "situation", "buyer.budget")


def test_another_question_beside_it_is_answered_by_a_model():
    found = decide(situation("buyer", {}, heard(intents=("asks_for_listings", "question"))), DEFAULTS)
    assert found.lane == "conversation"


def test_who_also_asks_for_a_person_gets_one():
    found = decide(situation("buyer", {}, heard(intents=("asks_for_listings", "asks_for_person"))), DEFAULTS)
    assert found.handoff_reason == "asked_for_person"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("line", ["listings", "process", "who", "agents", "sent"])
@pytest.mark.parametrize("slot", [slot for role in ROLES.values() for slot in role.slots])
def test_each_answer_fits_with_each_question_and_passes_the_screen(line, slot, language):
    found = situation_text(
        line,
        role="lead",
        slot=slot.name,
        approach="plain",
        lead_in="",
        language=language,
        tone="warm",
        speaker=Speaker("Alder Street Realty of Texas"),
        variants_said=(),
        assistant_name="Ava",
    )
    screened = screen_reply(
        found.text, slots={}, lead_words="", config=DEFAULTS, given=("Alder Street Realty of Texas", found.text)
    )
    assert screened.passes


def corrected(**more):
    before = known(buyer__budget=400_000)
    words = heard(heard_slot("buyer.budget", 450_000), intents=("correction",), **more)
    return decide(situation("buyer", before, words), DEFAULTS)


def test_a_correction_that_rules_read_whole_needs_no_model():
    found = corrected(complete=True)
    assert (found.lane, found.lead_in) == ("situation", "corrected")


def test_a_correction_with_words_unread_or_read_by_a_model_is_listened_to():
    assert corrected(complete=False).lane == "conversation"
    assert corrected(complete=True, source="model").lane == "conversation"


def test_a_change_between_buying_and_selling_is_listened_to():
    before = known(lead__intent="neither")
    words = heard(heard_slot("lead.intent", "buy", confidence=0.5), intents=("correction",), complete=True)
    assert decide(situation("lead", before, words), DEFAULTS).lane == "conversation"
