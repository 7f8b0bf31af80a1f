"""The clock of a try against servers that send what they like when they like. Real sockets on loopback."""

import json
import time
from collections.abc import Iterator

import pytest

from orchestrator.providers.base import ProviderError
from tests.orchestrator.byte_server import HEADERS, STREAM, ByteServer, chunk, slowly
from tests.orchestrator.provider_cases import BOTH, Make, claude, compatible, fault, request

SECONDS = 0.6
SLACK = 0.35
BODY = json.dumps({"filler": "x" * 400}).encode()


@pytest.fixture
def server() -> Iterator[ByteServer]:
    one = ByteServer()
    yield one
    one.close()


WHOLE = (HEADERS % len(BODY)) + BODY
DRIPS: dict[str, list[bytes | float]] = {
    "nothing at all": [30.0],
    "headers byte by byte": slowly(WHOLE, seconds=0.1),
    "headers, then nothing": [HEADERS % len(BODY), 30.0],
    "a body byte by byte": [HEADERS % len(BODY), *slowly(BODY, seconds=0.1)],
    "a body byte by byte in chunks": [STREAM, *[s for b in BODY for s in (0.1, chunk(bytes([b])))]],
}


@BOTH
@pytest.mark.parametrize("plan", DRIPS.values(), ids=DRIPS.keys())
def test_a_try_ends_on_the_clock_whatever_drips(server: ByteServer, make: Make, plan: list[bytes | float]) -> None:
    server.plan = plan
    before = time.monotonic()
    error = fault(make(server.url), timeout_seconds=SECONDS)
    took = time.monotonic() - before
    assert SECONDS - 0.05 <= took < SECONDS + SLACK
    assert (error.outcome, error.retryable, error.charged) == ("timed_out", True, "unknown")
    assert server.connections == 1, "the SDK tries once"


@BOTH
def test_a_stream_ends_on_the_clock_too(server: ByteServer, make: Make) -> None:
    server.plan = [STREAM, *[step for _ in range(100) for step in (chunk(b": still here\n\n"), 0.1)]]
    before = time.monotonic()
    with make(server.url).stream(request(timeout_seconds=SECONDS)) as stream, pytest.raises(ProviderError) as caught:
        list(stream)
    assert time.monotonic() - before < SECONDS + SLACK
    assert (caught.value.outcome, caught.value.charged) == ("timed_out", "unknown")
    assert stream.answer().stop == "cut"


@BOTH
def test_a_body_that_never_ends_is_left_at_its_limit_of_bytes(server: ByteServer, make: Make) -> None:
    server.plan = [STREAM, *[chunk(b"x" * 1_000_000)] * 40]
    assert fault(make(server.url), timeout_seconds=20.0).outcome == "dropped"


@BOTH
def test_a_request_that_nobody_reads_ends_on_the_clock(make: Make) -> None:
    """More than both socket buffers hold is written to a server that never reads."""
    deaf = ByteServer()
    deaf._play = lambda connection: time.sleep(5)  # type: ignore[method-assign,assignment]
    before = time.monotonic()
    error = fault(make(deaf.url), timeout_seconds=SECONDS, system="x" * 30_000_000)
    assert error.outcome == "timed_out"
    assert time.monotonic() - before < SECONDS + SLACK + 1.0, "building so large a body takes its time too"
    deaf.close()


@BOTH
def test_a_quick_answer_after_a_slow_one_is_not_hurried(server: ByteServer, make: Make) -> None:
    provider = make(server.url)
    server.plan = [30.0]
    assert fault(provider, timeout_seconds=0.2).outcome == "timed_out"
    server.plan = [0.4, WHOLE]
    assert fault(provider, timeout_seconds=5.0).outcome == "malformed", "its time is its own"


@BOTH
def test_nobody_listening_costs_nothing(server: ByteServer, make: Make) -> None:
    server.close()
    error = fault(make(server.url))
    assert (error.outcome, error.retryable, error.charged) == ("not_reached", True, "no")


@pytest.mark.parametrize("make", [claude, compatible])
def test_a_name_that_nobody_knows_costs_nothing(make: Make) -> None:
    error = fault(make("http://no-such-host.invalid"))
    assert (error.outcome, error.charged) == ("not_reached", "no")


@BOTH
@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\n", b"SSH-2.0-OpenSSH\r\n\r\n", WHOLE[:-30]])
def test_a_connection_that_breaks_may_have_cost_money(server: ByteServer, make: Make, sent: bytes) -> None:
    server.plan = [sent]
    error = fault(make(server.url))
    assert (error.outcome, error.retryable, error.charged) == ("dropped", True, "unknown")


@BOTH
def test_a_redirect_is_not_followed(server: ByteServer, make: Make) -> None:
    elsewhere = ByteServer()
    server.plan = [f"HTTP/1.1 307 Go\r\nlocation: {elsewhere.url}/\r\ncontent-length: 0\r\n\r\n".encode()]
    error = fault(make(server.url))
    assert (error.outcome, error.retryable, elsewhere.connections) == ("bad_request", False, 0)
    elsewhere.close()


def test_a_proxy_of_the_environment_is_used_and_not_for_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, here = ByteServer(), ByteServer()
    proxy.plan = [b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"]
    here.plan = [WHOLE]
    monkeypatch.setenv("https_proxy", proxy.url)
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.delenv("no_proxy", raising=False)
    error = fault(claude("https://api.example.invalid"))
    assert (error.outcome, error.charged) == ("not_reached", "no")
    assert proxy.requests[0].startswith(b"CONNECT api.example.invalid:443 ")
    assert b"sk-secret" not in proxy.requests[0]
    assert fault(claude(here.url)).outcome == "malformed"
    assert proxy.connections == 1
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:1")
    with pytest.raises(ValueError, match="Only HTTP proxies"):
        claude("https://api.example.invalid")


@pytest.mark.parametrize("key", ["line\nbreak", "half\ud800"])
def test_a_key_that_cannot_be_a_header_is_said_so_and_not_quoted(server: ByteServer, key: str) -> None:
    for provider in (
        type(claude(server.url))(key=key, base_url=server.url),
        type(compatible(server.url))(key=key, base_url=f"{server.url}/v1"),
    ):
        error = fault(provider)
        assert (error.outcome, error.retryable, error.charged) == ("not_sent", False, "no")
        assert key not in str(error)
    assert b"POST" not in b"".join(server.requests)
