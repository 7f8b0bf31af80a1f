"""The table that chooses models."""

import pytest

from orchestrator.asking.routing import ROUTES, BadRoute, Traits, classes_for, read_routes


@pytest.mark.parametrize(
    ("traits", "first"),
    [
        (Traits("understand", "understand"), "understand"),
        (Traits("compose", "compose"), "compose"),
        (Traits("understand", "understand", complexity="hard"), "compose"),
        (Traits("compose", "compose", complexity="hard", value="high"), "strong"),
        (Traits("compose", "compose", complexity="hard"), "compose"),
        (Traits("compose", "compose", seconds_left=3.0), "cheaper"),
        (Traits("compose", "compose", budget_left=0.05), "cheaper"),
        (Traits("compose", "compose", value="high", budget_left=0.05), "compose"),
        (Traits("draft", "compose"), "compose"),
        (Traits("anything else"), "understand"),
    ],
)
def test_the_first_row_that_fits_decides(traits: Traits, first: str) -> None:
    assert classes_for(traits)[0] == first


def test_every_request_ends_with_the_fallbacks_outside_of_claude() -> None:
    assert all(route.models[-2:] == ("openai", "self_hosted") for route in ROUTES)


def test_pressure_is_left_out_of_the_steady_choice() -> None:
    pressed = Traits("compose", "compose", seconds_left=1.0, budget_left=0.0)
    assert classes_for(pressed.steady()) == classes_for(Traits("compose", "compose"))


def test_no_row_that_fits_means_nobody() -> None:
    assert (
        classes_for(Traits("compose", "compose"), read_routes([{"models": ["understand"], "task": "understand"}])) == ()
    )


def test_a_table_of_ones_own_is_read() -> None:
    (route,) = read_routes([{"models": ["self_hosted", "cheaper"], "budget_under": 0.5, "task": "compose"}])
    assert route.fits(Traits("compose", "compose", budget_left=0.4)) and not route.fits(Traits("compose", "compose"))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({}, "must be a list"),
        ([], "at least one"),
        (["x"], "Row 1 of LLM_ROUTES must be an object, not str"),
        ([{"models": ["understand"]}, {"models": ["gpt"]}], r"Row 2.*some of understand, compose.*\['gpt'\]"),
        ([{"models": []}], "models must be a list"),
        ([{"models": ["cheaper"], "speed": 1}], "unknown names speed; known: budget_under"),
        ([{"models": ["cheaper"], "budget_under": "half"}], "budget_under must be a number, not 'half'"),
        ([{"models": ["cheaper"], "task": 3}], "task must be a word, not 3"),
    ],
)
def test_a_bad_table_names_the_row_and_what_was_expected(rows: object, sentence: str) -> None:
    with pytest.raises(BadRoute, match=sentence):
        read_routes(rows)


def test_a_row_may_single_a_task_out() -> None:
    rows = read_routes([{"task": "draft", "models": ["cheaper"]}, {"models": ["compose"]}])
    assert classes_for(Traits("draft", "compose"), rows) == ("cheaper",)
    assert classes_for(Traits("compose", "compose"), rows) == ("compose",)
