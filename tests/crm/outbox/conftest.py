"""A sandbox CRM, a location connected to it, leads in both, and the pump with a gate that says yes."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from crm.contracts import Change, Settled, Verdict
from crm.models import Lead, Location, OutboxEntry
from crm.outbox.sender import send_due
from outbound.rate_limit import RateLimiter, per_second
from tests.crm.outbox.sandbox_process import LOCATION, TOKEN, SandboxProcess

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def sandbox_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    process = SandboxProcess(tmp_path_factory.mktemp("sandbox"))
    yield process
    process.stop()


@pytest.fixture
def sandbox(sandbox_process: SandboxProcess, settings) -> Iterator[SandboxProcess]:
    settings.SANDBOX_BASE_URL = sandbox_process.url
    sandbox_process.tell("reset")
    sandbox_process.set(echo_own_writes=False, unread_events=False, webhook_retries=0, latency_ms=0)
    sandbox_process.set(ghl_limit={"max": 100, "interval_ms": 10_000, "daily": 200_000})
    yield sandbox_process
    sandbox_process.heal()


@pytest.fixture
def location(transactional_db) -> Location:
    made = Location(
        ghl_id=LOCATION, name="Outbox tests", timezone="America/Chicago", kind=Location.Kind.SANDBOX,
        mode=Location.Mode.LIVE, connected_at=datetime.now(UTC),
    )  # fmt: skip
    made.token = TOKEN
    made.save()
    return made


@pytest.fixture
def new_lead(sandbox: SandboxProcess, location: Location) -> Callable[..., Lead]:
    def make(**columns) -> Lead:
        phone = f"+1512555{next(_numbers):04d}"
        contact = sandbox.new_contact(firstName="Ann", phone=phone)
        return Lead.objects.create(location=location, ghl_contact_id=contact, first_name="Ann", phone=phone, **columns)

    return make


@pytest.fixture
def lead(new_lead: Callable[..., Lead]) -> Lead:
    return new_lead()


@pytest.fixture
def another_location(sandbox: SandboxProcess, transactional_db) -> Callable[[str], Location]:
    """One more location, known to the sandbox and connected here."""

    def make(ghl_id: str) -> Location:
        sandbox.tell("locations", id=ghl_id, name=ghl_id, token=f"token-of-{ghl_id}")
        made = Location(
            ghl_id=ghl_id, name=ghl_id, timezone="America/Chicago", kind=Location.Kind.SANDBOX,
            mode=Location.Mode.LIVE, connected_at=datetime.now(UTC),
        )  # fmt: skip
        made.token = f"token-of-{ghl_id}"
        made.save()
        return made

    return make


@pytest.fixture
def leads_of(sandbox: SandboxProcess) -> Callable[[Location, int], list[Lead]]:
    def make(location: Location, count: int) -> list[Lead]:
        phones = [f"+1512555{next(_numbers):04d}" for _ in range(count)]
        ids = [sandbox.new_contact(location=location.ghl_id, firstName="Ann", phone=phone) for phone in phones]
        return [
            Lead.objects.create(location=location, ghl_contact_id=contact, first_name="Ann", phone=phone)
            for contact, phone in zip(ids, phones, strict=True)
        ]

    return make


class Pump:
    """send_due with what it is handed in, remembered."""

    def __init__(self, valkey) -> None:
        self.gate: Callable[[OutboxEntry, datetime], Verdict] = lambda _entry, _now: Verdict("send", "test", {})
        self.settled: list[tuple[int, str]] = []
        self.last_look: Callable[[OutboxEntry], bool] = lambda _entry: False
        self.limiter = RateLimiter(valkey, per_second(10))
        self.changes: list[Change] = []

    def on_settled(self, settled: Settled) -> None:
        assert connection.in_atomic_block
        self.settled.append((settled.entry.pk, str(settled.entry.status)))

    def run(self, seconds: float = 10.0, **more) -> int:
        return send_due(
            gate=self.gate,
            last_look=self.last_look,
            on_settled=self.on_settled,
            next_step=self.changes.append,
            until=datetime.now(UTC) + timedelta(seconds=seconds),
            rate_limiter=self.limiter,
            **more,
        )


@pytest.fixture
def pump(valkey) -> Pump:
    valkey.set("rate:epoch", 1)  # a server that has been up for long: nothing is held back for a window
    return Pump(valkey)
