"""What is known of a lead: corrections, sources, history."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.roles import buyer, lead, seller
from bots.roles.table import ROLES, SLOTS
from bots.slots import (
    answered_core,
    corrects,
    is_known,
    known_for_prompt,
    merged,
    missing,
    shown,
    value_of,
    with_crm_values,
)
from tests.bots.core.cast import HOT_BUYER, NOW, heard, heard_slot, known


def names(slots):
    return [slot.name for slot in slots]


def test_a_new_fact_is_stored_with_its_unit_evidence_and_message():
    slots = merged({}, heard(heard_slot("seller.price", 450_000, evidence="around 450")), 17, NOW)
    assert slots["seller.price"] == {
        "value": 450_000,
        "unit": "usd",
        "evidence": "around 450",
        "confidence": 0.95,
        "vague": False,
        "message_id": 17,
        "source": "lead",
        "at": "2026-03-10T16:00:00+00:00",
        "history": [],
    }


def test_a_correction_replaces_and_the_earlier_value_stays_in_the_history():
    slots = merged(known(seller__price=540_000), heard(heard_slot("seller.price", 520_000)), 2, NOW)
    assert slots["seller.price"]["value"] == 520_000
    assert [entry["value"] for entry in slots["seller.price"]["history"]] == [540_000]


TAKEN_BACK = [
    ("seller.price", 520_000, True),
    ("seller.price", 540_000, False),
    ("seller.area", "Plano", True),
    ("seller.area", "austin", False),
    ("seller.area", "north Austin", False),
    ("seller.condition", "major_work", False),
]


@pytest.mark.parametrize(("name", "value", "is_correction"), TAKEN_BACK)
def test_only_another_definite_value_of_the_leads_own_is_taken_back(name, value, is_correction):
    before = known(seller__price=540_000, seller__area="Austin")
    assert corrects(before, heard_slot(name, value)) is is_correction


def test_an_answer_after_a_vague_one_or_beside_a_crm_field_takes_nothing_back():
    vague = merged({}, heard(heard_slot("seller.price", None, vague=True)), 1, NOW)
    assert not corrects(vague, heard_slot("seller.price", 520_000))
    from_crm = with_crm_values({}, {"asking_price_usd": 540_000}, NOW)
    assert not corrects(from_crm, heard_slot("seller.price", 520_000))


def test_a_vague_word_never_replaces_a_definite_one():
    slots = merged(known(seller__price=540_000), heard(heard_slot("seller.price", None, vague=True)), 2, NOW)
    assert value_of(slots, seller.PRICE) == 540_000


def test_a_definite_word_replaces_a_vague_one():
    vague = merged({}, heard(heard_slot("seller.price", None, vague=True)), 1, NOW)
    assert not is_known(vague, seller.PRICE)
    assert value_of(merged(vague, heard(heard_slot("seller.price", 1_000_000)), 2, NOW), seller.PRICE) == 1_000_000


def test_each_slot_is_credited_to_the_message_that_said_it():
    words = heard(
        heard_slot("seller.price", 450_000, evidence="450K"), heard_slot("seller.timeline", 30, evidence="a month")
    )
    slots = merged({}, words, 9, NOW, messages=[(7, "450k please"), (8, "in a month")])
    assert (slots["seller.price"]["message_id"], slots["seller.timeline"]["message_id"]) == (7, 8)


def test_crm_fields_are_known_but_the_leads_words_stand_above_them():
    slots = with_crm_values(known(seller__price=450_000), {"asking_price_usd": 300_000, "bedrooms": "3"}, NOW)
    assert value_of(slots, seller.PRICE) == 450_000
    assert (slots["buyer.bedrooms"]["value"], slots["buyer.bedrooms"]["source"]) == (3, "crm")
    said = merged(slots, heard(heard_slot("buyer.bedrooms", 4)), 3, NOW)
    assert (said["buyer.bedrooms"]["value"], said["buyer.bedrooms"]["source"]) == (4, "lead")


@pytest.mark.parametrize(
    "attributes",
    [
        {"asking_price_usd": "call me"},
        {"asking_price_usd": -5},
        {"bedrooms": 400},
        {"bedrooms": True},
        {"property_condition": "nice"},
        {"asking_price_usd": ["450"]},
        {"motivation": ""},
        {"budget_usd": None},
        {"asking_price_usd": "inf"},
        {"asking_price_usd": "nan"},
    ],
)
def test_a_crm_field_of_the_wrong_type_is_no_fact(attributes):
    assert with_crm_values({}, attributes, NOW) == {}


def test_a_crm_value_that_did_not_change_leaves_the_record_alone():
    once = with_crm_values({}, {"area": "Austin"}, NOW)
    assert with_crm_values(once, {"area": "Austin"}, NOW + timedelta(days=1)) == once


def test_a_fact_that_another_role_heard_is_not_missing():
    slots = known(lead__area="Austin", seller__timeline=30)
    assert "buyer.area" not in names(missing(slots, ROLES["buyer"], extended=False))
    assert "buyer.timeline" not in names(missing(slots, ROLES["buyer"], extended=False))
    assert value_of(slots, buyer.TIMELINE) == 30


def test_where_a_home_is_sold_is_not_where_one_is_wanted():
    assert "buyer.area" in names(missing(known(seller__area="Austin"), ROLES["buyer"], extended=False))


def test_slots_are_missing_in_the_order_of_the_role_and_vague_ones_last():
    vague = merged({}, heard(heard_slot("seller.address", None, vague=True)), 1, NOW)
    assert names(missing(vague, ROLES["seller"], extended=False)) == [
        "seller.motivation",
        "seller.timeline",
        "seller.condition",
        "seller.price",
        "seller.address",
    ]


def test_the_extended_set_is_asked_only_where_it_is_switched_on():
    full = known(
        seller__address="a",
        seller__motivation="other",
        seller__timeline=1,
        seller__condition="minor_work",
        seller__price=1,
    )
    assert missing(full, ROLES["seller"], extended=False) == ()
    assert names(missing(full, ROLES["seller"], extended=True))[0] == "seller.mortgage"


def test_core_answers_are_counted_over_the_core_alone():
    assert answered_core(known(seller__address="12 Oak St", seller__price=1), ROLES["seller"]) == 1
    assert answered_core(known(**HOT_BUYER), ROLES["buyer"]) == 5


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("seller.price", 450_000, "$450,000"),
        ("seller.timeline", 45, "45 days"),
        ("seller.condition", "minor_work", "minor work"),
    ],
)
def test_values_are_shown_as_people_read_them(name, value, words):
    assert shown(merged({}, heard(heard_slot(name, value)), 1, NOW)[name]) == words


def test_a_prompt_gets_one_line_per_definite_fact():
    slots = merged(known(buyer__budget=450_000), heard(heard_slot("buyer.area", None, vague=True)), 1, NOW)
    assert known_for_prompt(slots) == "Budget: $450,000"
    assert known_for_prompt({}) == "nothing yet"


def test_every_slot_has_one_name_and_each_role_asks_for_its_core():
    for role in ROLES.values():
        assert all(slot.name.startswith(role.name) for slot in role.all_slots)
        assert set(role.core) <= set(names(role.slots))
    assert lead.INTENT is SLOTS["lead.intent"]


SLOT_VALUES = st.one_of(st.integers(10_000, 10**7), st.none())
HEARD = st.lists(
    st.builds(
        lambda name, value, words: heard_slot(name, value, evidence=words, vague=value is None),
        st.sampled_from(sorted(SLOTS)),
        SLOT_VALUES,
        st.text(max_size=8),
    ),
    max_size=6,
)


@given(HEARD, HEARD)
def test_merging_the_same_words_twice_changes_nothing(earlier, later):
    later = list({slot.name: slot for slot in later}.values())  # understanding yields each slot once
    slots = merged(merged({}, heard(*earlier), 1, NOW), heard(*later), 2, NOW)
    assert merged(slots, heard(*later), 3, NOW + timedelta(hours=1)) == slots


@given(HEARD, HEARD)
def test_merging_leaves_its_arguments_alone(earlier, later):
    before = merged({}, heard(*earlier), 1, NOW)
    copy = {name: {**record, "history": list(record["history"])} for name, record in before.items()}
    merged(before, heard(*later), 2, NOW)
    assert before == copy


def test_our_own_write_that_comes_back_from_the_crm_is_no_second_fact() -> None:
    told = {"seller.timeline": {**_record(30), "source": "lead"}}
    assert set(with_crm_values(told, {"timeline_days": 30}, NOW)) == {"seller.timeline"}


def _record(value: object) -> dict[str, object]:
    return {
        "value": value, "unit": "days", "evidence": "next month", "confidence": 0.9, "vague": False, "message_id": 1,
        "at": NOW.isoformat(), "history": [],
    }  # fmt: skip
