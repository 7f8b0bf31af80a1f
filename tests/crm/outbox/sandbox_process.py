"""The CRM look-alike as a process of its own, and its control door."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[3]
LOCATION, TOKEN = "OUTBOXTESTLOCATION001", "token-of-the-outbox-tests"


class SandboxProcess:
    def __init__(self, state_dir: Path) -> None:
        self._control = requests.Session()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", "--port", "0", "--state-dir", str(state_dir),
             "--location-id", LOCATION, "--token", TOKEN, "--target-url", "http://127.0.0.1:9"],
            cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}, start_new_session=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert "listening on " in line, f"the sandbox did not start: {line!r}"
        self.url = line.split("listening on ")[1].strip()
        # No webhooks: whatever is delivered would knock at a closed door and cost time.
        self.set(echo_own_writes=False, unread_events=False, webhook_retries=0)

    def ask(self, path: str, **query: Any) -> Any:
        answer = self._control.get(f"{self.url}/control/{path}", params=query, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def tell(self, door: str, /, **body: Any) -> Any:
        answer = self._control.post(f"{self.url}/control/{door}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def set(self, **settings: Any) -> None:
        self.tell("settings", **settings)

    def fail(self, kind: str, **more: Any) -> None:
        self.tell("failures", scope="crm", kind=kind, **more)

    def heal(self) -> None:
        self._control.delete(f"{self.url}/control/failures", timeout=10).raise_for_status()

    def new_contact(self, **fields: Any) -> str:
        return str(self.tell("contacts", consent=False, **fields)["id"])

    def contact(self, contact_id: str) -> dict[str, Any]:
        return dict(self.ask("state", location=LOCATION, contact=contact_id)["contacts"][0])

    def calls(self, contact_id: str = "") -> list[str]:
        """ "METHOD /path" of the CRM calls since the last reset, oldest first."""
        rows = self.ask("arrivals", location=LOCATION)["arrivals"]
        return [f"{row['method']} {row['path']}" for row in rows if not contact_id or contact_id in str(row)]

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=10)
        if self._process.stdout:
            self._process.stdout.close()
        self._control.close()
