"""Reading a foreign workload: tolerant of form, exact about what is wrong."""

import json
from pathlib import Path

import pytest

from bench.workload.generate import Plan, generate, unique_share
from bench.workload.records import BadWorkload, read_workload, write_workload


def row(**fields):
    return json.dumps({"lead": "a", "location": "L1", "order": 1, "text": "hi", **fields})


@pytest.fixture
def written(tmp_path):
    def write(*lines, start=""):
        path = tmp_path / "foreign.jsonl"
        path.write_text(start + "\n".join(lines), encoding="utf-8")
        return path

    return write


def test_lines_may_stand_in_any_order_with_blank_lines_a_mark_and_unknown_fields(written):
    path = written(row(order=2, text="second"), "", "   ", row(text="first", mood="fine"), start="\ufeff")
    assert [said.text for said in read_workload(path)] == ["first", "second"]


def test_a_number_within_each_lead_lets_leads_speak_in_turn(written):
    path = written(row(text="a1"), row(order=2, text="a2"), row(lead="b", text="b1"), row(lead="b", order=2, text="b2"))
    assert [said.text for said in read_workload(path)] == ["a1", "b1", "a2", "b2"]


def test_a_number_of_the_whole_file_keeps_its_order(written):
    path = written(row(order=1, text="a1"), row(lead="b", order=2, text="b1"), row(order=3, text="a2"))
    assert [said.text for said in read_workload(path)] == ["a1", "b1", "a2"]


def test_one_lead_in_two_locations_is_two_people_and_facts_may_stand_on_any_line(written):
    path = written(row(), row(order=2, first_name="Ann", role="BUYER"), row(location="L2"))
    first, other, later = read_workload(path)
    assert first.person == later.person != other.person
    assert (first.person.first_name, first.person.role, other.person.role) == ("Ann", "buyer", "lead")


def test_numbers_may_name_leads_and_locations(written):
    assert read_workload(written(row(lead=7, location=3)))[0].person.lead == "7"


def test_labels_may_use_the_names_of_slots_or_of_the_form(written):
    path = written(row(slots={"buyer.budget": 450_000, "area": "Plano"}), row(order=2))
    labelled, bare = read_workload(path)
    assert labelled.slots == {"budget_usd": 450_000, "area": "Plano"}
    assert bare.slots is None


WRONG = [
    ("{not json", "line 2: is not JSON"),
    ("[1]", "line 2: is list, not an object"),
    ('{"location": "L", "order": 1, "text": "x"}', "line 2: lead is missing"),
    ('{"lead": "a", "location": "L", "text": "x"}', "line 2: order is missing"),
    (row(text=None), "line 2: text is missing"),
    (row(text="  "), "line 2: text is empty"),
    (row(text=5), "line 2: text must be text, not int"),
    (row(order="soon"), "line 2: order must be a number, not 'soon'"),
    (row(order=True), "line 2: order must be a number"),
    (row(lead=[]), "line 2: lead must be text or a whole number, not list"),
    (row(role="boss"), "line 2: role must be one of lead, buyer, seller, not 'boss'"),
    (row(first_name={}), "line 2: first_name must be text, not dict"),
    (row(slots=[]), "line 2: slots must be an object"),
]


@pytest.mark.parametrize(("line", "sentence"), WRONG)
def test_what_is_wrong_is_named_with_its_line_and_field(written, line, sentence):
    with pytest.raises(BadWorkload, match=sentence.replace("[", r"\[")):
        read_workload(written(row(), line))


def test_a_missing_and_an_empty_file_are_named(tmp_path, written):
    with pytest.raises(BadWorkload, match="cannot be read"):
        read_workload(tmp_path / "none.jsonl")
    with pytest.raises(BadWorkload, match="holds no message"):
        read_workload(written("", ""))


@pytest.mark.parametrize("percent", [10, 30, 60, 90])
def test_the_share_of_messages_said_once_is_what_was_asked_for(percent):
    said = generate(Plan(turns=1000, leads=150, unique_share=percent / 100))
    assert len(said) == 1000
    assert len({message.person for message in said}) == 150
    assert abs(unique_share(said) - percent / 100) < 0.025


def test_a_seed_gives_one_file_and_another_seed_another(tmp_path):
    plan = Plan(turns=200, leads=30)
    assert generate(plan) == generate(plan)
    assert generate(plan) != generate(Plan(turns=200, leads=30, seed=2))


def test_a_written_workload_is_read_back_as_it_was(tmp_path):
    said = generate(Plan(turns=200, leads=30, unique_share=0.6))
    write_workload(tmp_path / "w.jsonl", said)
    assert read_workload(tmp_path / "w.jsonl") == said


def test_both_languages_all_roles_and_many_kinds_of_message_are_there():
    said = generate(Plan())
    texts = [message.text for message in said]
    assert {message.person.role for message in said} == {"lead", "buyer", "seller"}
    assert len({message.person.location for message in said}) > 2
    assert sum("¿" in text for text in texts) > 20
    assert sum(text.endswith("?") for text in texts) > 100
    assert sum(len(message.slots or {}) > 1 for message in said) > 100


def test_labels_that_we_do_not_know_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "w.jsonl"
    path.write_text(json.dumps({"lead": "a", "location": "L1", "order": 1, "text": "hi", "slots": {"colour": 1}}))
    assert read_workload(path)[0].slots == {}
