"""Everything a launcher started ends with it, however it ends; real servers, cheap children."""

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.launcher.conftest import running_with, wait_for

ROOT = Path(__file__).resolve().parents[2]


class Launcher(subprocess.Popen[bytes]):
    """A launcher that writes into files, so that nothing it says waits in a pipe."""

    def __init__(self, state_dir: Path, procfile: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="enterprisehub-said-"))
        with open(self._folder / "said", "wb") as said, open(self._folder / "errors", "wb") as errors:
            super().__init__(
                [sys.executable, str(ROOT / "tests/launcher/fake_launcher.py"), str(state_dir), str(procfile)],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "MARK": str(state_dir)},
                stdout=said,
                stderr=errors,
            )

    def said(self) -> str:
        return (self._folder / "said").read_text(encoding="utf-8")

    def last_words(self) -> tuple[str, str]:
        """Wait for the end; what it said and what it complained of."""
        self.wait(timeout=30)
        return self.said(), (self._folder / "errors").read_text(encoding="utf-8")

    def clear(self) -> None:
        if self.poll() is None:
            self.terminate()
        self.wait(timeout=40)
        shutil.rmtree(self._folder)


Start = Callable[..., Launcher]

FAMILY = "sh -c 'sleep 601 & sleep 602'"  # a process with children of its own
STUBBORN = """sh -c 'trap "" TERM INT HUP; while :; do sleep 1; done'"""


@pytest.fixture
def start(state_dir: Path) -> Iterator[Start]:
    started: list[Launcher] = []

    def _start(*, wait: bool = True, **commands: str) -> Launcher:
        procfile = state_dir / "Procfile"
        procfile.write_text("".join(f"{name}: {command}\n" for name, command in commands.items()), encoding="utf-8")
        launcher = Launcher(state_dir, procfile)
        started.append(launcher)
        assert not wait or wait_for(lambda: "ready\n" in launcher.said() or launcher.poll() is not None, seconds=20)
        return launcher

    yield _start
    for launcher in started:
        launcher.clear()


def servers_in(state_dir: Path) -> set[str]:
    return {Path(command.split(" ")[0]).name for command in running_with(str(state_dir)).values()}


def test_ctrl_c_pressed_twice_ends_everything_cleanly(start: Start, state_dir: Path) -> None:
    launcher = start(web=FAMILY, worker=FAMILY)
    assert {"postgres", "valkey-server", "sleep", "sh"} <= servers_in(state_dir)
    launcher.send_signal(signal.SIGINT)
    time.sleep(0.05)
    launcher.send_signal(signal.SIGINT)
    said, errors = launcher.last_words()
    assert (launcher.returncode, errors) == (0, "")
    assert said.count("Stopping …\n") == 1
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=2), running_with(str(state_dir))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_other_ways_of_asking_end_everything_too(start: Start, state_dir: Path, number: signal.Signals) -> None:
    launcher = start(web=FAMILY)
    launcher.send_signal(number)
    assert launcher.wait(timeout=30) == 0
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=2), running_with(str(state_dir))


@pytest.mark.slow
def test_a_killed_launcher_leaves_nothing_running(start: Start, state_dir: Path) -> None:
    launcher = start(web=FAMILY, worker=STUBBORN)
    assert len(running_with(str(state_dir))) > 6
    launcher.kill()
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=25), running_with(str(state_dir))


def test_ctrl_c_during_the_start_ends_everything(start: Start, state_dir: Path) -> None:
    launcher = start(wait=False, web=FAMILY)
    assert wait_for((state_dir / "launcher.lock").exists, seconds=10)
    launcher.send_signal(signal.SIGINT)
    assert wait_for(lambda: "Stopping …\n" in launcher.said(), seconds=1), "said at once, whatever is under way"
    assert launcher.wait(timeout=30) == 0
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=2), running_with(str(state_dir))


@pytest.mark.slow
def test_a_child_that_does_not_end_is_killed_after_its_grace(start: Start, state_dir: Path) -> None:
    launcher = start(worker=STUBBORN)
    launcher.send_signal(signal.SIGINT)
    said, _ = launcher.last_words()
    assert "Killed after a grace of 10 s: worker." in said
    assert launcher.returncode == 0
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=2), running_with(str(state_dir))


def test_a_second_launcher_on_the_same_folder_is_refused_in_one_sentence(start: Start, state_dir: Path) -> None:
    first = start(web=FAMILY)
    second = start(wait=False, web=FAMILY)
    _, errors = second.last_words()
    assert second.returncode == 1
    refusal = f"Another launcher already runs on {state_dir}: end it, or choose another folder with STATE_DIR=…\n"
    assert errors == refusal
    assert first.poll() is None


def test_a_child_that_dies_comes_back_three_times_and_then_everything_stops(start: Start, state_dir: Path) -> None:
    launcher = start(web=FAMILY, worker="false")
    said, errors = launcher.last_words()
    assert said.count("worker ended with 1; starting it again.") == 3
    assert re.fullmatch(r"worker ended with 1 for the fourth time within a minute: everything stops; see .*\n", errors)
    assert launcher.returncode == 1
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=2), running_with(str(state_dir))


def test_a_command_that_does_not_exist_stops_everything_with_a_sentence(start: Start, state_dir: Path) -> None:
    launcher = start(web="no-such-program")
    said, errors = launcher.last_words()
    assert launcher.returncode == 1
    assert "web ended with 127" in errors
    assert "no-such-program" in said
    assert wait_for(lambda: not running_with(str(state_dir)), seconds=2)


def test_a_database_server_that_was_killed_comes_back_where_it_was(start: Start, state_dir: Path) -> None:
    address = state_dir / "address"
    launcher = start(web=f"sh -c 'echo $DATABASE_URL > {address}; sleep 603'")
    assert wait_for(lambda: address.exists() and address.read_text().strip(), seconds=5)
    url = address.read_text().strip()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (number int)")
    pid = int(next((state_dir / "servers/postgres/data").glob("postmaster.pid")).read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    assert wait_for(lambda: answers(url), seconds=20)
    launcher.send_signal(signal.SIGINT)
    said, _ = launcher.last_words()
    assert "postgres stopped; starting it again." in said


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            return connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    except psycopg.OperationalError:
        return False


def test_every_line_has_its_process_name_and_a_private_file(start: Start, state_dir: Path) -> None:
    launcher = start(web="sh -c 'echo it is $((40 + 2)) >&2; sleep 604'")
    log = state_dir / "logs" / "web.log"
    assert wait_for(lambda: log.exists() and "it is 42" in log.read_text(), seconds=5)
    launcher.send_signal(signal.SIGINT)
    said, _ = launcher.last_words()
    assert "web      | it is 42\n" in said
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
