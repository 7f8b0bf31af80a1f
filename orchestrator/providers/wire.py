"""HTTP to one provider with an end on the clock: a try is over in time even where a server drips byte by byte.

A read time-out begins anew with each byte. Here each request knows the moment at which it ends, and every wait on its
socket is cut to what is left until then. Name resolution alone is outside: the system's resolver ends it.
"""

import socket
import time
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import Any, Final, Self
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore2
import httpx2

_CONNECT_SECONDS: Final = 5.0
_KEEP_IDLE_SECONDS: Final = 30.0
_MOST_CONNECTIONS: Final = 100
_MOST_BYTES: Final = 8 * 1024 * 1024  # an answer is some kilobytes; more is a server gone wrong
_WRITE_BYTES: Final = 16 * 1024
_CORE_ERRORS: Final = (
    httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
)  # fmt: skip


def http_client(base_url: str, *, without: frozenset[bytes] = frozenset()) -> httpx2.Client:
    """A client for one server. A request's read time-out is the most that the whole of it may take.

    `without` names headers, in lower case, that never leave whatever the SDK above sets.
    Redirects are not followed (an answer to a POST never is one) and nothing is compressed (the limit of bytes holds).
    """
    return httpx2.Client(
        transport=_Transport(base_url, without),
        trust_env=False,  # the transport has read the proxies; .netrc must not replace the key
        follow_redirects=False,
        headers={"Accept-Encoding": "identity"},
    )


def within(seconds: float) -> httpx2.Timeout:
    return httpx2.Timeout(seconds, connect=min(_CONNECT_SECONDS, seconds))


class _Until(float):
    """Seconds that one wait may last, and the `time.monotonic()` at which the request that it belongs to ends.

    A number, because numbers are all that the layers between a request and its socket hand through.
    """

    __slots__ = ("at",)
    at: float

    def __new__(cls, seconds: float, at: float) -> Self:
        until = super().__new__(cls, seconds)
        until.at = at
        return until


def _left(timeout: float | None, spent: type[httpcore2.TimeoutException]) -> float | None:
    """Seconds that this wait may last. Raises `spent` when the request is at its end."""
    if not isinstance(timeout, _Until):
        return timeout
    left = timeout.at - time.monotonic()
    if left <= 0:
        raise spent("the request is at its end")
    return min(float(timeout), left)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITE_BYTES):
            self._inner.write(buffer[start : start + _WRITE_BYTES], _left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    def __init__(self) -> None:
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """One address after the other, each within what is left: the standard library gives each the whole time."""
        options = list(socket_options or ())
        failed: Exception = httpcore2.ConnectError("the name has no address")
        for address in _addresses(host, port):
            left = _left(timeout, httpcore2.ConnectTimeout)
            try:
                return _Stream(self._inner.connect_tcp(address, port, left, local_address, options))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise httpcore2.ConnectError("the name cannot be resolved") from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class _Transport(httpx2.BaseTransport):
    def __init__(self, base_url: str, without: frozenset[bytes]) -> None:
        self._pool = _pool(base_url)
        self._without = without

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        waits = request.extensions.get("timeout", {})
        whole = waits.get("read")
        if whole is not None:
            at = time.monotonic() + whole
            waits = {name: _Until(whole if seconds is None else seconds, at) for name, seconds in waits.items()}
        inner = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=[(name, value) for name, value in request.headers.raw if name.lower() not in self._without],
            content=request.stream,
            extensions={**request.extensions, "timeout": waits},
        )
        try:
            response = self._pool.handle_request(inner)
        except _CORE_ERRORS as error:
            raise _said_outside(error) from None
        return httpx2.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        came = 0
        try:
            for part in self._response.iter_stream():
                came += len(part)
                if came > _MOST_BYTES:
                    raise httpx2.RemoteProtocolError("the answer is too long")
                yield part
        except _CORE_ERRORS as error:
            raise _said_outside(error) from None

    def close(self) -> None:
        self._response.close()


def _said_outside(error: Exception) -> httpx2.TransportError:
    """The same error in the client's own words; never its message, which may quote a header."""
    name = type(error).__name__
    return getattr(httpx2, name, httpx2.TransportError)(name)


def _pool(base_url: str) -> httpcore2.ConnectionPool:
    shared: dict[str, Any] = {
        "ssl_context": httpx2.create_ssl_context(),
        "max_connections": _MOST_CONNECTIONS,
        "max_keepalive_connections": _MOST_CONNECTIONS,
        "keepalive_expiry": _KEEP_IDLE_SECONDS,
        "network_backend": _Backend(),
    }
    proxy = _proxy_for(base_url)
    if not proxy:
        return httpcore2.ConnectionPool(**shared)
    parts = urlsplit(proxy)
    auth = (unquote(parts.username).encode(), unquote(parts.password or "").encode()) if parts.username else None
    address = f"{parts.scheme}://{parts.hostname}:{parts.port or 80}"
    return httpcore2.HTTPProxy(proxy_url=address, proxy_auth=auth, **shared)


def _proxy_for(base_url: str) -> str:
    """The proxy that the environment names for this server, if any. Raises ValueError for one of another kind."""
    parts = urlsplit(base_url)
    known = getproxies()
    proxy = known.get(parts.scheme) or known.get("all") or ""
    host = parts.hostname or ""
    if not proxy or _is_loopback(host) or proxy_bypass(host):
        return ""
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if not proxy.startswith(("http://", "https://")):
        raise ValueError("Only HTTP proxies are supported; name one in HTTPS_PROXY, or the host in NO_PROXY.")
    return proxy


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
