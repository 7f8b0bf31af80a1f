"""The chat completions API under /openai/v1: create, stream, models. The same reader and filler as under /claude."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from sandbox.claude.answer import Content, answer
from sandbox.claude.usage import tokens_of
from sandbox.damage import write_stream
from sandbox.machine import MACHINE
from sandbox.openai.checks import check_body
from sandbox.openai.translate import as_messages_request, ceiling, finish_reason, message
from sandbox.openai.usage import admit, cached_tokens, limit_headers, prompt_tokens
from sandbox.openai.wire import Rejected, error_answer, json_answer, new_key, sse

MODELS = ("gpt-4o-mini", "gpt-4o", "local-model")
PIECE_CHARACTERS = 24
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def rejecting(handle: Handler) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            _check_key(request)
            return await handle(request)
        except Rejected as no:
            return error_answer(no.status, no.message, no.headers, param=no.param, code=no.code)

    return handler


def _check_key(request: web.Request) -> None:
    """A server of one's own asks for no key; with `openai_needs_key` this one does."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if request.app[MACHINE].switches["openai_needs_key"] and (scheme.lower() != "bearer" or not token.strip()):
        raise Rejected(401, "You didn't provide an API key.")


async def create(request: web.Request) -> web.StreamResponse:
    machine = request.app[MACHINE]
    try:
        body = check_body(orjson.loads(await request.read()))
    except orjson.JSONDecodeError as error:
        raise Rejected(400, "We could not parse the JSON body of your request.") from error
    form = (body.get("response_format") or {}).get("type", "text")
    if form != "text" and form in machine.switches["openai_refuses"].split():
        raise Rejected(400, f"response_format of type {form} is not supported by this server", param="response_format")
    now_s, limits = time.monotonic(), machine.switches["openai_limits"]
    admit(machine.openai, limits, body, now_s)
    content = answer(
        as_messages_request(body),
        machine.openai,
        errors=machine.switches["claude_errors"],
        obey=machine.switches["obey_attacker"],
    )
    content = _cut(content, ceiling(body))
    usage = _usage(body, content, cached_tokens(body, machine.openai, now_s))
    headers = limit_headers(machine.openai, limits, now_s)
    if body.get("stream"):
        return await _stream(request, body, content, usage, headers)
    choice = {"index": 0, "message": message(content), "logprobs": None, "finish_reason": finish_reason(content)}
    whole = _head("chat.completion", body) | {"choices": [choice], "usage": usage}
    return json_answer(whole, headers)


def _cut(content: Content, most_tokens: int) -> Content:
    if tokens_of(content.text) <= most_tokens:
        return content
    return Content([{"type": "text", "text": content.text[: most_tokens * 4]}], "max_tokens")


def _usage(body: dict[str, Any], content: Content, cached: int) -> dict[str, Any]:
    prompt, completion = prompt_tokens(body), max(1, tokens_of(content.text))
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": min(cached, prompt)},
    }


def _head(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"id": new_key("chatcmpl-"), "object": kind, "created": int(time.time()), "model": body["model"]}


async def _stream(
    request: web.Request, body: dict[str, Any], content: Content, usage: dict[str, Any], headers: dict[str, str]
) -> web.StreamResponse:
    head = _head("chat.completion.chunk", body)
    said = message(content)
    name = "refusal" if said["refusal"] else "content"
    words = said[name] or ""

    def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
        return sse(head | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    parts = [chunk({"role": "assistant", "content": ""})]
    parts += [chunk({name: words[at : at + PIECE_CHARACTERS]}) for at in range(0, len(words), PIECE_CHARACTERS)]
    parts.append(chunk({}, finish_reason(content)))
    if (body.get("stream_options") or {}).get("include_usage"):
        parts.append(sse(head | {"choices": [], "usage": usage}))
    stream_headers = {"x-request-id": new_key("req_"), "Cache-Control": "no-cache", **headers}
    return await write_stream(request, stream_headers, [*parts, sse(b"[DONE]")])


async def models(_: web.Request) -> web.StreamResponse:
    rows = [{"id": name, "object": "model", "created": 1_750_000_000, "owned_by": "sandbox"} for name in MODELS]
    return json_answer({"object": "list", "data": rows}, {})


def add_routes(app: web.Application) -> None:
    app.router.add_post("/openai/v1/chat/completions", rejecting(create))
    app.router.add_get("/openai/v1/models", rejecting(models))
