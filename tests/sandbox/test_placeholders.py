"""Typed placeholders in a lead's words: understood, and given back only where a schema takes words."""

from typing import Any

import pytest

from tests.sandbox.asking import closed, read
from tests.sandbox.conftest import Sandbox

AMOUNT = {"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]}


def stated(value: dict[str, Any]) -> dict[str, Any]:
    return closed({"value": value, "evidence": {"type": "string"}, "confidence": {"type": "number"}})


def test_a_placeholder_is_given_back_where_words_may_stand(model: Sandbox) -> None:
    schema = closed({"price": stated(AMOUNT), "timeline_days": stated(AMOUNT)})
    got = read(model, schema, "we want [AMOUNT_1] for it and move [DATE_1]", pending="price")
    assert (got["price"]["value"], got["price"]["evidence"]) == ("[AMOUNT_1]", "[AMOUNT_1]")
    assert got["timeline_days"]["value"] == "[DATE_1]"


def test_two_amounts_are_told_apart(model: Sandbox) -> None:
    schema = closed({"price": AMOUNT, "mortgage": AMOUNT})
    got = read(model, schema, "I want [AMOUNT_1] for it and I owe [AMOUNT_2]")
    assert (got["price"], got["mortgage"]) == ("[AMOUNT_1]", "[AMOUNT_2]")


def test_a_count_is_understood(model: Sandbox) -> None:
    got = read(model, closed({"bedrooms": AMOUNT}), "we need [COUNT_1] bedrooms")
    assert got["bedrooms"] == "[COUNT_1]"


@pytest.mark.parametrize(("value", "said"), [({"anyOf": [{"type": "integer"}, {"type": "null"}]}, None)])
def test_no_number_is_made_up_where_only_numbers_may_stand(model: Sandbox, value: dict[str, Any], said: None) -> None:
    assert read(model, closed({"price": value}), "asking [AMOUNT_1]")["price"] is said
