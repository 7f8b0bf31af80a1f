"""Whose environment: process over `.env` over launcher, each name on its own."""

import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.embedded.files import write_private
from enterprisehub.launcher.banner import banner, read_logins
from enterprisehub.launcher.environment import as_env_file, chosen, filled, port_of, read_env_file
from enterprisehub.launcher.keys import kept_keys
from enterprisehub.launcher.procfile import read_procfile
from enterprisehub.launcher.restarts import Restarts


def test_the_process_wins_over_the_file_and_the_file_over_the_launcher() -> None:
    said = chosen({"A": "process", "PATH": "/bin"}, {"A": "file", "B": "file"})
    whole, names = filled(said, {"A": "launcher", "B": "launcher", "C": "launcher"})
    assert whole == {"A": "process", "B": "file", "C": "launcher", "PATH": "/bin"}
    assert names == ["C"]


def test_an_empty_value_counts_as_unset() -> None:
    said = chosen({"A": ""}, {"B": "", "A": "file"})
    whole, names = filled(said, {"A": "launcher", "B": "launcher"})
    assert (whole, names) == ({"A": "launcher", "B": "launcher"}, ["A", "B"])


def test_the_env_file_is_read_as_the_settings_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEVER_EXPORTED", raising=False)
    file = tmp_path / ".env"
    file.write_text("# a comment\nexport ONE=1\nNEVER_EXPORTED='two words'\n#THREE=3\n", encoding="utf-8")
    assert read_env_file(file) == {"ONE": "1", "NEVER_EXPORTED": "two words"}
    assert read_env_file(tmp_path / "none") == {}


def test_the_kept_file_says_the_same_to_django_environ_and_to_a_shell(tmp_path: Path) -> None:
    values = {"KEY": "a$HOME b#c=\\n", "URL": "postgres://u:p@127.0.0.1:5/d?x=1&y=2", "LIST": "127.0.0.1,[::1]"}
    file = tmp_path / "env"
    write_private(file, as_env_file(values))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_env_file(file) == values
    command = ["sh", "-c", '. "$0"; printf %s "$KEY"', str(file)]
    shell = subprocess.run(command, capture_output=True, text=True, check=True)
    assert shell.stdout == values["KEY"]
    with pytest.raises(CannotStart, match="STATE_DIR holds a quote"):
        as_env_file({"STATE_DIR": "/tmp/o'clock"})


@pytest.mark.parametrize("text", ["http", "0", "70000", "-1", "80.5"])
def test_a_port_that_is_none_is_named(text: str) -> None:
    with pytest.raises(CannotStart, match=f"PORT={text} is no port"):
        port_of({"PORT": text}, "PORT", 8000)


def test_an_unset_port_has_its_default() -> None:
    assert port_of({}, "PORT", 8000) == port_of({"PORT": " "}, "PORT", 8000) == 8000
    assert port_of({"PORT": "9000"}, "PORT", 8000) == 9000


def test_secrets_are_made_once_and_fit_their_use(tmp_path: Path) -> None:
    first = kept_keys(tmp_path)
    assert kept_keys(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    assert Fernet(first["FIELD_ENCRYPTION_KEYS"]).decrypt(Fernet(first["FIELD_ENCRYPTION_KEYS"]).encrypt(b"x")) == b"x"
    assert len(first["SECRET_KEY"]) >= 50


def test_half_written_secrets_are_a_sentence_and_stay_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text('{"SECRET_KEY": "ab', encoding="utf-8")
    with pytest.raises(CannotStart, match="put it right, or delete it"):
        kept_keys(tmp_path)
    assert (tmp_path / "keys.json").read_text(encoding="utf-8") == '{"SECRET_KEY": "ab'


def test_a_procfile_line_that_is_none_is_named(tmp_path: Path) -> None:
    file = tmp_path / "Procfile"
    file.write_text("# processes\nweb: run --port ${PORT:-8000}\n\nworker\n", encoding="utf-8")
    with pytest.raises(CannotStart, match="line 4"):
        read_procfile(file)
    file.write_text("web: run --port ${PORT:-8000}\n", encoding="utf-8")
    assert read_procfile(file) == {"web": "run --port ${PORT:-8000}"}


def test_three_restarts_a_minute_are_allowed() -> None:
    restarts = Restarts()
    assert [restarts.allow("web", now) for now in (0, 1, 2, 3)] == [True, True, True, False]
    assert restarts.allow("worker", 3)
    assert restarts.allow("web", 61)


def test_the_banner_shows_every_login_and_says_whether_the_model_is_simulated(tmp_path: Path) -> None:
    file = tmp_path / "logins.json"
    file.write_text('[{"role": "Agent", "username": "agent", "password": "pw-1"}]', encoding="utf-8")
    environment = {"PUBLIC_BASE_URL": "http://w", "SANDBOX_BASE_URL": "http://s", "STATE_DIR": "/x"}
    said = banner(environment, read_logins(file), seconds=4.4)
    assert "Agent   agent   pw-1" in said
    assert "simulated model" in said
    assert "simulated" not in banner({**environment, "ANTHROPIC_API_KEY": "k"}, [], seconds=1)
    assert read_logins(tmp_path / "none") == []
