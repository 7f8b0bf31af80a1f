"""Ours -> what the CRM is sent -> what it tells back, in each spelling it is known to use -> ours again. Every type,
in both dialects, through the same shapes that events and reads go through."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crm.ghl import calls
from crm.ghl.dialect import DATED, DIALECTS
from crm.mapping.contacts import lead_draft
from crm.mapping.fields import CONVERTERS, FieldRule, WrongType, read_fields, read_value, write_fields, write_value
from crm.payloads import CUSTOM_VALUE_NAMES, ContactPayload
from crm.values.phones import to_e164

# Dates between these two as milliseconds are smaller than seconds of our time; a number cannot say which it is.
AMBIGUOUS_MS = (date(1966, 10, 31), date(1973, 3, 4))
DAYS = st.dates(min_value=date(1900, 1, 1))
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"))).filter(str.strip).map(str.strip)
OPTIONS = ("Single family", "Condo, new", "Land", "Town-house")


NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False, width=32).map(
    lambda number: int(number) if number.is_integer() else number
)
PHONES = st.from_regex(r"\+(1[2-9]\d{9}|52\d{10}|44\d{10})", fullmatch=True).filter(to_e164).map(to_e164)
EMAILS = st.from_regex(r"[a-z0-9._+-]{1,20}@[a-z0-9-]{1,20}\.[a-z]{2,6}", fullmatch=True)

# type: (values as we hold them, how the CRM may tell the written value back)
TYPES: dict[str, tuple[st.SearchStrategy[Any], tuple[Any, ...]]] = {
    "text": (WORDS, (str,)),
    "number": (NUMBERS, (str, float, lambda text: int(text) if text.lstrip("-").isdigit() else float(text))),
    "money": (st.integers(-(10**13), 10**13), (str, float, lambda text: f"${text}" if text[0] != "-" else text)),
    "date": (
        DAYS.map(date.isoformat),
        (
            str,
            lambda day: f"{day}T00:00:00.000Z",
            lambda day: f"{day}T00:00:00+05:00",
            lambda day: date.fromisoformat(day).strftime("%m/%d/%Y"),
            lambda day: int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000),
        ),
    ),
    "choice": (WORDS, (str, lambda text: [text])),
    "multi_choice": (st.lists(WORDS, min_size=1, unique=True), (list,)),
    "phone": (PHONES, (str, lambda number: f" {number} ")),
    "email": (EMAILS, (str, lambda address: f"{address} ")),
    "boolean": (st.booleans(), (str, str.lower, lambda word: [word], lambda word: word == "Yes")),
}


def test_every_type_is_tried() -> None:
    assert set(TYPES) == set(CONVERTERS)


def sent(rule: FieldRule, value: Any, dialect_name: str) -> Any:
    """The value in the body of the call that writes it."""
    written, left_out = write_fields([rule], {rule.attribute: value})
    assert left_out == ()
    call = calls.set_custom_fields("C1", dict(written), DIALECTS[dialect_name])
    (line,) = call.body["customFields"]
    assert line["id"] == rule.ghl_field_id
    (key,) = set(line) - {"id"}
    assert key == ("field_value" if dialect_name == DATED.name else "fieldValue")
    return line[key]


def told(rule: FieldRule, value: Any, name: str = "value") -> Any:
    """What an event or a read with this value gives us."""
    payload = ContactPayload.model_validate({"id": "C1", "customFields": [{"id": rule.ghl_field_id, name: value}]})
    draft = lead_draft(payload, [rule])
    assert not any(draft.custom_fields.values()), "kept as it came: it did not fit"
    return draft.attributes[rule.attribute]


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@pytest.mark.parametrize("kind", sorted(TYPES))
@given(data=st.data())
def test_a_value_comes_back_as_it_was(kind: str, dialect: str, data: st.DataObject) -> None:
    values, spellings = TYPES[kind]
    rule = FieldRule("thing", "F1", kind)
    ours = data.draw(values)
    spelling = data.draw(st.sampled_from(spellings))
    back = spelling(sent(rule, ours, dialect))
    if kind == "date" and isinstance(back, int):
        assume(not AMBIGUOUS_MS[0] < date.fromisoformat(ours) < AMBIGUOUS_MS[1])
    assert told(rule, back, data.draw(st.sampled_from(CUSTOM_VALUE_NAMES))) == ours


@given(dollars=st.integers(-(10**12), 10**12), dialect=st.sampled_from(sorted(DIALECTS)))
def test_whole_dollars_come_back_as_they_were(dollars: int, dialect: str) -> None:
    rule = FieldRule("budget_usd", "F1", "money")
    assert told(rule, sent(rule, dollars, dialect)) == dollars


@given(number=st.integers())
def test_no_digit_of_a_long_number_is_lost(number: int) -> None:
    rule = FieldRule("thing", "F1", "number")
    assert told(rule, sent(rule, number, "v3")) == number


@given(chosen=st.lists(st.sampled_from(OPTIONS), min_size=1, unique=True), joint=st.sampled_from([",", ", ", " , "]))
def test_a_text_of_several_choices_is_split_but_no_option_torn(chosen: list[str], joint: str) -> None:
    rule = FieldRule("interests", "F1", "multi_choice", options=OPTIONS)
    assert told(rule, joint.join(chosen)) == chosen
    assert told(rule, sent(rule, chosen, "v3")) == chosen


@pytest.mark.parametrize(
    ("kind", "options", "ours", "sent_as"),
    [
        ("choice", ("In progress", "Approved"), "in_progress", "In progress"),
        ("choice", ("Pre-Approved", "Cash"), "pre approved", "Pre-Approved"),
        ("text", ("Call", "Text"), "text", "Text"),
        ("boolean", ("Ja", "true", "false"), True, "true"),
        ("boolean", ("Yes", "No"), False, "No"),
        ("number", ("1", "2", "3.50"), 3.5, "3.50"),
        ("money", ("$1,000", "2k"), 200_000, "2k"),
        ("multi_choice", ("Single family", "Condo"), ["condo", "single_family"], ["Condo", "Single family"]),
    ],
)
def test_a_picklist_is_sent_its_own_spelling(kind: str, options: tuple[str, ...], ours: Any, sent_as: Any) -> None:
    rule = FieldRule("thing", "F1", kind, options=options)
    assert write_value(rule, ours) == sent_as
    assert write_value(rule, read_value(rule, sent_as)) == sent_as


@pytest.mark.parametrize(
    ("kind", "options", "value"),
    [
        ("choice", ("hot", "warm"), "tepid"), ("boolean", ("Yes",), False), ("number", ("1", "2"), 3),
        ("multi_choice", ("a", "b"), ["a", "c"]), ("choice", ("hot",), ["hot", "warm"]), ("money", ("$5",), 700),
    ],
)  # fmt: skip
def test_what_the_picklist_does_not_offer_is_neither_sent_nor_taken(
    kind: str, options: tuple[str, ...], value: Any
) -> None:
    rule = FieldRule("thing", "F1", kind, options=options)
    with pytest.raises(WrongType):
        write_value(rule, value)
    assert write_fields([rule], {"thing": value}) == ([], ("thing",))
    told_as = value if kind != "money" else "$7"
    found = read_fields([rule], {"F1": told_as})
    assert (found.attributes, found.unmapped) == ({"thing": None}, {"F1": told_as})


def test_a_misfit_names_field_expected_and_came() -> None:
    rules = [
        FieldRule("temperature", "F1", "choice", "Lead Temperature", ("hot", "warm", "cold")),
        FieldRule("budget_usd", "F2", "money", "Budget"),
        FieldRule("area", "F3", "text", "Area"),
    ]
    found = read_fields(rules, {"F1": "tepid", "F2": {"amount": 5}, "F3": "Hyde Park", "F9": "other"})
    assert [(one.rule.label, one.expected, one.came) for one in found.misfits] == [
        ("Lead Temperature", "one of: hot, warm, cold", "tepid"),
        ("Budget", "an amount in dollars, such as 450000 or $450,000.50", {"amount": 5}),
    ]


def test_the_day_of_a_date_is_the_one_that_was_written() -> None:
    rule = FieldRule("closing", "F1", "date")
    assert read_value(rule, "2026-03-04T00:00:00+05:00") == "2026-03-04"
    assert read_value(rule, "2026-03-04T23:30:00-06:00") == "2026-03-04"
    with pytest.raises(WrongType):
        read_value(rule, "2026-02-30")


@pytest.mark.parametrize("kind", sorted(CONVERTERS))
def test_blanks_are_an_emptied_field(kind: str) -> None:
    assert read_value(FieldRule("thing", "F1", kind), "   ") is None
