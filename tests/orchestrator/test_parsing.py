"""A corpus of damaged answers: what each must become, or that it must not be taken."""

import json
import time
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from orchestrator.answer_forms.parsing import Unreadable, confidence_of, read_answer
from tests.orchestrator.answers import Understood
from tests.orchestrator.parsing_recovery import measure

CORPUS = Path(__file__).parent / "corpora" / "malformed.json"


class House(BaseModel):
    model_config = ConfigDict(extra="forbid")

    price: int = Field(ge=0)
    note: str
    sure: bool
    kind: Literal["house", "condo"] | None = None


WANTED = {"price": 450000, "note": "as is", "sure": True, "kind": None}
GOOD = '{"price": 450000, "note": "as is", "sure": true}'
NESTED = (
    '{"slots": [{"name": "price", "value": "450000", "evidence": "450k", "confidence": 0.9}], '
    '"wants_person": false, "language": "en"}'
)
NESTED_WANTED = {
    "slots": [{"name": "price", "value": "450000", "evidence": "450k", "confidence": 0.9}],
    "wants_person": False,
    "language": "en",
}


def read(text: str, answer_type: type[BaseModel] = House) -> tuple[dict[str, Any], str]:
    found = read_answer(text, answer_type, answer_type.model_validate)
    return found.answer.model_dump(), found.strategy


@pytest.mark.parametrize(
    ("text", "strategy"),
    [
        (GOOD, "structured"),
        (f"  \n{GOOD}\n", "structured"),
        (f"[{GOOD}]", "structured"),
        (f'{{"answer": {GOOD}}}', "structured"),
        (f"```json\n{GOOD}\n```", "json"),
        (f"```\n{GOOD}\n```\nHope that helps!", "json"),
        (f"Here is the answer:\n{GOOD}", "json"),
        (f"{GOOD}\n\nLet me know if you need {{more}}.", "json"),
        (f"The set {{a, b}} aside: {GOOD}", "json"),
        (f"{GOOD}\n{GOOD}", "json"),
        ('First {"thought": 1} then ' + GOOD, "json"),
        ('{"price": 450000, "note": "as is", "sure": true,}', "repaired"),
        ("{'price': 450000, 'note': 'as is', 'sure': True}", "repaired"),
        ("{'price': 450000, 'note': 'as is', 'sure': true}", "repaired"),
        ('{price: 450000, note: "as is", sure: true}', "repaired"),
        ("{“price”: 450000, “note”: “as is”, “sure”: true}", "repaired"),
        ('{"price": 450000, "note": "as is", "sure": True, "kind": None}', "repaired"),
        ('{"price": 450000, // dollars\n "note": "as is", "sure": true}', "repaired"),
        ('{"price": 450000, /* usd */ "note": "as is", "sure": true}', "repaired"),
        ('{"price": 450000, "kind": null, "note": "as is", "sure": true', "repaired"),
        ('{"price": 450000, "kind": null, "sure": true, "note": "as is"', "repaired"),
        ('```json\n{"price": 450000, "sure": true, "note": "as is",\n}\n```', "repaired"),
        ('Sure! {"price": 450000, "note": "as is", "sure": true,} Anything else?', "repaired"),
        ('"price": 450000, "note": "as is", "sure": true, "kind": null }', "regex"),
        ("price: 450000\nnote: as is\nsure: true", "key_value"),
        ("- **price**: 450000\n- **note**: as is\n- **sure**: yes\n- **kind**: none", "key_value"),
        ("price = 450000\nnote = 'as is'\nsure = True", "key_value"),
        ("Price: 450000\nNote: as is\nSure: yes", "key_value"),
        ("<price>450000</price><note>as is</note><sure>true</sure>", "regex"),
        ("House(price=450000, note='as is', sure=True)", "repaired"),
        ('{"price": "$450k", "note": "as is", "sure": "yes"}', "structured"),
        ('{"name": "House", "arguments": ' + json.dumps(GOOD) + "}", "structured"),
        (json.dumps(GOOD), "json"),
        (f"<think>{GOOD.replace('450000', '1')}</think>{GOOD}", "json"),
        (f"Draft: {GOOD.replace('450000', '1')} Final answer: {GOOD}", "json"),
    ],
)
def test_a_recoverable_answer_is_read(text: str, strategy: str) -> None:
    assert read(text) == (WANTED, strategy)


@pytest.mark.parametrize(
    ("text", "strategy"),
    [
        (NESTED, "structured"),
        (f"```json\n{NESTED}```", "json"),
        (NESTED.replace('"', "'").replace("false", "False"), "repaired"),
        (NESTED.replace("0.9}", "0.9,}"), "repaired"),
        (NESTED[:-1], "repaired"),
    ],
)
def test_a_nested_answer_is_read(text: str, strategy: str) -> None:
    assert read(text, Understood) == (NESTED_WANTED, strategy)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "I cannot help with that.",
        "null",
        "[]",
        "42",
        '"450000"',
        '{"price": 450000}',
        '{"price": "a lot", "note": "as is", "sure": true}',
        '{"price": -1, "note": "as is", "sure": true}',
        '{"price": 450000, "note": "as is", "sure": true, "extra": 1}',
        '{"precio": 450000, "nota": "as is", "seguro": true}',
        '{"note": "as is", "sure": true, "price": 45',
        '{"note": "as is", "sure": true, "price": 450000',  # may have been 4500000
        '{"price": 450000, "sure": true, "note": "as i',
        '{"price": 450000, "sure": true, "note"',
        '{"price": 450000, "sure": true, "note":',
        '{"price": 450000, "note": "as is", "sure": tru',
        '{"price": 450000, "note": "as is", "sure": true',  # the kind may have been lost
        '{"price": 450000, "sure": true, "note": "as is"',
        '{"price": "450.000", "note": "as is", "sure": true}',  # 450, or 450 thousand as Spaniards write it
        '{"price": "4-5", "note": "as is", "sure": true}',
        '{"price": 450000, "note": "as is", "sure": true, "price": 540000}',
        '{"price": 450000, "note": "as is", "sure": true, "Price": 540000}',
        '{"price": 45000, // should be 450000\n "note": "as is", "sure": true}',
        '{"price": 450000, "note": "as is", ... "sure": true}',
        f"For example: {GOOD}",
        f"{GOOD} Sorry, that is wrong.",
        f"<think>{GOOD}</think>",
        f"{GOOD} or {GOOD.replace('450000', '540000')}",
        "price: 450000\nprice: 540000\nnote: as is\nsure: true",
        '{"price": NaN, "note": "as is", "sure": true}',
        "{" * 5000,
        "[" * 100_000,
        '{"price": 450000, "note": "as is", "sure": true]',
    ],
)
def test_an_unrecoverable_answer_is_never_taken(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


@pytest.mark.parametrize("end", range(1, len(NESTED) - 1))
def test_a_cut_answer_is_whole_or_not_taken(end: int) -> None:
    """Wherever a nested answer is cut, no slot and no field goes missing unnoticed."""
    try:
        found, _ = read(NESTED[:end], Understood)
    except Unreadable:
        return
    assert found == NESTED_WANTED


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text)
    except Unreadable:
        return
    assert "price" in text.lower()


def test_what_no_database_stores_is_taken_out_or_refused() -> None:
    found, _ = read('{"price": 450000, "note": "as\\u0000 is\\ud800", "sure": true}')
    assert found == WANTED
    with pytest.raises(Unreadable, match="too large"):
        read(f'{{"price": {10**30}, "note": "as is", "sure": true}}')


def test_the_fault_names_fields_and_never_the_words() -> None:
    with pytest.raises(Unreadable) as fault:
        read('{"price": "giraffe", "note": 7, "sure": true, "zebra": 1}')
    said = str(fault.value)
    assert "price: int parsing" in said and "unknown field" in said
    assert "giraffe" not in said


def test_of_a_labelled_set_nearly_all_that_can_be_read_is_and_nothing_else() -> None:
    report = measure(CORPUS)
    assert report.recoverable + report.unrecoverable >= 200
    assert report.recovered_share >= 0.98, report.text()
    assert not report.taken, report.text()


def test_words_with_quotes_that_nobody_escaped_end_in_one_place_only() -> None:
    class Said(BaseModel):
        text: str

    assert read('{"text": "You wrote "as is", "soon" and 12" deep?"}', Said)[0] == {
        "text": 'You wrote "as is", "soon" and 12" deep?'
    }
    with pytest.raises(Unreadable):
        read('{"text": "Thanks." And then? "Bye."}', Said)


def test_a_fact_under_a_translated_name_is_not_dropped_in_silence() -> None:
    class Fact(BaseModel):
        value: int

    class Facts(BaseModel):
        model_config = ConfigDict(extra="ignore")

        budget: Fact | None = None
        language: str = "en"

    assert read('{"language": "es", "summary": "buys"}', Facts)[0]["language"] == "es"
    with pytest.raises(Unreadable, match="presupuesto: unknown field"):
        read('{"presupuesto": {"value": 1}, "language": "es"}', Facts)
    with pytest.raises(Unreadable, match="none of the asked fields"):
        read('{"$ref": "#"}', Facts)


@pytest.mark.parametrize(("said", "held"), [(0.7, 0.7), (7, 1.0), (-1.0, 0.0), (float("nan"), 0.0)])
def test_confidence_is_the_answers_own_held_between_0_and_1(said: float, held: float) -> None:
    class Sure(BaseModel):
        confidence: float

    assert confidence_of(Sure(confidence=said)) == held
    assert confidence_of(House(price=1, note="", sure=True)) == 1.0


HOSTILE = {
    "braces": "{", "brackets": "[", "quotes": '"', "backslashes": '\\"',
    "nested": '{"note":', "nested single": "{'note':",
    "inner quotes": ' "a"', "comments": '"x"//', "open comments": "{/*", "fences": "```", "tags": "<note>",
    "thinking": "<think>", "no thinking": "</think>", "lines": "note: x\n", "names": "note:\n", "items": "- note: x\n",
    "table": "| note | x |\n", "headings": "## note\n", "breaks": "\n", "mail": "> \n", "entities": "&quot;",
    "CDATA": "<note><![CDATA[", "calls": "House(note=", "words": "the note ", "commas": '{"note": 1,', "digits": "1,",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("before", ["", '{"note": ', '{"note": "', "{note: ", "<note>", "note: "])
def test_a_hostile_text_of_100_kb_costs_little(name: str, before: str) -> None:
    text = before + HOSTILE[name] * (100_000 // len(HOSTILE[name]))
    began = time.process_time()
    with pytest.raises(Unreadable):
        read(text)
    assert time.process_time() - began < 2.0  # about 0.1 s; a pattern that tries all its ways takes minutes
