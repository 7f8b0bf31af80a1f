"""A thousand concurrent requests from ten processes on a budget for fifty, some killed -9 on the way.

The till plays the provider and counts what it charges, whoever is still there to hear the answer. The budgets are read
all the time: set aside and spent together must never be above the cap, nor below what the till has charged.
"""

import json
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
POINTS = ("after_hold", "after_open", "mid_call", "before_settle")
PROCESSES, REQUESTS_EACH = 10, 100
MOST = 20_000  # micro-dollars that one call may cost
LIMIT, TENANT_LIMIT = 50 * MOST, 20 * MOST
LEASE_SECONDS = 2.5
START_SECONDS, RUN_SECONDS, END_SECONDS = 40.0, 25.0, 20.0
SAMPLE = "SELECT tenant, held_micro_usd + spent_micro_usd FROM orchestrator_budget"
OPEN = "SELECT count(*) FROM orchestrator_budgethold WHERE state = 'open'"


@dataclass
class Spree:
    """Micro-dollars. `over`: the most by which a sample, or the till, was above a cap; `unbooked`: by which the till
    had charged more than was booked."""

    samples: int = 0
    over: int = 0
    unbooked: int = 0
    highest: int = 0
    charged: int = 0
    calls: int = 0
    spent: int = 0
    held: int = 0
    died: dict[str, int] = field(default_factory=dict)
    open_holds: int = 0
    states: dict[str, int] = field(default_factory=dict)
    at_maximum: int = 0
    settled_sum: int = 0
    ledger_sum: int = 0


class Till:
    """Takes "cost" lines, counts them at once and answers a moment later."""

    def __init__(self) -> None:
        self.charged = self.calls = 0
        self._lock = threading.Lock()
        till = self

        class Counter(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                cost = int(self.rfile.readline())
                with till._lock:
                    till.charged += cost
                    till.calls += 1
                time.sleep(0.15)
                with suppress(OSError):
                    self.wfile.write(b"done\n")

        self._server = _Server(("127.0.0.1", 0), Counter)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 256


def spree(
    database_url: str, environment: Mapping[str, str], *, say: Callable[[str], None] = lambda line: None
) -> Spree:
    """Run it on a migrated database without budgets of today. Raises TimeoutError where processes do not come up."""
    result = Spree()
    told = {**environment, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "bench.budget_settings"}
    told["LOG_LEVEL"] = "ERROR"  # leases run out by the dozen here
    with ExitStack() as stack:
        till = Till()
        stack.callback(till.close)
        database = stack.enter_context(psycopg.connect(database_url, autocommit=True))
        orders = [_orders(number, till.port) for number in range(PROCESSES)]
        upkeep, *children = [stack.enter_context(_child(one, told)) for one in [{"name": "upkeep"}, *orders]]
        for child in (upkeep, *children):
            _wait_for(child, "ready")
        say(f"{PROCESSES * REQUESTS_EACH} requests, {len(POINTS)} processes die by themselves, 2 are killed")
        _go(children, database, till, result)
        result.died = {point: child.wait(END_SECONDS) for point, child in zip(POINTS, children, strict=False)}
        for child in children:
            _end(child)
        _sample_until(lambda: not _one(database, OPEN), END_SECONDS, database, till, result)
        _sum_up(database, till, result)
        _end(upkeep)
    return result


def _go(children: list["subprocess.Popen[str]"], database: Any, till: Till, result: Spree) -> None:
    """Those that die at a point of their own go first, so that each of them comes to its point."""
    for child in children:
        if child is children[len(POINTS)]:
            _sample_until(lambda: False, 0.05, database, till, result)
        with suppress(BrokenPipeError):
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
    _sample_until(lambda: False, 0.6, database, till, result)
    for child in children[len(POINTS) : len(POINTS) + 2]:
        child.send_signal(signal.SIGKILL)

    def all_spent() -> bool:
        used = dict(database.execute(SAMPLE).fetchall())
        return LIMIT - used.get("", 0) < MOST and not _one(database, OPEN)

    _sample_until(all_spent, RUN_SECONDS, database, till, result)


def _orders(number: int, till_port: int) -> dict[str, Any]:
    return {
        "name": f"process-{number}",
        "requests": REQUESTS_EACH,
        "most_micro_usd": MOST,
        "limit_micro_usd": LIMIT,
        "tenant_limit_micro_usd": TENANT_LIMIT,
        "lease_seconds": LEASE_SECONDS,
        "till_port": till_port,
        "die": POINTS[number] if number < len(POINTS) else "",
    }


@contextmanager
def _child(orders: Mapping[str, Any], environment: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.budget_child", json.dumps(orders)],
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def _wait_for(child: "subprocess.Popen[str]", word: str) -> None:
    """Its first line. A child that never says it is killed, which ends the line."""
    assert child.stdout is not None
    watchdog = threading.Timer(START_SECONDS, child.kill)
    watchdog.start()
    line = child.stdout.readline().strip()
    watchdog.cancel()
    if line != word:
        raise TimeoutError(f"a process of the drill said {line!r} and not {word!r}")


def _end(child: "subprocess.Popen[str]") -> None:
    """Its input ends; a request that is under way comes to its end."""
    if child.poll() is None:
        assert child.stdin is not None
        with suppress(BrokenPipeError):
            child.stdin.close()
        child.stdin = None
        child.wait(END_SECONDS + 5)


def _sample_until(over: Callable[[], bool], seconds: float, database: Any, till: Till, result: Spree) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        _sample(database, till, result)
        if over():
            return
        time.sleep(0.01)


def _sample(database: Any, till: Till, result: Spree) -> None:
    """The till first: what it has charged by then must be booked when the budgets are read."""
    charged = till.charged
    used = dict(database.execute(SAMPLE).fetchall())
    result.samples += 1
    result.highest = max(result.highest, used.get("", 0))
    over = [amount - (TENANT_LIMIT if tenant else LIMIT) for tenant, amount in used.items()]
    result.over = max(result.over, charged - LIMIT, *over, 0)
    result.unbooked = max(result.unbooked, charged - used.get("", 0))


def _sum_up(database: Any, till: Till, result: Spree) -> None:
    _sample(database, till, result)
    result.charged, result.calls = till.charged, till.calls
    sums = "SELECT sum(spent_micro_usd)::bigint, sum(held_micro_usd)::bigint FROM orchestrator_budget WHERE tenant = ''"
    result.spent, result.held = database.execute(sums).fetchone()
    result.open_holds = _one(database, OPEN)
    states = "SELECT state, count(*) FROM orchestrator_budgethold GROUP BY state"
    result.states = dict(database.execute(states).fetchall())
    result.at_maximum = _one(database, "SELECT count(*) FROM orchestrator_budgethold WHERE at_maximum")
    result.settled_sum = _one(database, "SELECT sum(settled_micro_usd)::bigint FROM orchestrator_budgethold")
    result.ledger_sum = _one(database, "SELECT sum(cost_micro_usd)::bigint FROM orchestrator_llmcall")


def _one(database: Any, sql: str) -> Any:
    return database.execute(sql).fetchone()[0]
