"""Applying failure switches to one request."""

import asyncio
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
    response = await handler(request)
    if "drop_after" in kinds:
        return cut(request)
    if isinstance(response, web.Response) and isinstance(response.body, bytes):
        if "truncated" in kinds:
            return await _truncated(request, response)
        if "malformed" in kinds:
            response.body = b"{" + response.body[: max(1, len(response.body) * 2 // 3)]
    return response


def cut(request: web.Request) -> web.Response:
    """Reset the connection. The returned response goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


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
