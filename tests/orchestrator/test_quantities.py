"""Figures become typed placeholders and come back as words, dollars, days and counts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from bots.answers import UnderstandAnswer
from orchestrator.masking.mask import UnresolvedPlaceholder
from orchestrator.masking.quantities import HIDDEN_FOR, Quantities, number_of, with_placeholders
from orchestrator.spelling.canonical import canonical


class Stated(BaseModel):
    value: int = Field(description="Whole US dollars")
    evidence: str


class Rooms(BaseModel):
    value: int = Field(description="Whole number")


class Answer(BaseModel):
    price_usd: Stated | None = None
    bedrooms: Rooms | None = None
    days: int | None = None
    notes: list[str] = []
    confidence: float = 1.0


SCHEMA = Answer.model_json_schema()


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("not 540, 450", "not [COUNT_1], [COUNT_2]"),
        ("450 beside $450,000 and 450k", "[COUNT_1] beside [AMOUNT_1] and [AMOUNT_1]"),
        ("3/2 under 4", "[COUNT_1]/[COUNT_2] under [COUNT_3]"),
        ("the 15th or after 5", "the [DATE_1] or after [COUNT_1]"),
        ("in 30 days or 2-3 months, by May 15", "in [DATE_1] or [DATE_2], by [DATE_3]"),
        ("3br 2ba, 1,850 sqft, $900 a month", "[COUNT_1] bed [COUNT_2] bath, [COUNT_3] sqft, [AMOUNT_1] a month"),
        ("12/31/2026 and 1.2 million", "[DATE_1] and [AMOUNT_1]"),
        ("[NAME_1] at [PHONE_2]", "[NAME_1] at [PHONE_2]"),
        ("no figures here", "no figures here"),
    ],
)
def test_figures_are_hidden_by_kind(text: str, hidden: str) -> None:
    assert Quantities().hide(canonical(text).text) == hidden


def test_an_answer_gets_typed_values_back() -> None:
    figures = Quantities()
    assert figures.hide("3 bed for 450k in 6 weeks") == "[COUNT_1] bed for [AMOUNT_1] in [DATE_1]"
    values = {
        "price_usd": {"value": "[AMOUNT_1]", "evidence": "for [AMOUNT_1]"}, "bedrooms": {"value": "[COUNT_1]"},
        "days": "[DATE_1]", "notes": ["[COUNT_1] bed"], "confidence": 0.9,
    }  # fmt: skip
    back = figures.restore(values, SCHEMA)
    assert back == {
        "price_usd": {"value": 450_000, "evidence": "for 450k"}, "bedrooms": {"value": 3},
        "days": 42, "notes": ["3 bed"], "confidence": 0.9,
    }  # fmt: skip
    assert Answer.model_validate(back)


@pytest.mark.parametrize(
    ("kind", "words", "is_money", "number"),
    [
        ("COUNT", "450", True, 450_000), ("COUNT", "450", False, 450), ("COUNT", "1.2", True, 1_200_000),
        ("COUNT", "450000", True, 450_000), ("AMOUNT", "450k", True, 450_000), ("AMOUNT", "$900", False, 900),
        ("AMOUNT", "1.25 million", True, 1_250_000), ("DATE", "2-3 months", False, 90), ("DATE", "30 days", False, 30),
        ("DATE", "12/31/2026", False, None), ("DATE", "15th", False, None),
    ],
)  # fmt: skip
def test_what_a_figure_is_worth(kind: str, words: str, is_money: bool, number: float | None) -> None:
    assert number_of(kind, words, is_money=is_money) == number


@pytest.mark.parametrize(
    "values",
    [{"days": "[DATE_2]"}, {"notes": ["[AMOUNT_7]"]}, {"days": "[DATE_1]"}, {"price_usd": {"value": "[COUNT_9]"}}],
)
def test_a_placeholder_without_a_value_is_never_passed_on(values: dict[str, Any]) -> None:
    figures = Quantities()
    figures.hide("by may 15")
    with pytest.raises(UnresolvedPlaceholder):
        figures.restore(values, SCHEMA)


def test_the_schema_that_is_sent_takes_a_placeholder_for_each_whole_number() -> None:
    sent = with_placeholders(SCHEMA)
    value = sent["$defs"]["Stated"]["properties"]["value"]
    assert value["anyOf"] == [{"type": "integer"}, {"type": "string"}]
    assert "[AMOUNT_1]" in value["description"] and "Whole US dollars" in value["description"]
    assert sent["properties"]["confidence"] == SCHEMA["properties"]["confidence"]
    assert with_placeholders(SCHEMA) == sent, "the caller's schema is left as it was"


def test_every_whole_number_of_the_real_form_is_widened() -> None:
    def bare(schema: Any) -> int:
        if isinstance(schema, list):
            return sum(map(bare, schema))
        if not isinstance(schema, dict):
            return 0
        own = sum(part.get("type") == "integer" for part in schema.get("properties", {}).values())
        return own + sum(map(bare, schema.values()))

    assert bare(UnderstandAnswer.model_json_schema()) > 0
    assert bare(with_placeholders(UnderstandAnswer.model_json_schema())) == 0


@given(st.lists(st.sampled_from(["450", "450k", "$900", "3/2", "in 30 days", "may 15", "[NAME_1]", "x", "1.5", "2nd"])))
def test_what_is_hidden_comes_back_exactly(parts: list[str]) -> None:
    figures = Quantities()
    text = " ".join(parts)
    assert figures.restore({"notes": [figures.hide(text)]}, SCHEMA) == {"notes": [text]}


def test_the_switch_is_off_where_no_labelled_set_says_that_nothing_is_lost() -> None:
    assert HIDDEN_FOR == {"understand": False, "compose": False}
