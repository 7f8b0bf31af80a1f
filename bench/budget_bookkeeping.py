"""One process that does the bookkeeping of a call again and again, and prints how long each took. See budgets.py.

Between two of them it stores one row of the same size, which is what any record of a call costs on this disk.
"""

import json
import sys
import threading
import time
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import django

django.setup()

from django.db import connection  # noqa: E402 - models exist after the set-up

from orchestrator.asking.ledger import Outcome, open_call, settle_and_close  # noqa: E402
from orchestrator.asking.question import Question  # noqa: E402
from orchestrator.breaker.breakers import Breakers  # noqa: E402
from orchestrator.build import build_breakers, build_metronome  # noqa: E402
from orchestrator.contracts import Usage  # noqa: E402
from orchestrator.models import LlmCall, PromptVersion  # noqa: E402
from orchestrator.money.budgets import Budgets  # noqa: E402
from orchestrator.pace.buckets import Cost, Limits  # noqa: E402
from orchestrator.pace.pacing import Pace  # noqa: E402
from orchestrator.prompts.render import ChatMessage  # noqa: E402
from orchestrator.servers.time_limit import within  # noqa: E402

ACCOUNT = "claude:claude-haiku-5-5"
BOOKED, USED = Cost(input_tokens=1200, output_tokens=300), Cost(input_tokens=900, output_tokens=60)
NO_LIMITS = Limits(requests=10**9, input_tokens=10**12, output_tokens=10**12)  # the cost of asking, not of waiting
SAID = "What a lead says and what is known of the house. " * 40
MESSAGES: tuple[ChatMessage, ...] = ({"role": "user", "content": SAID},)
OUTCOME = Outcome(
    LlmCall.Status.ANSWERED,
    "used",
    90,
    usage=Usage(900, 60),
    strategy="structured",
    answer_text='{"text": "Thanks! What price do you have in mind?"}' * 3,
)


def once(budgets: Budgets, pace: Pace, breakers: Breakers, prompt_version_id: int, tenant: str) -> float:
    """Hold, book, permit, open; settle and close, settle the pace, tell the breaker: milliseconds."""
    request = SimpleNamespace(tenant=tenant, task="compose", cause="turn:1", provider_group="real")
    question = cast(Question, SimpleNamespace(request=request, key="k" * 64, model="claude-haiku-5-5", variables={}))
    started = time.perf_counter()
    with within(20.0):
        hold = budgets.hold(tenant, 200, datetime.now(UTC))
    booking = pace.book(ACCOUNT, BOOKED, lane="lead", most_wait_seconds=5.0)
    permit = breakers.permit(ACCOUNT)
    assert permit is not None
    with within(20.0):
        call = open_call(
            question,
            MESSAGES,
            hold_id=hold,
            prompt_version_id=prompt_version_id,
            provider="claude",
            try_number=1,
            flags=(),
            pace_ms=0,
        )
    settle_and_close(budgets, hold_id=hold, call_id=call, outcome=OUTCOME)
    pace.settle(booking, used=USED, hints=None)
    breakers.succeeded(permit)
    return (time.perf_counter() - started) * 1000


def floor() -> float:
    """One bare INSERT and its commit: milliseconds."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_floor (body) VALUES (%s)", [SAID])
    return (time.perf_counter() - started) * 1000


def measure(threads: int, each: int) -> dict[str, list[float]]:
    """All threads begin at one moment and share the budget of all, each with a location of its own."""
    version, _ = PromptVersion.objects.get_or_create(name="bench", number=1, defaults={"text": "t"})
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_floor (id bigserial PRIMARY KEY, body text)")
    budgets, barrier = Budgets(limit_micro_usd=10**12), threading.Barrier(threads)
    redis_client = build_metronome()
    pace, breakers = Pace(redis_client, limits=NO_LIMITS), build_breakers(redis_client)
    took: dict[str, list[float]] = {"ours": [], "floor": []}

    def run(number: int) -> None:
        tenant = f"bench-{number}"
        once(budgets, pace, breakers, version.pk, tenant)
        barrier.wait()
        for _ in range(each):
            took["ours"].append(once(budgets, pace, breakers, version.pk, tenant))
            took["floor"].append(floor())
        connection.close()

    runners = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return took


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
