"""What each provider makes of whatever comes back: answers, odd bodies, errors, streams. Real HTTP on loopback."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.contracts import Usage
from orchestrator.providers.base import ProviderAnswer, ProviderError, RateHint, Stop
from orchestrator.providers.counts_believed import believed
from tests.orchestrator.byte_server import STREAM, ByteServer, chunk
from tests.orchestrator.provider_cases import BOTH, WORDS, Make, claude, compatible, fault, request

RESET = "2026-11-20T10:00:30Z"
RESET_AT = 1795168830.0


def claude_body(**changed: Any) -> dict[str, Any]:
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-haiku-5-5",
        "content": [{"type": "text", "text": '{"text": "Hello."}'}], "stop_reason": "end_turn", "stop_sequence": None,
        "usage": {"input_tokens": 120, "output_tokens": 15},
    } | changed  # fmt: skip


def openai_body(finish: str | None = "stop", *, said: dict[str, Any] | None = None, **changed: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": '{"text": "Hello."}', "refusal": None} | (said or {})
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini-2024-07-18",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 120, "completion_tokens": 15, "total_tokens": 135},
    } | changed  # fmt: skip


def http(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> bytes:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    told = {"content-type": "application/json", "content-length": str(len(sent)), "connection": "close"}
    lines = [f"{name}: {value}" for name, value in (told | (headers or {})).items()]
    return "\r\n".join([f"HTTP/1.1 {status} X", *lines, "", ""]).encode() + sent


@pytest.fixture
def server() -> Iterator[ByteServer]:
    one = ByteServer()
    yield one
    one.close()


def body_of(server: ByteServer) -> dict[str, Any]:
    return json.loads(server.requests[-1].partition(b"\r\n\r\n")[2])


# -- answers --------------------------------------------------------------------------------------


def test_claudes_answer_is_in_our_words(server: ByteServer) -> None:
    usage = {
        "input_tokens": 20, "output_tokens": 15, "cache_read_input_tokens": 700, "cache_creation_input_tokens": 900,
        "cache_creation": {"ephemeral_5m_input_tokens": 600, "ephemeral_1h_input_tokens": 300},
    }  # fmt: skip
    server.plan = [http(claude_body(usage=usage), headers={"request-id": "req_7"})]
    answer = claude(server.url).send(request())
    assert answer == ProviderAnswer(
        '{"text": "Hello."}', "claude-haiku-5-5", Usage(20, 15, 700, 600, 300), "complete", "req_7", None
    )


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        ({"input_tokens": 5, "output_tokens": 2, "cache_creation_input_tokens": 900}, Usage(5, 2, 0, 900, 0)),
        (
            {"output_tokens": 2, "cache_creation": {"ephemeral_1h_input_tokens": 40}},
            Usage(0, 2, 0, 0, 40),
        ),
        ({"output_tokens": 2, "cache_read_input_tokens": None, "cache_creation": None}, Usage(0, 2, 0, 0, 0)),
    ],
)
def test_both_cache_writes_are_counted_where_they_are_told_apart(
    server: ByteServer, usage: dict[str, Any], counted: Usage
) -> None:
    server.plan = [http(claude_body(usage=usage))]
    assert claude(server.url).send(request()).usage == counted


def test_openais_answer_is_in_our_words_and_cached_tokens_are_taken_out_of_the_prompt(server: ByteServer) -> None:
    usage = {"prompt_tokens": 1500, "completion_tokens": 15, "prompt_tokens_details": {"cached_tokens": 1280}}
    server.plan = [http(openai_body(usage=usage), headers={"x-request-id": "req_8"})]
    answer = compatible(server.url).send(request())
    assert answer == ProviderAnswer(
        '{"text": "Hello."}', "gpt-4o-mini-2024-07-18", Usage(220, 15, 1280), "complete", "req_8", None
    )


def test_a_server_of_ones_own_that_counts_nothing_is_counted_for_high(server: ByteServer) -> None:
    server.plan = [http(openai_body(usage=None))]
    usage = compatible(server.url).send(request()).usage
    assert usage.input_tokens > 600
    assert 9 <= usage.output_tokens <= 300


@pytest.mark.parametrize(
    ("reason", "stop"),
    [
        ("end_turn", "complete"), ("stop_sequence", "complete"), ("max_tokens", "truncated"),
        ("refusal", "refused"), ("model_context_window_exceeded", "too_long"), ("pause_turn", "other"),
    ],
)  # fmt: skip
def test_claudes_reasons_to_stop(server: ByteServer, reason: str, stop: Stop) -> None:
    server.plan = [http(claude_body(stop_reason=reason))]
    assert claude(server.url).send(request()).stop == stop


@pytest.mark.parametrize(
    ("finish", "said", "stop"),
    [
        ("stop", {}, "complete"),
        ("length", {}, "truncated"),
        ("content_filter", {"content": None}, "refused"),
        ("stop", {"content": None, "refusal": "I can't help with that."}, "refused"),
        ("tool_calls", {}, "other"),
    ],
)
def test_openais_reasons_to_stop(server: ByteServer, finish: str, said: dict[str, Any], stop: Stop) -> None:
    server.plan = [http(openai_body(finish, said=said))]
    assert compatible(server.url).send(request()).stop == stop


def test_limits_of_the_account_come_with_answers_and_with_errors(server: ByteServer) -> None:
    headers = {
        f"anthropic-ratelimit-{kind}-{part}": value
        for kind in ("requests", "input-tokens", "output-tokens")
        for part, value in (("limit", "50"), ("remaining", "9"), ("reset", RESET))
    }
    for plan in (http(claude_body(), headers=headers), http(claude_body(content="?"), headers=headers)):
        server.plan = [plan]
        try:
            hints = claude(server.url).send(request()).hints
        except ProviderError as error:
            hints = error.hints
        assert hints is not None
        assert hints.requests == hints.input_tokens == hints.output_tokens == RateHint(50, 9, RESET_AT)
    server.plan = [http({"error": {}}, status=429, headers=headers | {"retry-after": "7"})]
    error = fault(claude(server.url))
    assert error.retry_after == 7.0
    assert error.hints is not None
    assert error.hints.requests == RateHint(50, 9, RESET_AT)


# -- what is sent ---------------------------------------------------------------------------------


def test_a_long_system_text_is_marked_for_claudes_prompt_cache_and_a_short_one_is_not(server: ByteServer) -> None:
    server.plan = [http(claude_body())]
    for model, letters, marked in (
        ("claude-haiku-5-5", 2048, True), ("claude-haiku-5-5", 2047, False), ("claude-sonnet-5", 4096, True),
        ("claude-sonnet-5", 4095, False), ("claude-haiku-4-5-20251001", 16384, True),
        ("claude-haiku-4-5-20251001", 16000, False), ("claude-unheard-of", 100_000, False),
    ):  # fmt: skip
        claude(server.url).send(request(model=model, system="x" * letters))
        system = body_of(server)["system"]
        assert isinstance(system, list) is marked, (model, letters)
        if marked:
            assert system == [{"type": "text", "text": "x" * letters, "cache_control": {"type": "ephemeral"}}]


@pytest.mark.parametrize(
    ("model", "thinking"),
    [
        ("claude-haiku-5-5", {"type": "disabled"}),
        ("claude-sonnet-5-5", {"type": "between_tools"}),
        ("claude-opus-5-5", None),
        ("claude-haiku-4-5", None),
    ],
)
def test_models_that_think_by_themselves_are_told_not_to_where_they_can_be(
    server: ByteServer, model: str, thinking: dict[str, str] | None
) -> None:
    server.plan = [http(claude_body())]
    claude(server.url).send(request(model=model))
    assert body_of(server).get("thinking") == thinking


# -- bodies that are no answers -------------------------------------------------------------------


ODD_BODIES = [
    b"", b"null", b"[]", b'"text"', b"{", b"<html>busy</html>", b"\xff\xfe\x00", b"[" * 100_000,
    b'{"choices": []}', b'{"choices": [{}]}', b'{"content": "a text", "usage": {"output_tokens": 3}}',
    b'{"error": {"message": "connection lost"}}', b'{"content": [{"type": "text", "text": 5}]}',
    b'{"content": [], "stop_reason": "end_turn", "usage": {"output_tokens": "many"}}',
    b'{"choices": [{"message": {"content": ["x"]}, "finish_reason": "stop"}]}',
]  # fmt: skip


@BOTH
@pytest.mark.parametrize("body", ODD_BODIES, ids=range(len(ODD_BODIES)))
def test_a_200_that_is_no_answer_is_malformed_and_may_have_cost_money(
    server: ByteServer, make: Make, body: bytes
) -> None:
    server.plan = [http(body)]
    error = fault(make(server.url))
    assert (error.outcome, error.retryable, error.charged) == ("malformed", True, "unknown")


def test_each_api_refuses_the_bodies_of_the_other(server: ByteServer) -> None:
    server.plan = [http(openai_body())]
    assert fault(claude(server.url)).outcome == "malformed"
    server.plan = [http(claude_body())]
    assert fault(compatible(server.url)).outcome == "malformed"


@BOTH
def test_half_characters_and_zero_bytes_do_not_lose_an_answer(server: ByteServer, make: Make) -> None:
    text = "a\ud800b\0c"
    whole: Any = claude_body(content=[{"type": "text", "text": text}])
    server.plan = [http(whole if make is claude else openai_body(said={"content": text}))]
    assert make(server.url).send(request()).text == "a?bc"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=5), one, max_size=3),
    max_leaves=6,
)
PLACES = st.sampled_from(
    ["model", "content", "choices", "usage", "stop_reason", "usage.output_tokens", "usage.input_tokens",
     "usage.prompt_tokens", "usage.cache_creation", "usage.prompt_tokens_details", "id", "type"]
)  # fmt: skip


@BOTH
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=PLACES, value=JSON)
def test_any_damage_to_a_body_ends_in_an_answer_or_in_our_one_error(
    server: ByteServer, make: Make, place: str, value: Any
) -> None:
    body: Any = claude_body() if make is claude else openai_body()
    at = body
    *way, last = place.split(".")
    for step in way:
        at = at[step]
    at[last] = value
    server.plan = [http(json.dumps(body).encode("utf-8", "surrogatepass"))]
    try:
        answer = make(server.url).send(request())
    except ProviderError as error:
        assert error.outcome == "malformed"
    else:
        assert isinstance(answer.text, str)
        assert isinstance(answer.model, str)
        booked = believed(answer, request()).usage
        assert all(isinstance(count, int) and count >= 0 for count in (booked.input_tokens, booked.output_tokens))


# -- errors ---------------------------------------------------------------------------------------

CLAUDE_ERRORS: list[tuple[int, dict[str, Any], str, bool, bool]] = [
    (400, {}, "bad_request", False, False), (401, {}, "not_authorised", False, True),
    (402, {}, "payment_required", False, True), (403, {}, "forbidden", False, True),
    (404, {}, "not_found", False, False), (408, {}, "timed_out", True, False), (409, {}, "conflict", True, False),
    (412, {}, "bad_request", False, False), (413, {}, "too_large", False, False),
    (422, {}, "bad_request", False, False), (429, {}, "rate_limited", True, False),
    (431, {}, "bad_request", False, False), (499, {}, "cancelled", False, False),
    (500, {}, "server_error", True, False), (501, {}, "server_error", True, False),
    (503, {}, "server_error", True, False), (504, {}, "timed_out", True, False), (529, {}, "overloaded", True, False),
    (429, {"details": {"error_code": "enforced_spend_limit_reached"}}, "spend_limit", False, True),
    (429, {"details": {"error_code": "contract_spend_limit_reached"}}, "spend_limit", False, True),
    (402, {"details": {"error_code": "linked_organization_spend_limit_reached"}}, "spend_limit", False, True),
    (429, {"details": {"error_code": "ramp_limit_exceeded"}}, "rate_limited", True, False),
    (400, {"details": {"error_code": "organization_on_hold"}}, "forbidden", False, True),
    (400, {"message": "Your credit balance is too low to access the API."}, "payment_required", False, True),
]  # fmt: skip


@pytest.mark.parametrize(("status", "error", "outcome", "retryable", "account_wide"), CLAUDE_ERRORS)
def test_an_error_of_claudes_says_what_to_do_next(
    server: ByteServer, status: int, error: dict[str, Any], outcome: str, *, retryable: bool, account_wide: bool
) -> None:
    body = {"type": "error", "error": {"type": "an_error", "message": WORDS} | error}
    server.plan = [http(body, status=status, headers={"request-id": "req_9", "retry-after": "3"})]
    found = fault(claude(server.url))
    assert (found.outcome, found.retryable, found.account_wide) == (outcome, retryable, account_wide)
    assert (found.http_status, found.charged, found.request_id) == (status, "no", "req_9")
    assert found.retry_after == (3.0 if retryable else None)


OPENAI_ERRORS: list[tuple[int, dict[str, Any], str, bool, bool]] = [
    (400, {}, "bad_request", False, False), (401, {}, "not_authorised", False, True),
    (402, {}, "payment_required", False, True), (403, {}, "forbidden", False, True),
    (404, {}, "not_found", False, False), (408, {}, "timed_out", True, False), (409, {}, "conflict", True, False),
    (413, {}, "too_large", False, False), (422, {}, "bad_request", False, False),
    (429, {"code": "rate_limit_exceeded"}, "rate_limited", True, False),
    (429, {"code": "insufficient_quota"}, "spend_limit", False, True),
    (429, {"code": None, "type": "insufficient_quota"}, "spend_limit", False, True),
    (400, {"code": "billing_hard_limit_reached"}, "spend_limit", False, True),
    (403, {"code": "account_deactivated"}, "forbidden", False, True),
    (400, {"code": "context_length_exceeded"}, "too_large", False, False),
    (400, {"code": "content_filter"}, "refused", False, False),
    (500, {}, "server_error", True, False), (501, {}, "bad_request", False, False),
    (503, {}, "overloaded", True, False), (504, {}, "timed_out", True, False), (529, {}, "server_error", True, False),
]  # fmt: skip


@pytest.mark.parametrize(("status", "error", "outcome", "retryable", "account_wide"), OPENAI_ERRORS)
def test_an_error_of_openais_says_what_to_do_next(
    server: ByteServer, status: int, error: dict[str, Any], outcome: str, *, retryable: bool, account_wide: bool
) -> None:
    body = {"error": {"type": "an_error", "message": WORDS, "param": None, "code": None} | error}
    server.plan = [http(body, status=status, headers={"x-request-id": "req_9", "retry-after-ms": "1500"})]
    found = fault(compatible(server.url))
    assert (found.outcome, found.retryable, found.account_wide) == (outcome, retryable, account_wide)
    assert (found.http_status, found.charged, found.request_id) == (status, "no", "req_9")
    assert found.retry_after == (1.5 if retryable else None)


@BOTH
@pytest.mark.parametrize("body", [b"", b"<html>", b'"x"', b"[1]", b'{"error": "words"}', b'{"error": {"code": 5}}'])
def test_an_error_with_an_odd_body_keeps_its_status(server: ByteServer, make: Make, body: bytes) -> None:
    for status, outcome in ((529 if make is claude else 503, "overloaded"), (401, "not_authorised")):
        server.plan = [http(body, status=status)]
        assert fault(make(server.url)).outcome == outcome


@BOTH
def test_the_servers_wish_not_to_be_asked_again_is_kept(server: ByteServer, make: Make) -> None:
    server.plan = [http({}, status=500, headers={"x-should-retry": "false"})]
    assert not fault(make(server.url)).retryable


# -- streams --------------------------------------------------------------------------------------


def claude_events(*, upto: int = 99, stop: str = "end_turn") -> list[bytes | float]:
    usage = {"input_tokens": 50, "output_tokens": 1, "cache_read_input_tokens": 7}
    said: list[dict[str, Any]] = [
        {"type": "message_start", "message": claude_body(content=[], stop_reason=None, usage=usage)},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "ping"},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": '{"text": '}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": '"Hello."}'}},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": stop}, "usage": {"output_tokens": 12}},
        {"type": "message_stop"},
    ]
    return [chunk(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n".encode()) for one in said[:upto]]


def openai_events(*, upto: int = 99, finish: str = "stop") -> list[bytes | float]:
    def piece(delta: dict[str, Any], ends: str | None = None) -> dict[str, Any]:
        return {"model": "m-1", "choices": [{"index": 0, "delta": delta, "finish_reason": ends}], "usage": None}

    said: list[Any] = [
        piece({"role": "assistant", "content": ""}),
        piece({"content": '{"text": '}),
        piece({"content": '"Hello."}'}),
        piece({}, finish),
        {"model": "m-1", "choices": [], "usage": {"prompt_tokens": 57, "completion_tokens": 12}},
    ]
    return [chunk(f"data: {json.dumps(one)}\n\n".encode()) for one in said[:upto]] + (
        [chunk(b"data: [DONE]\n\n")] if upto > 5 else []
    )


END = b"0\r\n\r\n"


def events_of(make: Make, **how: Any) -> list[bytes | float]:
    return claude_events(**how) if make is claude else openai_events(**how)


@BOTH
def test_a_stream_gives_its_pieces_and_then_the_whole_answer(server: ByteServer, make: Make) -> None:
    server.plan = [STREAM, *events_of(make), END]
    with make(server.url).stream(request()) as stream:
        assert list(stream) == ['{"text": ', '"Hello."}']
    answer = stream.answer()
    assert (answer.text, answer.stop) == ('{"text": "Hello."}', "complete")
    assert answer.usage == (Usage(50, 12, 7) if make is claude else Usage(57, 12))


@BOTH
@pytest.mark.parametrize("end", [b"", END], ids=["broken", "ended politely"])
def test_a_stream_that_breaks_is_cut_and_its_usage_is_at_least_what_came(
    server: ByteServer, make: Make, end: bytes
) -> None:
    server.plan = [STREAM, *events_of(make, upto=4 if make is claude else 2), end]
    came: list[str] = []
    with make(server.url).stream(request()) as stream, pytest.raises(ProviderError) as caught:
        came.extend(stream)
    assert (caught.value.outcome, caught.value.retryable, caught.value.charged) == ("dropped", True, "unknown")
    answer = stream.answer()
    assert (came, answer.text, answer.stop) == (['{"text": '], '{"text": ', "cut")
    assert answer.usage.output_tokens >= 3
    assert (answer.usage.input_tokens == 50) if make is claude else answer.usage.input_tokens > 600


@BOTH
def test_a_reader_who_leaves_cuts_the_stream_and_closes_the_connection(server: ByteServer, make: Make) -> None:
    server.plan = [STREAM, *events_of(make, upto=5 if make is claude else 3), 20.0]
    with make(server.url).stream(request()) as stream:
        assert next(iter(stream)) == '{"text": '
    assert (stream.answer().text, stream.answer().stop) == ('{"text": ', "cut")
    assert stream.answer().usage.output_tokens >= 3


@BOTH
@pytest.mark.parametrize(
    ("reasons", "stop"),
    [(("refusal", "content_filter"), "refused"), (("max_tokens", "length"), "truncated")],
)
def test_a_stream_that_ends_early_says_why(
    server: ByteServer, make: Make, reasons: tuple[str, str], stop: Stop
) -> None:
    ends = {"stop": reasons[0]} if make is claude else {"finish": reasons[1]}
    server.plan = [STREAM, *events_of(make, **ends), END]
    with make(server.url).stream(request()) as stream:
        list(stream)
    assert stream.answer().stop == stop


def test_a_refusal_in_pieces_is_a_refusal(server: ByteServer) -> None:
    said = {"choices": [{"delta": {"refusal": "I can't."}, "finish_reason": "stop"}]}
    server.plan = [STREAM, chunk(f"data: {json.dumps(said)}\n\n".encode()), END]
    with compatible(server.url).stream(request()) as stream:
        assert list(stream) == []
    assert stream.answer().stop == "refused"


@pytest.mark.parametrize(
    ("make", "event", "outcome", "account_wide"),
    [
        (claude, {"type": "error", "error": {"type": "overloaded_error", "message": WORDS}}, "overloaded", False),
        (claude, {"type": "error", "error": {"type": "billing_error"}}, "payment_required", True),
        (claude, {"type": "error", "error": {"type": "new_error"}}, "server_error", False),
        (compatible, {"error": {"message": WORDS, "code": "rate_limit_exceeded"}}, "rate_limited", False),
        (compatible, {"error": {"code": "insufficient_quota"}}, "spend_limit", True),
        (compatible, {"error": WORDS}, "server_error", False),
    ],
)
def test_an_error_inside_a_stream_is_typed_and_what_came_is_paid_for(
    server: ByteServer, make: Make, event: dict[str, Any], outcome: str, *, account_wide: bool
) -> None:
    began = events_of(make, upto=4 if make is claude else 2)
    server.plan = [STREAM, *began, chunk(f"data: {json.dumps(event)}\n\n".encode()), END]
    with make(server.url).stream(request()) as stream, pytest.raises(ProviderError) as caught:
        list(stream)
    error = caught.value
    assert (error.outcome, error.account_wide, error.charged) == (outcome, account_wide, "unknown")
    assert WORDS not in str(error)
    assert error.__context__ is None
    assert stream.answer().text == '{"text": '


@BOTH
def test_a_stream_that_does_not_begin_raises_at_once(server: ByteServer, make: Make) -> None:
    server.plan = [http({"error": {}}, status=401)]
    with pytest.raises(ProviderError) as caught:
        make(server.url).stream(request())
    assert (caught.value.outcome, caught.value.account_wide) == ("not_authorised", True)


@BOTH
@pytest.mark.parametrize(
    "data", [b"data: {\n\n", b"data: []\n\n", b"data: {}\n\n", b"hello\n\n", b'data: {"x": 1}\n\n']
)
def test_a_stream_of_something_else_is_no_answer(server: ByteServer, make: Make, data: bytes) -> None:
    server.plan = [STREAM, chunk(data), END]
    with make(server.url).stream(request()) as stream, pytest.raises(ProviderError) as caught:
        list(stream)
    assert caught.value.outcome in {"malformed", "dropped"}
    assert stream.answer().stop == "cut"
