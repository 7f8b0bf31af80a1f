"""Every failure switch, on both look-alikes."""

import time
from typing import Any

import anthropic
import pytest
import requests

from tests.sandbox.conftest import Sandbox


def notes(sandbox: Sandbox, contact: str) -> list[str]:
    state = sandbox.look(f"state?contact={contact}")["contacts"][0]
    return [note["body"] for note in state["notes"]]


def client(sandbox: Sandbox) -> anthropic.Anthropic:
    return anthropic.Anthropic(api_key="any", base_url=f"{sandbox.url}/claude", max_retries=0)


def ask(sandbox: Sandbox) -> Any:
    return client(sandbox).messages.create(
        model="claude-haiku-5-5", max_tokens=64, messages=[{"role": "user", "content": "hello"}]
    )


@pytest.mark.parametrize("status", [429, 500, 503, 529])
def test_a_status_switch_answers_so_and_applies_nothing(sandbox: Sandbox, status: int) -> None:
    contact = sandbox.lead()
    sandbox.control("failures", {"kind": "status", "status": status, "count": 1, "retry_after": "7", "path": "notes"})
    answer = sandbox.api("POST", f"/contacts/{contact}/notes", {"body": "x"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (status, "7")
    assert notes(sandbox, contact) == []
    assert sandbox.api("POST", f"/contacts/{contact}/notes", {"body": "y"}).status_code == 201


def test_slow_waits_and_then_answers(sandbox: Sandbox) -> None:
    contact = sandbox.lead()
    sandbox.control("failures", {"kind": "slow", "delay_ms": 300, "count": 1})
    before = time.monotonic()
    assert sandbox.api("GET", f"/contacts/{contact}").ok
    assert time.monotonic() - before >= 0.3


@pytest.mark.parametrize(("kind", "applied"), [("drop_before", []), ("drop_after", ["x"])])
def test_a_dropped_call_gives_no_answer_and_is_applied_or_not(sandbox: Sandbox, kind: str, applied: list[str]) -> None:
    contact = sandbox.lead()
    sandbox.control("failures", {"kind": kind, "count": 1, "path": "/notes"})
    with pytest.raises(requests.ConnectionError):
        sandbox.api("POST", f"/contacts/{contact}/notes", {"body": "x"})
    assert notes(sandbox, contact) == applied
    assert sandbox.look("arrivals")["arrivals"][-1]["status"] == 0


def test_a_truncated_answer_ends_before_its_length(sandbox: Sandbox) -> None:
    contact = sandbox.lead()
    sandbox.control("failures", {"kind": "truncated", "count": 1})
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        sandbox.api("GET", f"/contacts/{contact}")


def test_a_malformed_answer_is_200_and_no_json(sandbox: Sandbox) -> None:
    contact = sandbox.lead()
    sandbox.control("failures", {"kind": "malformed", "count": 1})
    answer = sandbox.api("GET", f"/contacts/{contact}")
    assert answer.status_code == 200
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()


def test_a_share_of_calls_fails_in_a_seeded_pattern(sandbox: Sandbox) -> None:
    contact = sandbox.lead()

    def pattern(seed: int) -> list[int]:
        sandbox.control("failures", method="DELETE")
        sandbox.control("failures", {"kind": "500", "probability": 0.5, "seed": seed})
        return [sandbox.api("GET", f"/contacts/{contact}").status_code for _ in range(20)]

    first, again, other = pattern(3), pattern(3), pattern(4)
    assert first == again
    assert first != other
    assert {200, 500} == set(first)


@pytest.mark.parametrize("body", [{"kind": "nonsense"}, {"kind": "slow", "path": "("}, {"kind": "500", "scope": "x"}])
def test_a_switch_that_makes_no_sense_is_refused_with_words(sandbox: Sandbox, body: dict[str, Any]) -> None:
    answer = requests.post(f"{sandbox.url}/control/failures", json=body, timeout=5)
    assert answer.status_code == 422
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("switch", "error"),
    [
        ({"kind": "429", "retry_after": "3"}, anthropic.RateLimitError),
        ({"kind": "529"}, anthropic.APIStatusError),
        ({"kind": "500"}, anthropic.InternalServerError),
        ({"kind": "drop_before"}, anthropic.APIConnectionError),
        ({"kind": "drop_after"}, anthropic.APIConnectionError),
        ({"kind": "truncated"}, anthropic.APIConnectionError),
    ],
)
def test_the_model_fails_as_the_sdk_knows_it_and_recovers(
    sandbox: Sandbox, switch: dict[str, str], error: type[Exception]
) -> None:
    sandbox.control("failures", {"scope": "claude", "count": 1, **switch})
    with pytest.raises(error):
        ask(sandbox)
    assert ask(sandbox).content[0].text


def test_a_crm_switch_leaves_the_model_alone(sandbox: Sandbox) -> None:
    sandbox.control("failures", {"scope": "crm", "kind": "500"})
    assert ask(sandbox).stop_reason == "end_turn"
