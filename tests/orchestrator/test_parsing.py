"""A corpus of damaged answers: what each must become, or that it must not be taken."""

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from orchestrator.parsing import Unreadable, read_answer
from tests.orchestrator.answers import Understood


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
        ('{"price": 450000, "note": "as is", "sure": true', "repaired"),
        ('{"price": 450000, "sure": true, "note": "as is"', "repaired"),
        ('```json\n{"price": 450000, "sure": true, "note": "as is",\n}\n```', "repaired"),
        ('Sure! {"price": 450000, "note": "as is", "sure": true,} Anything else?', "repaired"),
        ('"price": 450000, "note": "as is", "sure": true, "kind": null }', "regex"),
        ("price: 450000\nnote: as is\nsure: true", "key_value"),
        ("- **price**: 450000\n- **note**: as is\n- **sure**: yes\n- **kind**: none", "key_value"),
        ("price = 450000\nnote = 'as is'\nsure = True", "key_value"),
        ("Price: 450000\nNote: as is\nSure: yes", "key_value"),
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
