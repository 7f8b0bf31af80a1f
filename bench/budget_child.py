"""One process of the budget drill: a hundred requests at once, or the upkeep. Started by budget_spree.py.

A request goes the way of an attempt: hold, open the call, ask, settle and close. A refused one comes again. At the
point that its orders name, the process kills itself with signal 9.
"""

import json
import os
import random
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import django

django.setup()

from django.db import connection  # noqa: E402 - models exist after the set-up

from orchestrator.asking.ledger import Outcome, open_call, settle_and_close  # noqa: E402
from orchestrator.asking.question import Question  # noqa: E402
from orchestrator.contracts import ModelAway, Usage  # noqa: E402
from orchestrator.models import LlmCall, PromptVersion  # noqa: E402
from orchestrator.money.budgets import Budgets, NotCovered, settle_expired  # noqa: E402

Result = TypeVar("Result")
UPKEEP_SECONDS = 0.25


class Process:
    """`orders`: budgets in micro-dollars, lease, the till's port, how many requests, where to die."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self._orders = orders
        self._most: int = orders["most_micro_usd"]
        self._budgets = Budgets(
            limit_micro_usd=orders["limit_micro_usd"],
            tenant_limit_micro_usd=orders["tenant_limit_micro_usd"],
            lease_seconds=orders["lease_seconds"],
        )
        version, _ = PromptVersion.objects.get_or_create(name="drill", number=1, defaults={"text": "t"})
        self._prompt_version_id = version.pk
        self._over = threading.Event()
        self._dying = threading.Lock()

    def run(self) -> None:
        """Ready, wait for the word, go; until the input ends."""
        count = self._orders["requests"]
        go = threading.Event()
        threads = [threading.Thread(target=self._request, args=(number, go), daemon=True) for number in range(count)]
        for thread in threads:
            thread.start()
        print("ready", flush=True)
        sys.stdin.readline()
        go.set()
        sys.stdin.read()
        self._over.set()
        for thread in threads:
            thread.join(20.0)

    def _request(self, number: int, go: threading.Event) -> None:
        chance = random.Random(f"{self._orders['name']}:{number}")
        tenant = f"tenant-{chance.randrange(4)}"
        go.wait()
        while not self._over.is_set():
            try:
                self._attempt(tenant, cost=chance.randint(self._most // 3, self._most))
                return
            except NotCovered:
                self._over.wait(chance.uniform(1.5, 3.0))
            except ModelAway:  # the lease ran out before the call was opened: nothing was sent
                continue

    def _attempt(self, tenant: str, cost: int) -> None:
        hold = _on_the_database(lambda: self._budgets.hold(tenant, self._most, datetime.now(UTC)))
        self._die("after_hold")
        call = _on_the_database(lambda: self._open(tenant, hold))
        self._die("after_open")
        with socket.create_connection(("127.0.0.1", self._orders["till_port"]), timeout=30) as till:
            till.sendall(f"{cost}\n".encode())
            if self._orders["die"] == "mid_call":
                time.sleep(0.05)  # the till has counted it
            self._die("mid_call")
            till.recv(16)
        self._die("before_settle")
        outcome = Outcome(LlmCall.Status.ANSWERED, "used", cost, usage=Usage(cost, 0), answer_text="{}")
        _on_the_database(lambda: settle_and_close(self._budgets, hold_id=hold, call_id=call, outcome=outcome))

    def _open(self, tenant: str, hold: int) -> int:
        request = SimpleNamespace(tenant=tenant, task="drill", cause="", provider_group="sandbox")
        asked = SimpleNamespace(request=request, key="k", model="m", variables={})
        return open_call(
            cast(Question, asked),
            (),
            hold_id=hold,
            prompt_version_id=self._prompt_version_id,
            provider="till",
            try_number=1,
            flags=(),
            pace_ms=0,
        )

    def _die(self, point: str) -> None:
        if self._orders["die"] != point:
            return
        with self._dying:
            print(f"dying {point}", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)


def _on_the_database(work: Callable[[], Result]) -> Result:
    """A step on a connection of the pool, which is given back at once."""
    try:
        return work()
    finally:
        connection.close()


def tend() -> None:
    """What the beat does, more often."""
    print("ready", flush=True)
    ends = threading.Event()

    def listen() -> None:
        sys.stdin.read()
        ends.set()

    threading.Thread(target=listen, daemon=True).start()
    while not ends.wait(UPKEEP_SECONDS):
        _on_the_database(lambda: settle_expired(datetime.now(UTC)))


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    if given["name"] == "upkeep":
        tend()
    else:
        Process(given).run()
