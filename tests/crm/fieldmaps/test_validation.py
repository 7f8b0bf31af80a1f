"""What stands against a field map, by the fields that the location has."""

from dataclasses import replace

import pytest

from crm.fieldmaps.attributes import ATTRIBUTES, TYPES
from crm.fieldmaps.validation import FITTING, KIND_WORDS, CrmField, fitting_types, problems_of
from crm.mapping.fields import CONVERTERS, FieldRule
from crm.outbox.first_map import NAMES
from crm.outbox.first_map import TYPES as FIRST_TYPES

FIELDS = (
    CrmField("F1", "Score", "NUMERICAL"),
    CrmField("F2", "Temperature", "SINGLE_OPTIONS", ("hot", "warm", "cold")),
    CrmField("F3", "Budget", "MONETORY"),
    CrmField("F4", "Listed", "RADIO", ("Yes", "No", "Unsure")),
    CrmField("F5", "Beds", "SINGLE_OPTIONS", ("1", "2", "3+")),
    CrmField("F6", "Contract", "FILE_UPLOAD"),
    CrmField("F7", "Newsletter", "CHECKBOX", ("Yes",)),
)
SCORE = FieldRule("qualification_score", "F1", "number", "Score")
TEMPERATURE = FieldRule("temperature", "F2", "choice", "Temperature")
FINE = (SCORE, TEMPERATURE)


def codes(*rules: FieldRule) -> list[tuple[str, str]]:
    return [(problem.code, problem.attribute) for problem in problems_of(rules, FIELDS)]


def test_a_map_that_fits_has_no_problems() -> None:
    assert codes(*FINE, FieldRule("budget_usd", "F3", "money", "Budget")) == []
    assert codes(*FINE, FieldRule("listed_before", "F4", "boolean", "Listed")) == []


@pytest.mark.parametrize(
    ("rule", "code", "field", "expected", "came"),
    [
        (
            FieldRule("budget_usd", "F99", "money", "Old budget"), "unknown_field", "Old budget",
            "a custom field that this location has", "Old budget (F99)",
        ),
        (
            FieldRule("budget_usd", "F3", "date", "Budget"), "type_does_not_fit", "Budget",
            "number, money for a field of the kind money", "date",
        ),
        (
            FieldRule("budget_usd", "F6", "text", "Contract"), "type_does_not_fit", "Contract",
            "a field that holds words or numbers", "file",
        ),
        (
            FieldRule("budget_usd", "F3", "money", "Max budget"), "label_changed", "Budget", "“Max budget”, as mapped",
            "“Budget” in the CRM now",
        ),
        (
            FieldRule("bedrooms", "F5", "number", "Beds"), "options_do_not_fit", "Beds", "options that are numbers",
            "3+",
        ),
        (
            FieldRule("news", "F7", "boolean", "Newsletter"), "options_do_not_fit", "Newsletter",
            "one option for yes and one for no", "Yes",
        ),
        (FieldRule("budget_usd", "F3", "colour", "Budget"), "unknown_type", "Budget", "a type from the list", "colour"),
        (
            FieldRule("Max Budget", "F3", "money", "Budget"), "bad_name", "Budget",
            "a name of small letters, digits and underscores that begins with a letter", "Max Budget",
        ),
    ],
)  # fmt: skip
def test_each_problem_names_field_expected_and_came(
    rule: FieldRule, code: str, field: str, expected: str, came: str
) -> None:
    (problem,) = problems_of((*FINE, rule), FIELDS)
    assert (problem.code, problem.attribute) == (code, rule.attribute)
    assert (problem.field, problem.expected, problem.came) == (field, expected, came)


def test_two_fields_for_one_attribute_and_two_attributes_in_one_field() -> None:
    assert codes(*FINE, replace(TEMPERATURE, ghl_field_id="F4", label="Listed")) == [("attribute_twice", "temperature")]
    assert codes(*FINE, FieldRule("lead_intent", "F2", "choice", "Temperature")) == [
        ("field_twice", "temperature"),
        ("field_twice", "lead_intent"),
    ]


def test_what_the_crm_must_show_cannot_be_left_out() -> None:
    assert codes(SCORE) == [("required_missing", "temperature")]
    assert codes() == [("required_missing", "qualification_score"), ("required_missing", "temperature")]


def test_every_type_can_be_mapped_somewhere_and_every_kind_has_a_word() -> None:
    assert set().union(*FITTING.values()) == set(TYPES) == set(CONVERTERS)
    assert set(FITTING) == set(KIND_WORDS)


def test_the_first_map_chooses_types_that_fit() -> None:
    assert [kind for data_type, kind in FIRST_TYPES.items() if kind not in FITTING[data_type]] == []
    assert {one.name for one in ATTRIBUTES} >= set(NAMES)
    assert {one.type for one in ATTRIBUTES} <= set(TYPES)


def test_an_unheard_of_kind_of_field_is_taken_for_text() -> None:
    assert fitting_types(CrmField("F", "New", "HOLOGRAM")) == FITTING["TEXT"]
