"""Anything that changes an answer changes the key; nothing else does."""

import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from orchestrator.asking.question import prepare
from orchestrator.cache.keys import KeyParts, cache_key, schema_version
from orchestrator.contracts import KnownIdentity, LlmRequest
from orchestrator.prompts.files import PromptFile, read_prompt
from tests.orchestrator.answers import Reply, Understood

PARTS = KeyParts("loc", "task", "p/1", "sha", "model", "schema", {"max_output_tokens": 5}, {"lead": "hi", "b": 1})
FILE = "---\nname: p\nnumber: 1\ntask: t\nmodel: m\n---\nText {{a}} {{b}}"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("tenant", "loc2"), ("task", "task2"), ("prompt_version", "p/2"), ("prompt_sha256", "sha2"), ("model", "m2"),
        ("schema_version", "s2"), ("parameters", {"max_output_tokens": 6}), ("masked_input", {"lead": "hi", "b": 2}),
    ],
)  # fmt: skip
def test_each_part_changes_the_key(part: str, value: Any) -> None:
    assert cache_key(replace(PARTS, **{part: value})) != cache_key(PARTS)


def test_parts_cannot_run_into_each_other() -> None:
    assert cache_key(replace(PARTS, tenant="a", task="bc")) != cache_key(replace(PARTS, tenant="ab", task="c"))


def test_the_order_of_names_does_not_matter() -> None:
    assert cache_key(replace(PARTS, masked_input={"b": 1, "lead": "hi"})) == cache_key(PARTS)


def test_a_key_has_its_version_in_front() -> None:
    assert cache_key(PARTS).startswith("v1:") and len(cache_key(PARTS)) == 67


def test_schemas_have_versions_of_their_own() -> None:
    assert schema_version(Reply) != schema_version(Understood)


def key_of(prompt: PromptFile | None = None, model: str = "m", endpoint: str = "e", **changed: Any) -> str:
    facts: dict[str, Any] = {
        "tenant": "t", "provider_group": "real", "task": "t", "prompt": "p", "answer_type": Reply, "pending": "price",
        "lead_message": "José wants 450k", "deadline": 0.0, "variables": {"a": "1", "b": "2"},
        "history": (("us", "hi"),),
    }  # fmt: skip
    return prepare(
        LlmRequest(**(facts | changed)),
        prompt or read_prompt(FILE, "p.md"),
        model=model,
        endpoint=endpoint,
        max_input_tokens=4000,
        max_output_tokens=500,
    ).key


@pytest.mark.parametrize(
    "changed",
    [
        {"tenant": "t2"}, {"task": "t2"}, {"answer_type": Understood}, {"pending": "timeline"}, {"lead_message": "450"},
        {"variables": {"a": "2", "b": "1"}}, {"history": (("lead", "hi"),)}, {"history": ()}, {"model": "m2"},
        {"endpoint": "e2"}, {"identity": KnownIdentity(names=("José Ruiz",))},
        {"prompt": read_prompt(FILE.replace("number: 1", "number: 2"), "p.md")},
        {"prompt": read_prompt(FILE.replace("Text", "Words"), "p.md")},
        {"prompt": read_prompt(FILE.replace("model: m", "model: m\nmax_output_tokens: 20"), "p.md")},
    ],
)  # fmt: skip
def test_every_part_of_a_request_changes_its_key(changed: dict[str, Any]) -> None:
    assert key_of(**changed) != key_of()


@pytest.mark.parametrize(
    "changed",
    [
        {"lead_message": unicodedata.normalize("NFD", "José wants 450k")},
        {"lead_message": " José wants\u200b 450k\r\n"},
        {"lead_message": "José wants 450k\x00"}, {"cause": "turn:9"},
        {"variables": {"b": "2", "a": "1", "unnamed": "3"}},
        {"deadline": 99.0}, {"identity": KnownIdentity(names=("Nobody Here",))},
    ],
)  # fmt: skip
def test_two_spellings_of_one_request_share_a_key(changed: dict[str, Any]) -> None:
    assert key_of(**changed) == key_of()
