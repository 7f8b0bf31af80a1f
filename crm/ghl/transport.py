"""HTTP connections that ask whether a request may still leave, and tell when it really began to: the moment that counts
for the CRM's limit.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

OnSent = Callable[[float], None]
"""Called with the monotonic time of the first byte, after the last byte was handed to the system."""

MayLeave = Callable[[], None]
"""Called when the connection stands, right before the first byte; raises NothingLeft to keep the request here."""

_this_thread = threading.local()


class NothingLeft(Exception):
    """The request was kept back before its first byte; the message says why."""


@contextmanager
def telling(on_sent: OnSent | None, *, may_leave: MayLeave | None = None) -> Iterator[None]:
    """Ask about and tell of the requests that this thread sends inside the block."""
    _this_thread.on_sent, _this_thread.may_leave = on_sent, may_leave
    try:
        yield
    finally:
        _this_thread.on_sent = _this_thread.may_leave = None


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
            may_leave = getattr(_this_thread, "may_leave", None)
            if may_leave is not None:
                may_leave()
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

    def open(self, request: PreparedRequest, timeout_s: float) -> None:
        """Have a connection ready for this request, and keep it for the one that comes next.

        urllib3 closes the connection of a request that was kept back, so a slow connection must not be made on the way
        to the wire: it would be too late every time. Raises urllib3's HTTPError or OSError.
        """
        pool = cast(HTTPConnectionPool, self.get_connection_with_tls_context(request, verify=True))
        self.cert_verify(pool, request.url, True, None)
        connection = pool._get_conn()  # there is no public way to connect without a request
        try:
            if connection.is_closed:
                connection.timeout = timeout_s
                connection.connect()
        except BaseException:
            connection.close()
            raise
        finally:
            pool._put_conn(connection)
