"""Pure: a chat completion of OpenAI's, whole or in chunks, in the words of the engine."""

from typing import Any, Final

from pydantic import BaseModel

from orchestrator.contracts import Usage
from orchestrator.providers.base import ProviderAnswer, ProviderRequest, RateHints, Stop
from orchestrator.providers.live import input_tokens_at_most, tokens_at_most
from orchestrator.providers.openai_errors import error_in_stream
from orchestrator.providers.strangers import Tokens, malformed, plain, read_body

_STOPS: Final[dict[str, Stop]] = {
    "stop": "complete",
    "length": "truncated",
    "content_filter": "refused",
}
_END: Final = "[DONE]"


class _Said(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Said
    finish_reason: str | None = None


class _Cached(BaseModel):
    cached_tokens: Tokens | None = None


class _Usage(BaseModel):
    prompt_tokens: Tokens
    completion_tokens: Tokens = 0
    prompt_tokens_details: _Cached | None = None


class _Completion(BaseModel):
    model: str | None = None
    choices: list[_Choice]
    usage: _Usage | None = None


class _Piece(BaseModel):
    delta: _Said | None = None
    finish_reason: str | None = None


class _Chunk(BaseModel):
    """One of `choices` and `error` is always there; the last chunk has only the usage."""

    model: str | None = None
    choices: list[_Piece] | None = None
    usage: _Usage | None = None
    error: dict[str, Any] | str | None = None


def whole_answer(request: ProviderRequest, body: bytes, *, request_id: str, hints: RateHints | None) -> ProviderAnswer:
    """Raises ProviderError (malformed). A self-hosted server that counts nothing is counted for, high."""
    completion = read_body(_Completion, body)
    if not completion.choices:
        raise malformed()
    choice = completion.choices[0]
    text, stop = plain(choice.message.content or ""), _stop(choice.finish_reason, choice.message.refusal)
    if stop == "other" and not text:
        raise malformed()
    usage = _counted(completion.usage) if completion.usage else _estimated(request, text)
    return ProviderAnswer(text, completion.model or "", usage, stop, request_id, hints)


class OpenAiChunks:
    """The reader of one stream, see live.Reader."""

    def __init__(self) -> None:
        self.model = ""
        self.stop: Stop = "other"
        self.at_end = False
        self.usage: Usage | None = None
        self._refusal = ""

    def piece(self, data: str) -> str:
        if data == _END:
            return ""
        chunk = read_body(_Chunk, data)
        if chunk.error is not None:
            raise error_in_stream(chunk.error if isinstance(chunk.error, dict) else {})
        if chunk.choices is None and chunk.usage is None:
            raise malformed()
        self.model = chunk.model or self.model
        if chunk.usage is not None:
            self.usage = _counted(chunk.usage)
        return "".join(self._said(piece) for piece in (chunk.choices or [])[:1])

    def _said(self, piece: _Piece) -> str:
        said = piece.delta or _Said()
        self._refusal += said.refusal or ""
        if piece.finish_reason:
            self.at_end, self.stop = True, _stop(piece.finish_reason, self._refusal)
        return said.content or ""


def _stop(finish_reason: str | None, refusal: str | None) -> Stop:
    return "refused" if refusal else _STOPS.get(finish_reason or "", "other")


def _counted(usage: _Usage) -> Usage:
    """OpenAI's prompt tokens hold the cached ones; ours do not."""
    cached = min(usage.prompt_tokens, (usage.prompt_tokens_details or _Cached()).cached_tokens or 0)
    return Usage(
        input_tokens=usage.prompt_tokens - cached,
        output_tokens=usage.completion_tokens,
        cache_read_tokens=cached,
    )


def _estimated(request: ProviderRequest, text: str) -> Usage:
    return Usage(
        input_tokens=input_tokens_at_most(request),
        output_tokens=min(request.max_output_tokens, tokens_at_most(text)),
    )
