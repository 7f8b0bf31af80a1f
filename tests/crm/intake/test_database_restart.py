"""PostgreSQL goes away under a running web process and comes back: asked to come again meanwhile, nothing is lost."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from drills.house import LOCATION, House, running_house
from enterprisehub.embedded.postgres import start_postgres
from tests.crm.intake.cast import public, raw, signed, text_body

KEY = Ed25519PrivateKey.generate()
LONGEST_ANSWER_SECONDS = 10.0  # the connection is given five, and tried twice


@pytest.fixture
def house() -> Iterator[House]:
    with running_house(processes=()) as one:
        one.start("web", SANDBOX_PUBLIC_KEY=public(KEY))
        one.wait_ready("/healthz")
        yield one


@dataclass(frozen=True)
class Answer:
    webhook_id: str
    status: int
    retry_after: str
    seconds: float
    at: float


class Sender(threading.Thread):
    """Delivers without a pause until told to stop; one keeps no connection, because the CRM keeps none either."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.answers, self.enough = url, list[Answer](), threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            body = text_body(locationId=LOCATION)
            began = time.monotonic()
            got = requests.post(
                f"{self.url}/webhooks/ghl/", raw(body), headers={"X-GHL-Signature": signed(body, KEY)}, timeout=30
            )
            now = time.monotonic()
            retry_after = got.headers.get("Retry-After", "")
            self.answers.append(Answer(body["webhookId"], got.status_code, retry_after, now - began, now))
            time.sleep(0.01)


def in_session(session: int) -> set[int]:
    """The process and all that it started: its supervisor and its workers."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        try:
            if os.getsid(pid) == session:
                found.add(pid)
        except ProcessLookupError:
            continue
    return found


def until(true: Callable[[], bool], *, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)


def away(house: House, *, seconds: float) -> tuple[float, float, float]:
    """Stop PostgreSQL, leave it away, start it on the same data and port.

    When it was down, when its start began (from then on it may answer), and when it surely was up again.
    """
    old = house.postgres
    old.server.end()
    old.server.plan.lock.close()
    down = time.monotonic()
    time.sleep(seconds)
    starting = time.monotonic()
    house.postgres = start_postgres(house.folder, port=old.port, throwaway=True, durable=True)
    return down, starting, time.monotonic()


@pytest.mark.slow
def test_a_web_process_survives_a_restart_of_postgresql_without_being_restarted(house: House) -> None:
    processes = in_session(house.processes["web"].pid)
    senders = [Sender(house.web_url) for _ in range(4)]
    for sender in senders:
        sender.start()
    until(lambda: all(len(sender.answers) > 5 for sender in senders))
    down, starting, up = away(house, seconds=2.0)
    until(lambda: all(any(a.at > up and a.status == 200 for a in sender.answers) for sender in senders))
    for sender in senders:
        sender.enough.set()
        sender.join(30)
    answers = [answer for sender in senders for answer in sender.answers]

    assert {answer.status for answer in answers} == {200, 429}
    assert all(1 <= int(answer.retry_after) <= 600 for answer in answers if answer.status == 429)
    meanwhile = [answer.status for answer in answers if down < answer.at - answer.seconds and answer.at < starting]
    assert meanwhile and set(meanwhile) == {429}
    assert max(answer.seconds for answer in answers) < LONGEST_ANSWER_SECONDS
    assert [a.status for a in answers if a.at - a.seconds > up + 1.0].count(429) == 0
    stored = {row[0] for row in house.rows("SELECT webhook_id FROM crm_webhookevent")}
    assert {answer.webhook_id for answer in answers if answer.status == 200} <= stored, "acknowledged and lost"
    assert in_session(house.processes["web"].pid) == processes, "a process of web was replaced"
    assert requests.get(f"{house.web_url}/readyz", timeout=10).ok
