"""Answers against what was sent, as pure values."""

from datetime import date

import pytest

from crm.ghl import calls
from crm.ghl.call import Call
from crm.ghl.dialect import DATED, V3
from crm.ghl.read import said_done
from crm.ghl.readback import differences, looking_for, lost_emails, reading, same_value

DIALECTS = pytest.mark.parametrize("dialect", [V3, DATED], ids=lambda dialect: dialect.name)


def names(call: Call, body: dict) -> list[str]:
    return [one.name for one in differences(call, body)]


@pytest.mark.parametrize(
    ("sent", "held", "is_same"),
    [
        ("87", 87, True),
        ("87", 87.0, True),
        ("450000.50", 450000.5, True),
        ("87", "88", False),
        ("87", None, False),
        ("", None, True),
        ([], None, True),
        (None, "", True),
        ("", "left", False),
        ("Pool ", "pool", True),
        (["pool", "garage"], ["garage", "pool"], True),
        (["pool"], "pool", True),
        (["pool", "garage"], "pool,garage", True),
        (["pool", "garage"], ["pool"], False),
        ("2026-11-21", "2026-11-21T00:00:00.000Z", True),
        ("2026-11-21", 1795219200000, True),
        ("2026-11-21", "2026-11-22", False),
        ("2026-11-21", 1795305600000, False),
        ("2026-11-21", 2026, False),
        (True, "true", True),
        ("a - b", "c - d", False),
        ("NaN", "nan", True),
        (date(2026, 11, 21).isoformat(), 20261121, False),
    ],
)
def test_a_custom_field_is_compared_by_what_it_means(sent, held, is_same):
    assert same_value(sent, held) is is_same
    assert same_value(held, sent) is is_same


@DIALECTS
def test_an_answer_that_shows_what_was_sent_leaves_nothing_to_ask(dialect):
    values = {
        "phone": "(512) 555-0100", "email": "Ann@Example.com", "dnd": True, "city": "Austin",
        "customFields": dialect.custom_fields({"F1": "87", "F2": ["pool"]}),
    }  # fmt: skip
    held = {
        "id": "C1", "phone": "+15125550100", "email": "ann@example.com", "dnd": True,
        "customFields": [{"id": "F1", "value": 87}, {"id": "F2", "value": ["pool"]}, {"id": "F9", "value": "x"}],
    }  # fmt: skip
    call = calls.update_contact("C1", values)
    assert differences(call, {dialect.success_key: True, "contact": held}) == ()


@DIALECTS
def test_what_was_dropped_is_named_without_its_value(dialect):
    call = calls.update_contact(
        "C1", {"phone": "+15125550100", "email": "ann@example.com", "customFields": dialect.custom_fields({"F1": "87"})}
    )
    found = differences(call, {"contact": {"id": "C1", "email": "old@example.com", "customFields": []}})
    assert [one.name for one in found] == ["phone", "email", "customFields.F1"]
    assert [(one.sent, one.held) for one in found][1] == ("ann@example.com", "old@example.com")
    assert "5125550100" not in repr(found)
    assert "example.com" not in repr(found)


def test_an_answer_without_a_contact_differs_in_everything_even_in_what_was_emptied():
    call = calls.update_contact("C1", {"phone": "", "dnd": False, "customFields": V3.custom_fields({"F1": ""})})
    assert names(call, {"succeeded": True}) == ["phone", "dnd", "customFields.F1"]
    assert names(call, {"contact": {"id": "C1"}}) == []


def test_a_custom_field_sent_under_the_name_that_reads_use_is_missed():
    wrong = Call(
        calls.OPERATIONS["update_contact"], {"contact_id": "C1"}, body={"customFields": [{"id": "F1", "value": "87"}]}
    )
    assert names(wrong, {"succeeded": True, "contact": {"id": "C1", "customFields": []}}) == ["customFields.F1"]


def test_tags_are_compared_as_the_crm_stores_them():
    adding, removing = calls.add_tags("C1", [" Hot-Lead", "buyer"]), calls.remove_tags("C1", ["Hot-Lead", "buyer"])
    assert names(adding, {"tags": ["hot-lead", "buyer", "old"]}) == []
    assert names(adding, {"tags": ["buyer"]}) == ["tags. Hot-Lead"]
    assert names(removing, {"tags": ["old"]}) == []
    assert names(removing, {"tags": ["old", "hot-lead"]}) == ["tags.Hot-Lead"]


def test_a_read_of_the_contact_is_compared_like_the_answer_itself():
    adding, removing = calls.add_tags("C1", ["buyer"]), calls.remove_tags("C1", ["buyer"])
    holding, empty = {"contact": {"id": "C1", "tags": ["buyer"]}}, {"contact": {"id": "C1", "tags": []}}
    assert (names(adding, holding), names(adding, empty)) == ([], ["tags.buyer"])
    assert (names(removing, holding), names(removing, empty)) == (["tags.buyer"], [])


@pytest.mark.parametrize("call", [calls.add_tags("C1", ["x"]), calls.remove_tags("C1", ["x"])])
@pytest.mark.parametrize("body", [{}, {"contact": {"id": "C1"}}])
def test_silence_about_tags_is_no_confirmation(call, body):
    assert names(call, body) == ["tags.x"]


def test_tags_of_a_create_are_compared_too():
    call = calls.create_contact("L1", {"firstName": "Ann", "tags": ["buyer"]})
    assert names(call, {"contact": {"id": "C1", "tags": []}}) == ["tags.buyer"]


@pytest.mark.parametrize("flag", ["succeeded", "succeded", "success"])
def test_a_success_flag_that_says_no_is_a_difference_however_it_is_spelled(flag):
    assert said_done({flag: True}) is True
    assert names(calls.set_opportunity_status("O1", "won"), {flag: False}) == ["success"]
    assert names(calls.set_opportunity_status("O1", "won"), {flag: True}) == []


def test_of_two_flags_the_no_counts_and_none_is_no_answer():
    assert said_done({"succeeded": True, "succeded": False}) is False
    assert said_done({"succeeded": "yes"}) is None
    assert said_done({}) is None


def test_the_contact_that_was_written_to_is_the_one_that_is_read():
    assert reading(calls.add_tags("C1", ["x"])) == calls.read_contact("C1")
    assert reading(calls.create_contact("L1", {"firstName": "Ann"})) is None


def test_a_refused_create_is_looked_for_by_phone_and_email():
    made = calls.create_contact("L1", {"phone": "+15125550100", "email": "ann@example.com"})
    assert looking_for(made) == calls.find_duplicate("L1", phone="+15125550100", email="ann@example.com")
    assert looking_for(calls.create_contact("L1", {"firstName": "Ann"})) is None
    assert looking_for(calls.add_note("C1", "x")) is None


def test_an_email_that_went_is_named_and_a_change_of_places_is_none():
    john = {"email": "John@example.com", "additionalEmails": ["jane@example.com"]}
    assert lost_emails(john, {"email": "jane@example.com"}) == ("john@example.com",)
    assert lost_emails(john, {"email": "jane@example.com", "additionalEmails": ["john@example.com"]}) == ()
    assert lost_emails({}, john) == ()
