"""A text that is far too long costs at most the ceiling, wherever it comes from, and keeps beginning and end."""

import time
from pathlib import Path
from typing import Any

import pytest

from orchestrator.asking.ceilings import tokens_estimate
from orchestrator.asking.question import fixed_tokens, prepare
from orchestrator.contracts import LlmRequest, Refused
from orchestrator.guards.of_request import screened_request
from orchestrator.prompts.files import PromptFile, read_prompt
from orchestrator.prompts.render import render
from tests.orchestrator.answers import Reply

CEILING = 6_000
PROMPTS = Path(__file__).parent / "prompts"
BEGINS, ENDS = "Hi, we sell 12 Oak Ave.", "So what now?"
FILLERS = {
    "english": "lorem ipsum dolor sit amet ",
    "spanish": "la casa está en la montaña, señor; ",
    "russian": "мы продаём дом на улице ",
    "chinese": "我們想賣掉這座房子，",
    "pictures": "🏡👨‍👩‍👧🔥",
    "one word": "a",
    "lines": "x\n",
}


def pasted(filler: str) -> str:
    """160,000 characters, about 40,000 tokens of English."""
    return f"{BEGINS} {filler * (160_000 // len(filler))} {ENDS}"


@pytest.fixture
def prompt() -> PromptFile:
    return read_prompt((PROMPTS / "compose.md").read_text(), where="compose.md")


def put(prompt: PromptFile, **changed: Any) -> tuple[int, str]:
    """(tokens of everything that would be sent, its text)."""
    facts: dict[str, Any] = {"lead_message": "hi", "variables": {"ask": "what price?"}, "history": ()} | changed
    request = LlmRequest(
        tenant="t",
        provider_group="sandbox",
        task="compose",
        prompt="compose",
        answer_type=Reply,
        deadline=time.monotonic() + 5,
        **facts,
    )
    request, _ = screened_request(request)
    question = prepare(request, prompt, model="m", endpoint="e", max_input_tokens=CEILING, max_output_tokens=300)
    said = render(prompt, question.variables, question.history, question.pending, question.lead_message)
    texts = "\n".join(message["content"] for message in said.messages)
    return fixed_tokens(prompt, Reply) + tokens_estimate(texts), texts


@pytest.mark.parametrize("filler", FILLERS)
def test_a_paste_is_cut_to_the_ceiling_and_keeps_both_ends(prompt: PromptFile, filler: str) -> None:
    tokens, sent = put(prompt, lead_message=pasted(FILLERS[filler]))
    assert tokens <= CEILING
    assert BEGINS.lower() in sent.lower()
    assert "so what now?" in sent.lower()


@pytest.mark.parametrize("filler", FILLERS)
def test_pastes_in_older_messages_never_push_out_the_newest(prompt: PromptFile, filler: str) -> None:
    tokens, sent = put(prompt, lead_message="we want 450k", history=(("lead", pasted(FILLERS[filler])),) * 40)
    assert tokens <= CEILING
    assert "we want 450k" in sent


@pytest.mark.parametrize("filler", FILLERS)
def test_a_paste_in_a_variable_is_cut_or_refused_and_never_dearer(prompt: PromptFile, filler: str) -> None:
    try:
        tokens, sent = put(prompt, lead_message="we want 450k", variables={"ask": pasted(FILLERS[filler])})
    except Refused as refused:
        assert refused.reason == "too_long"
        return
    assert tokens <= CEILING
    assert BEGINS.lower() in sent.lower()
    assert "we want 450k" in sent


def test_pastes_everywhere_at_once_are_cut_to_the_ceiling(prompt: PromptFile) -> None:
    paste = pasted(FILLERS["english"])
    tokens, sent = put(
        prompt, lead_message=paste, history=(("lead", paste), ("us", paste)) * 20, variables={"ask": paste}
    )
    assert tokens <= CEILING
    assert sent.count(BEGINS) + sent.count(BEGINS.lower()) >= 2
