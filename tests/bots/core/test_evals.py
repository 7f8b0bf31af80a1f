"""The conversation suite itself: it holds its floors, notices what it must, and says what it is."""

import json
from dataclasses import replace

import pytest

from evals.__main__ import main
from evals.cases import FOLDER, ExpectedSlot, load_cases
from evals.driver import play
from evals.figures import figures
from evals.report import floors, regressions, text_report

CASES = {case.name: case for case in load_cases()}


def test_the_suite_holds_its_floors():
    found = figures([play(case) for case in CASES.values()]).named()
    assert regressions(found, floors()) == []


def test_the_suite_covers_the_kinds_it_was_made_for():
    kinds = {case.kind for case in CASES.values()}
    assert {
        "seller", "buyer", "spanish", "person", "changing their mind", "several bubbles", "vague", "hostile",
        "legal trouble", "stop look-alike", "implied buyer", "implied seller",
    } <= kinds  # fmt: skip


def test_a_wrong_value_counts_as_false_and_as_missed():
    case = CASES["01_seller_eager"]
    wrong = replace(case, slots={**case.slots, "seller.price": ExpectedSlot(1, "usd")})
    hits = figures([play(wrong)]).slots["seller.price"]
    assert (hits.right, hits.false, hits.missed, hits.f1) == (0, 1, 1, 0.0)


def test_a_wrong_unit_is_a_wrong_value():
    case = CASES["01_seller_eager"]
    wrong = replace(case, slots={**case.slots, "seller.timeline": ExpectedSlot(45, "months")})
    assert figures([play(wrong)]).slots["seller.timeline"].right == 0


def test_temperature_handoff_and_forbidden_effects_are_noticed():
    case = replace(
        CASES["01_seller_eager"],
        temperature="cold",
        handoff="",
        forbidden=("tag:hot-lead", "text:address", "opportunity"),
    )
    found = figures([play(case)])
    assert (found.temperature_right, found.handoff.false) == (0, 1)
    assert len(found.forbidden) == 3


def test_a_question_for_something_stated_is_counted_as_repeated():
    case = CASES["01_seller_eager"]
    said = (replace(case.sayings[0], states=("lead.intent", "seller.address")), *case.sayings[1:])
    assert len(figures([play(replace(case, sayings=said))]).repeated_questions) == 1


def test_an_unknown_kind_of_forbidden_effect_is_an_error():
    with pytest.raises(ValueError, match="fax"):
        figures([play(replace(CASES["01_seller_eager"], forbidden=("fax:9",)))])


def test_a_figure_below_its_floor_or_missing_is_a_regression():
    assert regressions({"a": 0.5}, {"a": 0.6, "b": 1.0}) == [
        "a is 0.5, below its floor of 0.6",
        "b is missing; its floor is 1",
    ]
    assert regressions({"a": 0.6}, {"a": 0.6}) == []


def test_the_report_says_what_it_is_and_what_it_is_not():
    report = text_report(figures([play(case) for case in CASES.values()]))
    assert report.startswith(f"Rules path, in process, no model. {len(CASES)} conversations written by us")
    assert "not a measure of quality on real leads" in report


def test_the_command_ends_with_success_on_the_whole_suite_and_names_an_unknown_conversation(capsys):
    assert main([]) == 0
    assert main(["no such name"]) == 2
    assert "no such name" in capsys.readouterr().err


def test_a_broken_file_is_named(tmp_path):
    raw = json.loads((FOLDER / "01_seller_eager.json").read_text(encoding="utf-8"))
    del raw["expected"]["handoff"]
    (tmp_path / "broken.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.json"):
        load_cases(tmp_path)
