"""The moment a request leaves, told by the connection itself."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from crm.ghl.build import new_session
from crm.ghl.transport import NothingLeft, telling


class _Slow(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bodies: list[bytes] = []

    def do_POST(self):
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(0.2)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_args):
        pass


@pytest.fixture
def server():
    http = HTTPServer(("127.0.0.1", 0), _Slow)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}/"
    http.shutdown()
    thread.join()
    http.server_close()


def test_it_tells_once_per_request_before_the_answer_comes(server):
    session, told = new_session(), []
    for _ in range(2):
        before = time.monotonic()
        with telling(lambda at: told.append((at, time.monotonic()))):
            session.post(server, data=b"x" * 100)
        first_byte, told_at = told[-1]
        assert before <= first_byte <= told_at < before + 0.15
    assert len(told) == 2


def test_nothing_is_told_outside_the_block(server):
    session, told = new_session(), []
    with telling(told.append):
        pass
    session.post(server, data=b"x")
    assert told == []


def test_what_may_no_longer_leave_when_the_connection_stands_does_not(server):
    session, arrived_before, told = new_session(), len(_Slow.bodies), []

    def refuse():
        raise NothingLeft("too late")

    with pytest.raises(NothingLeft, match="too late"), telling(told.append, may_leave=refuse):
        session.post(server, data=b"x")
    assert (told, len(_Slow.bodies)) == ([], arrived_before)

    session.post(server, data=b"y")
    assert _Slow.bodies[-1] == b"y"
