"""What `make` says on a machine that lacks something."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

INSTALL = Path(__file__).resolve().parents[2] / ".ci" / "install"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the script and requirements that ask for nothing, and an empty folder of programs."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(INSTALL, tmp_path / ".ci" / "install")
    (tmp_path / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    (tmp_path / "bin").mkdir()
    for name in ("rm", "touch"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def program(checkout: Path, name: str, script: str) -> None:
    path = checkout / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def install(checkout: Path) -> "subprocess.CompletedProcess[str]":
    words = ["/bin/sh", ".ci/install", ".venv/.product", "requirements.txt"]
    environment = {"PATH": str(checkout / "bin"), "HOME": str(checkout)}
    return subprocess.run(words, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def test_without_python_it_is_asked_for_in_one_sentence(checkout: Path) -> None:
    done = install(checkout)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 or later is needed" in done.stderr


def test_an_older_python_is_not_used(checkout: Path) -> None:
    program(checkout, "python3", "exit 1")  # what `sys.exit(sys.version_info < (3, 11))` gives there
    done = install(checkout)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "Python 3.11 or later is needed" in done.stderr


def test_a_missing_venv_module_is_named_with_what_to_install(checkout: Path) -> None:
    program(checkout, "python3", 'case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac')
    done = install(checkout)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "python3-venv" in done.stderr
    assert not (checkout / ".venv" / ".product").exists()


@pytest.mark.slow
def test_a_broken_environment_is_made_anew_and_a_failed_install_leaves_no_stamp(checkout: Path) -> None:
    (checkout / "bin" / "python3").symlink_to(sys.executable)
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to("/nowhere/python3.11")
    assert install(checkout).returncode == 0
    assert (checkout / ".venv" / ".product").exists()
    (checkout / ".venv" / ".product").unlink()
    (checkout / "requirements.txt").write_text("this is not a requirement\n", encoding="utf-8")
    done = install(checkout)
    assert done.returncode == 1
    assert "could not be installed" in done.stderr
    assert not (checkout / ".venv" / ".product").exists()
