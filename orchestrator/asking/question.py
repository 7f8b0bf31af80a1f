"""Pure: a request as it may leave the process: cleaned, cut to its ceilings, masked, and the key that it has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import orjson
from pydantic import BaseModel

from orchestrator.asking.ceilings import clean, cut, tokens_estimate
from orchestrator.cache.keys import KeyParts, cache_key, schema_version
from orchestrator.contracts import LlmRequest, Refused
from orchestrator.masking.mask import Mask
from orchestrator.prompts.files import PromptFile
from orchestrator.prompts.render import NOTE_CHARS
from orchestrator.spelling.canonical import Canonical, canonical
from orchestrator.spelling.own_words import free_text, in_own_words

_HISTORY_MESSAGE_CHARS = 1000
_ROOM_FOR_REASK = NOTE_CHARS // 3  # the note of a re-ask stays under the ceiling too
_SHORTEST_MESSAGE_CHARS = 300


@dataclass(frozen=True, slots=True)
class Question:
    """Everything here but `request` and `mask` is masked, the lead's words also in their one spelling.

    `key` is that of the model and endpoint it is put to; `flags` are what the guards saw in strangers' texts.
    """

    request: LlmRequest
    prompt: PromptFile
    model: str
    endpoint: str
    max_output_tokens: int
    mask: Mask
    spelled: Canonical
    lead_message: str
    pending: str
    variables: Mapping[str, str]
    history: tuple[tuple[str, str], ...]
    key: str
    flags: tuple[str, ...] = ()

    def restore(self, values: Any) -> Any:
        """A stored or given answer in this lead's own words: spelling first, then what was masked.

        Raises UnresolvedPlaceholder.
        """
        places = free_text(self.request.answer_type, self.request.spoken)
        return self.mask.restore(in_own_words(values, places, self.spelled))

    def put_to(self, model: str, endpoint: str) -> "Question":
        """The same question to another model: an answer is stored under the model that gave it."""
        if (model, endpoint) == (self.model, self.endpoint):
            return self
        parts = _key_parts(replace(self, model=model, endpoint=endpoint))
        return replace(self, model=model, endpoint=endpoint, key=cache_key(parts))


def prepare(
    request: LlmRequest,
    prompt: PromptFile,
    *,
    model: str,
    endpoint: str,
    max_input_tokens: int,
    max_output_tokens: int,
    flags: tuple[str, ...] = (),
) -> Question:
    """Cut, mask, fit and key a request. Raises Refused where even the shortest form is above the ceiling."""
    mask = Mask(request.identity)
    # Always in this order: placeholders are numbered as they appear, and the number is part of the key.
    spelled = canonical(mask.hide(cut(clean(request.lead_message), prompt.max_message_chars)))
    pending = mask.hide(clean(request.pending))
    # Only what the prompt names: anything else changes no answer, so it may not change the key either.
    given = {name: request.variables[name] for name in prompt.variables if name in request.variables}
    variables = {name: mask.hide(cut(clean(value), prompt.max_variable_chars)) for name, value in given.items()}
    recent = request.history[-prompt.max_history_messages :]
    hidden = ((speaker, mask.hide(cut(clean(words), _HISTORY_MESSAGE_CHARS))) for speaker, words in recent)
    history = tuple((speaker, canonical(words).text if speaker == "lead" else words) for speaker, words in hidden)
    room = max_input_tokens - fixed_tokens(prompt, request.answer_type) - _ROOM_FOR_REASK
    room -= tokens_estimate(pending) + sum(tokens_estimate(value) for value in variables.values())
    lead_message, history = _fit(spelled.text, history, room)
    output = min(max_output_tokens, prompt.max_output_tokens)
    question = Question(
        request,
        prompt,
        model,
        endpoint,
        output,
        mask,
        spelled,
        lead_message,
        pending,
        variables,
        history,
        "",
        flags,
    )
    return replace(question, key=cache_key(_key_parts(question)))


def _key_parts(question: Question) -> KeyParts:
    request, prompt = question.request, question.prompt
    return KeyParts(
        tenant=request.tenant,
        task=request.task,
        prompt_version=prompt.version,
        prompt_sha256=prompt.sha256,
        model=question.model,
        schema_version=schema_version(request.answer_type),
        parameters={"endpoint": question.endpoint, "max_output_tokens": question.max_output_tokens},
        masked_input={
            "lead": question.lead_message,
            "pending": question.pending,
            "variables": question.variables,
            "history": question.history,
        },
    )


def _fit(lead_message: str, history: tuple[tuple[str, str], ...], room: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Without the oldest messages, then with a shorter newest one, until both fit into `room` tokens."""
    needed = tokens_estimate(lead_message) + sum(tokens_estimate(words) for _, words in history)
    while needed > room and history:
        needed -= tokens_estimate(history[0][1])
        history = history[1:]
    while needed > room and len(lead_message) > _SHORTEST_MESSAGE_CHARS:
        lead_message = cut(lead_message, max(_SHORTEST_MESSAGE_CHARS, len(lead_message) * 3 // 4))
        needed = tokens_estimate(lead_message)
    if needed > room:
        raise Refused("the prompt and its facts alone are above the ceiling of input tokens", reason="too_long")
    return lead_message, history


@lru_cache(maxsize=256)
def fixed_tokens(prompt: PromptFile, answer_type: type[BaseModel]) -> int:
    """About the tokens that every call of this prompt pays: its text and the schema of its answer."""
    return tokens_estimate(prompt.text) + tokens_estimate(prompt.user_text) + tokens_estimate(schema_text(answer_type))


@lru_cache(maxsize=256)
def schema_text(answer_type: type[BaseModel]) -> str:
    return orjson.dumps(answer_type.model_json_schema()).decode()
