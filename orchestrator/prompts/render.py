"""Pure: a prompt, its variables, older messages and the newest words become a system text and messages.

What a lead wrote is data between two tags; the tags themselves, written by a lead, are made harmless.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from orchestrator.prompts.files import PromptFile

_OUR_TAGS = re.compile(r"<(\s*/?\s*(?:lead_message|pending)\b)", re.IGNORECASE)
_NO_ANSWER = "(no answer)"
_NOTHING_NEW = "(no new message)"
_SHOWN_CHARS, _FAULT_CHARS = 300, 200
NOTE_CHARS = 650  # the most that a re-ask adds


class ChatMessage(TypedDict):
    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Rendered:
    system: str
    messages: tuple[ChatMessage, ...]


def fenced(words: str) -> str:
    """Words that cannot close or open one of our tags."""
    return _OUR_TAGS.sub(r"&lt;\1", words)


def render(
    prompt: PromptFile,
    variables: Mapping[str, str],
    history: Sequence[tuple[str, str]],
    pending: str,
    lead_message: str,
) -> Rendered:
    """The conversation for a provider: history alternates, the last user message holds the two tags."""
    system, user = prompt.filled({name: fenced(value) for name, value in variables.items()})
    tags = f"<pending>{fenced(pending)}</pending>\n<lead_message>{fenced(lead_message)}</lead_message>"
    messages: list[ChatMessage] = []
    for speaker, words in history:
        _say(messages, "user" if speaker == "lead" else "assistant", fenced(words))
    if messages and messages[0]["role"] == "assistant":
        messages.insert(0, {"role": "user", "content": _NOTHING_NEW})  # providers want a user to begin
    _say(messages, "user", f"{user}\n{tags}" if user else tags)
    return Rendered(system, tuple(messages))


def with_fault(messages: Sequence[ChatMessage], answer: str, fault: str) -> tuple[ChatMessage, ...]:
    """The conversation in which the model is shown what was wrong with its answer and asked once more.

    The note stands in the last message, where the newest words are; it is short, so that the ceiling holds, and what
    the model said is data in it, since it may repeat a stranger's orders.
    """
    said = fenced(answer.strip())[:_SHOWN_CHARS] or _NO_ANSWER
    note = (
        f"Your last answer could not be used: {fault[:_FAULT_CHARS]}. It began: {said}\nAnswer again, JSON object only."
    )
    last = messages[-1]
    return (*messages[:-1], {"role": last["role"], "content": f"{last['content']}\n\n{note}"})


def _say(messages: list[ChatMessage], role: Literal["user", "assistant"], words: str) -> None:
    """Add words; two messages of one speaker in a row become one."""
    if messages and messages[-1]["role"] == role:
        messages[-1] = {"role": role, "content": f"{messages[-1]['content']}\n{words}"}
    else:
        messages.append({"role": role, "content": words})
