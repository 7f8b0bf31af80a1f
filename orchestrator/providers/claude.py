"""Claude through Anthropic's SDK, its own retries off: the engine is the only one that tries again."""

import time
from typing import Any, Final

import anthropic
from anthropic.types import MessageParam, TextBlockParam

from orchestrator.prompts.render import ChatMessage
from orchestrator.providers.base import AnswerStream, ProviderAnswer, ProviderError, ProviderRequest
from orchestrator.providers.claude_answers import ClaudeEvents, whole_answer
from orchestrator.providers.claude_errors import from_status
from orchestrator.providers.claude_models import claude_model, is_worth_caching
from orchestrator.providers.hints import claude_hints
from orchestrator.providers.live import LiveAnswer
from orchestrator.providers.strangers import from_wire, not_sent, noting
from orchestrator.providers.wire import http_client, within

OFFICIAL_BASE_URL: Final = "https://api.anthropic.com"
# The last two while a request is built: a key or an address that cannot be written.
_SDK_ERRORS: Final = (anthropic.AnthropicError, ValueError, TypeError)


class Claude:
    """One account at one address. `key` goes into the Authorization header and nowhere else."""

    def __init__(self, *, key: str, base_url: str = "", name: str = "claude") -> None:
        self.name = name
        address = base_url or OFFICIAL_BASE_URL
        self._client = anthropic.Anthropic(
            api_key=key, base_url=address, max_retries=0, http_client=http_client(address)
        )

    def send(self, request: ProviderRequest) -> ProviderAnswer:
        # The fault is raised outside of the handler: the SDK's error would carry the request, with its texts and key.
        try:
            raw = self._client.messages.with_raw_response.create(**_arguments(request))
        except _SDK_ERRORS as error:
            fault = _fault(error)
        else:
            headers = raw.http_response.headers
            with noting(headers.get("request-id") or "", claude_hints(headers)) as (request_id, hints):
                return whole_answer(raw.http_response.content, request_id=request_id, hints=hints)
        raise fault

    def stream(self, request: ProviderRequest) -> AnswerStream:
        try:
            response = self._client.messages.create(**_arguments(request), stream=True).response
        except _SDK_ERRORS as error:
            fault = _fault(error)
        else:
            return LiveAnswer(request, response, ClaudeEvents(), hints=claude_hints(response.headers))
        raise fault

    def close(self) -> None:
        self._client.close()


def strict_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema in the form that structured output accepts: closed objects, unsupported rules in the descriptions."""
    return anthropic.transform_schema(schema)


def _arguments(request: ProviderRequest) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "model": request.model,
        "max_tokens": request.max_output_tokens,
        "system": _system(request),
        "messages": [_param(said) for said in request.messages],
        "output_config": {"format": {"type": "json_schema", "schema": strict_schema(request.schema)}},
        "timeout": within(request.timeout_seconds),
    }
    # A form to fill in needs no thinking, and thinking would spend the ceiling of output tokens before the answer.
    if no_thinking := claude_model(request.model).no_thinking:
        arguments["thinking"] = {"type": no_thinking}
    return arguments


def _system(request: ProviderRequest) -> str | list[TextBlockParam]:
    """Marked where Anthropic can keep it warm: a prompt's system text is the same for every lead."""
    if not is_worth_caching(request.model, request.system):
        return request.system
    return [{"type": "text", "text": request.system, "cache_control": {"type": "ephemeral"}}]


def _param(said: ChatMessage) -> MessageParam:
    if said["role"] == "user":
        return {"role": "user", "content": said["content"]}
    return {"role": "assistant", "content": said["content"]}


def _fault(error: Exception) -> ProviderError:
    if isinstance(error, anthropic.APIStatusError):
        return from_status(error, time.time())
    if isinstance(error, anthropic.APIConnectionError):
        return from_wire(error.__cause__)
    if isinstance(error, anthropic.AnthropicError):
        return ProviderError(type(error).__name__, outcome="sdk_error", retryable=False, charged="unknown")
    return not_sent()
