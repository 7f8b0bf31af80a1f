"""pytest plugin: one throw-away PostgreSQL and Valkey for the whole run, in the environment before settings are read.

Loaded by `-p tests.plugin_servers` (pyproject.toml). DATABASE_URL and REDIS_URL that are already set are used instead.
The controlling process starts the servers; test processes of xdist inherit the addresses, and each takes a database
name (pytest-django's suffix) and a pair of Valkey databases of its own. A server that does not start fails the run.
"""

import os
import tempfile
from collections.abc import Generator
from contextlib import ExitStack

import pytest
import redis

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.embedded.throwaway import throwaway_secrets, throwaway_servers

STARTED = "TEST_SERVERS_STARTED"  # inherited by the test processes
QUIET_OPTIONS = {"--help", "-h", "--version", "-V", "--markers", "--fixtures"}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> Generator[None]:
    """A wrapper runs before every plain implementation, pytest-django's reading of the settings among them."""
    if STARTED not in os.environ and not QUIET_OPTIONS & set(args):
        _start(early_config)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        _take_databases(int(worker.removeprefix("gw")) + 1)
    return (yield)


def _start(config: pytest.Config) -> None:
    stack = ExitStack()
    config.add_cleanup(stack.close)
    given = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL", "CACHE_REDIS_URL")}
    try:
        servers = stack.enter_context(throwaway_servers(given=given))
    except CannotStart as error:
        pytest.exit(f"The tests need a PostgreSQL and a Valkey: {error}", returncode=3)
    _refuse_a_redis_in_use(given["REDIS_URL"])
    state_dir = stack.enter_context(tempfile.TemporaryDirectory(prefix="enterprisehub-tests-"))
    quiet = {"STATE_DIR": state_dir, "PUBLIC_BASE_URL": "http://testserver", "ALLOWED_HOSTS": "*", STARTED: "yes"}
    os.environ.update(throwaway_secrets() | quiet | servers)
    os.environ["CELERY_BROKER_URL"] = os.environ["REDIS_URL"]
    for name in [name for name in os.environ if name.startswith("SANDBOX_")]:
        del os.environ[name]


def _refuse_a_redis_in_use(url: str) -> None:
    """Tests empty their databases before each test, so a given one must be empty to begin with."""
    if not url:
        return
    with redis.Redis.from_url(url) as client:
        if client.dbsize():
            pytest.exit("REDIS_URL names a database with keys in it, and tests would delete them.", returncode=3)


def _take_databases(number: int) -> None:
    """The pair of Valkey databases of the test process `number` (the first pair is the controller's)."""
    base = os.environ["REDIS_URL"].rpartition("/")[0]
    os.environ["REDIS_URL"] = os.environ["CELERY_BROKER_URL"] = f"{base}/{2 * number}"
    os.environ["CACHE_REDIS_URL"] = f"{base}/{2 * number + 1}"
