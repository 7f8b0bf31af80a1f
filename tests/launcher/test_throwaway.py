"""One command with servers and secrets of its own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.launcher.conftest import running_with, wait_for

ROOT = Path(__file__).resolve().parents[2]
WITH_SERVERS = [sys.executable, "-m", "enterprisehub.embedded.throwaway"]
LOOK = """
import os, psycopg, redis, sys
from cryptography.fernet import Fernet
Fernet(os.environ["FIELD_ENCRYPTION_KEYS"])
psycopg.connect(os.environ["DATABASE_URL"]).close()
redis.Redis.from_url(os.environ["REDIS_URL"]).ping()
print(os.environ["SECRET_KEY"], os.environ["ANTHROPIC_API_KEY"] or "no key")
sys.exit(7)
"""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """A shell in which nothing was said, with a mark on everything that is started from it."""
    return {"PATH": os.environ["PATH"], "MARK": str(tmp_path)}


def test_a_command_finds_servers_and_secrets_and_its_exit_code_comes_back(bare: dict[str, str]) -> None:
    before = set(Path(tempfile.gettempdir()).glob("enterprisehub-throwaway-*"))
    words = [*WITH_SERVERS, sys.executable, "-c", LOOK]
    done = subprocess.run(words, cwd=ROOT, env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 7, done.stderr
    assert len(done.stdout.split()[0]) > 50
    assert done.stdout.endswith("no key\n")
    assert wait_for(lambda: not running_with(bare["MARK"]), seconds=5)
    assert set(Path(tempfile.gettempdir()).glob("enterprisehub-throwaway-*")) <= before


def test_what_was_set_before_is_kept(bare: dict[str, str]) -> None:
    said = {"SECRET_KEY": "mine", "DATABASE_URL": "postgres://elsewhere/db", "REDIS_URL": "redis://elsewhere/0"}
    show = "import os; print(*(os.environ[n] for n in ('SECRET_KEY', 'DATABASE_URL', 'REDIS_URL')))"
    words = [*WITH_SERVERS, sys.executable, "-c", show]
    done = subprocess.run(words, cwd=ROOT, env={**bare, **said}, capture_output=True, text=True, check=True)
    assert done.stdout.split() == list(said.values())


@pytest.mark.slow
def test_killed_in_the_middle_it_leaves_neither_process_nor_folder(bare: dict[str, str], tmp_path: Path) -> None:
    folders = {"TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    words = [*WITH_SERVERS, "sleep", "600"]
    process = subprocess.Popen(words, cwd=ROOT, env={**bare, **folders})
    assert wait_for(lambda: "sleep" in " ".join(running_with(bare["MARK"]).values()), seconds=20)
    process.kill()
    process.wait()
    assert wait_for(lambda: not running_with(str(tmp_path)), seconds=25), running_with(str(tmp_path))
    assert list((tmp_path / "tmp").iterdir()) == []
