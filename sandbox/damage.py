"""Applying failure switches to one request, and to the answer that streams."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.failures import Failure

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
StatusAnswer = Callable[[web.Request, Failure], web.Response]


async def run_damaged(
    request: web.Request, handler: Handler, failures: list[Failure], status_answer: StatusAnswer
) -> web.StreamResponse:
    """Answer a request under the switches that strike it: delays first, then what prevents, then what spoils."""
    for failure in failures:
        if failure.kind == "slow":
            await asyncio.sleep(failure.delay_ms / 1000)
    kinds = {failure.kind: failure for failure in failures}
    if "status" in kinds:
        return status_answer(request, kinds["status"])
    if "drop_before" in kinds:
        return cut(request)
    request["damage"] = kinds
    response = await handler(request)
    if "drop_after" in kinds:
        return cut(request)
    if isinstance(response, web.Response) and isinstance(response.body, bytes):
        if "truncated" in kinds:
            return await _truncated(request, response)
        if "drip" in kinds:
            return await _dripped(request, response, kinds["drip"].delay_ms)
        if "malformed" in kinds:
            response.body = b"{" + response.body[: max(1, len(response.body) * 2 // 3)]
    return response


def cut(request: web.Request) -> web.Response:
    """Reset the connection. The returned response goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def write_stream(request: web.Request, headers: dict[str, str], parts: list[bytes]) -> web.StreamResponse:
    """Send events one by one; under a switch half of them and then nothing, or byte by byte."""
    damage = request.get("damage", {})
    response = web.StreamResponse(headers={**headers, "Content-Type": "text/event-stream; charset=utf-8"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):  # who listens may leave
        if "truncated" in damage:
            await _send(response, parts[: max(1, len(parts) // 2)])
            cut(request)
        elif "drip" in damage:
            await _send(response, _bytes_of(b"".join(parts)), each_ms=damage["drip"].delay_ms)
        else:
            await _send(response, parts)
            await response.write_eof()
    return response


async def _dripped(request: web.Request, response: web.Response, each_ms: int) -> web.StreamResponse:
    """Announce the whole length, and send byte by byte."""
    body = response.body if isinstance(response.body, bytes) else b""
    dripping = web.StreamResponse(status=response.status, headers=response.headers)
    dripping.content_length = len(body)
    await dripping.prepare(request)
    with contextlib.suppress(ConnectionError):
        await _send(dripping, _bytes_of(body), each_ms=each_ms)
    return dripping


async def _send(response: web.StreamResponse, parts: list[bytes], *, each_ms: int = 0) -> None:
    for part in parts:
        await asyncio.sleep(each_ms / 1000)
        await response.write(part)


def _bytes_of(whole: bytes) -> list[bytes]:
    return [whole[at : at + 1] for at in range(len(whole))]


async def _truncated(request: web.Request, response: web.Response) -> web.StreamResponse:
    """Announce the whole length, send half, and close."""
    body = response.body if isinstance(response.body, bytes) else b""
    partial = web.StreamResponse(status=response.status, headers=response.headers)
    partial.content_length = len(body)
    await partial.prepare(request)
    await partial.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return partial
