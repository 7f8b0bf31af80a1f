"""Two spellings of one meaning meet, two meanings never do, and the lead's own words come back."""

import json
import re
import time
import unicodedata
from collections import defaultdict
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.contracts import KnownIdentity
from orchestrator.masking.mask import Mask
from orchestrator.spelling.canonical import canonical

PIECES = (
    "Hi", "I'm", "I’m", "im", "DON'T", "dont", "Anna", "año", "ano", "¿Cuánto vale", "¡Hola!", "ok", "Okay", "yessss",
    "450", "450k", "$450K", "450,000", "450 000", "$450,000.00", "1.2", "1,2", "1.2m", "$1.2M", "3/2", "3 / 2", "2-3",
    "3br", "2 baths", "1,850 sq. ft.", "12/31/2026", "the 15th", "401k", "US$ 300k", "78701", "000", "3", ".5", "0,5",
    "!!!", "...", "…", "?", "??", "?!", ",", ".", ";", ":)", "-", "--", "—", "(", ")", '"', "“", "👍🏽", "👍", "😀",
    "[NAME_1]", "[PHONE_12]", " [...] ",
    "[", "]", "$", "k", "mil", "million", "dollars", "\n", "\n\n", " ", "  ", "\u00a0",
    "é", "e\u0301", "İ", "ß", "#4B", "@", "www.x.com/A", "https://Zillow.com/h?a=B", "'", "_", "x_1",
)  # fmt: skip
TEXTS = st.builds(
    lambda parts, glue: glue.join(parts),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=10),
    st.sampled_from(["", " ", ", ", "  "]),
)
CORPORA = Path(__file__).parent / "corpora"


def said(text: str) -> str:
    return canonical(text).text


@pytest.mark.parametrize(
    "spellings",
    [
        ["450k", "450K", "$450k", "$450,000", "$450,000.00", "450,000", "450 000", "450000", "450 grand", "US$450k",
         "450.000", "450 thousand", "450,000 dollars", "$ 450 K", "450\u00a0000", "450 mil"],
        ["for 450k", "for$450k", "for US$450,000"],
        ["1.2 million", "$1.2M", "1,200,000", "$1,200,000", "1200000", "1.200.000", "1200k", "1,2 millones"],
        ["$900", "900 dollars", "900 bucks", "$900.00"],
        ["1850 sqft", "1,850 sq ft", "1850 sq. ft.", "1,850 square feet", "1850sf"],
        ["3 bed/2 bath", "3br/2ba", "3 bedrooms / 2 bathrooms", "3-bed/2-bath"],
        ["yes", "Yes!", "YES!!!", "yes.", "  yes ...", "yes…", "yes ,"],
        ["what is it worth?", "What is it worth ??", "WHAT IS IT WORTH?!"],
        ["i don't know", "I don’t know.", "I dont know", "i DON`T know"],
        ["ok 👍", "Okay 👍🏽", "ok 👍👍👍", "OK\u00a0👍\ufe0f"],
        ["sí, en otoño", "Sí, en otoño!", "si\u0301, en oton\u0303o"],
        ["cuánto vale mi casa?", "¿Cuánto vale mi casa?", "¿ Cuánto vale mi casa ?"],
        ["yes\n450", "Yes!\n\n450", "yes \r\n 450."],
        ["ok, thanks", "ok,thanks", "Okay ,  thx"],
        [".5 acres", "0.5 acre", "0.5 ac"],
        ["30 days", "30 day", "30-day", "30days"],
        ['"as is" - cash', "“as is” — cash", "«As is» -- cash"],
        ["yess please", "yesssss plz"],
        ["call [NAME_1] at [PHONE_1]", "Call  [NAME_1] at [PHONE_1]!"],
    ],
)  # fmt: skip
def test_spellings_of_one_meaning_are_one_text(spellings: list[str]) -> None:
    assert {said(text) for text in spellings} == {said(spellings[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("450", "450k"), ("450", "$450"), ("3/2", "3.2"), ("3/2", "32"), ("2-3", "23"), ("1.2", "12"), ("1.2", "1,2"),
        ("not 540, 450", "not 540,450"), ("85000", "85k"), ("401k", "401000"), ("1.2m", "1.2 million"),
        ("yes", "yes?"), ("yes", "no"), ("3 450 000", "3 450k"), ("400-450k", "400k-450k"), ("año", "ano"),
        ("si", "sí"), ("its", "it's"), ("were", "we're"), ("well", "we'll"), ("ill", "i'll"), ("👍", "👎"), ("👍", ""),
        ("yes 👍", "yes"), ("3\n2", "3 2"), ("the 15th", "the 15"), ("3 bed", "3 bath"), ("30 days", "30 weeks"),
        ("450.5", "4505"), ("0.25 acres", "25 acres"), ("2.500", "2500"), ("[NAME_1]", "[NAME_2]"), ("$450", "$450k"),
        ("400...450", "400. 450"), ("02134", "2134"), ("2 mil", "2k"), ("2 mil", "2 million"), ("6:30", "630"),
        ("540,450", "540450"), ("203k", "203000"), ("12/3", "123"), ("no 3", "no, 3"), ("450k?", "450k"), ("50%", "50"),
    ],
)  # fmt: skip
def test_different_meanings_stay_apart(one: str, other: str) -> None:
    assert said(one) != said(other)


@given(TEXTS)
def test_the_canonical_text_is_its_own_canonical_text(text: str) -> None:
    once = said(text)
    assert said(once) == once


@given(TEXTS)
def test_question_marks_and_placeholders_stay(text: str) -> None:
    assert ("?" in said(text)) == ("?" in text or "？" in text)
    placeholders = re.compile(r"\[[A-Z]+_\d+\]")
    assert placeholders.findall(said(text)) == placeholders.findall(text)


NOISE = (
    str.upper, str.lower, str.title, lambda text: f"  {text}  ", lambda text: f"{text}!!!", lambda text: f"{text} ...",
    lambda text: text.replace(" ", "  "), lambda text: text.replace(" ", "\u00a0"), lambda text: text.replace("'", "’"),
    lambda text: text.replace("?", "???"), lambda text: text.replace("-", "–"), lambda text: text.replace(", ", " , "),
    lambda text: text.replace("450k", "$450,000"), lambda text: text.replace(" bed ", " bedrooms "),
    lambda text: unicodedata.normalize("NFD", text), lambda text: text.replace("👍", "👍🏾👍"),
)  # fmt: skip
SAYINGS = (
    "i'd want about 450k for it", "not 540, 450", "3/2 under 4", "2-3 months, it depends", "what's it worth?",
    "sí, quiero vender en otoño", "we need 3 bed and 2 bath near the lake 👍", "maybe - the roof is 20 years old",
    "it's paid off, no mortgage, are you a bot?",
)  # fmt: skip


@given(st.sampled_from(SAYINGS), st.lists(st.sampled_from(NOISE), max_size=5))
def test_noise_does_not_matter(saying: str, noises: list) -> None:
    noisy = saying
    for noise in noises:
        noisy = noise(noisy)
    assert said(noisy) == said(saying)


@given(TEXTS, st.data())
def test_every_span_leads_back_to_words_of_the_lead_that_say_the_same(text: str, data: st.DataObject) -> None:
    made = canonical(text)
    words = [match.span() for match in re.finditer(r"\S+", made.text)]
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start, end = made.to_original(words[first][0], words[last][1])
    assert 0 <= start < end <= len(made.source)
    wanted = made.text[words[first][0] : words[last][1]]
    theirs = made.source[start:end]
    # A part of something that has no one spelling ("450 000 450") comes back as it stands.
    assert _bare(wanted) in _bare(said(theirs)) or _bare(wanted) in _bare(theirs.lower())


def _bare(text: str) -> str:
    """Without what depends on the neighbours: closing marks, opening question marks, blanks, a currency."""
    return re.sub(r"[\s.,…!?¿$-]|dollars", "", text)


def test_words_of_an_answer_come_back_as_the_lead_wrote_them() -> None:
    made = canonical("Hi!! I’m  in Round Rock, asking $450,000.00 for my 3br. NOT before May")
    assert made.original("round rock") == "Round Rock"
    assert made.original("450k") == "$450,000.00"
    assert made.original("asking 450k for my 3 bed") == "asking $450,000.00 for my 3br"
    assert made.original("3") == "3"
    assert made.original("i'm in Round Rock") == "I’m  in Round Rock"
    assert made.original("not before may") == "NOT before May"
    assert made.original("austin") is None
    assert made.original("") is None


def test_a_whole_word_is_found_before_a_part_of_one() -> None:
    made = canonical("KNOW that: No")
    assert made.original("no") == "No"


def test_masked_words_come_back_through_both_steps() -> None:
    mask = Mask(KnownIdentity(names=("Anna Schmidt",)))
    made = canonical(mask.hide("This is ANNA, asking 450,000!!"))
    assert made.text == "this is [NAME_1], asking 450k"
    assert mask.restore(made.original("this is [NAME_1], asking 450k")) == "This is ANNA, asking 450,000"


def test_no_two_traps_that_mean_different_things_meet() -> None:
    meanings = defaultdict(set)
    traps = json.loads((CORPORA / "traps.json").read_text())
    for trap in traps:
        meanings[trap["role"], trap["pending"], said(trap["text"])].add(json.dumps(trap["slots"], sort_keys=True))
    assert len(traps) >= 150
    assert not [met for met in meanings.values() if len(met) > 1]


def _median_us(text: str, passes: int) -> float:
    took = []
    for _ in range(passes):
        started = time.perf_counter()
        canonical(text)
        took.append((time.perf_counter() - started) * 1_000_000)
    return median(took)


def test_it_is_quick() -> None:
    text = "Yes we were thinking somewhere around 450k but it really depends on when we find our next house ok?"
    assert _median_us(text, 500) < 100
    assert _median_us(text * 40, 20) < 5_000


@pytest.mark.parametrize(
    "stretch",
    [" ", "1 ", "1,", "!", ". ", "😀 ", "[name_", "$ ", "a", "1", "1 000 ", "'a", "us$", "aaa ", " /", "- ", "\n ", "é",
     "1.", "0", ",", "?!", "👍🏽", "1 /", "[...]", "3 sq", "1 000", "\u00a0", "www.", "¿"],
)  # fmt: skip
def test_a_hostile_text_takes_one_pass(stretch: str) -> None:
    assert _median_us(stretch * (40_000 // len(stretch)), 1) < 500_000


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("LOOKING NEAR CEDAR PARK", "looking near Cedar Park"),
        ("something in round rock or kyle", "something in Round Rock or kyle"),
        ("we live in el paso, moving to DENVER", "we live in El Paso, moving to Denver"),
        ("3br in Kyle!", "3 bed in Kyle"),
        ("nos mudamos a laredo", "nos mudamos a Laredo"),
        ("in foreclosure, in rough shape, in escrow", "in foreclosure, in rough shape, in escrow"),
        ("I want to SELL in May, in 3 months", "i want to sell in may, in 3 months"),
        ("interested in condos near good schools", "interested in condos near good schools"),
    ],
)
def test_places_have_a_capital_whoever_typed_them(text: str, spelled: str) -> None:
    assert said(text) == said(text.lower()) == said(text.upper()) == spelled
