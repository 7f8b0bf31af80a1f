"""The field table: every type there and back, and what fits no type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.mapping.fields import (
    CONVERTERS,
    FieldRule,
    WrongType,
    read_fields,
    read_value,
    rules_of,
    write_fields,
    write_value,
)


def rule(kind: str, attribute: str = "thing") -> FieldRule:
    return FieldRule(attribute, "F1", kind, "Label")


@pytest.mark.parametrize(
    ("kind", "given_value", "ours", "written"),
    [
        ("text", " hello ", "hello", "hello"),
        ("text", 12, "12", "12"),
        ("number", "1,234", 1234, "1234"),
        ("number", 3.5, 3.5, "3.5"),
        ("number", "3.0", 3, "3"),
        ("money", "$450,000.50", 45_000_050, "450000.50"),
        ("date", "03/04/2026", "2026-03-04", "2026-03-04"),
        ("date", 1_772_625_600_000, "2026-03-04", "2026-03-04"),
        ("choice", ["Warm"], "Warm", "Warm"),
        ("multi_choice", ["a", " b "], ["a", "b"], ["a", "b"]),
        ("multi_choice", "a, b", ["a", "b"], ["a", "b"]),
        ("phone", "(512) 555-0100", "+15125550100", "+15125550100"),
        ("email", "ann@example.com", "ann@example.com", "ann@example.com"),
        ("boolean", "Yes", True, "Yes"),
        ("boolean", "sí", True, "Yes"),
        ("boolean", False, False, "No"),
        ("boolean", ["No"], False, "No"),
    ],
)
def test_each_type_is_read_and_written(kind, given_value, ours, written):
    assert read_value(rule(kind), given_value) == ours
    assert write_value(rule(kind), ours) == written
    assert read_value(rule(kind), written) == ours, "what we wrote reads back as what we meant"


def test_money_is_whole_dollars_where_the_attribute_says_so():
    usd = rule("money", "asking_price_usd")
    assert read_value(usd, "450k") == 450_000
    assert write_value(usd, 450_000) == "450000"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", {"a": 1}), ("text", True), ("number", "three"), ("number", True), ("number", "nan"), ("number", [1]),
        ("money", "a lot"), ("money", {}), ("date", "soon"), ("choice", ["a", "b"]), ("multi_choice", [{"a": 1}]),
        ("multi_choice", 5), ("phone", "none"), ("email", "ann at example"), ("email", "a b@example.com"),
        ("boolean", "maybe"), ("boolean", 2),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_refused_and_kept_raw(kind, value):
    with pytest.raises(WrongType):
        read_value(rule(kind), value)
    found = read_fields([rule(kind)], {"F1": value})
    assert (found.attributes, found.unmapped) == ({"thing": None}, {"F1": value})


@pytest.mark.parametrize("kind", sorted(CONVERTERS))
@pytest.mark.parametrize("empty", [None, "", []])
def test_an_emptied_field_is_none_and_none_empties_the_field(kind, empty):
    assert read_value(rule(kind), empty) is None
    assert write_value(rule(kind), None) == ""


def test_fields_without_a_rule_are_kept_by_their_id():
    found = read_fields([rule("number")], {"F1": "3", "F2": "x", "F3": None})
    assert (found.attributes, found.unmapped) == ({"thing": 3}, {"F1": None, "F2": "x", "F3": None})


def test_what_cannot_be_written_is_named():
    rules = [FieldRule("a", "F1", "number"), FieldRule("b", "F2", "money"), FieldRule("c", "F3", "text")]
    written, left_out = write_fields(rules, {"c": "x", "b": 1.5, "a": 7, "unmapped": 1})
    assert (written, left_out) == ([("F3", "x"), ("F1", "7")], ("b", "unmapped"))


def test_lines_that_are_no_rule_are_left_out():
    lines = [
        {"attribute": "a", "ghl_field_id": "F1", "type": "number", "label": "A"},
        {"attribute": "", "ghl_field_id": "F2", "type": "text"},
        {"attribute": "c", "ghl_field_id": "", "type": "text"},
        {"attribute": "d", "ghl_field_id": "F4", "type": "colour"},
        {"attribute": "e", "ghl_field_id": "F5"},
    ]
    assert rules_of(lines) == (FieldRule("a", "F1", "number", "A"), FieldRule("e", "F5", "text"))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(kind=st.sampled_from(sorted(CONVERTERS)), value=ANYTHING)
def test_no_value_of_any_shape_raises_anything_else(kind, value):
    found = read_fields([rule(kind)], {"F1": value})
    assert set(found.attributes) == {"thing"}
    ours = found.attributes["thing"]
    if ours is not None:
        write_value(rule(kind), ours)
