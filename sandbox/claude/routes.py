"""The Messages API under /claude: create, stream, count tokens, models."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from sandbox.claude.answer import Content, answer
from sandbox.claude.checks import check_body, check_headers
from sandbox.claude.usage import admit, input_tokens, input_usage, limit_headers, tokens_of
from sandbox.claude.wire import Rejected, error_answer, json_answer, new_key, sse
from sandbox.damage import write_stream
from sandbox.machine import MACHINE

MODELS = ("claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5", "claude-haiku-4-5")
PIECE_CHARACTERS = 24
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def rejecting(handle: Handler) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            check_headers(request)
            return await handle(request)
        except Rejected as rejected:
            return error_answer(rejected.status, rejected.message, rejected.headers)

    return handler


async def _json(request: web.Request) -> Any:
    try:
        return orjson.loads(await request.read())
    except orjson.JSONDecodeError as error:
        raise Rejected(400, "The request body is not valid JSON.") from error


async def create(request: web.Request) -> web.StreamResponse:
    machine = request.app[MACHINE]
    body = check_body(await _json(request))
    now_s, limits = time.monotonic(), machine.switches["claude_limits"]
    usage = input_usage(body, machine.model, now_s)
    admit(machine.model, limits, usage["input_tokens"] + usage["cache_creation_input_tokens"], now_s)
    content = answer(
        body, machine.model, errors=machine.switches["claude_errors"], obey=machine.switches["obey_attacker"]
    )
    content = _cut(content, body["max_tokens"])
    output = sum(
        tokens_of(str(one.get("text") or orjson.dumps(one.get("input", "")).decode())) for one in content.blocks
    )
    machine.model.output_tokens.take(output, limits["output_tokens"], now_s)
    usage = {**usage, "output_tokens": max(1, output)}
    headers = limit_headers(machine.model, limits, now_s)
    if body.get("stream"):
        return await _stream(request, body, content, usage, headers)
    return json_answer(_message(body, content, usage), headers)


def _cut(content: Content, max_tokens: int) -> Content:
    """Cut an answer that is longer than max_tokens, as the real one does: in the middle of a word."""
    if tokens_of(content.text) <= max_tokens or not content.text:
        return content
    return Content([{"type": "text", "text": content.text[: max_tokens * 4]}], "max_tokens")


def _message(body: dict[str, Any], content: Content, usage: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_key("msg"),
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": content.blocks,
        "stop_reason": content.stop_reason,
        "stop_sequence": None,
        "usage": usage,
    }


async def _stream(
    request: web.Request, body: dict[str, Any], content: Content, usage: dict[str, Any], headers: dict[str, str]
) -> web.StreamResponse:
    stream_headers = {"request-id": new_key("req"), "Cache-Control": "no-cache", **headers}
    opening = _message(body, Content([], ""), {**usage, "output_tokens": 1}) | {"stop_reason": None}
    parts = [sse("message_start", {"message": opening}) + sse("ping", {})]
    for index, block in enumerate(content.blocks):
        parts += _block_events(index, block)
    delta = {"delta": {"stop_reason": content.stop_reason, "stop_sequence": None}}
    parts.append(sse("message_delta", {**delta, "usage": {"output_tokens": usage["output_tokens"]}}))
    return await write_stream(request, stream_headers, [*parts, sse("message_stop", {})])


def _block_events(index: int, block: dict[str, Any]) -> list[bytes]:
    is_text = block["type"] == "text"
    whole = block["text"] if is_text else orjson.dumps(block["input"]).decode()
    empty = {"type": "text", "text": ""} if is_text else {**block, "input": {}}
    kind, name = ("text_delta", "text") if is_text else ("input_json_delta", "partial_json")
    pieces = [whole[at : at + PIECE_CHARACTERS] for at in range(0, len(whole), PIECE_CHARACTERS)]
    return [
        sse("content_block_start", {"index": index, "content_block": empty}),
        *(sse("content_block_delta", {"index": index, "delta": {"type": kind, name: piece}}) for piece in pieces),
        sse("content_block_stop", {"index": index}),
    ]


async def count_tokens(request: web.Request) -> web.StreamResponse:
    body = check_body(await _json(request), counting=True)
    return json_answer({"input_tokens": input_tokens(body)}, {})


def _model(name: str) -> dict[str, Any]:
    return {
        "type": "model",
        "id": name,
        "display_name": name,
        "created_at": "2026-01-01T00:00:00Z",
        "lifecycle": "active",
    }


async def models(_: web.Request) -> web.StreamResponse:
    rows = [_model(name) for name in MODELS]
    return json_answer({"data": rows, "has_more": False, "first_id": MODELS[0], "last_id": MODELS[-1]}, {})


async def model(request: web.Request) -> web.StreamResponse:
    return json_answer(_model(request.match_info["name"]), {})


def add_routes(app: web.Application) -> None:
    app.router.add_post("/claude/v1/messages", rejecting(create))
    app.router.add_post("/claude/v1/messages/count_tokens", rejecting(count_tokens))
    app.router.add_get("/claude/v1/models", rejecting(models))
    app.router.add_get("/claude/v1/models/{name}", rejecting(model))
