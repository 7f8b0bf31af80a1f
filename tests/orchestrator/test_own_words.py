"""What an answer copied from the canonical text comes back as the lead wrote it, and choices stay choices."""

from typing import Literal

from pydantic import BaseModel

from bots.answers import ComposeAnswer, UnderstandAnswer
from orchestrator.contracts import KnownIdentity
from orchestrator.masking.mask import Mask
from orchestrator.spelling.canonical import canonical
from orchestrator.spelling.own_words import free_text, in_own_words


class Stated(BaseModel):
    value: Literal["sell", "buy"]
    evidence: str


class Heard(BaseModel):
    intent: Stated | None = None
    quotes: list[str] = []
    tags: list[Literal["sell"]] = []
    language: Literal["en", "es"] = "en"
    price: int = 0


LEAD = "I want to SELL in Austin, $450,000.00 -- it went well"


def test_quotations_come_back_and_choices_stay() -> None:
    values = {
        "intent": {"value": "sell", "evidence": "i want to sell"}, "quotes": ["450k", "went", "other words"],
        "tags": ["sell"], "language": "en", "price": 450000, "unknown": "sell",
    }  # fmt: skip
    assert in_own_words(values, free_text(Heard), canonical(LEAD)) == {
        "intent": {"value": "sell", "evidence": "I want to SELL"}, "quotes": ["$450,000.00", "went", "other words"],
        "tags": ["sell"], "language": "en", "price": 450000, "unknown": "sell",
    }  # fmt: skip


def test_missing_and_misshapen_values_are_left_alone() -> None:
    values = {"intent": None, "quotes": "450k", "tags": None, "price": "sell"}
    assert in_own_words(values, free_text(Heard), canonical(LEAD)) == values


def test_a_spoken_field_is_no_quotation() -> None:
    values = {"reply": "in austin", "language": "en", "confidence": 1.0}
    assert in_own_words(values, free_text(ComposeAnswer, ("reply",)), canonical(LEAD)) == values


def test_the_form_of_an_understood_message() -> None:
    values = {
        "area": {"value": "austin", "evidence": "in austin", "confidence": 0.9, "vague": False},
        "intent_buy_or_sell": {"value": "sell", "evidence": "sell", "confidence": 0.9, "vague": False},
        "intents": ["correction"], "language": "en", "confidence": 0.9,
    }  # fmt: skip
    back = in_own_words(values, free_text(UnderstandAnswer), canonical(LEAD))
    assert back["area"] | {"confidence": 0, "vague": 0} == {
        "value": "Austin", "evidence": "in Austin", "confidence": 0, "vague": 0,
    }  # fmt: skip
    assert back["intent_buy_or_sell"]["value"] == "sell"
    assert back["intent_buy_or_sell"]["evidence"] == "SELL"
    assert UnderstandAnswer.model_validate(back)


def test_one_stored_answer_serves_two_spellings_and_two_people() -> None:
    stored = {"quotes": ["this is [NAME_1]", "450k"]}
    for name, said, wanted in (
        ("Anna", "This is ANNA, 450,000!", ["This is ANNA", "450,000"]),
        ("Boris", "this is Boris , $450K", ["this is Boris", "$450K"]),
    ):
        mask = Mask(KnownIdentity(names=(name,)))
        spelled = canonical(mask.hide(said))
        assert spelled.text == "this is [NAME_1], 450k"
        assert mask.restore(in_own_words(stored, free_text(Heard), spelled))["quotes"] == wanted
