"""The words of a situation: short, one question, never twice, and nothing invented."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.composing import words_en, words_es
from bots.composing.hours import honest_time
from bots.composing.packet import promises_in
from bots.composing.screen import screen_reply
from bots.composing.segments import is_gsm7, segments, to_gsm7
from bots.composing.situations import APPROACHES, NothingNewToSay, Speaker, situation_text
from bots.config import DEFAULTS, from_overrides
from bots.decisions import HANDOFF_LINES
from bots.roles.table import ROLES
from tests.bots.core.cast import known

LONG = Speaker(company="Sunrise Realty and Home Group of Central Texas LLC", first_name="Maximiliana Alexandra")
ASKED = [slot.name for role in ROLES.values() for slot in role.asked_slots(extended=True)]
LEAD_INS_OF_BOT = {language: words.LEAD_INS["bot"] for language, words in (("en", words_en), ("es", words_es))}
LINES = sorted(set(words_en.LINES) - {"opener_disclosed"})


def text(line="ask", **changes):
    given = {
        "role": "seller",
        "slot": "",
        "approach": "plain",
        "lead_in": "",
        "language": "en",
        "tone": "warm",
        "speaker": LONG,
        "variants_said": (),
        "honest_time": "The office opens tomorrow at 9 AM.",
        "assistant_name": "Ava",
    }
    return situation_text(line, **{**given, **changes})


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("slot", ASKED)
def test_every_question_has_three_variants_each_time_and_none_is_said_twice(slot, language):
    said = []
    for number in range(9):
        found = text(
            slot=slot, approach=APPROACHES[number // 3], language=language, variants_said=said, lead_in="thanks"
        )
        assert len(found.text) <= 160
        assert found.text.count("?") == 1
        assert is_gsm7(found.text)
        said.append(found.variant_id)
    assert len(set(said)) == 9
    with pytest.raises(NothingNewToSay):
        text(slot=slot, language=language, variants_said=said)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("lead_in", ["", "thanks", "corrected", "greeting", "help", "bot"])
def test_every_line_fits_one_segment_without_placeholders_or_hyphen_bullets(line, language, lead_in):
    said = []
    for _ in range(3):
        found = text(line, language=language, lead_in=lead_in, variants_said=said)
        assert segments(found.text).count == 1
        assert "{" not in found.text
        assert not found.text.startswith("-")
        said.append(found.variant_id)
    assert len(set(said)) == 3


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("slot", ASKED)
@pytest.mark.parametrize("line", ["opener", "bot_answer"])
def test_an_opener_and_an_honest_answer_leave_room_for_the_question(line, slot, language):
    found = text(line, slot=slot, language=language, disclose=True)
    assert found.text.count("?") == 1
    assert len(found.text) <= 160


SENTENCES_OF_TIME = [
    "They aim to answer within 15 minutes.",
    "The office opens on Wednesday at 10 AM.",
    "La oficina abre el miércoles a las 10:00.",
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("line", sorted({"handoff", *HANDOFF_LINES.values()}))
@pytest.mark.parametrize("when", SENTENCES_OF_TIME)
@pytest.mark.parametrize("lead_in", ["", "bot"])
def test_every_handoff_line_keeps_its_honest_time_in_one_segment_and_asks_nothing(line, language, when, lead_in):
    said = []
    for _ in range(3):
        found = text(line, language=language, honest_time=when, lead_in=lead_in, variants_said=said)
        assert found.text.endswith(to_gsm7(when))
        assert len(found.text) <= 160
        assert is_gsm7(found.text)
        assert "?" not in found.text
        assert promises_in([found.text])
        if lead_in == "bot":
            assert found.text.startswith(tuple(map(to_gsm7, LEAD_INS_OF_BOT[language])))
        said.append(found.variant_id)


def test_what_is_said_on_legal_trouble_is_not_what_is_said_on_a_wish_for_a_person():
    wordings = {line: set(words_en.LINES[line]) for line in ("handoff", *HANDOFF_LINES.values())}
    assert sum(len(texts) for texts in wordings.values()) == len(set().union(*wordings.values()))
    assert not any(words.startswith(("Of course", "Sure")) for words in words_en.LINES["handoff_legal"])


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_writes_is_said_with_name_company_and_that_it_is_a_machine(language):
    found = text("who", slot="lead.intent", language=language, speaker=Speaker("Alder Realty")).text
    assert "Ava" in found
    assert "Alder Realty" in found
    assert any(word in found for word in ("automated", "virtual", "AI", "automatizada"))
    assert found.count("?") == 1


def test_acknowledgements_of_one_conversation_do_not_repeat_at_once():
    said, starts = [], []
    for slot in ("buyer.budget", "buyer.preapproval", "buyer.bedrooms", "buyer.timeline", "buyer.area"):
        found = text(slot=slot, lead_in="thanks", variants_said=said)
        starts.append(found.text.split(".")[0])
        said.append(found.variant_id)
    assert len(set(starts)) == len(starts)


def test_an_opener_greets_says_who_writes_and_discloses():
    found = text("opener", slot="seller.address", disclose=True, speaker=Speaker("Alder Realty", "Sam"))
    assert found.text.startswith("Hi Sam, Ava here, automated assistant at Alder Realty.")
    plain = text("opener", slot="seller.address", speaker=Speaker("Alder Realty"))
    assert plain.text.startswith("Hi, Ava here from Alder Realty.")


def test_the_time_frame_is_the_one_of_the_location():
    assert "20 to 30 days" in text(slot="seller.timeline", timeline_days=(20, 30)).text


def test_a_brief_tone_leaves_courtesies_out_but_not_honesty():
    assert text(slot="seller.price", lead_in="thanks", tone="brief").text == "What price would feel good to you?"
    assert text("handoff", lead_in="bot", tone="brief").text.startswith("Yes, I'm an automated assistant.")


def test_leads_with_other_seeds_hear_other_variants_first():
    assert len({text(slot="seller.price", seed=seed).text for seed in range(3)}) == 3


def test_an_unknown_language_is_answered_in_english():
    assert text(slot="seller.price", language="fr").text == "What price would feel good to you?"


def test_a_name_with_braces_is_only_a_name():
    assert "{company}" in text("opener", slot="lead.area", speaker=Speaker("Alder", "{company}")).text


def test_no_text_names_a_figure_of_its_own():
    for words in (words_en, words_es):
        for variants in words.QUESTIONS.values():
            for approach in variants:
                assert all("$" not in variant and "000" not in variant for variant in approach)


# -- Segments ----------------------------------------------------------------------------------------------------------

COUNTS = [
    ("", "gsm7", 0, 0),
    ("a" * 160, "gsm7", 160, 1),
    ("a" * 161, "gsm7", 161, 2),
    ("a" * 306, "gsm7", 306, 2),
    ("a" * 307, "gsm7", 307, 3),
    ("€" * 80, "gsm7", 160, 1),
    ("€" * 81, "gsm7", 162, 2),
    ("a" * 152 + "€" + "a" * 152, "gsm7", 306, 3),  # the extended sign is not cut in two
    ("í" * 70, "ucs2", 70, 1),
    ("í" * 71, "ucs2", 71, 2),
    ("👍" * 35, "ucs2", 70, 1),
    ("👍" * 36, "ucs2", 72, 2),
    ("ñ¿¡é", "gsm7", 4, 1),
]


@pytest.mark.parametrize(("words", "encoding", "units", "count"), COUNTS)
def test_segments_are_counted_as_the_carrier_counts_them(words, encoding, units, count):
    found = segments(words)
    assert (found.encoding, found.units, found.count) == (encoding, units, count)


@given(st.text(max_size=700))
def test_a_text_never_holds_more_than_its_segments_can(words):
    found = segments(words)
    single, joined = (160, 153) if found.encoding == "gsm7" else (70, 67)
    assert found.units <= max(found.count * joined, single if found.count == 1 else 0)
    assert (found.count == 0) == (words == "")


@given(st.text(alphabet="áéíóúñ¿¡“”’—…abc 123", max_size=200))
def test_spanish_and_typography_become_gsm7(words):
    assert is_gsm7(to_gsm7(words))


# -- An honest time ----------------------------------------------------------------------------------------------------

AUSTIN = ZoneInfo("America/Chicago")
TIMES = [
    (datetime(2026, 3, 10, 11, 0, tzinfo=AUSTIN), "They aim to answer within 15 minutes."),
    (datetime(2026, 3, 10, 17, 45, tzinfo=AUSTIN), "They aim to answer within 15 minutes."),
    (datetime(2026, 3, 10, 17, 50, tzinfo=AUSTIN), "The office opens tomorrow at 9 AM."),
    (datetime(2026, 3, 10, 7, 0, tzinfo=AUSTIN), "The office opens today at 9 AM."),
    (datetime(2026, 3, 14, 20, 0, tzinfo=AUSTIN), "The office opens on Monday at 9 AM."),
    (datetime(2026, 3, 8, 1, 30, tzinfo=AUSTIN), "The office opens tomorrow at 9 AM."),
]


@pytest.mark.parametrize(("now", "sentence"), TIMES)
def test_the_handoff_line_promises_only_what_the_hours_allow(now, sentence):
    assert honest_time(now, DEFAULTS, "en") == sentence


def test_without_office_hours_no_time_is_promised():
    closed = from_overrides({"office_days": []})
    assert honest_time(TIMES[0][0], closed, "es") == "Le responde en cuanto pueda."


# -- The screen --------------------------------------------------------------------------------------------------------

STOPPED = [
    "Your home is worth $450,000.",
    "Rates are at 6.5% now.",
    "See you Saturday.",
    "See you at 3pm.",
    "We can meet at 12 Pine Street.",
    "Look at www.example.com for more.",
    "I guarantee a quick sale.",
    "Your appointment is confirmed.",
    "It is a great area for families.",
    "That is a safe neighborhood.",
    "When? Where?",
    "",
    "x" * 161,
    "¿Qué tal? 👍" + "a" * 70,
]


@pytest.mark.parametrize("draft", STOPPED)
def test_a_draft_that_invents_promises_or_steers_is_stopped_with_a_reason(draft):
    found = screen_reply(draft, slots={}, lead_words="I want to sell", config=DEFAULTS)
    assert not found.passes
    assert found.reason


PASSES = [
    "Thanks! What is the address of the property?",
    "Got it, $450,000. When would you like to be done?",
    "A single family home, a kids' room and a safe deposit box are fine.",
    "You said 12 Oak Street, is that right?",
    "Saturday is noted; a person will tell you if it works.",
]


@pytest.mark.parametrize("draft", PASSES)
def test_what_the_lead_said_may_be_said_back(draft):
    words = "450k for 12 oak street, and come Saturday"
    assert screen_reply(draft, slots=known(seller__price=450_000), lead_words=words, config=DEFAULTS).problems == ()


def test_a_fact_of_ours_may_be_named():
    draft = "Our fee is 5%."
    assert not screen_reply(draft, slots={}, lead_words="fee?", config=DEFAULTS).passes
    assert screen_reply(draft, slots={}, lead_words="fee?", config=DEFAULTS, given=["The fee is 5%."]).passes


@given(st.text(max_size=300))
def test_the_screen_reads_any_text(draft):
    assert isinstance(screen_reply(draft, slots={}, lead_words="", config=DEFAULTS).passes, bool)
