"""One API call: authentication, version, rate, body, then an endpoint, then the answer with its headers."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

from sandbox.arrivals import take_stamp
from sandbox.ghl.dialect import DIALECTS, Dialect
from sandbox.ghl.errors import ApiError
from sandbox.limits import Window
from sandbox.machine import MACHINE, Machine
from sandbox.naming import new_uuid
from sandbox.store import Document

Answer = Document | tuple[int, Document]
Endpoint = Callable[["Call"], Answer]


@dataclass(slots=True)
class Call:
    """What an endpoint sees. `location` is the token's; a company token has none."""

    machine: Machine
    dialect: Dialect
    location: str
    company: str
    params: dict[str, str]
    query: dict[str, str]
    body: Document

    def same_location(self, location: Any) -> str:
        """Return the location, or refuse a call that names another one than the token's."""
        if not location:
            raise ApiError(422, ["locationId should not be empty"])
        if location != self.location:
            raise ApiError(403, "The token does not have access to this location.")
        return str(location)

    def owned(self, kind: str, key: str, *, label: str, missing: int = 400) -> Document:
        """Return a document of the token's location, or the CRM's answer for an unknown or foreign id."""
        document = self.machine.store.get(kind, key)
        if document is None:
            raise ApiError(missing, f"{label} not found")
        if document["locationId"] != self.location:
            raise ApiError(403, "The token does not have access to this location.")
        return document

    def contact(self) -> Document:
        return self.owned("contacts", self.params["contact_id"], label="Contact")


def endpoint(handle: Endpoint, *, public: bool = False) -> Callable[[web.Request], Any]:
    """Wrap an endpoint as an aiohttp handler. `public` ones (token exchange) need no bearer and no rate."""

    async def handler(request: web.Request) -> web.Response:
        machine = request.app[MACHINE]
        trace_id = new_uuid()
        window: Window | None = None
        try:
            location, company = ("", "") if public else _whose(machine, request)
            request["location"] = location or company
            dialect = _dialect(request)
            if not public:
                window = machine.windows.setdefault(location or company, Window())
                _admit(machine, window, request)
            call = Call(
                machine, dialect, location, company, dict(request.match_info), dict(request.query), await _body(request)
            )
            request["contact"] = call.params.get("contact_id") or str(call.body.get("contactId") or "")
            machine.webhooks.take_raised()
            answer = handle(call)
            raised = machine.webhooks.take_raised()
            machine.store.flush()
            if raised and machine.switches["echo_before_answer"]:
                await machine.webhooks.wait_for_first_tries(raised)
            status, body = answer if isinstance(answer, tuple) else (200, answer)
        except ApiError as error:
            status, body = error.status, error.body()
        return _answer(status, {**body, "traceId": trace_id}, trace_id, window, machine)

    return handler


def _answer(status: int, body: Document, trace_id: str, window: Window | None, machine: Machine) -> web.Response:
    headers = {"X-Trace-Id": trace_id}
    if window is not None:
        limit = machine.switches["ghl_limit"]
        headers |= window.headers(maximum=limit["max"], interval_ms=limit["interval_ms"], daily=limit["daily"])
    return web.Response(
        status=status, body=orjson.dumps(body), headers=headers, content_type="application/json", charset="utf-8"
    )


def _whose(machine: Machine, request: web.Request) -> tuple[str, str]:
    """Return (location, company) of the bearer token; one of them is empty."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise ApiError(401, "Authorization header not found.")
    known = machine.store.get("tokens", token.strip())
    if known is None:
        raise ApiError(401, "Invalid JWT")
    if known["expires_at"] is not None and known["expires_at"] < time.time():
        raise ApiError(401, "The access token has expired.")
    return known.get("locationId", ""), known.get("companyId", "")


def _dialect(request: web.Request) -> Dialect:
    version = request.headers.get("Version", "")
    if not version:
        raise ApiError(401, "version header was not found.")
    if version not in DIALECTS:
        raise ApiError(400, f"version header is invalid: {version}")
    return DIALECTS[version]


def _admit(machine: Machine, window: Window, request: web.Request) -> None:
    limit = machine.switches["ghl_limit"]
    wall_ns, monotonic_ns = take_stamp(request)
    admitted = window.admit(
        now_ns=monotonic_ns,
        wall_day=wall_ns // 86_400_000_000_000,
        maximum=limit["max"],
        interval_ms=limit["interval_ms"],
        daily=limit["daily"],
    )
    if not admitted:
        raise ApiError(429, "Too Many Requests")


async def _body(request: web.Request) -> Document:
    raw = await request.read()
    if not raw:
        return {}
    if request.content_type == "application/x-www-form-urlencoded":
        return {name: str(value) for name, value in (await request.post()).items()}
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise ApiError(400, "Unexpected token in JSON body") from error
    if not isinstance(body, dict):
        raise ApiError(422, ["body must be an object"])
    return body
