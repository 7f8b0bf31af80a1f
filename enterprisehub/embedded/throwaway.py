"""Servers and secrets that live as long as one command: tests, checks, bench and drills.

As a program: `python -m enterprisehub.embedded.throwaway COMMAND …` runs a command with them in its environment.
"""

import base64
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.embedded.guard import Guard, shared_guard
from enterprisehub.embedded.home import state_dir_mode
from enterprisehub.embedded.postgres import start_postgres
from enterprisehub.embedded.valkey import start_valkey

SERVER_NAMES = ("DATABASE_URL", "REDIS_URL", "CACHE_REDIS_URL", "CELERY_BROKER_URL")


def throwaway_secrets() -> dict[str, str]:
    """Values for every setting that has no default, and none that reaches anybody outside this machine."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "DEBUG": "false",
        "ANTHROPIC_API_KEY": "",
        "OPENAI_API_KEY": "",
        "GHL_CLIENT_ID": "",
        "GHL_CLIENT_SECRET": "",
        "GHL_BASE_URL": "http://127.0.0.1:9",  # the discard port: a forgotten call fails instead of reaching the CRM
    }


@contextlib.contextmanager
def throwaway_servers(
    *, given: dict[str, str] | None = None, durable: bool = False, guard: Guard | None = None
) -> Iterator[dict[str, str]]:
    """The addresses of servers that end with the block, those in `given` (DATABASE_URL, REDIS_URL) left as they are.

    durable: whether commits wait for the disk, as they do in production: measurements want that, tests do not.
    Raises CannotStart.
    """
    found = {name: value for name, value in (given or {}).items() if name in SERVER_NAMES and value}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="enterprisehub-throwaway-")))
        folder.chmod(state_dir_mode())
        guard = guard or shared_guard()
        if "DATABASE_URL" not in found:
            postgres = start_postgres(folder, throwaway=True, durable=durable, guard=guard)
            stack.callback(postgres.stop)
            found["DATABASE_URL"] = postgres.url
        if "REDIS_URL" not in found:
            valkey = start_valkey(folder, throwaway=True, guard=guard)
            stack.callback(valkey.stop)
            found |= {"REDIS_URL": valkey.url, "CACHE_REDIS_URL": valkey.cache_url}
        guard.remove_at_end(folder)
        yield found


def main(command: list[str]) -> int:
    """Run `command` with throw-away secrets and servers; its exit code is ours. Values set before are kept."""
    try:
        with throwaway_servers(given=dict(os.environ)) as servers:
            environment = {**throwaway_secrets(), **os.environ, **servers}
            child = subprocess.Popen(command, env=environment)
            shared_guard().watch(child.pid)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, lambda received, _frame: child.send_signal(received))
            code = child.wait()
            shared_guard().forget(child.pid)
            return code
    except CannotStart as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
