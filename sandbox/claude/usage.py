"""Token counts (about four characters each), prompt caching, limits per minute."""

import hashlib
import math
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from sandbox.claude.state import ModelState
from sandbox.claude.wire import Rejected

CHARACTERS_PER_TOKEN = 4
SMALLEST_CACHED_TOKENS = {"claude-haiku-4": 4_096, "claude-sonnet-4": 1_024, "claude-opus-4": 4_096}
SMALLEST_CACHED_NOW = 512  # generation 5
LONGEST_S = {"5m": 300, "1h": 3_600}
OVERHEAD_TOKENS = 8


def tokens_of(text: str) -> int:
    return math.ceil(len(text) / CHARACTERS_PER_TOKEN) if text else 0


def _text_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    return orjson.dumps(value).decode() if value else ""


def input_tokens(body: dict[str, Any]) -> int:
    parts = [_text_of(body.get(name)) for name in ("system", "messages", "tools", "output_config")]
    return OVERHEAD_TOKENS + sum(tokens_of(part) for part in parts)


def _cached_prefix(body: dict[str, Any]) -> tuple[str, int] | None:
    """Return the text up to the last block with cache_control, and its time to live in seconds."""
    prefix, ends, seconds = "", 0, 0
    if body.get("tools"):
        prefix += _text_of(body["tools"])
    blocks: list[Any] = (
        body["system"] if isinstance(body.get("system"), list) else [{"text": _text_of(body.get("system"))}]
    )
    for message in body.get("messages") or []:
        content = message.get("content") if isinstance(message, dict) else None
        blocks = [*blocks, *(content if isinstance(content, list) else [{"text": _text_of(content)}])]
    for block in blocks:
        prefix += str(block.get("text", "")) if isinstance(block, dict) else ""
        control = block.get("cache_control") if isinstance(block, dict) else None
        if control:
            ends, seconds = len(prefix), LONGEST_S.get(control.get("ttl", "5m"), 300)
    if body.get("cache_control") and not ends:
        ends, seconds = len(prefix), 300
    return (prefix[:ends], seconds) if ends else None


def _smallest(model: str) -> int:
    """Tokens from which this model keeps a marked prefix."""
    return next((size for stem, size in SMALLEST_CACHED_TOKENS.items() if model.startswith(stem)), SMALLEST_CACHED_NOW)


def input_usage(body: dict[str, Any], state: ModelState, now_s: float) -> dict[str, Any]:
    """Return the input side of `usage`; a marked prefix is written once and then read until it goes cold."""
    total, written, read_back = input_tokens(body), 0, 0
    prefix = _cached_prefix(body)
    if prefix and (size := tokens_of(prefix[0])) >= _smallest(str(body.get("model"))):
        key = hashlib.sha256(f"{body.get('model')}/{prefix[0]}".encode()).hexdigest()
        if state.warm.get(key, 0) > now_s:
            read_back = size
        else:
            written = size
        state.warm[key] = now_s + prefix[1]
    return {
        "input_tokens": max(1, total - written - read_back),
        "cache_creation_input_tokens": written,
        "cache_read_input_tokens": read_back,
        "cache_creation": {
            "ephemeral_5m_input_tokens": 0 if prefix and prefix[1] == LONGEST_S["1h"] else written,
            "ephemeral_1h_input_tokens": written if prefix and prefix[1] == LONGEST_S["1h"] else 0,
        },
        "service_tier": "standard",
    }


def admit(state: ModelState, limits: dict[str, int], needed_tokens: int, now_s: float) -> None:
    """Book one request and its input; raises 429 with retry-after when a limit of the minute is spent."""
    waits = (
        state.requests.wait_s(1, limits["requests"], now_s),
        state.input_tokens.wait_s(needed_tokens, limits["input_tokens"], now_s),
        state.output_tokens.wait_s(1, limits["output_tokens"], now_s),
    )
    if max(waits) > 0:
        headers = {**limit_headers(state, limits, now_s), "retry-after": str(math.ceil(max(waits)))}
        raise Rejected(429, "This request would exceed your organization's rate limit.", headers)
    state.requests.take(1, limits["requests"], now_s)
    state.input_tokens.take(needed_tokens, limits["input_tokens"], now_s)


def limit_headers(state: ModelState, limits: dict[str, int], now_s: float) -> dict[str, str]:
    headers: dict[str, str] = {}
    buckets = (
        ("requests", state.requests),
        ("input-tokens", state.input_tokens),
        ("output-tokens", state.output_tokens),
    )
    for name, bucket in buckets:
        limit = limits[name.replace("-", "_")]
        headers |= _headers(name, limit, bucket.remaining(limit, now_s), bucket.full_in_s(limit))
    total = limits["input_tokens"] + limits["output_tokens"]
    left = sum(
        bucket.remaining(limits[name], now_s)
        for name, bucket in (("input_tokens", state.input_tokens), ("output_tokens", state.output_tokens))
    )
    return headers | _headers("tokens", total, left, state.input_tokens.full_in_s(limits["input_tokens"]))


def _headers(name: str, limit: int, remaining: int, full_in_s: float) -> dict[str, str]:
    reset = (datetime.now(UTC) + timedelta(seconds=full_in_s)).strftime("%Y-%m-%dT%H:%M:%SZ")
    prefix = f"anthropic-ratelimit-{name}"
    return {f"{prefix}-limit": str(limit), f"{prefix}-remaining": str(remaining), f"{prefix}-reset": reset}
