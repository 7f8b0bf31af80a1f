"""A running process follows what is activated, and no question waits for it."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orchestrator.engine import Orchestrator
from orchestrator.models import PromptActivation, PromptVersion
from orchestrator.prompts import watch
from orchestrator.prompts.activation import activate, follow_files
from orchestrator.prompts.registry import PromptRegistry
from tests.orchestrator.conftest import Asks
from tests.orchestrator.fake_claude import FakeClaude

pytestmark = pytest.mark.django_db(transaction=True)


def _write(folder: Path, number: int) -> None:
    (folder / "p.md").write_text(f"---\nname: p\nnumber: {number}\ntask: t\nmodel: compose\n---\nText {number}\n")


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Two published versions; only the file of the second is still there."""
    for number in (1, 2):
        _write(tmp_path, number)
        PromptRegistry([tmp_path]).publish_files()
    return [tmp_path]


@contextmanager
def _locked(table: str) -> Iterator[None]:
    """Somebody holds the whole table, as a migration would."""
    told = {name: connection.get_connection_params()[name] for name in ("dbname", "user", "host", "port", "password")
            if name in connection.get_connection_params()}  # fmt: skip
    with psycopg.connect(**told) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def _becomes(number: int, registry: PromptRegistry, within_seconds: float = 3.0) -> bool:
    until = time.monotonic() + within_seconds
    while registry.current("p").number != number:
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _slowest_ms(ask: Callable[[], object], for_seconds: float) -> float:
    slowest, until = 0.0, time.monotonic() + for_seconds
    while time.monotonic() < until:
        began = time.monotonic()
        ask()
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.01)
    return slowest * 1000


def _threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "prompt-activations" and one.is_alive()]


def test_a_choice_of_earlier_is_known_to_the_first_question(folders: list[Path]) -> None:
    activate(folders, "p", 1, by="ada")
    prompt = PromptRegistry(folders).current("p")
    assert (prompt.number, prompt.text) == (1, "Text 1")


def test_a_running_process_follows_each_choice(folders: list[Path]) -> None:
    registry = PromptRegistry(folders)
    assert registry.current("p").number == 2
    activate(folders, "p", 1, by="ada")
    assert _becomes(1, registry)
    assert registry.current("p").text == "Text 1"
    follow_files("p", by="ada")
    assert _becomes(2, registry)


def test_asking_which_is_current_asks_no_database(folders: list[Path]) -> None:
    registry = PromptRegistry(folders)
    with CaptureQueriesContext(connection) as queries:
        _slowest_ms(lambda: registry.current("p"), for_seconds=1.5)
    assert len(queries) == 0


def test_while_the_rows_cannot_be_read_the_last_choice_stays_and_nobody_waits(folders: list[Path]) -> None:
    activate(folders, "p", 1, by="ada")
    registry = PromptRegistry(folders)
    assert registry.current("p").number == 1
    with _locked("orchestrator_promptactivation"):
        slowest = _slowest_ms(lambda: registry.current("p"), for_seconds=2.5)
        assert registry.current("p").number == 1
    assert slowest < 100
    follow_files("p", by="ada")
    assert _becomes(2, registry, within_seconds=6.0)


def test_the_very_first_question_waits_a_moment_at_the_longest(folders: list[Path]) -> None:
    registry = PromptRegistry(folders)
    with _locked("orchestrator_promptactivation"):
        began = time.monotonic()
        assert registry.current("p").number == 2
        first = time.monotonic() - began
        later = _slowest_ms(lambda: registry.current("p"), for_seconds=0.5)
    assert first < watch.FIRST_WAIT_SECONDS + 0.15
    assert later < 100


def test_a_stored_answer_is_given_at_once_while_the_table_is_locked(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    model.complete(asks())
    with _locked("orchestrator_promptactivation"):
        time.sleep(1.2)
        began = time.monotonic()
        assert model.complete(asks(seconds=1.0)).tier == "L1"
        assert time.monotonic() - began < 0.2


def test_a_version_that_cannot_be_used_leaves_what_was_current(folders: list[Path]) -> None:
    registry = PromptRegistry(folders)
    assert registry.current("p").number == 2
    PromptVersion.objects.create(name="p", number=7, sha256="x", front_matter={}, text="no front matter")
    PromptActivation.objects.create(name="p", number=7, by="ada")
    assert not _becomes(7, registry, within_seconds=1.5)
    assert registry.current("p").number == 2
    PromptActivation.objects.create(name="p", number=1, by="ada")
    assert _becomes(1, registry)


def test_the_thread_ends_with_its_registry_and_begins_again_after_a_rest(folders: list[Path]) -> None:
    registry = PromptRegistry(folders)
    registry.current("p")
    watch.rest()
    assert not _threads()
    activate(folders, "p", 1, by="ada")
    assert registry.current("p").number == 1
    [thread] = _threads()
    del registry
    gc.collect()
    thread.join(3)
    assert not thread.is_alive()
