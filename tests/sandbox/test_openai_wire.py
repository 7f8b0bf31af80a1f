"""The second door to the model look-alike: OpenAI's SDK, schemas, streams, limits, switches."""

import json
import time
from typing import Any

import openai
import pytest
import requests

from tests.sandbox.asking import closed
from tests.sandbox.conftest import Sandbox

MODEL = "gpt-4o-mini"
MAYBE = {"anyOf": [{"type": "integer"}, {"type": "null"}]}
PRICE = closed({"price": MAYBE, "evidence": {"type": "string"}})
WORDS = "asking 455k for it"


def client(sandbox: Sandbox, key: str = "any") -> openai.OpenAI:
    return openai.OpenAI(api_key=key, base_url=f"{sandbox.url}/openai/v1", max_retries=0)


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}


def ask(sandbox: Sandbox, words: str = WORDS, *, system: str = "Read the message.", **more: Any) -> Any:
    messages = [
        {"role": "system", "content": system},
        {"role": "user", "content": f"<pending></pending>\n<lead_message>{words}</lead_message>"},
    ]
    asked: dict[str, Any] = {"model": MODEL, "messages": messages} | more
    return client(sandbox).chat.completions.create(**asked)


def test_a_strict_schema_is_filled_from_the_leads_words(model: Sandbox) -> None:
    answer = ask(model, response_format=strict(PRICE))
    assert json.loads(answer.choices[0].message.content) == {"price": 455_000, "evidence": "455k"}
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 10


@pytest.mark.parametrize("form", [{"type": "json_object"}, {"type": "text"}])
def test_a_schema_in_the_words_of_the_system_message_is_followed_too(model: Sandbox, form: dict[str, str]) -> None:
    answer = ask(model, system=f"Answer in JSON that fits: {json.dumps(PRICE)}", response_format=form)
    assert json.loads(answer.choices[0].message.content)["price"] == 455_000


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        {**closed({"a": {"type": "string"}, "b": {"type": "string"}}), "required": ["a"]},
        closed({"a": {"type": "string", "maxLength": 5}}),
        closed({"a": {"type": "array", "items": {"type": "object", "properties": {}}}}),
    ],
)
def test_a_schema_outside_of_the_strict_subset_is_refused(model: Sandbox, schema: dict[str, Any]) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        ask(model, response_format=strict(schema))
    assert caught.value.param == "response_format"


@pytest.mark.parametrize(
    "change", [{"messages": []}, {"model": ""}, {"max_tokens": 0}, {"response_format": {"type": "xml"}}]
)
def test_what_the_api_refuses_is_400_with_its_error_shape(model: Sandbox, change: dict[str, Any]) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        ask(model, **change)
    assert caught.value.type == "invalid_request_error"


def test_streaming_gives_the_same_words_and_the_usage_at_its_end(model: Sandbox) -> None:
    whole = ask(model, response_format=strict(PRICE))
    counted = {"include_usage": True}
    chunks = list(ask(model, response_format=strict(PRICE), stream=True, stream_options=counted))
    words = "".join(one.choices[0].delta.content or "" for one in chunks if one.choices)
    assert words == whole.choices[0].message.content
    assert chunks[-1].usage.completion_tokens == whole.usage.completion_tokens
    assert len(chunks) > 4


def test_a_ceiling_cuts_the_answer(model: Sandbox) -> None:
    answer = ask(model, response_format=strict(PRICE), max_completion_tokens=3)
    assert answer.choices[0].finish_reason == "length"


def test_a_long_prefix_is_read_from_the_cache_the_second_time(model: Sandbox) -> None:
    first, second = (ask(model, system="Rules. " * 900).usage.prompt_tokens_details.cached_tokens for _ in range(2))
    assert (first, second > 1_000, second % 128) == (0, True, 0)


def test_limits_count_down_in_headers_and_answer_429(sandbox: Sandbox) -> None:
    sandbox.control("settings", {"openai_limits": {"requests": 2}})
    raw = [client(sandbox).chat.completions.with_raw_response for _ in range(2)]
    body: dict[str, Any] = {"model": MODEL, "messages": [{"role": "user", "content": "hi"}], "max_tokens": 10}
    left = [int(one.create(**body).headers["x-ratelimit-remaining-requests"]) for one in raw]
    assert left == [1, 0]
    with pytest.raises(openai.RateLimitError) as caught:
        client(sandbox).chat.completions.create(**body)
    assert caught.value.code == "rate_limit_exceeded"
    headers = caught.value.response.headers
    assert 1 <= int(headers["retry-after"]) <= 60
    assert headers["x-ratelimit-reset-requests"].endswith(("s", "ms"))
    sandbox.control("settings", {"openai_limits": {"requests": 100, "tokens": 500}})
    ask(sandbox, max_tokens=300)
    with pytest.raises(openai.RateLimitError):
        ask(sandbox, max_tokens=300)


def test_a_key_is_needed_only_when_told(sandbox: Sandbox) -> None:
    url = f"{sandbox.url}/openai/v1/chat/completions"
    body = {"model": MODEL, "messages": [{"role": "user", "content": "hi"}]}
    assert requests.post(url, json=body, timeout=5).status_code == 200
    sandbox.control("settings", {"openai_needs_key": True})
    answer = requests.post(url, json=body, timeout=5)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key")
    assert MODEL in [one.id for one in client(sandbox).models.list()]


def test_forms_of_answer_can_be_refused_as_by_a_small_server(sandbox: Sandbox) -> None:
    sandbox.control("settings", {"openai_refuses": "json_schema"})
    with pytest.raises(openai.BadRequestError, match="json_schema"):
        ask(sandbox, response_format=strict(PRICE))
    assert ask(sandbox, system=f"JSON: {json.dumps(PRICE)}", response_format={"type": "json_object"})


@pytest.mark.parametrize(
    ("switch", "error"),
    [
        ({"kind": "429", "retry_after": "3"}, openai.RateLimitError),
        ({"kind": "500"}, openai.InternalServerError),
        ({"kind": "status", "status": 401}, openai.AuthenticationError),
        ({"kind": "drop_after"}, openai.APIConnectionError),
        ({"kind": "truncated"}, openai.APIConnectionError),
    ],
)
def test_it_fails_as_the_sdk_knows_it_and_recovers(sandbox: Sandbox, switch: dict[str, Any], error: Any) -> None:
    sandbox.control("failures", {"scope": "openai", "count": 1, **switch})
    with pytest.raises(error):
        ask(sandbox)
    assert ask(sandbox).choices[0].message.content


def test_a_cause_can_be_named_in_the_error(sandbox: Sandbox) -> None:
    sandbox.control("failures", {"scope": "openai", "count": 1, "kind": "429", "code": "insufficient_quota"})
    with pytest.raises(openai.RateLimitError) as caught:
        ask(sandbox)
    assert (caught.value.code, caught.value.type) == ("insufficient_quota", "insufficient_quota")


def test_a_refusal_stands_beside_an_empty_content(sandbox: Sandbox) -> None:
    sandbox.control("settings", {"claude_errors": {"rate": 1.0, "kinds": ["refusal"]}})
    said = ask(sandbox, response_format=strict(PRICE)).choices[0].message
    assert said.content is None
    assert said.refusal


@pytest.mark.parametrize("door", ["claude", "openai"])
def test_a_streamed_answer_can_break_in_the_middle(sandbox: Sandbox, door: str) -> None:
    sandbox.control("failures", {"scope": door, "kind": "truncated", "count": 1})
    lines: list[bytes] = []
    with pytest.raises(requests.RequestException):
        lines += stream(sandbox, door).iter_lines()
    assert not {b"message_stop", b"[DONE]"} & {word for line in lines for word in line.split()}
    assert not any(b"end_turn" in line or b'"finish_reason":"stop"' in line for line in lines)


@pytest.mark.parametrize("door", ["claude", "openai"])
@pytest.mark.parametrize("streamed", [True, False])
def test_an_answer_can_drip_byte_by_byte(sandbox: Sandbox, door: str, *, streamed: bool) -> None:
    sandbox.control("failures", {"scope": door, "kind": "drip", "delay_ms": 20, "count": 1})
    before = time.monotonic()
    answer = stream(sandbox, door, stream=streamed)
    answer.raw.read(25)
    assert 0.4 < time.monotonic() - before < 3
    answer.close()
    assert stream(sandbox, door, stream=False).ok


def stream(sandbox: Sandbox, door: str, *, stream: bool = True) -> requests.Response:
    path = {"claude": "/claude/v1/messages", "openai": "/openai/v1/chat/completions"}[door]
    body = {"model": MODEL, "max_tokens": 50, "messages": [{"role": "user", "content": "hello"}], "stream": stream}
    headers = {"Authorization": "Bearer k", "anthropic-version": "2026-10-21"}
    return requests.post(sandbox.url + path, json=body, headers=headers, timeout=5, stream=True)
