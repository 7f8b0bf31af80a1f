"""When a step of the start may be skipped, and when the database is ahead of the code."""

import shutil
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.launcher import fingerprints
from enterprisehub.launcher.done import Done

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    at = connection.settings_dict
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout small enough to change."""
    for room in fingerprints.ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "static").mkdir()
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_a_migrated_database_knows_nothing_that_the_code_does_not() -> None:
    applied = fingerprints.applied_migrations(database_url())
    assert len(applied.names) > 20
    assert applied.since
    assert fingerprints.unknown_here(ROOT, applied) == []


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_the_code_does_not_have_is_named() -> None:
    with psycopg.connect(database_url(), autocommit=True) as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('crm', '9999_later', now())")
        try:
            applied = fingerprints.applied_migrations(database_url())
        finally:
            database.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    assert fingerprints.unknown_here(ROOT, applied) == ["crm.9999_later"]


def test_a_database_that_does_not_answer_is_a_sentence_without_the_password() -> None:
    with pytest.raises(CannotStart, match="DATABASE_URL cannot be used") as raised:
        fingerprints.applied_migrations("postgres://u:secret-word@127.0.0.1:9/none")
    assert "secret-word" not in str(raised.value)


def test_a_new_migration_changes_the_print_of_migrations_and_other_code_does_not(copy: Path) -> None:
    before = fingerprints.migrations(copy)
    (copy / "enterprisehub" / "roles.py").write_text("# other roles\n", encoding="utf-8")
    assert fingerprints.migrations(copy) == before
    (copy / "crm" / "migrations" / "9999_later.py").write_text("# one idea\n", encoding="utf-8")
    assert fingerprints.migrations(copy) != before


def test_newer_libraries_change_every_print(copy: Path) -> None:
    before = (fingerprints.migrations(copy), fingerprints.static_files(copy))
    with (copy / "requirements.txt").open("a", encoding="utf-8") as file:
        file.write("# another version\n")
    assert not set(before) & {fingerprints.migrations(copy), fingerprints.static_files(copy)}


def test_a_new_static_file_changes_their_print(copy: Path) -> None:
    before = fingerprints.static_files(copy)
    (copy / "static" / "more.css").write_text("a {}\n", encoding="utf-8")
    assert fingerprints.static_files(copy) != before


def test_what_is_done_is_remembered_and_an_unreadable_note_only_costs_time(tmp_path: Path) -> None:
    Done(tmp_path / "done.json").note("migrate", "abc")
    assert Done(tmp_path / "done.json").has("migrate", "abc")
    assert not Done(tmp_path / "done.json").has("migrate", "abd")
    (tmp_path / "done.json").write_text("{half", encoding="utf-8")
    assert not Done(tmp_path / "done.json").has("migrate", "abc")
