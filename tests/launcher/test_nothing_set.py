"""A process that is started without its environment says what is missing, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from enterprisehub.launcher.procfile import read_procfile, shell_words

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = ("SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "DATABASE_URL", "REDIS_URL")
SENTENCE = (
    "Not set: {names}. Set what is missing in the environment or in .env (see .env.example). Beside `make run`, "
    "manage.py finds it in STATE_DIR/env: give the STATE_DIR that `make run` has.\n"
)


def words_of(command: list[str], state_dir: Path, **more: str) -> tuple[int, str]:
    """Exit code and everything written. Empty values count as unset, also where the checkout has a `.env`."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "STATE_DIR": str(state_dir), "PORT": "0", **dict.fromkeys(REQUIRED, ""), **more}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def test_manage_py_names_everything_that_is_missing(tmp_path: Path) -> None:
    said = words_of([sys.executable, "manage.py", "check"], tmp_path)
    assert said == (1, SENTENCE.format(names=", ".join(REQUIRED)))


def test_what_is_set_is_not_named(tmp_path: Path) -> None:
    said = words_of([sys.executable, "manage.py", "check"], tmp_path, SECRET_KEY="s", DATABASE_URL="postgres:///x")
    assert said == (1, SENTENCE.format(names="FIELD_ENCRYPTION_KEYS, REDIS_URL"))


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_no_line_of_the_procfile_ends_in_a_traceback(tmp_path: Path, name: str) -> None:
    code, said = words_of(shell_words(read_procfile(ROOT / "Procfile")[name]), tmp_path)
    assert code != 0
    assert SENTENCE.format(names=", ".join(REQUIRED)) in said
    assert "Traceback" not in said
