"""What follows from a turn: one rule after another, first match decides."""

from datetime import timedelta

import pytest

from bots.config import DEFAULTS, from_overrides
from bots.decisions import decide
from bots.situation import Counts, PastSwitch
from tests.bots.core.cast import HOT_BUYER, HOT_SELLER, NOW, heard, heard_slot, known, situation

PRICE = heard_slot("seller.price", 450_000)


def seller_without_price():
    return known(**{name: value for name, value in HOT_SELLER.items() if name != "seller__price"})


def decided(role, before, words, config=DEFAULTS, **more):
    return decide(situation(role, before, words, **more), config)


# -- Asking ------------------------------------------------------------------------------------------------------------


def test_the_next_open_slot_is_asked_in_the_order_of_the_role():
    found = decided("seller", {}, heard(heard_slot("seller.address", "12 Oak St")))
    assert (found.kind, found.slot, found.line, found.lane) == ("ask", "seller.motivation", "ask", "situation")
    assert found.lead_in == "thanks"


def test_a_known_slot_is_never_asked_again_whichever_bot_heard_it():
    found = decided("buyer", known(lead__area="Austin", buyer__budget=1_000_000, buyer__bedrooms=3), heard())
    assert found.slot == "buyer.preapproval"
    later = decided("buyer", known(**{**HOT_BUYER, "buyer__timeline": 400}), heard())
    assert later.slot == ""


@pytest.mark.parametrize(("asked", "approach"), [(0, "plain"), (1, "rephrase"), (2, "choices")])
def test_a_slot_asked_again_is_asked_differently(asked, approach):
    found = decided("seller", {}, heard(), asked={"seller.address": asked})
    assert (found.slot, found.approach) == ("seller.address", approach)


def test_the_opener_asks_the_first_missing_slot():
    found = decided("seller", known(seller__address="12 Oak St"), heard(), is_opener=True)
    assert (found.kind, found.line, found.slot) == ("ask", "opener", "seller.motivation")


def test_an_opener_with_nothing_to_ask_is_not_sent():
    found = decided("seller", known(**HOT_SELLER), heard(), is_opener=True)
    assert (found.speaks, found.silence_reason) == (False, "nothing_to_ask")


@pytest.mark.parametrize("intent", ["objection", "correction", "instructs_the_assistant"])
def test_what_wants_listening_goes_to_the_conversation_lane_with_a_question_to_fall_back_on(intent):
    found = decided("seller", {}, heard(PRICE, intents=(intent,)))
    assert (found.kind, found.lane, found.fallback) == ("ask", "conversation", True)


def test_a_general_question_needs_a_models_words():
    found = decided("seller", {}, heard(intents=("question",), questions=("how long does it take?",)))
    assert (found.kind, found.lane, found.fallback, found.slot) == ("answer", "conversation", False, "seller.address")


def test_are_you_a_bot_is_answered_honestly_and_the_conversation_goes_on():
    found = decided("seller", {}, heard(intents=("asks_if_bot",)))
    assert (found.kind, found.line, found.slot) == ("answer", "bot_answer", "seller.address")


# -- To a person -------------------------------------------------------------------------------------------------------

HAND_OFFS = [
    (("asks_for_person",), "asked_for_person"),
    (("legal_or_money_trouble",), "legal_or_money"),
    (("anger",), "anger"),
    (("threat",), "anger"),
    (("wants_appointment",), "wants_appointment"),
    (("question_about_facts",), "question_without_answer"),
    (("asks_for_person", "anger", "legal_or_money_trouble"), "asked_for_person"),
    (("legal_or_money_trouble", "not_interested"), "legal_or_money"),
]


@pytest.mark.parametrize(("intents", "reason"), HAND_OFFS)
def test_a_person_takes_over(intents, reason):
    found = decided("seller", {}, heard(intents=intents))
    assert (found.kind, found.handoff_reason, found.slot, found.lane) == ("hand_off", reason, "", "fixed")
    assert found.why


def test_a_wish_for_a_person_beside_are_you_a_bot_still_gets_the_honest_answer():
    assert decided("seller", {}, heard(intents=("asks_for_person", "asks_if_bot"))).lead_in == "bot"


def test_risk_flags_reach_the_person():
    found = decided("seller", {}, heard(intents=("legal_or_money_trouble", "anger", "instructs_the_assistant")))
    assert found.risk_flags == ("legal_or_money", "anger", "tries_to_instruct_the_bot")


def test_hot_and_complete_goes_to_a_person():
    found = decided("seller", seller_without_price(), heard(PRICE))
    assert (found.handoff_reason, found.line, found.score.temperature) == ("hot_and_complete", "handoff_hot", "hot")


def test_hot_with_an_open_question_is_asked_first():
    config = from_overrides({"seller_extended_set": True})
    found = decided("seller", seller_without_price(), heard(PRICE), config)
    assert (found.kind, found.slot) == ("ask", "seller.mortgage")


def test_complete_but_not_hot_gets_one_closing_line_and_then_silence():
    slow = known(**{**HOT_SELLER, "seller__timeline": 300})
    first = decided("seller", slow, heard())
    assert (first.kind, first.line) == ("nurture", "nurture")
    again = decided("seller", slow, heard(intents=("thanks",)), closing_said=True)
    assert (again.kind, again.silence_reason) == ("silence", "nothing_to_ask")
    news = decided("seller", slow, heard(heard_slot("seller.price", 400_000)), closing_said=True)
    assert (news.kind, news.line) == ("answer", "noted")


def test_a_value_from_the_threshold_on_goes_to_a_person():
    config = from_overrides({"value_threshold_usd": 400_000})
    assert decided("seller", {}, heard(PRICE), config).handoff_reason == "value_threshold"
    assert decided("seller", {}, heard(PRICE)).kind == "ask"


def test_a_fact_on_record_may_be_used_in_an_answer():
    words = heard(intents=("question_about_facts",), questions=("what is the fee?",))
    found = decided("seller", {}, words, knowledge=("The fee is 5 %.",))
    assert (found.kind, found.lane) == ("answer", "conversation")


# -- Stuck -------------------------------------------------------------------------------------------------------------

VAGUE = heard(heard_slot("seller.price", None, evidence="not sure", vague=True), intents=("vague",))


@pytest.mark.parametrize(
    ("vague_before", "slot", "approach"),
    [
        (0, "seller.address", "plain"),
        (1, "seller.address", "plain"),
        (2, "seller.price", "rephrase"),
        (3, "seller.price", "choices"),
    ],
)
def test_after_three_vague_answers_in_a_row_the_approach_changes(vague_before, slot, approach):
    found = decided("seller", {}, VAGUE, pending_slot="seller.price", counts=Counts(vague_in_row=vague_before))
    assert (found.slot, found.approach) == (slot, approach)
    assert found.counts.vague_in_row == vague_before + 1


def test_the_second_vague_answer_goes_to_the_conversation_lane():
    assert decided("seller", {}, VAGUE, counts=Counts(vague_in_row=1)).lane == "conversation"


def test_vague_even_to_a_choice_goes_to_a_person():
    found = decided("seller", {}, VAGUE, pending_slot="seller.price", counts=Counts(vague_in_row=4))
    assert found.handoff_reason == "vague"


def test_a_definite_answer_ends_a_row_of_vague_ones():
    assert decided("seller", {}, heard(PRICE), counts=Counts(vague_in_row=2)).counts.vague_in_row == 0


def test_a_slot_asked_three_times_in_vain_goes_to_a_person():
    others = known(**{name: value for name, value in HOT_SELLER.items() if name != "seller__price"})
    found = decided("seller", others, heard(), pending_slot="seller.price", asked={"seller.price": 3})
    assert found.handoff_reason == "no_progress"


def test_a_slot_asked_three_times_is_left_while_others_are_open():
    found = decided("seller", {}, heard(), asked={"seller.address": 3})
    assert found.slot == "seller.motivation"


def test_two_turns_of_low_confidence_go_to_a_person():
    murmur = heard(confidence=0.3)
    first = decided("seller", {}, murmur)
    assert (first.kind, first.lane) == ("ask", "conversation")
    assert decided("seller", {}, murmur, counts=first.counts).handoff_reason == "low_confidence"


def test_six_exchanges_without_news_go_to_a_person():
    found = decided("seller", {}, heard(intents=("thanks",)), counts=Counts(exchanges_without_news=5))
    assert found.handoff_reason == "no_progress"


# -- Leaving -----------------------------------------------------------------------------------------------------------


def test_not_interested_gets_one_friendly_line_and_no_question():
    found = decided("seller", {}, heard(intents=("not_interested",)))
    assert (found.kind, found.line, found.slot) == ("nurture", "not_interested", "")
    assert decided("seller", {}, heard(intents=("not_interested",)), closing_said=True).kind == "silence"


def test_a_wrong_number_stops_the_bot():
    found = decided("lead", {}, heard(intents=("wrong_number",)))
    assert (found.line, found.stop_bot) == ("wrong_number", True)


def test_nothing_is_said_while_a_person_has_the_lead_in_the_queue():
    found = decided("seller", {}, heard(intents=("asks_for_person",)), handoff_open=True)
    assert (found.kind, found.silence_reason) == ("silence", "waiting_for_person")


# -- From bot to bot ---------------------------------------------------------------------------------------------------


def said_intent(value, confidence=0.95):
    return heard(heard_slot("lead.intent", value, confidence=confidence))


@pytest.mark.parametrize(
    ("value", "role", "slot"),
    [("sell", "seller", "seller.address"), ("buy", "buyer", "buyer.budget"), ("both", "seller", "seller.address")],
)
def test_triage_routes_at_once_and_the_new_role_asks_its_first_missing_slot(value, role, slot):
    found = decided("lead", {}, said_intent(value))
    assert (found.kind, found.role, found.slot) == ("switch_role", role, slot)
    assert (found.switch.from_role, found.switch.to_role, found.switch.accepted) == ("lead", role, True)


THRESHOLDS = [
    ("lead", "sell", 0.70),
    ("lead", "buy", 0.70),
    ("buyer", "sell", 0.80),
    ("seller", "buy", 0.60),
]


@pytest.mark.parametrize(("role", "value", "needed"), THRESHOLDS)
def test_each_way_has_its_own_confidence(role, value, needed):
    assert decided(role, {}, said_intent(value, needed)).switch.accepted
    refused = decided(role, {}, said_intent(value, needed - 0.01))
    assert (refused.switch.accepted, refused.switch.refusal) == (False, "confidence_too_low")
    assert refused.role == role
    assert refused.speaks


def test_an_unsure_intent_is_asked_for_again():
    found = decided("lead", {}, said_intent("sell", 0.5), asked={"lead.intent": 1})
    assert (found.slot, found.approach) == ("lead.intent", "rephrase")


def test_the_same_way_is_not_taken_twice_within_thirty_minutes():
    past = (PastSwitch("seller", "buyer", NOW - timedelta(minutes=29)),)
    assert decided("seller", {}, said_intent("buy"), switches=past).switch.refusal == "circular"
    older = (PastSwitch("seller", "buyer", NOW - timedelta(minutes=31)),)
    assert decided("seller", {}, said_intent("buy"), switches=older).switch.accepted


@pytest.mark.parametrize(
    ("minutes", "count", "refusal"), [(50, 3, "hourly_limit"), (600, 10, "daily_limit"), (50, 2, "")]
)
def test_switches_are_limited_by_the_hour_and_by_the_day(minutes, count, refusal):
    past = tuple(PastSwitch("buyer", "seller", NOW - timedelta(minutes=minutes)) for _ in range(count))
    assert decided("seller", {}, said_intent("buy"), switches=past).switch.refusal == refusal


def test_after_a_refusal_the_conversation_goes_on_with_the_present_bot():
    past = (PastSwitch("seller", "buyer", NOW),)
    found = decided("seller", {}, said_intent("buy"), switches=past)
    assert (found.kind, found.role, found.slot) == ("ask", "seller", "seller.address")
    assert "circular" in found.why[1]


def test_an_intent_known_from_before_does_not_pull_a_seller_away():
    assert decided("seller", known(lead__intent="buy"), heard(PRICE)).switch is None


def test_the_receiving_bot_asks_only_what_is_missing():
    words = heard(
        heard_slot("lead.intent", "buy"), heard_slot("buyer.budget", 450_000), heard_slot("buyer.preapproval", "cash")
    )
    assert decided("lead", known(lead__area="Austin"), words).slot == "buyer.bedrooms"


def test_hot_and_complete_in_one_message_is_routed_and_handed_over():
    words = heard(
        heard_slot("lead.intent", "buy"), *(heard_slot(n.replace("__", "."), v) for n, v in HOT_BUYER.items())
    )
    found = decided("lead", {}, words)
    assert (found.kind, found.role, found.handoff_reason) == ("hand_off", "buyer", "hot_and_complete")


@pytest.mark.parametrize("role", ["lead", "seller", "buyer"])
@pytest.mark.parametrize("intent", ["greeting", "thanks", "vague", "open_to_call", "objection", "question"])
def test_every_decision_says_why_and_has_a_next_step(role, intent):
    found = decided(role, {}, heard(intents=(intent,)))
    assert found.why[0].endswith(".")
    assert found.slot or found.hands_off or not found.speaks


# -- Taking leave, and who writes --------------------------------------------------------------------------------------


def test_a_farewell_gets_one_closing_line_and_no_question():
    found = decided("seller", {}, heard(intents=("thanks", "goodbye")))
    assert (found.kind, found.line, found.slot) == ("nurture", "nurture", "")


def test_a_farewell_beside_a_fact_does_not_end_the_conversation():
    assert decided("seller", {}, heard(PRICE, intents=("goodbye",))).kind == "ask"


@pytest.mark.parametrize("intents", [("thanks",), ("goodbye",), ()])
def test_after_the_closing_line_the_lead_has_the_last_word(intents):
    found = decided("seller", {}, heard(intents=intents), closing_said=True)
    assert (found.kind, found.silence_reason) == ("silence", "closing_said")


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (heard(intents=("greeting",)), {}),
        (heard(PRICE), {}),
        (heard(confidence=0.3), {}),
        (heard(intents=("thanks",)), {"pending_slot": "seller.price"}),
    ],
)
def test_who_comes_back_after_the_closing_line_is_answered(words, more):
    assert decided("seller", {}, words, closing_said=True, **more).speaks


def test_who_is_this_is_answered_at_once_and_the_conversation_goes_on():
    found = decided("seller", {}, heard(intents=("asks_who_writes",)))
    assert (found.kind, found.line, found.slot, found.lane) == ("answer", "who", "seller.address", "situation")


def test_a_request_for_help_is_met_with_help_and_the_first_question():
    found = decided("lead", {}, heard(heard_slot("buyer.bedrooms", 3), intents=("asks_for_help",)))
    assert (found.line, found.lead_in, found.slot) == ("ask", "help", "buyer.budget")


REASONS = [
    (("asks_for_person",), "handoff_asked"),
    (("legal_or_money_trouble",), "handoff_legal"),
    (("anger",), "handoff_anger"),
    (("wants_appointment",), "handoff_meeting"),
    (("question_about_facts",), "handoff_question"),
]


@pytest.mark.parametrize(("intents", "line"), REASONS)
def test_the_handoff_line_fits_the_reason(intents, line):
    assert decided("seller", {}, heard(intents=intents)).line == line


def test_a_handoff_without_words_of_its_own_gets_the_plain_line():
    stuck = decided("seller", {}, heard(intents=("thanks",)), counts=Counts(exchanges_without_news=5))
    assert (stuck.handoff_reason, stuck.line) == ("no_progress", "handoff")
