"""A Messages API on loopback that answers what a test tells it to. Plain standard library, real HTTP."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[[dict[str, Any]], "Told"]


class Told:
    """One answer: a text in a message, or a status, or raw bytes; late, or cut off."""

    def __init__(self, text: str = "", *, status: int = 200, raw: bytes | None = None, **rest: Any) -> None:
        self.text, self.status, self.raw = text, status, raw
        self.headers: dict[str, str] = rest.pop("headers", {})
        self.delay_s: float = rest.pop("delay_s", 0.0)
        self.drop: bool = rest.pop("drop", False)
        self.cut: bool = rest.pop("cut", False)
        self.message: dict[str, Any] = rest  # stop_reason, usage


class FakeClaude:
    """Serves `tell` in order, then `always`. Keeps bodies and authorisation of what was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.authorisation: list[str] = []
        self.always: Behaviour = lambda _: Told('{"text": "Hello."}')
        self._told: list[Told] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def tell(self, *told: Told) -> None:
        self._told += told

    def reset(self) -> None:
        self.__dict__.update(asked=[], authorisation=[], _told=[], always=lambda _: Told('{"text": "Hello."}'))

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, body: dict[str, Any], authorisation: str) -> Told:
        with self._lock:
            self.asked.append(body)
            self.authorisation.append(authorisation)
            return self._told.pop(0) if self._told else self.always(body)


def message(body: dict[str, Any], told: Told) -> bytes:
    usage = {"input_tokens": 120, "output_tokens": 15} | told.message.get("usage", {})
    said = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [{"type": "text", "text": told.text}] if told.text else [],
        "stop_reason": told.message.get("stop_reason", "end_turn"),
        "stop_sequence": None,
        "usage": usage,
    }
    return json.dumps(said).encode()


def events(body: dict[str, Any], told: Told) -> bytes:
    """The same message as a stream, eight characters to a piece."""
    whole = json.loads(message(body, told))
    begun = whole | {"content": [], "stop_reason": None, "usage": whole["usage"] | {"output_tokens": 1}}
    said: list[dict[str, Any]] = [{"type": "message_start", "message": begun}]
    said.append({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}})
    for at in range(0, len(told.text), 8):
        piece = {"type": "text_delta", "text": told.text[at : at + 8]}
        said.append({"type": "content_block_delta", "index": 0, "delta": piece})
    said.append({"type": "content_block_stop", "index": 0})
    ended = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
    said.append({"type": "message_delta", "delta": ended, "usage": {"output_tokens": whole["usage"]["output_tokens"]}})
    said.append({"type": "message_stop"})
    return "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in said).encode()


def _handler(owner: FakeClaude) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            told = owner.take(body, self.headers.get("authorization", ""))
            time.sleep(told.delay_s)
            if told.drop:
                self.close_connection = True
                self.connection.close()
                return
            sent = told.raw if told.raw is not None else message(body, told)
            if told.status >= 400 and told.raw is None:
                sent = json.dumps({"type": "error", "error": {"type": "an_error", "message": "no"}}).encode()
            kind = "application/json"
            if body.get("stream") and told.status < 400 and told.raw is None:
                kind, sent = "text/event-stream", events(body, told)
            self.send_response(told.status)
            for name, value in {"content-type": kind, "request-id": "req_7", **told.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent[: len(sent) // 2] if told.cut else sent)
            self.close_connection = self.close_connection or told.cut

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    return Handler
