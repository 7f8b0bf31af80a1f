"""The last steps before the wire: a call leaves on its slot or not at all, however long the connection takes."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crm.ghl.build import new_session
from crm.ghl.calls import send_message
from crm.ghl.client import GhlClient
from crm.ghl.dialect import V3
from crm.ghl.errors import NoAnswer
from crm.outbox.flight import fly
from crm.outbox.pacing import Pacer
from outbound.rate_limit import RateLimiter, Slot, per_second

CALL = send_message("C1", "Hello")


class _Crm(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        self.server.connections += 1
        super().setup()

    def do_POST(self):
        self.server.arrived.append(time.monotonic())
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_args):
        pass


@pytest.fixture
def crm():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Crm)
    server.daemon_threads, server.arrived, server.connections = True, [], 0
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def slow_names(monkeypatch):
    """Names are looked up so slowly (seconds); the system's resolver is all that is replaced."""
    resolve = socket.getaddrinfo

    def slow(seconds):
        def getaddrinfo(*args, **kwargs):
            time.sleep(seconds)
            return resolve(*args, **kwargs)

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    return slow


@pytest.fixture
def send(crm, valkey):
    client = GhlClient(f"http://localhost:{crm.server_port}", "token", V3, new_session(), 2.0)
    pacer = Pacer(RateLimiter(valkey, per_second(10)))

    def on_slot(*, in_s=0.05, leave_within_s=10.0):
        now = time.monotonic()
        slot = Slot(time.time_ns() // 1000 + round(in_s * 1e6), now + in_s)
        prepared = client.prepare(CALL)
        flight = fly(client, CALL, prepared, slot, pacer=pacer, location_id=1, leave_before=now + leave_within_s)
        return flight, slot

    return on_slot


def test_a_connection_that_takes_longer_than_the_slot_sends_nothing_late(crm, send, slow_names):
    slow_names(0.4)
    flight, _ = send()
    assert (flight.result, flight.missed, crm.arrived) == (None, "missed its slot", [])


def test_the_connection_made_meanwhile_serves_the_next_slot_on_time(crm, send, slow_names):
    slow_names(0.4)
    send()
    flight, slot = send()
    assert flight.result.status_code == 201
    assert len(crm.arrived) == crm.connections == 1
    assert 0 <= crm.arrived[0] - slot.at_monotonic < 0.05


def test_a_connection_that_takes_too_long_altogether_sends_nothing(crm, send, slow_names):
    slow_names(0.4)
    flight, _ = send(leave_within_s=0.3)
    assert (flight.result, flight.missed, crm.arrived) == (None, "too old before the wire", [])


def test_a_connection_that_cannot_be_made_surely_carried_nothing(crm, send):
    crm.shutdown()
    crm.server_close()
    flight, _ = send()
    assert isinstance(flight.result, NoAnswer)
    assert flight.result.applied == "no"
