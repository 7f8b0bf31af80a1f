"""HTTP connections that tell when a request really began to leave: the moment that counts for the CRM's limit."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

OnSent = Callable[[float], None]
"""Called with the monotonic time of the first byte, after the last byte was handed to the system."""

_this_thread = threading.local()


@contextmanager
def telling(on_sent: OnSent | None) -> Iterator[None]:
    """Tell of the requests that this thread sends inside the block."""
    _this_thread.on_sent = on_sent
    try:
        yield
    finally:
        _this_thread.on_sent = None


class _Telling(HTTPConnection):
    def request(self, *args: Any, **kwargs: Any) -> None:
        self._first_byte_at: float | None = None
        super().request(*args, **kwargs)
        on_sent = getattr(_this_thread, "on_sent", None)
        if on_sent is not None and self._first_byte_at is not None:
            on_sent(self._first_byte_at)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        if self._first_byte_at is None:
            self._first_byte_at = time.monotonic()
        super().send(data)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Telling


class _TellingTls(_Telling, HTTPSConnection):
    pass


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TellingTls


class TellingAdapter(HTTPAdapter):
    """A requests adapter whose connections tell; no retries of its own."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
