"""Which version of a prompt is asked with, and who chose it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEntry
from orchestrator.models import PromptActivation, PromptVersion
from orchestrator.prompts.activation import activate, active_number, before, follow_files, number_before, roll_back
from orchestrator.prompts.files import BadPrompt
from orchestrator.prompts.registry import PromptRegistry

pytestmark = pytest.mark.django_db


def _write(folder: Path, number: int, text: str = "You read {{known}}.") -> None:
    (folder / "understand.md").write_text(
        f"---\nname: understand\nnumber: {number}\ntask: understand\nmodel: understand\nmax_output_tokens: {number}00\n"
        f"---\n{text} {number}\n"
    )


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Two published versions; only the file of the second is still there."""
    for number in (1, 2):
        _write(tmp_path, number)
        PromptRegistry([tmp_path]).publish_files()
    return [tmp_path]


def test_without_a_choice_the_highest_number_of_the_files_is_asked_with(folders: list[Path]) -> None:
    assert active_number(folders, "understand") == 2
    assert PromptVersion.objects.count() == 2


def test_a_version_whose_file_is_gone_comes_back_word_for_word(folders: list[Path]) -> None:
    activate(folders, "understand", 1, by="ada", reason="too chatty")
    prompt = PromptRegistry(folders).current_by_rows("understand")
    assert (prompt.number, prompt.text, prompt.max_output_tokens) == (1, "You read {{known}}. 1", 100)
    assert prompt.sha256 == PromptVersion.objects.get(number=1).sha256


def _files(folder: Path, *numbers: int) -> list[Path]:
    for number in numbers:
        _write(folder, number)
        (folder / "understand.md").rename(folder / f"understand-{number}.md")
    PromptRegistry([folder]).publish_files()
    return [folder]


def test_a_choice_made_by_mistake_is_taken_back(tmp_path: Path) -> None:
    folders = _files(tmp_path, 1, 2, 3)
    activate(folders, "understand", 2, by="ada")
    assert number_before(folders, "understand") == 3
    assert roll_back(folders, "understand", by="bob").number is None
    assert active_number(folders, "understand") == 3


def test_the_first_version_can_be_left_again(tmp_path: Path) -> None:
    folders = _files(tmp_path, 1, 2, 3)
    activate(folders, "understand", 1, by="ada")
    roll_back(folders, "understand", by="bob")
    assert active_number(folders, "understand") == 3


def test_following_the_files_is_a_state_to_go_back_to(tmp_path: Path) -> None:
    folders = _files(tmp_path, 1, 2, 3)
    activate(folders, "understand", 1, by="ada")
    follow_files("understand", by="ada")
    activate(folders, "understand", 2, by="ada")
    roll_back(folders, "understand", by="bob")
    assert active_number(folders, "understand") == 3


def test_rolling_back_returns_to_an_earlier_choice(tmp_path: Path) -> None:
    folders = _files(tmp_path, 1, 2, 3)
    activate(folders, "understand", 1, by="ada")
    activate(folders, "understand", 2, by="ada")
    activate(folders, "understand", 2, by="ada", reason="once more")
    assert roll_back(folders, "understand", by="bob").number == 1
    assert active_number(folders, "understand") == 1


def test_where_only_the_files_moved_the_version_below_is_gone_back_to(folders: list[Path]) -> None:
    assert roll_back(folders, "understand", by="bob").number == 1


@given(
    states=st.lists(st.none() | st.integers(1, 4), max_size=8),
    newest=st.integers(1, 4),
)
def test_what_rolling_back_finds_was_in_force_and_differs(states: list[int | None], newest: int) -> None:
    """Played forward, noting what is in force each time that it changes: the last but one is gone back to."""
    in_force = [newest]
    for state in states:
        if (state or newest) != in_force[-1]:
            in_force.append(state or newest)
    if len(in_force) == 1:
        with pytest.raises(LookupError):
            before(states, newest)
        return
    found = before(states, newest)
    assert (found or newest) == in_force[-2]
    assert found in (None, *states)


def test_there_is_nothing_before_the_first(tmp_path: Path) -> None:
    _write(tmp_path, 1)
    with pytest.raises(BadPrompt, match="no version was active"):
        roll_back([tmp_path], "understand", by="bob")


def test_a_choice_holds_until_the_files_are_followed_again(folders: list[Path]) -> None:
    activate(folders, "understand", 1, by="ada")
    _write(folders[0], 3)
    assert active_number(folders, "understand") == 1
    follow_files("understand", by="ada")
    assert active_number(folders, "understand") == 3


def test_a_version_that_needs_what_is_no_longer_filled_is_refused(folders: list[Path]) -> None:
    _write(folders[0], 3, "You read.")
    with pytest.raises(BadPrompt, match=r"understand/1 needs known, which is no longer filled; understand/3 does not"):
        activate(folders, "understand", 1, by="ada")
    assert not PromptActivation.objects.exists()


@pytest.mark.parametrize(("name", "number", "sentence"), [("compose", 1, "No file holds"), ("understand", 9, "never")])
def test_what_does_not_exist_is_named(folders: list[Path], name: str, number: int, sentence: str) -> None:
    with pytest.raises(BadPrompt, match=sentence):
        activate(folders, name, number, by="ada")


def test_each_choice_is_audited_with_who_and_why(folders: list[Path]) -> None:
    activate(folders, "understand", 1, by="ada", reason="too chatty")
    entry = AuditEntry.objects.get(action="prompt.activated")
    assert (entry.actor, entry.subject) == ("ada", "prompt:understand")
    assert entry.details == {"number": 1, "reason": "too chatty"}
