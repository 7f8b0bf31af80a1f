"""When each request arrived, stamped at its first readable byte."""

import time
from collections import deque
from typing import Any

import orjson
from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from sandbox.store import Store

KEPT_IN_MEMORY = 100_000


class StampingHandler(RequestHandler):
    """An HTTP connection that remembers when the request now being read began to arrive."""

    __slots__ = ("first_byte",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_byte: tuple[int, int] | None = None

    def data_received(self, data: bytes) -> None:
        if self.first_byte is None:
            self.first_byte = (time.time_ns(), time.monotonic_ns())
        super().data_received(data)


class StampingServer(web.Server):
    def __call__(self) -> RequestHandler:
        return StampingHandler(self, loop=self._loop, **self._kwargs)


class StampingRunner(web.AppRunner):
    """An AppRunner whose connections are `StampingHandler`s."""

    __slots__ = ()

    async def _make_server(self) -> web.Server:
        server = await super()._make_server()
        server.__class__ = StampingServer  # aiohttp offers no factory argument for the connection class
        return server


def take_stamp(request: web.Request) -> tuple[int, int]:
    """Return (wall ns, monotonic ns) of the first byte, and make the connection ready for the next request."""
    handler = request.protocol
    stamp = handler.first_byte if isinstance(handler, StampingHandler) else None
    return stamp or (time.time_ns(), time.monotonic_ns())


def forget_stamp(request: web.Request) -> None:
    if isinstance(request.protocol, StampingHandler):
        request.protocol.first_byte = None


class ArrivalLog:
    """The newest requests in memory, all of them (bounded) in the state file."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: deque[dict[str, Any]] = deque(
            (orjson.loads(body) for body in store.load_arrivals(KEPT_IN_MEMORY)), maxlen=KEPT_IN_MEMORY
        )
        self._unsaved: list[dict[str, Any]] = []
        self._last_seq = self._rows[-1]["seq"] if self._rows else 0

    def add(self, row: dict[str, Any]) -> None:
        self._last_seq += 1
        row["seq"] = self._last_seq
        self._rows.append(row)
        self._unsaved.append(row)

    def save(self) -> None:
        unsaved, self._unsaved = self._unsaved, []
        self._store.append_arrivals((row["seq"], orjson.dumps(row)) for row in unsaved)

    def since(self, *, seq: int = 0, at_us: int = 0, location: str = "", limit: int = 0) -> list[dict[str, Any]]:
        """Return rows after a sequence number and a wall time (µs), oldest first; `limit` keeps the newest."""
        found: list[dict[str, Any]] = []
        for row in reversed(self._rows):
            if row["seq"] <= seq or row["at_us"] < at_us:
                break
            if not location or row["location"] == location:
                found.append(row)
                if limit and len(found) >= limit:
                    break
        return found[::-1]

    def clear(self) -> None:
        self._rows.clear()
        self._unsaved.clear()
