"""The embedded Valkey: it keeps what it was told and lets nobody in without the password."""

from pathlib import Path

import pytest
import redis

from enterprisehub.embedded import programs
from enterprisehub.embedded.errors import CannotStart
from enterprisehub.embedded.home import find_home
from enterprisehub.embedded.valkey import DATABASES, start_valkey
from tests.launcher.conftest import running_with


def test_what_was_written_survives_a_restart(state_dir: Path) -> None:
    first = start_valkey(state_dir)
    with redis.Redis.from_url(first.url) as client:
        client.set("epoch", "7")
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("appendonly") == {"appendonly": "yes"}
    first.stop()
    first.stop()
    assert running_with(str(state_dir)) == {}
    second = start_valkey(state_dir)
    try:
        with redis.Redis.from_url(second.url) as client:
            assert client.get("epoch") == b"7"
    finally:
        second.stop()


def test_the_cache_is_another_database_of_the_same_server(state_dir: Path) -> None:
    server = start_valkey(state_dir, throwaway=True)
    try:
        with redis.Redis.from_url(server.url) as broker, redis.Redis.from_url(server.cache_url) as cache:
            broker.set("here", 1)
            assert cache.get("here") is None
        with redis.Redis.from_url(server.database_url(DATABASES - 1)) as last:
            assert last.ping()
    finally:
        server.stop()
    assert list(find_home(state_dir).path.iterdir()) == []


def test_nobody_gets_in_without_the_password_and_no_argument_shows_it(state_dir: Path) -> None:
    server = start_valkey(state_dir, throwaway=True)
    try:
        with redis.Redis(port=server.port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        password = server.url.split(":")[2].split("@")[0]
        assert password not in Path(f"/proc/{server.pid}/cmdline").read_text()
        assert password not in server.log.read_text(encoding="utf-8")
    finally:
        server.stop()


def test_a_file_it_cannot_read_is_a_sentence(state_dir: Path) -> None:
    server = start_valkey(state_dir)
    with redis.Redis.from_url(server.url) as client:
        client.set("a", "b")
    server.stop()
    for file in (find_home(state_dir).path / "valkey" / "appendonlydir").glob("*.manifest"):
        file.write_text("this is no manifest\n", encoding="utf-8")
    with pytest.raises(CannotStart, match=r"Valkey cannot read what it kept: move .* away"):
        start_valkey(state_dir)
    assert running_with(str(state_dir)) == {}


def test_without_any_server_the_setting_to_use_is_named(state_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "VALKEY_WHEEL", "no_such_wheel")
    monkeypatch.setenv("PATH", "/nowhere:/bin")
    with pytest.raises(CannotStart, match="REDIS_URL"):
        start_valkey(state_dir)


def test_without_the_wheel_an_installed_server_is_used(state_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = programs.wheel_folder(programs.VALKEY_WHEEL)
    assert wheel is not None
    tools = state_dir / "bin"
    tools.mkdir()
    (tools / "redis-server").symlink_to(next(wheel.rglob("valkey-server")))
    monkeypatch.setattr(programs, "VALKEY_WHEEL", "no_such_wheel")
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    server = start_valkey(state_dir, throwaway=True)
    try:
        with redis.Redis.from_url(server.url) as client:
            assert client.ping()
    finally:
        server.stop()
