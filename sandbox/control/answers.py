"""Small helpers of the control doors."""

from typing import Any

import orjson
from aiohttp import web

from sandbox.machine import Machine
from sandbox.store import Document


class Refused(Exception):
    """A control request that cannot be done; the words are shown to the caller."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


def answer(machine: Machine, body: Any, *, status: int = 200) -> web.Response:
    """Save what changed, then answer JSON."""
    machine.store.flush()
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")


async def json_body(request: web.Request) -> Document:
    raw = await request.read()
    if not raw:
        return {}
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Refused(400, "the body is not JSON") from error
    if not isinstance(body, dict):
        raise Refused(422, "the body must be an object")
    return body


def flag(body: Document, name: str, default: bool) -> bool:
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise Refused(422, f"{name} must be true or false")
    return value


def whole(body: Document, name: str, default: int = 0) -> int:
    value = body.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused(422, f"{name} must be a whole number")
    return value
