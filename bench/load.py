"""A load client that is never the limit: raw keep-alive sockets, requests built and signed beforehand, one process.

Reports its own CPU share, so that a pass in which the client itself was the bottleneck can be thrown away.
"""

import resource
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

CLIENT_LIMIT_SHARE = 0.85  # of one core; above it the pass measures the client


@dataclass
class Pass:
    seconds: float
    answered: int
    statuses: dict[int, int] = field(default_factory=dict)
    latencies_ms: list[float] = field(default_factory=list)
    client_cpu_share: float = 0.0

    @property
    def per_second(self) -> float:
        return self.answered / self.seconds if self.seconds else 0.0

    @property
    def void(self) -> bool:
        return self.client_cpu_share > CLIENT_LIMIT_SHARE or set(self.statuses) != {200}


class _Line:
    __slots__ = ("buffer", "sent_at", "socket")

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.buffer = b""
        self.sent_at = 0.0


def _complete(buffer: bytes) -> bool:
    head, separator, body = buffer.partition(b"\r\n\r\n")
    if not separator:
        return False
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return body.endswith(b"0\r\n\r\n")


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def run_pass(address: tuple[str, int], requests: Sequence[bytes], *, connections: int, seconds: float) -> Pass:
    """Keep `connections` requests in flight until the time or the requests are used up. Each request goes once."""
    chooser = selectors.DefaultSelector()
    queue = iter(requests)
    result = Pass(seconds=0.0, answered=0)
    open_lines = 0
    started, cpu = time.perf_counter(), _cpu_seconds()
    until = started + seconds
    for _ in range(connections):
        line = _Line(address)
        chooser.register(line.socket, selectors.EVENT_READ, line)
        open_lines += _send_next(line, queue, until)
    while open_lines:
        for key, _events in chooser.select(timeout=5):
            line = key.data
            chunk = line.socket.recv(65536)
            if not chunk:
                raise ConnectionError("the server closed a keep-alive connection in mid-pass")
            line.buffer += chunk
            if not _complete(line.buffer):
                continue
            status = int(line.buffer[9:12])
            result.statuses[status] = result.statuses.get(status, 0) + 1
            result.latencies_ms.append((time.perf_counter() - line.sent_at) * 1000)
            result.answered += 1
            line.buffer = b""
            open_lines += _send_next(line, queue, until) - 1
    result.seconds = time.perf_counter() - started
    result.client_cpu_share = (_cpu_seconds() - cpu) / result.seconds
    for key in list(chooser.get_map().values()):
        key.data.socket.close()
    chooser.close()
    return result


def _send_next(line: _Line, queue: "object", until: float) -> int:
    """1 when a request was sent, 0 when there is none left or the time is up."""
    if time.perf_counter() >= until:
        return 0
    request = next(queue, None)  # type: ignore[call-overload]
    if request is None:
        return 0
    line.sent_at = time.perf_counter()
    line.socket.sendall(request)
    return 1
