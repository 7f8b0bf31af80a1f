"""The sandbox as its own process on a free port, and a receiver that plays the product's webhook door."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]
LOCATION = "SANDBOXLOCATION000001"
LISTENING = re.compile(r"sandbox listening on (http://127\.0\.0\.1:\d+)")


def wait_until(check: Callable[[], Any], *, seconds: float = 8.0) -> Any:
    """Return the first truthy value of `check`, or fail by name."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := check():
            return value
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s: {check.__doc__ or check}")


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Keeps every webhook; answers `statuses` in turn, then 200."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def of_type(self, kind: str) -> list[Received]:
        return [one for one in self.received if f'"type":"{kind}"'.encode() in one.body]

    def wait_for(self, kind: str, count: int = 1) -> list[Received]:
        return wait_until(lambda: len(found := self.of_type(kind)) >= count and found)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kept.received.append(Received(self.path, dict(self.headers.items()), body))
            self.send_response(kept.statuses.pop(0) if kept.statuses else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the test output readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    kept.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield kept
    server.shutdown()
    server.server_close()


@dataclass
class Sandbox:
    """A running sandbox with short ways to its doors."""

    url: str
    state_dir: Path
    process: subprocess.Popen[str]
    token: str = "sandbox-token"
    version: str = "v3"

    def api(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Version": self.version, **more.pop("headers", {})}
        return requests.request(method, self.url + path, json=body, headers=headers, timeout=10, **more)

    def control(self, path: str, body: Any = None, *, method: str = "POST") -> Any:
        answer = requests.request(method, f"{self.url}/control/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def look(self, path: str) -> Any:
        return requests.get(f"{self.url}/control/{path}", timeout=10).json()

    def lead(self, **fields: Any) -> str:
        """Make a lead and return its contact id."""
        return self.control("contacts", {"first_name": "Ruth", "phone": "(737) 555-0142", **fields})["contactId"]


def start(state_dir: Path, target_url: str, **environment: str) -> Sandbox:
    """Start a sandbox process and wait for its line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "SANDBOX_PORT": "0",
            "SANDBOX_STATE_DIR": str(state_dir),
            "SANDBOX_TARGET_URL": target_url,
            **environment,
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    match = LISTENING.search(line)
    assert match, f"the sandbox said {line!r}"
    return Sandbox(match[1], state_dir, process)


def stop(sandbox: Sandbox) -> None:
    sandbox.process.terminate()
    sandbox.process.wait(timeout=10)
    if sandbox.process.stdout:
        sandbox.process.stdout.close()


@pytest.fixture
def sandbox(tmp_path: Path, receiver: Receiver) -> Iterator[Sandbox]:
    """A fresh sandbox whose webhooks go to `receiver`."""
    running = start(tmp_path / "state", receiver.url)
    yield running
    stop(running)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One sandbox for a module of model tests; nobody listens to its webhooks."""
    running = start(tmp_path_factory.mktemp("model"), "http://127.0.0.1:9")
    yield running
    stop(running)
