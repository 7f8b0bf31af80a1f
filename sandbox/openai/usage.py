"""Token counts, the automatic prompt cache, and limits per minute with their headers."""

import hashlib
import math
from typing import Any

import orjson

from sandbox.claude.state import ModelState
from sandbox.claude.usage import OVERHEAD_TOKENS, tokens_of
from sandbox.openai.translate import ceiling
from sandbox.openai.wire import Rejected

SMALLEST_CACHED_TOKENS = 1_024
CACHED_STEP = 128
WARM_S = 300


def prompt_tokens(body: dict[str, Any]) -> int:
    parts = [body["messages"], body.get("response_format"), body.get("tools")]
    return OVERHEAD_TOKENS + sum(tokens_of(orjson.dumps(part).decode()) for part in parts if part)


def cached_tokens(body: dict[str, Any], state: ModelState, now_s: float) -> int:
    """Tokens of the first message that were seen within five minutes; short ones are never kept."""
    first = orjson.dumps([body["model"], body["messages"][0]])
    size = tokens_of(first.decode()) // CACHED_STEP * CACHED_STEP
    if size < SMALLEST_CACHED_TOKENS:
        return 0
    key = hashlib.sha256(first).hexdigest()
    is_warm = state.warm.get(key, 0) > now_s
    state.warm[key] = now_s + WARM_S
    return size if is_warm else 0


def admit(state: ModelState, limits: dict[str, int], body: dict[str, Any], now_s: float) -> None:
    """Book one request, its prompt and its ceiling of output; raises 429 when a limit of the minute is spent."""
    needed = prompt_tokens(body) + ceiling(body)
    waits = {
        "requests": state.requests.wait_s(1, limits["requests"], now_s),
        "tokens": state.input_tokens.wait_s(min(needed, limits["tokens"]), limits["tokens"], now_s),
    }
    kind, wait_s = max(waits.items(), key=lambda one: one[1])
    if wait_s > 0:
        wishes = {"retry-after": str(math.ceil(wait_s)), "retry-after-ms": str(math.ceil(wait_s * 1_000))}
        said = f"Rate limit reached for {body['model']} on {kind} per min."
        headers = {**limit_headers(state, limits, now_s), **wishes}
        raise Rejected(429, said, code="rate_limit_exceeded", headers=headers)
    state.requests.take(1, limits["requests"], now_s)
    state.input_tokens.take(needed, limits["tokens"], now_s)


def limit_headers(state: ModelState, limits: dict[str, int], now_s: float) -> dict[str, str]:
    headers: dict[str, str] = {}
    for kind, bucket in (("requests", state.requests), ("tokens", state.input_tokens)):
        headers |= {
            f"x-ratelimit-limit-{kind}": str(limits[kind]),
            f"x-ratelimit-remaining-{kind}": str(bucket.remaining(limits[kind], now_s)),
            f"x-ratelimit-reset-{kind}": span(bucket.full_in_s(limits[kind])),
        }
    return headers


def span(seconds: float) -> str:
    """Seconds as OpenAI writes them: 120ms, 8.64s, 6m0s, 1h2m3s."""
    if seconds < 1:
        return f"{math.ceil(seconds * 1_000)}ms"
    minutes, rest = divmod(round(seconds, 3), 60)
    hours, minutes = divmod(int(minutes), 60)
    said = f"{rest:.3f}".rstrip("0").rstrip(".")
    return f"{hours}h{minutes}m{said}s" if hours else f"{minutes}m{said}s" if minutes else f"{said}s"
