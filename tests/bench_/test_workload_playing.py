"""A workload goes the way of a turn: the same code, the rows in memory alone."""

import pytest

from bench.workload.look_ups import Recorder
from bench.workload.playing import play
from bench.workload.reasons import grouped
from bench.workload.records import Person, Said
from orchestrator.build import build
from orchestrator.prompts.registry import PromptRegistry

pytestmark = pytest.mark.django_db

SELLER = Person("ann", "L1", role="seller", first_name="Ann")
BUYER = Person("bob", "L1", role="buyer")


@pytest.fixture
def recorder(settings):
    """The real orchestrator of a machine without a key: every look-up ends with "model away"."""
    settings.ANTHROPIC_API_KEY = ""
    settings.OPENAI_API_KEY = ""
    settings.SANDBOX_BASE_URL = ""
    return Recorder(workers=(build(),), prompts=PromptRegistry(settings.PROMPT_DIRS))


def said(person, *texts):
    return [Said(person, text) for text in texts]


def test_a_conversation_is_carried_on_from_turn_to_turn(recorder):
    texts = said(SELLER, "hi, I'd like to sell", "12 Oak St, Austin", "we are downsizing", "yes that works")
    played = play(texts, recorder, rules_first=True)
    assert [one.pending for one in played] == ["", "seller.address", "seller.motivation", "seller.timeline"]
    last = played[-1].made
    assert last is not None
    assert {name: record["value"] for name, record in last.slots.items()} == {
        "seller.address": "12 Oak St, Austin",
        "seller.motivation": "downsizing",
        "seller.timeline": 45,
    }
    assert last.decision.slot == "seller.condition"
    assert recorder.look_ups == []


def test_leads_are_kept_apart_though_they_speak_in_turn(recorder):
    mixed = [Said(SELLER, "hello"), Said(BUYER, "hello"), Said(SELLER, "12 Oak St"), Said(BUYER, "400k")]
    played = play(mixed, recorder, rules_first=True)
    assert set(played[2].made.slots) == {"seller.address"}
    assert set(played[3].made.slots) == {"buyer.budget"}


def test_an_opt_out_makes_no_turn_and_ends_the_thread(recorder):
    played = play(said(SELLER, "hello", "STOP", "12 Oak St"), recorder, rules_first=True)
    assert [one.is_turn for one in played] == [True, False, False]
    assert [one.ended for one in played] == ["", "opt_out", "opted_out"]


def test_after_a_handoff_a_person_gives_the_thread_back_with_its_question(recorder):
    played = play(said(SELLER, "hello", "can somebody call me?", "12 Oak St"), recorder, rules_first=True)
    assert played[1].made.decision.hands_off
    assert played[2].pending == "seller.address"
    assert played[2].made.slots["seller.address"]["value"] == "12 Oak St"


def test_with_rules_off_every_message_is_looked_up_and_noted(recorder):
    play(said(SELLER, "hello", "12 Oak St"), recorder, rules_first=False)
    assert [look_up.task for look_up in recorder.look_ups] == ["understand", "understand"]
    assert [look_up.tier for look_up in recorder.look_ups] == ["model_away", "model_away"]


def test_the_same_prompt_is_known_to_a_plain_cache_in_one_location_only(recorder):
    elsewhere = Person("ann", "L2", role="seller")
    play(said(SELLER, "hello") + said(Person("cy", "L1", role="seller"), "hello"), recorder, rules_first=False)
    play(said(elsewhere, "hello"), recorder, rules_first=False)
    assert [look_up.plain_seen for look_up in recorder.look_ups] == [False, True, False]


def test_the_reasons_name_what_rules_left_unread(recorder):
    played = play(said(SELLER, "the flibbertigibbet is wonky"), recorder, rules_first=True)
    assert played[0].ended == "model_away"
    assert "flibbertigibbet" in "\n".join(grouped(played))
