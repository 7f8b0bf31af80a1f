"""The whole of `make run`, after the install: from an empty state folder to ready, and again, and what stops it."""

import contextlib
import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psycopg
import pytest

from enterprisehub.embedded.ports import free_port
from enterprisehub.launcher.environment import read_env_file
from tests.launcher.conftest import running_with, wait_for

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 90
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@dataclass
class Run:
    """One launcher and what it has said so far."""

    state_dir: Path
    port: int = field(default_factory=free_port)
    sandbox_port: int = field(default_factory=free_port)
    said: list[str] = field(default_factory=list)
    process: "subprocess.Popen[str] | None" = None

    def start(self, **more: str) -> "Run":
        environment = {
            "PATH": os.environ["PATH"],
            "STATE_DIR": str(self.state_dir),
            "PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
            **more,
        }
        words = [sys.executable, "-m", "enterprisehub.launcher"]
        self.process = subprocess.Popen(
            words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        threading.Thread(target=self._listen, args=(self.process.stdout,), daemon=True).start()
        return self

    def _listen(self, pipe: IO[str]) -> None:
        self.said.extend(pipe)

    def text(self) -> str:
        return "".join(self.said)

    def until_ready(self) -> "Run":
        assert self.process is not None
        ended = self.process.poll
        assert wait_for(lambda: "is ready after" in self.text() or ended() is not None, seconds=READY_SECONDS)
        assert "is ready after" in self.text(), self.text()[-3000:]
        return self

    def interrupt(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(40)

    def refused(self) -> str:
        """The one sentence of a start that failed."""
        assert self.process is not None
        assert self.process.wait(READY_SECONDS) == 1
        assert wait_for(lambda: self.said, seconds=5)
        return self.said[-1]

    def get(self, path: str, *, port: int | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")


@pytest.fixture
def run(state_dir: Path) -> Iterator[Run]:
    made = Run(state_dir)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.process.terminate()
        made.process.wait(40)
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=25), running_with(str(state_dir))


def test_a_first_and_a_second_start(run: Run, state_dir: Path) -> None:
    run.start().until_ready()
    assert run.get("/readyz")[0] == 200
    assert run.get("/", port=run.sandbox_port)[0] in (200, 302)
    assert stat.S_IMODE((state_dir / "env").stat().st_mode) == 0o600
    logins = re.findall(r"^  (\w[\w ]*?)   +(\S+)   +(\S+)$", run.text(), re.MULTILINE)
    for link in (f":{run.port}/inbox/   log in as agent", f":{run.sandbox_port}/phone/   the phone"):
        assert link in run.text()
    assert "SecurityWarning" not in run.text()
    assert "/webhooks/ghl/workflow/" not in run.text(), "the address of the webhook holds a token"
    assert {role for role, *_ in logins} >= {"Agent", "Supervisor", "Manager", "Administrator", "Auditor"}
    code = "from django.contrib.auth.models import User; print(User.objects.exists())"
    assert in_a_second_shell(state_dir, "shell", "--no-imports", "-c", code) == "True"
    key = read_env_file(state_dir / "env")["SECRET_KEY"]
    assert run.interrupt() == 0

    second = Run(state_dir).start().until_ready()
    try:
        assert "Bringing the database's schema up" not in second.text()
        assert [login for login in logins if login[2] not in second.text()] == []
        assert read_env_file(state_dir / "env")["SECRET_KEY"] == key
    finally:
        assert second.interrupt() == 0


def in_a_second_shell(state_dir: Path, *words: str) -> str:
    """What manage.py prints when nothing but STATE_DIR is said."""
    environment = {"PATH": os.environ["PATH"], "STATE_DIR": str(state_dir)}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_a_killed_launcher_leaves_nothing_running_and_the_next_start_works(run: Run, state_dir: Path) -> None:
    run.start().until_ready()
    assert run.process is not None
    run.process.kill()
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=30), running_with(str(state_dir))
    assert Run(state_dir).start().until_ready().interrupt() == 0


def test_ctrl_c_while_the_web_server_loads_does_not_wait_for_it(run: Run, state_dir: Path) -> None:
    run.start()
    assert wait_for(lambda: "granian" in commands_of(state_dir), seconds=60)
    asked = time.monotonic()
    assert run.interrupt() == 0
    assert time.monotonic() - asked < 6
    assert "Stopping …\n" in run.said
    assert "is ready after" not in run.text()


def commands_of(state_dir: Path) -> str:
    """The command lines of what runs now; a process may end while it is looked at."""
    words = []
    for pid in running_with(str(state_dir)):
        with contextlib.suppress(OSError):
            words.append(Path(f"/proc/{pid}/cmdline").read_text())
    return "\n".join(words)


def test_an_earlier_schema_is_brought_up_and_a_later_one_refused(run: Run, state_dir: Path) -> None:
    run.start().until_ready()
    in_a_second_shell(state_dir, "migrate", "sessions", "zero", "--verbosity", "0")
    assert run.interrupt() == 0

    second = Run(state_dir).start().until_ready()
    assert "Bringing the database's schema up" in second.text()
    with psycopg.connect(read_env_file(state_dir / "env")["DATABASE_URL"], autocommit=True) as database:
        assert database.execute("SELECT to_regclass('django_session')").fetchone() != (None,)
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('crm', '9999_later', now())")
    assert second.interrupt() == 0

    third = Run(state_dir).start()
    assert third.refused().startswith("The database was written by a later version (it has crm.9999_later")
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=2)


@pytest.mark.parametrize("name", ["PORT", "SANDBOX_PORT"])
def test_a_taken_port_is_refused_in_one_sentence(run: Run, state_dir: Path, name: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run.start(**{name: str(port)})
        assert (
            run.refused() == f"Port {port} is taken by another program: end that one, or choose another with {name}=…\n"
        )
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=2)


@pytest.mark.parametrize(
    ("name", "url", "sentence"),
    [
        ("DATABASE_URL", "postgres://me:secret-word@127.0.0.1:9/none", "The database in DATABASE_URL cannot be used"),
        ("REDIS_URL", "redis://:secret-word@127.0.0.1:9/0", "The server in REDIS_URL cannot be used"),
    ],
)
def test_somebody_elses_server_that_does_not_answer_is_a_sentence(
    run: Run, state_dir: Path, name: str, url: str, sentence: str
) -> None:
    run.start(**{name: url})
    assert sentence in run.refused()
    assert "secret-word" not in run.text()
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=2)
