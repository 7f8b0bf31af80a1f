"""Starts and talks to processes of cache_process.py, all on the servers of the test."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


class CacheProcess:
    """`do` asks and waits; `begin` and `ended` are the two halves of it."""

    def __init__(self, **environment: str) -> None:
        told = os.environ | {"DATABASE_URL": database_url()} | environment
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "tests.orchestrator.cache_process"],
            env=told,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def begin(self, verb: str, /, **arguments: Any) -> None:
        assert self.popen.stdin is not None
        self.popen.stdin.write(json.dumps([verb, arguments]) + "\n")
        self.popen.stdin.flush()

    def ended(self) -> Any:
        assert self.popen.stdout is not None
        line = self.popen.stdout.readline()
        assert line, f"the process ended with {self.popen.wait(10)}"
        return json.loads(line)

    def do(self, verb: str, /, **arguments: Any) -> Any:
        self.begin(verb, **arguments)
        return self.ended()


@contextmanager
def cache_processes(count: int, **environment: str) -> Iterator[list[CacheProcess]]:
    """So many that are ready; they end with the block."""
    started = [CacheProcess(**environment) for _ in range(count)]
    try:
        for process in started:
            assert process.ended() == "ready"
        yield started
    finally:
        for process in started:
            process.popen.kill()
            process.popen.communicate()


def database_url() -> str:
    """The database of this test process, which pytest-django has named."""
    told = connection.settings_dict
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
