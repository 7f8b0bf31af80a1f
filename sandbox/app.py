"""The web application: middleware that logs, delays and damages, around its doors."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import orjson
from aiohttp import web

from sandbox.arrivals import forget_stamp, take_stamp
from sandbox.claude.routes import add_routes as add_claude_routes
from sandbox.claude.wire import error_answer
from sandbox.control.routes import add_routes as add_control_routes
from sandbox.damage import run_damaged
from sandbox.failures import Failure
from sandbox.ghl.errors import ApiError
from sandbox.ghl.routes import add_routes as add_crm_routes
from sandbox.machine import MACHINE, Machine
from sandbox.naming import new_uuid
from sandbox.openai.routes import add_routes as add_openai_routes
from sandbox.openai.wire import error_answer as openai_error_answer
from sandbox.pages.routes import add_routes as add_page_routes

CRM_PREFIXES = (
    "/contacts", "/locations", "/conversations", "/opportunities", "/calendars", "/users", "/workflows", "/oauth",
)  # fmt: skip
HOUSEKEEPING_S = 0.25
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def scope_of(path: str) -> str:
    """Return crm, claude, openai, or "" for the sandbox's own pages and control."""
    for model in ("claude", "openai"):
        if path.startswith(f"/{model}/"):
            return model
    return "crm" if path.startswith(CRM_PREFIXES) else ""


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Log every call of the look-alikes with its arrival, after delays and failure switches."""
    scope = scope_of(request.path)
    if not scope:
        try:
            return await handler(request)
        finally:
            forget_stamp(request)
    machine = request.app[MACHINE]
    wall_ns, monotonic_ns = take_stamp(request)
    status = 0
    try:
        await _delay(machine, scope)
        location = _location_of(machine, request) if scope == "crm" else ""
        failures = machine.failures.striking(scope, request.method, request.path, location)
        response = await run_damaged(request, handler, failures, _planned_error)
        status = 0 if any(one.kind.startswith("drop") for one in failures) else response.status
        return response
    except web.HTTPException as error:
        status = error.status
        return _plain_error(scope, error.status)
    finally:
        forget_stamp(request)
        machine.arrivals.add(
            {
                "at_us": wall_ns // 1000,
                "monotonic_us": monotonic_ns // 1000,
                "method": request.method,
                "path": request.path,
                "location": request.get("location", ""),
                "contact": request.get("contact", ""),
                "scope": scope,
                "status": status,
                "ms": (time.monotonic_ns() - monotonic_ns) // 1_000_000,
            }
        )


async def _delay(machine: Machine, scope: str) -> None:
    wait_ms = machine.switches["latency_ms" if scope == "crm" else f"{scope}_latency_ms"]
    if wait_ms > 0:
        await asyncio.sleep(wait_ms / 1000)


def _location_of(machine: Machine, request: web.Request) -> str:
    token = request.headers.get("Authorization", "").partition(" ")[2].strip()
    known = machine.store.get("tokens", token) or {}
    request["location"] = known.get("locationId", "")
    return request["location"]


def _planned_error(request: web.Request, failure: Failure) -> web.Response:
    headers = {"Retry-After": failure.retry_after} if failure.retry_after else {}
    scope = scope_of(request.path)
    if scope == "claude":
        return error_answer(failure.status, "A failure switch is on.", headers, code=failure.code)
    if scope == "openai":
        return openai_error_answer(failure.status, "A failure switch is on.", headers, code=failure.code)
    return _crm_error(failure.status, "A failure switch is on.", headers)


def _plain_error(scope: str, status: int) -> web.Response:
    if scope == "claude":
        return error_answer(status, "Not found." if status == 404 else "Bad request.", {})
    if scope == "openai":
        return openai_error_answer(status, "Not found." if status == 404 else "Bad request.", {})
    return _crm_error(status, "Cannot find this path." if status == 404 else "Bad request.", {})


def _crm_error(status: int, message: str, headers: dict[str, str]) -> web.Response:
    # 529 is the model's own status: the standard library has no phrase for it.
    body = ApiError(status, message).body() if status != 529 else {"statusCode": 529, "message": message}
    payload = orjson.dumps({**body, "traceId": new_uuid()})
    return web.Response(status=status, body=payload, headers=headers, content_type="application/json")


async def _housekeeping(app: web.Application) -> AsyncIterator[None]:
    machine = app[MACHINE]
    await machine.webhooks.start()

    async def keep() -> None:
        while True:
            await asyncio.sleep(HOUSEKEEPING_S)
            machine.store.flush()
            machine.arrivals.save()

    keeper = asyncio.create_task(keep())
    yield
    keeper.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await keeper
    await machine.webhooks.stop()
    machine.arrivals.save()
    machine.store.close()


async def _healthz(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


def build_app(machine: Machine) -> web.Application:
    app = web.Application(middlewares=[observe], client_max_size=8 * 1024 * 1024)
    app[MACHINE] = machine
    app.cleanup_ctx.append(_housekeeping)
    app.router.add_get("/healthz", _healthz)
    add_crm_routes(app)
    add_claude_routes(app)
    add_openai_routes(app)
    add_control_routes(app)
    add_page_routes(app)
    return app
