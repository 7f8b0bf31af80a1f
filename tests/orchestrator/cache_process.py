"""A process of its own with the real tiers and flights: it does what lines of JSON on its input tell it.

`python -m tests.orchestrator.cache_process`; each line is answered by one line.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enterprisehub.settings_test")
django.setup()

from orchestrator.build import build, build_tiers  # noqa: E402
from orchestrator.cache.invalidation import invalidate, seen  # noqa: E402
from orchestrator.cache.stored import StoredAnswer  # noqa: E402
from orchestrator.contracts import LlmRequest, NoAnswer  # noqa: E402
from orchestrator.seen import process_states  # noqa: E402 - Django has to be set up first
from tests.orchestrator.answers import Reply  # noqa: E402
from tests.orchestrator.conftest import PROMPTS  # noqa: E402
from tests.orchestrator.threads import together  # noqa: E402

TIERS = build_tiers()
MODELS: list[Any] = []


def find(key: str) -> Any:
    hit = TIERS.find(key)
    return [hit.tier, hit.answer.values] if hit else None


def put(key: str, *, tenant: str = "loc-1", generation: int | None = None) -> Any:
    known = TIERS.generation() if generation is None else generation
    now = time.time()
    answer = StoredAnswer({"text": key}, tenant, "compose", "m", "compose/1", "json", now + 3600, now, known)
    TIERS.put(key, answer)
    return known


def gone_after(key: str, most_seconds: float) -> Any:
    """Seconds until the key is found no more; None when it still is after `most_seconds`."""
    started = time.monotonic()
    while time.monotonic() - started < most_seconds:
        if TIERS.find(key) is None:
            return time.monotonic() - started
        time.sleep(0.005)
    return None


def invalidated(scope: str, value: str = "") -> Any:
    done = invalidate(scope, value, by="test")
    return [done.generation, done.answers, done.rung]


def standing() -> Any:
    now = seen()
    return [now.generation, now.through, now.within_seconds]


def health() -> Any:
    return TIERS.health()


def tell_state() -> Any:
    """Write down how this process's cache stands, as its flusher would."""
    process_states.write(json.dumps(TIERS.health()))


def complete(message: str, threads: int = 1, seconds: float = 20.0) -> Any:
    """For each thread the tier that answered, or the code of the end without an answer."""
    if not MODELS:
        MODELS.append(build([PROMPTS]))

    def ask(_: int) -> Any:
        return MODELS[0].complete(_request(message, seconds))

    ends = together(threads, ask)
    return [end.code if isinstance(end, NoAnswer) else end.tier for end in ends]


def _request(message: str, seconds: float) -> LlmRequest:
    return LlmRequest(
        tenant="loc-1",
        provider_group="real",
        task="compose",
        prompt="compose",
        answer_type=Reply,
        lead_message=message,
        deadline=time.monotonic() + seconds,
        variables={"ask": "What price do you have in mind?"},
    )


DO: dict[str, Callable[..., Any]] = {
    verb.__name__: verb for verb in (find, put, gone_after, invalidated, standing, health, tell_state, complete)
}


def main() -> None:
    say("ready")
    for line in sys.stdin:
        verb, arguments = json.loads(line)
        say(DO[verb](**arguments))


def say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
