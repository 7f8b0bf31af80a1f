"""A server that sends exactly the bytes it is told, at the pace it is told. Plain sockets on loopback."""

import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

HEADERS = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
STREAM = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


@dataclass
class ByteServer:
    """Each connection plays `plan`: bytes are sent, numbers are seconds to wait; at its end the connection closes."""

    plan: list[bytes | float] = field(default_factory=list)
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    answer: Callable[[bytes], list[bytes | float]] | None = None  # instead of `plan`: what a request deserves

    def __post_init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for a connection
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._play, args=(connection,), daemon=True).start()

    def _play(self, connection: socket.socket) -> None:
        plan = list(self.plan)
        with connection:
            self.requests.append(_request(connection))
            for step in self.answer(self.requests[-1]) if self.answer else plan:
                try:
                    time.sleep(step) if isinstance(step, float) else connection.sendall(step)
                except OSError:
                    return


def _request(connection: socket.socket) -> bytes:
    """All of one request: its head, and as much of a body as the head announces."""
    came = b""
    while b"\r\n\r\n" not in came and (part := connection.recv(65_536)):
        came += part
    head, _, body = came.partition(b"\r\n\r\n")
    announced = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    while announced and len(body) < int(announced[1]) and (part := connection.recv(65_536)):
        came, body = came + part, body + part
    return came


def slowly(data: bytes, *, seconds: float) -> list[bytes | float]:
    """Byte by byte, each after `seconds`."""
    return [step for at in range(len(data)) for step in (seconds, data[at : at + 1])]


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)
