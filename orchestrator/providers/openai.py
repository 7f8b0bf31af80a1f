"""OpenAI's chat completions, at OpenAI or at a server of one's own that speaks them (vLLM, llama.cpp and others)."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, Literal

import httpx2
import openai
import orjson
from openai.types.chat import ChatCompletionStreamOptionsParam

from orchestrator.providers.base import AnswerStream, ProviderAnswer, ProviderError, ProviderRequest
from orchestrator.providers.hints import openai_hints
from orchestrator.providers.live import LiveAnswer
from orchestrator.providers.openai_answers import OpenAiChunks, whole_answer
from orchestrator.providers.openai_errors import from_status, refuses_structure
from orchestrator.providers.openai_schema import to_strict, without_added_nulls
from orchestrator.providers.strangers import from_wire, not_sent, noting
from orchestrator.providers.wire import http_client, within

OFFICIAL_BASE_URL: Final = "https://api.openai.com/v1"
Structure = Literal["json_schema", "json_object", "text"]
_PLAINER: Final[dict[Structure, Structure]] = {"json_schema": "json_object", "json_object": "text"}
# The last two while a request is built: a key or an address that cannot be written.
_SDK_ERRORS: Final = (openai.OpenAIError, ValueError, TypeError)
_MOST_REMEMBERED: Final = 1000
_IN_WORDS: Final = "Answer with one JSON object and nothing else. It must fit this JSON schema:"


class OpenAiCompatible:
    """One account at one address. Without a key no Authorization header is sent; OpenAI itself needs one.

    `structured` is the form of answer that is asked for first. A server that refuses it is asked at once for a plainer
    one, with the schema in the system text, and that is remembered for this model and schema.
    """

    def __init__(
        self,
        *,
        key: str = "",
        base_url: str = "",
        name: str = "openai",
        structured: Literal["json_schema", "json_object"] = "json_schema",
    ) -> None:
        if not key and not base_url:
            raise ValueError("OpenAI needs a key; a server of one's own needs its base address.")
        self.name = name
        address = base_url or OFFICIAL_BASE_URL
        self._is_official = address.rstrip("/") == OFFICIAL_BASE_URL
        self._structured: Structure = structured
        self._learnt: dict[tuple[str, bytes], Structure] = {}
        self._client = openai.OpenAI(
            api_key=key or "none",  # the SDK takes no client without one; the wire leaves it out
            base_url=address,
            max_retries=0,
            http_client=http_client(address, without=_left_out(has_key=bool(key), is_official=self._is_official)),
        )

    def send(self, request: ProviderRequest) -> ProviderAnswer:
        create = self._client.chat.completions.with_raw_response.create
        response = self._ask(request, lambda arguments: create(**arguments).http_response)
        headers = response.headers
        with noting(headers.get("x-request-id") or "", openai_hints(headers, time.time())) as (request_id, hints):
            answer = whole_answer(request, response.content, request_id=request_id, hints=hints)
        return replace(answer, text=without_added_nulls(answer.text, request.schema))

    def stream(self, request: ProviderRequest) -> AnswerStream:
        create = self._client.chat.completions.create
        counted: ChatCompletionStreamOptionsParam = {"include_usage": True}
        response = self._ask(request, lambda asked: create(**asked, stream=True, stream_options=counted).response)
        return LiveAnswer(
            request,
            response,
            OpenAiChunks(),
            hints=openai_hints(response.headers, time.time()),
            at_end=lambda text: without_added_nulls(text, request.schema),
        )

    def close(self) -> None:
        self._client.close()

    def _ask(self, request: ProviderRequest, call: Callable[[dict[str, Any]], httpx2.Response]) -> httpx2.Response:
        """The response, in the best form of answer that the server takes. Raises ProviderError."""
        ends = time.monotonic() + request.timeout_seconds
        form = (request.model, orjson.dumps(request.schema))
        structured = self._learnt.get(form, self._structured)
        while True:
            try:
                return call(self._arguments(request, structured, ends - time.monotonic()))
            except _SDK_ERRORS as error:
                plainer = _PLAINER.get(structured) if _wants_plainer(error) else None
                fault = _fault(error)
            if plainer is None or time.monotonic() >= ends:
                raise fault  # outside of the handler: the SDK's error would carry the request, with its texts and key
            self._remember(form, plainer)
            structured = plainer

    def _remember(self, form: tuple[str, bytes], structured: Structure) -> None:
        if len(self._learnt) >= _MOST_REMEMBERED:
            self._learnt.clear()
        self._learnt[form] = structured

    def _arguments(self, request: ProviderRequest, structured: Structure, seconds: float) -> dict[str, Any]:
        system, form = request.system, _form(request.schema) if structured == "json_schema" else None
        if form is None:
            system = f"{system}\n\n{_IN_WORDS}\n{orjson.dumps(request.schema).decode()}"
            form = None if structured == "text" else {"type": "json_object"}
        # Newer models of OpenAI refuse max_tokens, older servers of others know nothing else.
        ceiling = "max_completion_tokens" if self._is_official else "max_tokens"
        return {
            "model": request.model,
            "messages": [{"role": "system", "content": system}, *request.messages],
            ceiling: request.max_output_tokens,
            "timeout": within(seconds),
        } | ({"response_format": form} if form else {})


def _left_out(*, has_key: bool, is_official: bool) -> frozenset[bytes]:
    """Headers that are not sent: for a key that there is not, and what the environment says of an OpenAI account."""
    theirs = frozenset[bytes]() if is_official else frozenset({b"openai-organization", b"openai-project"})
    return theirs if has_key else theirs | {b"authorization"}


def _form(schema: dict[str, Any]) -> dict[str, Any] | None:
    """The response format for this schema; None where the strict subset cannot say it."""
    strict = to_strict(schema)
    if strict is None:
        return None
    return {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": strict}}


def _wants_plainer(error: Exception) -> bool:
    return isinstance(error, openai.APIStatusError) and refuses_structure(error)


def _fault(error: Exception) -> ProviderError:
    if isinstance(error, openai.APIStatusError):
        return from_status(error, time.time())
    if isinstance(error, openai.APIConnectionError):
        return from_wire(error.__cause__)
    if isinstance(error, openai.OpenAIError):
        return ProviderError(type(error).__name__, outcome="sdk_error", retryable=False, charged="unknown")
    return not_sent()
