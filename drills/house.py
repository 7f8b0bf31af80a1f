"""The whole product on this machine, on real servers, in a folder that goes away: for drills, flow tests and benches.

Every process is started from its Procfile line with nothing but environment, as an operator would start it.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import redis
import requests
from cryptography.fernet import Fernet

from drills.sandbox_control import Sandbox
from enterprisehub.embedded.ports import free_port
from enterprisehub.embedded.postgres import Postgres, start_postgres
from enterprisehub.embedded.valkey import Valkey, start_valkey

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 60.0
GRACE_SECONDS = 8.0
LOCATION = "DRILLLOCATION00000001"


class NotReady(Exception):
    """A process did not come up in time; the message ends with the tail of its log."""


def procfile() -> dict[str, str]:
    """The command of each process, by its name in the Procfile."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    pairs = (line.split(":", 1) for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): command.strip() for name, command in pairs}


def clean_environment() -> dict[str, str]:
    """What a fresh shell would have: nothing of the caller's settings leaks into a drill."""
    kept = ("HOME", "LANG", "TMPDIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


@dataclass
class Process:
    name: str
    popen: "subprocess.Popen[bytes]"
    log: Path

    @property
    def pid(self) -> int:
        return self.popen.pid

    def kill(self) -> None:
        """kill -9 of the process and of everything it started (its session)."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def stop(self) -> None:
        if self.popen.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.popen.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.popen.wait(GRACE_SECONDS)
        self.kill()

    def tail(self, lines: int = 15) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


@dataclass
class House:
    """A running product. `environment` is what its processes were given; change it before starting one."""

    folder: Path
    postgres: Postgres
    valkey: Valkey
    environment: dict[str, str]
    sandbox: Sandbox
    processes: dict[str, Process] = field(default_factory=dict)

    @property
    def web_url(self) -> str:
        return f"http://127.0.0.1:{self.environment['PORT']}"

    def start(self, name: str, *, line: str | None = None, **extra: str) -> Process:
        """Start one process by its Procfile name; a number behind a colon (`worker:2`) makes a second of the kind."""
        command = line or procfile()[name.partition(":")[0]]
        log = self.folder / f"{name.replace(':', '-')}.log"
        with log.open("ab") as output:
            popen = subprocess.Popen(
                ["/bin/sh", "-c", f"exec {command}"],
                cwd=ROOT,
                env={**self.environment, **extra},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.processes[name] = Process(name, popen, log)
        return self.processes[name]

    def run(self, *args: str, **extra: str) -> str:
        """One manage.py command, to its end; returns what it printed. Raises with its output where it failed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *args],
            cwd=ROOT,
            env={**self.environment, **extra},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            raise NotReady(f"manage.py {args[0]} failed: {done.stdout[-500:]}{done.stderr[-1500:]}")
        return done.stdout

    def wait_ready(self, path: str = "/readyz") -> None:
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            with suppress(requests.RequestException):
                if requests.get(self.web_url + path, timeout=2).ok:
                    return
            time.sleep(0.05)
        raise NotReady("web did not become ready:\n" + self.processes["web"].tail())

    @contextmanager
    def database(self) -> Iterator["psycopg.Connection[Any]"]:
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            yield connection

    def rows(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        with self.database() as connection:
            return connection.execute(sql, params).fetchall()

    def value(self, sql: str, *params: Any) -> Any:
        return self.rows(sql, *params)[0][0]

    def redis(self) -> "redis.Redis":
        return redis.Redis.from_url(self.valkey.url)

    def stop(self) -> None:
        for process in reversed(list(self.processes.values())):
            process.stop()
        self.valkey.stop()
        self.postgres.stop()


def _environment(folder: Path, postgres: Postgres, valkey: Valkey, extra: Mapping[str, str]) -> dict[str, str]:
    port, sandbox_port = free_port(), free_port()
    return {
        **clean_environment(),
        "STATE_DIR": str(folder),
        "DATABASE_URL": postgres.url,
        "REDIS_URL": valkey.url,
        "CACHE_REDIS_URL": valkey.cache_url,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "PORT": str(port),
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "SANDBOX_PORT": str(sandbox_port),
        "SANDBOX_BASE_URL": f"http://127.0.0.1:{sandbox_port}",
        "SANDBOX_TARGET_URL": f"http://127.0.0.1:{port}",
        "SANDBOX_STATE_DIR": str(folder / "sandbox"),
        "SANDBOX_LOCATION_ID": LOCATION,
        "SANDBOX_TOKEN": secrets.token_urlsafe(16),
        "TURN_DEBOUNCE_SECONDS": "0",
        "LOG_LEVEL": "INFO",
        **extra,
    }


CONNECT = """
import json, os
from django.utils import timezone
from crm.connect import connect_location
made = connect_location(ghl_id=%(location)r, name="Drill Realty", timezone="America/Chicago",
    token=os.environ["SANDBOX_TOKEN"], kind="sandbox", mode="live", activate=%(activate)r, now=timezone.now())
print(json.dumps({"url": made.webhook_url, "secret": made.secret}))
"""


def connect(house: House, *, location: str = LOCATION, activate: str = "all") -> None:
    """Connect a sandbox location and tell the sandbox where its workflow webhooks go."""
    printed = house.run("shell", "--no-imports", "-c", CONNECT % {"location": location, "activate": activate})
    made = json.loads(printed.strip().splitlines()[-1])
    house.sandbox.post("/control/workflow", location=location, url=made["url"], secret=made["secret"])


def _wait_sandbox(house: House) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        with suppress(requests.RequestException):
            if requests.get(house.sandbox.url + "/healthz", timeout=1).ok:
                return
        time.sleep(0.05)
    raise NotReady("sandbox did not come up:\n" + house.processes["sandbox"].tail())


@contextmanager
def running_house(
    *, processes: tuple[str, ...] = ("web", "worker", "beat"), activate: str = "all", durable: bool = True, **extra: str
) -> Iterator[House]:
    """The product with servers, sandbox and one connected location, ready; everything is gone afterwards."""
    with TemporaryDirectory(prefix="enterprisehub-house-", dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o711)
        postgres = start_postgres(folder, throwaway=True, durable=durable)
        valkey = start_valkey(folder, throwaway=True)
        environment = _environment(folder, postgres, valkey, extra)
        house = House(folder, postgres, valkey, environment, Sandbox(environment["SANDBOX_BASE_URL"], LOCATION))
        try:
            house.start("sandbox")
            _wait_sandbox(house)
            environment["SANDBOX_PUBLIC_KEY"] = house.sandbox.get("/control/public-key")["public_key"]
            house.run("migrate", "-v0")
            connect(house, activate=activate)
            for process in processes:
                house.start(process)
            if "web" in processes:
                house.wait_ready()
            yield house
        finally:
            house.stop()
