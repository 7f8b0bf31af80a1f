"""OpenAI-compatible servers: the form of answer, servers that refuse it, no key, and the sandbox's second door."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Literal

import jsonschema
import pytest
import requests
from pydantic import BaseModel, ConfigDict, Field

from orchestrator.providers.base import Provider, ProviderError
from orchestrator.providers.claude import Claude
from orchestrator.providers.openai import OpenAiCompatible
from orchestrator.providers.openai_schema import to_strict, without_added_nulls
from tests.orchestrator.answers import Reply, Understood
from tests.orchestrator.byte_server import ByteServer
from tests.orchestrator.provider_cases import KEY, fault, request
from tests.orchestrator.test_provider_answers import body_of, http, openai_body


class Slot(BaseModel):
    """A stated thing."""

    value: int = Field(ge=0, description="whole dollars")
    evidence: str = ""


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    price: Slot | None = Field(None, description="the price, if stated")
    tags: list[Literal["hot", "cold"]] = Field(default_factory=list, max_length=3)
    note: str = Field("none", max_length=40)
    wanted: bool
    slots: list[Slot] = Field(default_factory=list)


SCHEMA = Answer.model_json_schema()


@pytest.fixture
def server() -> Iterator[ByteServer]:
    one = ByteServer()
    yield one
    one.close()


# -- schemas --------------------------------------------------------------------------------------


def test_the_strict_schema_closes_all_requires_all_and_says_the_other_rules_in_words() -> None:
    strict = to_strict(SCHEMA)
    assert strict is not None
    assert strict["required"] == ["price", "tags", "note", "wanted", "slots"]
    assert strict["additionalProperties"] is False
    assert strict["properties"]["note"] == {
        "anyOf": [{"type": "string"}, {"type": "null"}],
        "description": "(maxLength: 40)",
    }
    assert strict["properties"]["wanted"] == {"type": "boolean"}
    assert strict["properties"]["price"]["anyOf"] == [{"$ref": "#/$defs/Slot"}, {"type": "null"}]
    slot = strict["$defs"]["Slot"]
    assert slot["required"] == ["value", "evidence"]
    assert slot["properties"]["value"] == {"type": "integer", "description": "whole dollars (minimum: 0)"}


@pytest.mark.parametrize("answer_type", [Answer, Reply, Understood])
def test_what_fits_the_strict_schema_fits_the_type_once_its_nulls_are_gone(answer_type: type[BaseModel]) -> None:
    schema = answer_type.model_json_schema()
    strict = to_strict(schema)
    assert strict is not None
    filled = _blank(strict, strict)
    jsonschema.validate(filled, strict)
    answer_type.model_validate_json(without_added_nulls(json.dumps(filled), schema))


def _blank(schema: dict[str, Any], root: dict[str, Any]) -> Any:
    """The emptiest thing that fits: null wherever it may stand."""
    if "$ref" in schema:
        return _blank(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema:
        return None if {"type": "null"} in schema["anyOf"] else _blank(schema["anyOf"][0], root)
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "object":
        return {name: _blank(one, root) for name, one in schema["properties"].items()}
    return {"array": [], "string": "x", "boolean": False, "integer": 0, "number": 0.5}[schema["type"]]


def test_only_nulls_that_nobody_meant_are_dropped() -> None:
    said = {
        "price": None, "tags": None, "note": None, "wanted": True,
        "slots": [{"value": 1, "evidence": None}, {"value": None, "evidence": "x"}],
    }  # fmt: skip
    kept = json.loads(without_added_nulls(json.dumps(said), SCHEMA))
    assert kept == {
        "price": None, "wanted": True, "slots": [{"value": 1}, {"value": None, "evidence": "x"}],
    }  # fmt: skip


@pytest.mark.parametrize("text", ["no json", "[1]", "null", '{"unknown": null}', '{"wanted": true}', "[" * 5000])
def test_what_is_not_of_the_schema_is_left_as_it_is(text: str) -> None:
    assert without_added_nulls(text, SCHEMA) == text


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"type": "object", "properties": {"any": {}}, "required": ["any"]},
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "properties": {"m": {"type": "object"}}},
    ],
)
def test_what_the_strict_subset_cannot_say_is_not_forced_into_it(schema: dict[str, Any]) -> None:
    assert to_strict(schema) is None


# -- what is sent ---------------------------------------------------------------------------------


def test_a_request_carries_the_strict_schema_system_and_ceiling_and_no_sampling(server: ByteServer) -> None:
    server.plan = [http(openai_body())]
    OpenAiCompatible(key=KEY, base_url=f"{server.url}/v1").send(request(model="m-1"))
    sent = body_of(server)
    assert set(sent) == {"model", "messages", "max_tokens", "response_format"}
    assert (sent["model"], sent["max_tokens"]) == ("m-1", 300)
    assert [said["role"] for said in sent["messages"]] == ["system", "user"]
    told = sent["response_format"]["json_schema"]
    assert (told["strict"], told["schema"]["required"]) == (True, ["text"])
    assert f"Bearer {KEY}".encode() in server.requests[0]


def test_without_a_key_no_authorisation_is_sent(server: ByteServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-the-environment")
    server.plan = [http(openai_body())]
    assert OpenAiCompatible(base_url=f"{server.url}/v1").send(request()).text
    assert b"authorization" not in server.requests[0].lower()
    assert b"of-the-environment" not in server.requests[0]
    with pytest.raises(ValueError, match="needs a key"):
        OpenAiCompatible()


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_that_refuses_a_form_of_answer_is_asked_for_a_plainer_one_and_that_is_remembered(
    status: int,
) -> None:
    asked: list[dict[str, Any]] = []
    server = _refusing(asked, {"json_schema", "json_object"}, status)
    provider = OpenAiCompatible(base_url=f"{server.url}/v1")
    assert provider.send(request(model="m-1")).text == '{"text": "Hello."}'
    forms = [one.get("response_format", {}).get("type", "none") for one in asked]
    assert forms == ["json_schema", "json_object", "none"]
    system = asked[-1]["messages"][0]["content"]
    assert system.startswith("You write texts.")
    assert '"maxLength":300' in system
    provider.send(request(model="m-1"))
    assert len(asked) == 4, "the same model and schema are asked for at once in the form that worked"
    provider.send(request(model="m-2"))
    assert len(asked) == 7, "another model may take what this one does not"
    server.close()


def test_any_other_400_is_no_reason_to_ask_again(server: ByteServer) -> None:
    server.plan = [http({"error": {"message": "unknown model", "param": "model"}}, status=400)]
    assert fault(OpenAiCompatible(base_url=f"{server.url}/v1")).outcome == "bad_request"
    assert server.connections == 1


def test_a_schema_that_cannot_be_strict_is_put_into_words(server: ByteServer) -> None:
    server.plan = [http(openai_body())]
    schema = {"type": "object", "additionalProperties": {"type": "string"}}
    OpenAiCompatible(base_url=f"{server.url}/v1").send(request(schema=schema))
    assert body_of(server)["response_format"] == {"type": "json_object"}
    assert "additionalProperties" in body_of(server)["messages"][0]["content"]


def _refusing(asked: list[dict[str, Any]], forms: set[str], status: int) -> ByteServer:
    """A server that does not take these forms of answer, and says so in its own words."""

    def answer(sent: bytes) -> list[bytes | float]:
        body = json.loads(sent.partition(b"\r\n\r\n")[2])
        asked.append(body)
        form = body.get("response_format", {}).get("type")
        no = {"object": "error", "message": f"Grammar error: {form} is not supported", "code": status}
        return [http(no, status=status) if form in forms else http(openai_body())]

    return ByteServer(answer=answer)


# -- the sandbox ----------------------------------------------------------------------------------

Control = Callable[..., None]


@pytest.fixture
def control(sandbox_url: str) -> Iterator[Control]:
    """Sets failures and settings; all are taken back at the end."""
    before = requests.get(f"{sandbox_url}/control/settings", timeout=5).json()

    def told(path: str, **body: Any) -> None:
        requests.post(f"{sandbox_url}/control/{path}", json=body, timeout=5).raise_for_status()

    yield told
    requests.delete(f"{sandbox_url}/control/failures", timeout=5)
    told("settings", **{name: before[name] for name in ("openai_limits", "openai_refuses", "openai_needs_key")})


@pytest.fixture(params=["claude", "openai"])
def door(request: pytest.FixtureRequest, sandbox_url: str) -> tuple[str, Provider]:
    if request.param == "claude":
        return "claude", Claude(key="sandbox", base_url=f"{sandbox_url}/claude")
    return "openai", OpenAiCompatible(base_url=f"{sandbox_url}/openai/v1")


PRICE = {
    "schema": Understood.model_json_schema(),
    "messages": ({"role": "user", "content": "<pending>price</pending>\n<lead_message>about 450k</lead_message>"},),
    "max_output_tokens": 500,
}


def test_both_doors_of_the_sandbox_fill_the_same_schema(door: tuple[str, Provider]) -> None:
    answer = door[1].send(request(**PRICE))
    understood = Understood.model_validate_json(answer.text)
    assert [(slot.name, slot.evidence) for slot in understood.slots] == [("price", "450k")]
    assert answer.hints is not None
    assert answer.hints.requests is not None
    assert 0 < answer.hints.requests.remaining < answer.hints.requests.limit


def test_both_doors_stream_what_they_send(door: tuple[str, Provider]) -> None:
    whole = door[1].send(request(**PRICE))
    with door[1].stream(request(**PRICE)) as stream:
        pieces = list(stream)
    assert len(pieces) > 2
    assert Understood.model_validate_json(stream.answer().text) == Understood.model_validate_json(whole.text)
    assert (stream.answer().stop, stream.answer().usage) == ("complete", whole.usage)


def test_a_door_that_drips_is_left_in_time(door: tuple[str, Provider], control: Control) -> None:
    control("failures", scope=door[0], kind="drip", delay_ms=200)
    assert fault(door[1], timeout_seconds=0.5).outcome == "timed_out"
    with door[1].stream(request(timeout_seconds=0.5)) as stream, pytest.raises(ProviderError) as caught:
        list(stream)
    assert caught.value.outcome == "timed_out"


def test_a_stream_that_breaks_is_cut_and_counted(door: tuple[str, Provider], control: Control) -> None:
    control("failures", scope=door[0], kind="truncated", count=1)
    with door[1].stream(request(**PRICE)) as stream, pytest.raises(ProviderError) as caught:
        list(stream)
    answer = stream.answer()
    assert (caught.value.outcome, answer.stop) == ("dropped", "cut")
    assert answer.text
    assert answer.usage.output_tokens >= len(answer.text) // 4


def test_a_small_server_that_takes_no_schema_still_fills_it(sandbox_url: str, control: Control) -> None:
    control("settings", openai_refuses="json_schema json_object")
    provider = OpenAiCompatible(base_url=f"{sandbox_url}/openai/v1")
    answer = provider.send(request(**PRICE))
    assert Understood.model_validate_json(answer.text).slots[0].name == "price"


def test_a_spent_limit_says_when_and_a_spent_quota_never(sandbox_url: str, control: Control) -> None:
    provider = OpenAiCompatible(base_url=f"{sandbox_url}/openai/v1")
    control("failures", scope="openai", kind="429", code="insufficient_quota", count=1)
    error = fault(provider)
    assert (error.outcome, error.retryable, error.account_wide) == ("spend_limit", False, True)
    control("settings", openai_limits={"requests": 1, "tokens": 1_000_000})
    error = fault(provider)
    assert (error.outcome, error.retryable, error.account_wide) == ("rate_limited", True, False)
    assert error.retry_after is not None and error.retry_after > 0
    assert error.hints is not None
    assert error.hints.requests is not None
    assert error.hints.requests.remaining == 0


def test_a_key_that_is_asked_for_is_missed(sandbox_url: str, control: Control) -> None:
    control("settings", openai_needs_key=True)
    error = fault(OpenAiCompatible(base_url=f"{sandbox_url}/openai/v1"))
    assert (error.outcome, error.account_wide) == ("not_authorised", True)
    assert OpenAiCompatible(key="any", base_url=f"{sandbox_url}/openai/v1").send(request()).text


def test_claudes_spend_limit_is_told_from_its_rate_limit(sandbox_url: str, control: Control) -> None:
    provider = Claude(key="sandbox", base_url=f"{sandbox_url}/claude")
    control("failures", scope="claude", kind="429", code="enforced_spend_limit_reached", count=1)
    error = fault(provider)
    assert (error.outcome, error.retryable, error.account_wide) == ("spend_limit", False, True)


def test_a_marked_prefix_is_written_once_and_then_read(sandbox_url: str) -> None:
    provider = Claude(key="sandbox", base_url=f"{sandbox_url}/claude")
    system = "Write kindly and shortly, please. " * 80
    first, second = (provider.send(request(system=system)).usage for _ in range(2))
    assert (first.cache_write_5m_tokens > 512, first.cache_read_tokens) == (True, 0)
    assert (second.cache_write_5m_tokens, second.cache_read_tokens) == (0, first.cache_write_5m_tokens)
