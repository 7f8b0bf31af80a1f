"""An answer that is still being written: its pieces, and what is known of it when it ends or is cut."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Protocol, Self

import httpx2
import orjson

from orchestrator.contracts import Usage
from orchestrator.providers.base import ProviderAnswer, ProviderError, ProviderRequest, RateHints, Stop
from orchestrator.providers.strangers import broken_off, from_wire, malformed, plain

_TOKENS_AROUND = 600  # what a provider adds around a conversation: roles, and words that make a model keep to a schema


class Reader(Protocol):
    """Turns the data of one provider's events into pieces of text, and keeps what they say besides."""

    model: str
    stop: Stop
    at_end: bool

    @property
    def usage(self) -> Usage | None:
        """As counted so far; None before the provider said anything of it."""
        ...

    def piece(self, data: str) -> str:
        """The text that this event adds. Raises ProviderError."""
        ...


class LiveAnswer:
    """See AnswerStream. Not for two threads at once."""

    def __init__(
        self,
        request: ProviderRequest,
        response: httpx2.Response,
        reader: Reader,
        *,
        hints: RateHints | None,
        at_end: Callable[[str], str] = str,
    ) -> None:
        """`at_end` puts the whole text into the form that `Provider.send` gives."""
        self._request, self._response, self._reader, self._hints = request, response, reader, hints
        self._in_form = at_end
        self._text = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._response.close()

    def __iter__(self) -> Iterator[str]:
        fault: ProviderError | None = None
        try:
            for data in _event_data(self._response):
                if piece := plain(self._reader.piece(data)):
                    self._text += piece
                    yield piece
        except ProviderError as error:
            fault = error
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError) as error:
            fault = from_wire(error)
        finally:
            self._response.close()
        if fault is None:
            fault = self._fault_at_end()
        if fault is not None:
            fault.hints = fault.hints or self._hints
            fault.request_id = fault.request_id or self._request_id
            raise fault

    def answer(self) -> ProviderAnswer:
        reader, whole = self._reader, self._reader.at_end
        return ProviderAnswer(
            text=self._in_form(self._text) if whole else self._text,
            model=reader.model,
            usage=self._usage(cut=not whole),
            stop=reader.stop if whole else "cut",
            request_id=self._request_id,
            hints=self._hints,
        )

    @property
    def _request_id(self) -> str:
        headers = self._response.headers
        return headers.get("request-id") or headers.get("x-request-id") or ""

    def _fault_at_end(self) -> ProviderError | None:
        if not self._reader.at_end:
            return broken_off()
        return malformed() if self._reader.stop == "other" and not self._text else None

    def _usage(self, *, cut: bool) -> Usage:
        """As the provider counted. Of a cut answer the output is at least what came, counted high."""
        known = self._reader.usage
        if known is not None and not cut:
            return known
        usage = known or Usage(input_tokens=input_tokens_at_most(self._request))
        came = min(self._request.max_output_tokens, tokens_at_most(self._text))
        return replace(usage, output_tokens=max(usage.output_tokens, came))


def input_tokens_at_most(request: ProviderRequest) -> int:
    said = "".join(message["content"] for message in request.messages)
    return tokens_at_most(request.system + said + orjson.dumps(request.schema).decode()) + _TOKENS_AROUND


def tokens_at_most(text: str) -> int:
    """A count that no tokenizer in use exceeds by much for prose and JSON: one token for two bytes."""
    return (len(text.encode("utf-8", "replace")) + 1) // 2


def _event_data(response: httpx2.Response) -> Iterator[str]:
    """The data of server-sent events; both providers send each on one line, and say its kind inside it too."""
    for line in response.iter_lines():
        if line.startswith("data:"):
            yield line[5:].strip()
