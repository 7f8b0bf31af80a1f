"""The embedded PostgreSQL: it keeps its rows, and says in one sentence why it does not start."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest

from enterprisehub.embedded import postgres_data, programs
from enterprisehub.embedded.errors import CannotStart
from enterprisehub.embedded.guard import Guard
from enterprisehub.embedded.home import POINTER, Home, find_home, nobody_uid, reachable
from enterprisehub.embedded.postgres import start_postgres
from enterprisehub.embedded.postgres_data import why
from enterprisehub.embedded.process import wait_gone
from tests.launcher.conftest import running_with, wait_for

ROOT = Path(__file__).resolve().parents[2]
IS_ROOT = os.geteuid() == 0


def one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[arg-type]
        return row[0] if row else None


def test_rows_survive_a_restart(state_dir: Path) -> None:
    first = start_postgres(state_dir)
    try:
        with psycopg.connect(first.url) as connection:
            connection.execute("CREATE TABLE lead (name text)")
            connection.execute("INSERT INTO lead VALUES ('Ana Ruíz')")
        assert one(first.url, "SHOW fsync") == "on"
    finally:
        first.stop()
    assert running_with(str(state_dir)) == {}
    second = start_postgres(state_dir)
    try:
        assert one(second.url, "SELECT upper(name) FROM lead") == "ANA RUÍZ"
    finally:
        second.stop()


def test_the_products_role_is_no_superuser_and_a_wrong_password_is_refused(state_dir: Path) -> None:
    server = start_postgres(state_dir, throwaway=True)
    try:
        assert one(server.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(server.url, password="guessed")
        doors = "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"
        assert one(server.superuser_url, doors) == 0
        assert one(server.superuser_url, "SHOW unix_socket_directories") == ""
    finally:
        server.stop()


def test_a_throwaway_leaves_no_data(state_dir: Path) -> None:
    server = start_postgres(state_dir, throwaway=True)
    assert one(server.url, "SHOW fsync") == "off"
    assert one(server.url, "SHOW synchronous_commit") == "on"
    server.stop()
    server.stop()
    assert list(find_home(state_dir).path.iterdir()) == []


def test_a_throwaway_for_measuring_waits_for_the_disk(state_dir: Path) -> None:
    server = start_postgres(state_dir, throwaway=True, durable=True)
    try:
        assert one(server.url, "SHOW fsync") == "on"
    finally:
        server.stop()


def test_passwords_are_readable_by_their_owner_alone(state_dir: Path) -> None:
    start_postgres(state_dir).stop()
    kept = state_dir / postgres_data.CREDENTIALS
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(find_home(state_dir).path.stat().st_mode) == 0o700


def test_data_whose_making_was_interrupted_are_set_aside_and_made_anew(state_dir: Path) -> None:
    start_postgres(state_dir).stop()
    folder = find_home(state_dir).path / "postgres"
    (folder / postgres_data.MARKER).unlink()  # the last thing that is written
    (folder / "data" / "PG_VERSION").unlink()
    said: list[str] = []
    server = start_postgres(state_dir, say=said.append)
    try:
        assert one(server.url, "SELECT 1") == 1
    finally:
        server.stop()
    assert len(said) == 1
    assert "interrupted" in said[0]
    assert len(list(folder.glob("data-unfinished-*"))) == 1


def test_a_taken_port_is_named(state_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} is taken"):
            start_postgres(state_dir, port=port)
    assert running_with(str(state_dir)) == {}


def test_a_second_start_on_the_same_folder_is_refused(state_dir: Path) -> None:
    server = start_postgres(state_dir, throwaway=True)
    try:
        with pytest.raises(CannotStart, match="already runs"):
            start_postgres(state_dir)
        assert one(server.url, "SELECT 1") == 1
    finally:
        server.stop()


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(state_dir: Path) -> None:
    start_postgres(state_dir).stop()
    pid_file = find_home(state_dir).path / "postgres" / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getppid()}\n/nowhere\n", encoding="utf-8")
    server = start_postgres(state_dir)
    try:
        assert one(server.url, "SELECT 1") == 1
    finally:
        server.stop()


@pytest.mark.slow
def test_a_server_that_outlived_both_launcher_and_guard_is_ended(state_dir: Path) -> None:
    program = textwrap.dedent("""
        import os, sys, signal
        from pathlib import Path
        from enterprisehub.embedded.guard import Guard
        from enterprisehub.embedded.postgres import start_postgres
        guard = Guard()
        server = start_postgres(Path(sys.argv[1]), guard=guard)
        print(server.pid, flush=True)
        os.kill(guard.pid, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    words = [sys.executable, "-c", program, str(state_dir)]
    left = int(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False).stdout)
    assert left in running_with(str(state_dir))
    said: list[str] = []
    server = start_postgres(state_dir, say=said.append)
    try:
        assert wait_gone(left, seconds=1)
        assert one(server.url, "SELECT 1") == 1
    finally:
        server.stop()
    assert said == [f"Ending the PostgreSQL (process {left}) that an earlier run left behind."]


def test_rows_of_another_major_version_are_not_touched(state_dir: Path) -> None:
    start_postgres(state_dir).stop()
    version = find_home(state_dir).path / "postgres" / "data" / "PG_VERSION"
    version.write_text("12\n", encoding="utf-8")
    with pytest.raises(CannotStart, match=r"written by PostgreSQL 12 and this install has .*: install 12"):
        start_postgres(state_dir)
    assert version.exists()
    assert running_with(str(state_dir)) == {}


def test_lost_passwords_are_named_and_the_rows_stay(state_dir: Path) -> None:
    start_postgres(state_dir).stop()
    (state_dir / postgres_data.CREDENTIALS).write_text("{}", encoding="utf-8")
    with pytest.raises(CannotStart, match="passwords of the database are missing"):
        start_postgres(state_dir)
    assert postgres_data.finished_major(find_home(state_dir).path / "postgres") is not None


def test_too_little_room_is_said_before_anything_is_made(state_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_data, "FREE_BYTES_NEEDED", 2**62)
    with pytest.raises(CannotStart, match=r"disk that holds .* is full"):
        start_postgres(state_dir)
    assert not (find_home(state_dir).path / "postgres" / "data").exists()


def test_a_full_disk_is_recognised_in_the_servers_own_words() -> None:
    said = 'FATAL:  could not write lock file "postmaster.pid": No space left on device'
    assert "is full" in str(why(said, Path("/data"), "PostgreSQL stopped"))
    assert "is full" not in str(why("FATAL:  something else", Path("/data"), "PostgreSQL stopped"))


def test_without_any_postgresql_the_setting_to_use_is_named(state_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "POSTGRES_WHEEL", "no_such_wheel")
    monkeypatch.setattr(programs, "INSTALLED", state_dir / "nothing")
    monkeypatch.setenv("PATH", str(state_dir))
    with pytest.raises(CannotStart, match="DATABASE_URL"):
        programs_or_sentence(state_dir)


def programs_or_sentence(state_dir: Path) -> None:
    postgres_data.prepare(state_dir, Home(state_dir, None), state_dir, say=print)


def test_without_the_wheel_an_installed_postgresql_is_used(state_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = programs.wheel_folder(programs.POSTGRES_WHEEL)
    assert wheel is not None
    tools = state_dir / "bin"
    tools.mkdir()
    (tools / "postgres").symlink_to(wheel / "pginstall" / "bin" / "postgres")
    monkeypatch.setattr(programs, "POSTGRES_WHEEL", "no_such_wheel")
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    server = start_postgres(state_dir, throwaway=True)
    try:
        assert server.programs == wheel / "pginstall" / "bin"
    finally:
        server.stop()


def test_reach_is_judged_by_every_folder_on_the_way(tmp_path: Path) -> None:
    open_one, closed = Path("/usr/bin"), tmp_path / "closed"
    (closed / "open").mkdir(parents=True)
    closed.chmod(0o700)
    (closed / "open").chmod(0o755)
    assert reachable(open_one, nobody_uid())
    assert not reachable(closed / "open", nobody_uid())
    assert reachable(Path("/"), os.geteuid())


@pytest.mark.slow
def test_a_plain_user_needs_nothing_of_root() -> None:
    """Under root the program drops to another uid for good; the guard starts before, while Python can be reached."""
    folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    uid = nobody_uid() if IS_ROOT else os.getuid()
    program = textwrap.dedent(f"""
        import os, sys, stat
        from pathlib import Path
        import psycopg, encodings.idna
        from enterprisehub.embedded.guard import Guard
        from enterprisehub.embedded.postgres import start_postgres
        from enterprisehub.embedded.valkey import start_valkey
        guard, folder = Guard(), Path(sys.argv[1])
        if os.geteuid() == 0:
            os.chown(folder, {uid}, {uid}); os.setgroups([]); os.setgid({uid}); os.setuid({uid})
        for turn in (1, 2):
            with_rows = start_postgres(folder / "state", guard=guard)
            bell = start_valkey(folder / "state", guard=guard)
            with psycopg.connect(with_rows.url) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS turn (number int)")
                connection.execute("INSERT INTO turn VALUES (%s)", [turn])
                count = connection.execute("SELECT count(*) FROM turn").fetchone()[0]
            bell.stop(); with_rows.stop()
        print(count, os.stat(folder / "state" / "servers" / "postgres" / "data").st_uid)
    """)
    try:
        done = subprocess.run(
            [sys.executable, "-c", program, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert (done.stdout.split(), done.stderr) == (["2", str(uid)], "")
        assert stat.S_IMODE((folder / "state").stat().st_mode) == 0o700
    finally:
        shutil.rmtree(folder)


if IS_ROOT:

    def test_root_runs_the_server_as_nobody_and_changes_no_folder_of_others(state_dir: Path) -> None:
        before = {path: path.stat().st_mode for path in (*state_dir.parents, ROOT, Path(sys.prefix))}
        users = Path("/etc/passwd").read_bytes()
        server = start_postgres(state_dir, throwaway=True)
        try:
            assert Path(f"/proc/{server.pid}").stat().st_uid == nobody_uid()
            assert {path: path.stat().st_mode for path in before} == before
            assert Path("/etc/passwd").read_bytes() == users
        finally:
            server.stop()

    def test_a_state_folder_below_a_closed_one_names_where_the_rows_are(closed_state_dir: Path) -> None:
        start_postgres(closed_state_dir).stop()
        home = Path((closed_state_dir / POINTER).read_text(encoding="utf-8").strip())
        assert home.parent == Path("/var/tmp")
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert home.stat().st_uid == nobody_uid()
        shutil.rmtree(home)
        with pytest.raises(CannotStart, match="is gone: delete"):
            start_postgres(closed_state_dir)

    def test_programs_that_the_servers_user_cannot_reach_are_copied_once(
        state_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wheel = programs.wheel_folder(programs.POSTGRES_WHEEL)
        assert wheel is not None
        for folder in (wheel, wheel.with_name(f"{wheel.name}.libs")):
            shutil.copytree(folder, tmp_path / folder.name, symlinks=True)  # below a folder of mode 0700
        monkeypatch.setattr(programs, "wheel_folder", lambda _package: tmp_path / wheel.name)
        server = start_postgres(state_dir)
        server.stop()
        assert server.programs.is_relative_to(find_home(state_dir).path)
        made_at = (server.programs / "postgres").stat().st_ctime_ns
        start_postgres(state_dir).stop()
        assert (server.programs / "postgres").stat().st_ctime_ns == made_at


def test_a_guard_that_was_killed_is_replaced_and_still_knows_everything(state_dir: Path) -> None:
    guard = Guard()
    server = start_postgres(state_dir, throwaway=True, guard=guard)
    os.kill(guard.pid, signal.SIGKILL)
    sleeper = subprocess.Popen(["sleep", "600"], start_new_session=True)
    assert wait_for(lambda: gone_or_zombie(guard.pid), seconds=5)
    guard.watch(sleeper.pid)
    guard.close()
    assert sleeper.wait(5) == -signal.SIGTERM
    assert server.server.process.wait(10) == 0
    server.stop()


def gone_or_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except FileNotFoundError:
        return True
