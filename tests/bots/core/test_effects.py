"""What is written back: differences only, and nothing that the lead never gave."""

from dataclasses import replace

import pytest

from bots.composing.packet import next_step, packet, packet_text, promises_in, summary
from bots.config import DEFAULTS
from bots.decisions import decide
from bots.effects import AddTags, Note, Opportunity, RemoveTags, SetFields, Standing, effects
from bots.slots import merged, with_crm_values
from tests.bots.core.cast import HOT_SELLER, NOW, heard, heard_slot, known, situation

PRICE = heard_slot("seller.price", 450_000, evidence="around 450")


def seller_without_price():
    return known(**{name: value for name, value in HOT_SELLER.items() if name != "seller__price"})


def written(role, before_slots, words, *, note="", tags=frozenset(), before=None):
    decision = decide(situation(role, before_slots, words), DEFAULTS)
    after = Standing(
        decision.role, merged(before_slots, words, 2, NOW), decision.score.temperature, decision.score.value
    )
    before = before or Standing(role, before_slots, tags=tags)
    found = effects(decision, before, after, now=NOW, summary="Sam: seller.", next_step="Call.", note=note)
    return {type(effect): effect for effect in found}


def test_a_hot_seller_gets_tags_fields_note_and_the_own_price_as_value():
    found = written("seller", seller_without_price(), heard(PRICE), note="the packet")
    assert set(found[AddTags].tags) == {
        "ai-engaged",
        "ai-qualified",
        "seller-qualified",
        "hot-lead",
        "hot-seller",
        "human-follow-up-needed",
    }
    assert found[SetFields].values == {
        "asking_price_usd": 450_000,
        "qualification_score": 98,
        "temperature": "hot",
        "questions_answered": "4/4",
        "summary": "Sam: seller.",
        "next_step": "Call.",
        "last_bot_contact": "2026-03-10T16:00:00+00:00",
    }
    assert found[Note].body == "the packet"
    assert found[Opportunity].value_cents == 45_000_000


def test_the_old_temperature_is_removed():
    before = Standing("seller", seller_without_price(), "warm", 60, frozenset({"warm-lead", "cold-buyer", "vip"}))
    found = written("seller", seller_without_price(), heard(PRICE), before=before)
    assert found[RemoveTags].tags == ("cold-buyer", "warm-lead", "warm-seller")


def test_tags_that_the_crm_holds_are_not_added_again():
    held = frozenset({"ai-engaged", "cold-lead", "cold-seller"})
    found = written("seller", {}, heard(heard_slot("seller.address", "12 Oak St")), tags=held)
    assert AddTags not in found
    assert RemoveTags not in found


def test_a_change_of_role_is_tagged():
    found = written("lead", {}, heard(heard_slot("lead.intent", "buy")))
    assert "handoff-lead-to-buyer" in found[AddTags].tags


TAGGED = [
    (("wants_appointment",), "needs-manual-scheduling"),
    (("legal_or_money_trouble",), "compliance-alert"),
    (("asks_for_person",), "human-follow-up-needed"),
    (("wrong_number",), "ai-off"),
]


@pytest.mark.parametrize(("intents", "tag"), TAGGED)
def test_what_happened_is_tagged(intents, tag):
    assert tag in written("seller", {}, heard(intents=intents))[AddTags].tags
    assert tag not in written("seller", {}, heard())[AddTags].tags


def test_a_vague_answer_writes_no_field():
    found = written("seller", {}, heard(heard_slot("seller.price", None, vague=True)))
    assert "asking_price_usd" not in found[SetFields].values


def test_what_came_from_the_crm_is_not_written_back():
    slots = with_crm_values({}, {"asking_price_usd": 450_000}, NOW)
    decision = decide(situation("seller", slots, heard()), DEFAULTS)
    found = effects(decision, Standing("seller", {}), Standing("seller", slots), now=NOW, summary="", next_step="")
    assert not [effect for effect in found if isinstance(effect, Opportunity)]
    assert all("asking_price_usd" not in effect.values for effect in found if isinstance(effect, SetFields))


def test_a_price_said_again_is_no_change():
    found = written("seller", known(**HOT_SELLER), heard(heard_slot("seller.price", 450_000)))
    assert Opportunity not in found
    assert "asking_price_usd" not in found[SetFields].values


def test_a_note_is_written_only_on_a_handoff():
    assert Note not in written("seller", {}, heard(), note="a packet")


@pytest.mark.parametrize("slots", [{}, known(seller__address="12 Oak St", seller__price=450_000)])
def test_an_opener_engages_nobody_whatever_the_score_says(slots):
    decision = decide(situation("seller", slots, heard(), is_opener=True), DEFAULTS)
    after = Standing("seller", slots, decision.score.temperature, decision.score.value)
    (written_back,) = effects(
        decision, Standing("seller", {}), after, now=NOW, summary="Sam: seller, cold (0).", next_step="The bot asks."
    )
    assert written_back == SetFields({"next_step": "The bot asks.", "last_bot_contact": "2026-03-10T16:00:00+00:00"})


def test_an_opener_that_is_not_sent_writes_nothing():
    slots = known(**HOT_SELLER)
    decision = decide(situation("seller", slots, heard(), is_opener=True), DEFAULTS)
    after = Standing("seller", slots, "hot", 98)
    assert effects(decision, Standing("seller", slots), after, now=NOW, summary="", next_step="") == []


def test_the_first_answer_after_an_opener_is_tagged_with_its_temperature():
    found = written("seller", {}, heard(heard_slot("seller.address", "12 Oak St")))
    assert {"ai-engaged", "cold-lead", "cold-seller"} <= set(found[AddTags].tags)
    assert found[SetFields].values["temperature"] == "cold"


# -- The packet --------------------------------------------------------------------------------------------------------


def made_packet(words, slots=None):
    slots = slots if slots is not None else seller_without_price()
    moment = situation("seller", slots, words)
    decision = decide(moment, DEFAULTS)
    return packet(
        decision,
        moment.slots,
        display_name="Sam Lee",
        last_lead_words="around 450 would do",
        promised=promises_in(["What price would feel good to you?", "Someone from our team will answer it."]),
        now=NOW,
    )


def test_the_packet_says_who_how_warm_why_and_what_next():
    made = made_packet(heard(PRICE))
    first, second = made["summary"].split("\n")
    assert first == "Sam Lee: seller, hot (98), 4/4 answered; is hot and has answered everything."
    facts = "Property address 12 Oak St, motivation relocation, timeline 30 days, condition minor work"
    assert second == f"{facts}, asking price $450,000."
    assert made["next_step"] == "Call now and set the appointment."
    assert made["open_question"] == ""
    assert made["promised"] == ["Someone from our team will answer it."]
    assert {slot["name"]: slot["quote"] for slot in made["slots"]}["seller.price"] == "around 450"
    assert made["score"]["reasons"][0]["because"].startswith("Motivation: relocation")


def test_the_packet_names_the_open_question_and_the_risks():
    made = made_packet(heard(intents=("legal_or_money_trouble",)))
    assert made["open_question"] == "which price would feel good to the lead"
    assert made["risk_flags"] == ["legal_or_money"]


def test_the_note_shows_the_packet_as_text():
    words = packet_text(made_packet(heard(PRICE, intents=("anger",))))
    assert "Next step: Read the thread first, then apologise and call." in words
    assert "Asking price: $450,000 (“around 450”)" in words
    assert "Take care: anger" in words
    assert "Last words: “around 450 would do”" in words


def test_a_lead_of_whom_nothing_is_known_has_a_packet_too():
    assert made_packet(heard(intents=("asks_for_person",)), {})["summary"].endswith("Nothing is known yet.")


FACTS_OF_OTHERS = {"buyer__bedrooms": 3, "buyer__preapproval": "approved"}


def test_the_summary_tells_every_fact_whichever_role_heard_it():
    slots = known(lead__area="Austin", **FACTS_OF_OTHERS)
    decision = decide(situation("lead", slots, heard(intents=("asks_for_person",))), DEFAULTS)
    as_lead = replace(decision, role="lead")
    _, facts = summary(as_lead, slots, display_name="Sam").split("\n")
    assert facts == "Area Austin, bedrooms 3, pre-approval approved."


def test_the_summary_tells_a_fact_shared_by_two_roles_once():
    slots = known(lead__intent="buy", lead__area="Austin", lead__timeline=60, **FACTS_OF_OTHERS)
    decision = decide(situation("buyer", slots, heard()), DEFAULTS)
    first, facts = summary(decision, slots, display_name="Sam").split("\n")
    assert "4/5 answered" in first
    assert facts == "Pre-approval approved, bedrooms 3, move-in timeline 60 days, area Austin."


def test_the_summary_says_a_wish_that_the_role_does_not_say():
    slots = known(lead__intent="both", seller__address="12 Oak St")
    decision = decide(situation("seller", slots, heard()), DEFAULTS)
    assert summary(decision, slots, display_name="Sam").endswith(
        "\nProperty address 12 Oak St, wants to sell and to buy."
    )


def test_answered_counts_what_the_present_role_has_from_whoever_heard_it():
    slots = known(buyer__area="Austin")
    assert decide(situation("lead", slots, heard()), DEFAULTS).score.questions_answered == "1/2"
    assert decide(situation("lead", known(seller__area="Waco"), heard()), DEFAULTS).score.questions_answered == "1/2"


def test_the_next_step_names_the_open_slot_while_the_bot_goes_on():
    decision = decide(situation("seller", {}, heard()), DEFAULTS)
    assert next_step(decision) == "The bot asks for property address."
    assert summary(decision, {}, display_name="Sam").startswith("Sam: seller, cold (0), 0/4 answered.")
    assert next_step(replace(decision, slot="", kind="nurture")) == "Follow up later."
