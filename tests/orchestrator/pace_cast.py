"""An account as it is after an hour of quiet, and callers in processes of their own that drive it to its limits."""

import multiprocessing
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import redis

from orchestrator.contracts import Lane
from orchestrator.pace.buckets import USABLE_SHARE
from orchestrator.pace.pacing import Booking, Cost, Limits, NotBefore, Pace
from orchestrator.providers.base import ProviderAnswer, ProviderError, ProviderRequest
from orchestrator.providers.claude import Claude

ACCOUNT = "claude:haiku"
SCHEMA = {"type": "object", "properties": {"reply": {"type": "string"}}, "required": ["reply"]}


def know(client: redis.Redis, limits: Limits, **levels: float) -> None:
    """Store the account as known for an hour, its buckets full or at the levels given."""
    seconds, micros = client.time()
    full = dict(zip(("level1", "level2", "level3"), (USABLE_SHARE * one for one in limits.triple()), strict=True))
    times = {"epoch": (seconds - 3600) * 10**6, "at": seconds * 10**6 + micros}
    client.hset(f"llm:pace:{{{ACCOUNT}}}", mapping=full | times | levels)


@dataclass(frozen=True, slots=True)
class Demand:
    """What each caller wants: messages about so long, estimated wrongly by up to a third, for so many seconds."""

    redis_url: str
    sandbox_url: str
    limits: Limits
    message_chars: int
    most_output: int
    seconds: float
    threads: int = 2
    most_wait: float = 3.0
    lane: Lane = "lead"


@dataclass(frozen=True, slots=True)
class Called:
    """One attempt. `status` is the HTTP status, or 0 where nothing was booked and so nothing sent."""

    asked_at: float
    booked_at: float
    waited_ms: int
    status: int
    used: Cost


def drive(demand: Demand, processes: int) -> list[Called]:
    """Every attempt of so many processes, by time."""
    spawn = multiprocessing.get_context("spawn")
    out, ready = spawn.Queue(), spawn.Barrier(processes)
    started = [spawn.Process(target=_caller, args=(demand, number, ready, out)) for number in range(processes)]
    for process in started:
        process.start()
    calls = [call for _ in started for call in out.get(timeout=60)]
    for process in started:
        process.join()
    return sorted(calls, key=lambda call: call.booked_at)


def _caller(demand: Demand, seed: int, ready: Any, out: Any) -> None:
    pace = Pace(redis.Redis.from_url(demand.redis_url), limits=demand.limits)
    claude = Claude(key="sandbox", base_url=f"{demand.sandbox_url}/claude")
    calls: list[Called] = []
    ready.wait(30)
    end = time.time() + demand.seconds
    loops = [
        threading.Thread(
            target=_loop, args=(demand, end, pace, claude, random.Random(seed * 100 + number), calls.append)
        )
        for number in range(demand.threads)
    ]
    for loop in loops:
        loop.start()
    for loop in loops:
        loop.join()
    out.put(calls)


def _loop(
    demand: Demand, end: float, pace: Pace, claude: Claude, dice: random.Random, note: Callable[[Called], None]
) -> None:
    while time.time() < end:
        asked_at = time.time()
        text = "w" * round(demand.message_chars * dice.uniform(0.5, 1.5))
        estimate = Cost(round((len(text) / 4 + 60) * dice.uniform(0.8, 1.4)), demand.most_output)
        try:
            booking = pace.book(ACCOUNT, estimate, lane=demand.lane, most_wait_seconds=demand.most_wait)
        except NotBefore:
            note(Called(asked_at, time.time(), 0, 0, Cost(0, 0, 0)))
            time.sleep(0.02)
            continue
        booked_at = time.time()
        status, used = _send(pace, claude, booking, text, demand.most_output)
        note(Called(asked_at, booked_at, booking.waited_ms, status, used))


def _send(pace: Pace, claude: Claude, booking: Booking, text: str, most_output: int) -> tuple[int, Cost]:
    messages: Any = ({"role": "user", "content": f"<lead_message>{text}</lead_message>"},)
    request = ProviderRequest("claude-haiku-5-5", "Answer.", messages, SCHEMA, most_output, 10.0)
    try:
        given = claude.send(request)
    except ProviderError as error:
        if error.retry_after is not None:
            pace.leave_alone(booking.account, error.retry_after)
        pace.settle(booking, used=Cost(0, 0, requests=0), hints=error.hints)
        return error.http_status or 599, Cost(0, 0, 0)
    used = _used(given)
    pace.settle(booking, used=used, hints=given.hints)
    return 200, used


def _used(given: ProviderAnswer) -> Cost:
    return Cost(given.usage.input_tokens, given.usage.output_tokens)
