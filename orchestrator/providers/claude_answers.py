"""Pure: a message of Claude's, whole or in events, in the words of the engine."""

from typing import Final

from pydantic import BaseModel

from orchestrator.contracts import Usage
from orchestrator.providers.base import ProviderAnswer, RateHints, Stop
from orchestrator.providers.claude_errors import error_in_stream
from orchestrator.providers.strangers import Tokens, malformed, plain, read_body

_STOPS: Final[dict[str, Stop]] = {
    "end_turn": "complete",
    "stop_sequence": "complete",
    "max_tokens": "truncated",
    "refusal": "refused",
    "model_context_window_exceeded": "too_long",
}


class _Block(BaseModel):
    type: str
    text: str | None = None


class _Written(BaseModel):
    ephemeral_5m_input_tokens: Tokens | None = None
    ephemeral_1h_input_tokens: Tokens | None = None


class _Usage(BaseModel):
    """Every count may be absent in an event; of a whole message `output_tokens` must be there."""

    input_tokens: Tokens | None = None
    output_tokens: Tokens | None = None
    cache_read_input_tokens: Tokens | None = None
    cache_creation_input_tokens: Tokens | None = None
    cache_creation: _Written | None = None


class _Message(BaseModel):
    """Tolerates a server that leaves out what the API promises, except the count of output tokens."""

    model: str | None = None
    content: list[_Block] | None = None
    stop_reason: str | None = None
    usage: _Usage


class _Delta(BaseModel):
    text: str | None = None
    stop_reason: str | None = None


class _Error(BaseModel):
    type: str = ""


class _Event(BaseModel):
    type: str
    message: _Message | None = None
    delta: _Delta | None = None
    usage: _Usage | None = None
    error: _Error | None = None


def whole_answer(body: bytes, *, request_id: str, hints: RateHints | None) -> ProviderAnswer:
    """Raises ProviderError (malformed)."""
    message = read_body(_Message, body)
    text = plain("".join(block.text or "" for block in message.content or [] if block.type == "text"))
    stop = _STOPS.get(message.stop_reason or "", "other")
    if message.usage.output_tokens is None or (stop == "other" and not text):
        raise malformed()
    return ProviderAnswer(text, message.model or "", _counted(message.usage), stop, request_id, hints)


class ClaudeEvents:
    """The reader of one stream, see live.Reader."""

    def __init__(self) -> None:
        self.model = ""
        self.stop: Stop = "other"
        self.at_end = False
        self._usage: _Usage | None = None

    @property
    def usage(self) -> Usage | None:
        return None if self._usage is None else _counted(self._usage)

    def piece(self, data: str) -> str:
        event = read_body(_Event, data)
        if event.type == "error":
            raise error_in_stream(event.error.type if event.error else "")
        if event.message is not None:
            self.model = event.message.model or ""
            self._add(event.message.usage)
        if event.usage is not None:
            self._add(event.usage)
        if event.delta is not None and event.delta.stop_reason:
            self.stop = _STOPS.get(event.delta.stop_reason, "other")
        self.at_end = self.at_end or event.type == "message_stop"
        return (event.delta.text or "") if event.type == "content_block_delta" and event.delta else ""

    def _add(self, newer: _Usage) -> None:
        """Counts in events are running totals: the newest one that is said stands."""
        known = {} if self._usage is None else self._usage.model_dump(exclude_none=True)
        self._usage = _Usage.model_validate(known | newer.model_dump(exclude_none=True))


def _counted(usage: _Usage) -> Usage:
    """Both cache writes apart where the provider tells them apart; else all of them are five-minute ones."""
    split = usage.cache_creation or _Written()
    one_hour = split.ephemeral_1h_input_tokens or 0
    written = max(usage.cache_creation_input_tokens or 0, one_hour + (split.ephemeral_5m_input_tokens or 0))
    return Usage(
        input_tokens=usage.input_tokens or 0,
        output_tokens=usage.output_tokens or 0,
        cache_read_tokens=usage.cache_read_input_tokens or 0,
        cache_write_5m_tokens=written - one_hour,
        cache_write_1h_tokens=one_hour,
    )
