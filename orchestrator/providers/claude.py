"""Claude through Anthropic's SDK, its own retries off: the engine is the only one that tries again."""

from typing import Any, Final

import anthropic
from anthropic.types import Message, MessageParam

from orchestrator.contracts import Usage
from orchestrator.prompts.render import ChatMessage
from orchestrator.providers.base import AnswerStream, ProviderAnswer, ProviderError, ProviderRequest, Stop
from orchestrator.providers.whole import WholeAnswer

OFFICIAL_BASE_URL: Final = "https://api.anthropic.com"
_CONNECT_SECONDS = 5.0
_LONGEST_RETRY_AFTER_SECONDS = 24 * 3600.0
# What a status means, and whether another try can help: Anthropic's list of errors.
_FINAL = {
    400: "bad_request", 401: "not_authorised", 402: "payment_required", 403: "forbidden", 404: "not_found",
    413: "too_large", 422: "bad_request", 499: "cancelled",
}  # fmt: skip
_PASSING = {408: "timed_out", 409: "conflict", 429: "rate_limited", 504: "timed_out", 529: "overloaded"}
_STOPS: dict[str, Stop] = {
    "end_turn": "complete",
    "stop_sequence": "complete",
    "max_tokens": "truncated",
    "refusal": "refused",
    "model_context_window_exceeded": "too_long",
}


class Claude:
    """One account at one address. `key` goes into the Authorization header and nowhere else."""

    def __init__(self, *, key: str, base_url: str = "", name: str = "claude") -> None:
        self.name = name
        self._client = anthropic.Anthropic(api_key=key, base_url=base_url or OFFICIAL_BASE_URL, max_retries=0)

    def send(self, request: ProviderRequest) -> ProviderAnswer:
        try:
            message = self._client.messages.create(
                model=request.model,
                max_tokens=request.max_output_tokens,
                system=request.system,
                messages=[_param(said) for said in request.messages],
                output_config={"format": {"type": "json_schema", "schema": strict_schema(request.schema)}},
                timeout=anthropic.Timeout(
                    request.timeout_seconds, connect=min(_CONNECT_SECONDS, request.timeout_seconds)
                ),
            )
        except anthropic.APIStatusError as error:
            raise _from_status(error) from None  # the chain would carry the request, and with it texts and the key
        except anthropic.APITimeoutError:
            raise ProviderError("no answer in time", outcome="timed_out", retryable=True, charged="unknown") from None
        except (anthropic.APIResponseValidationError, ValueError):  # a body that is no JSON comes as a ValueError
            raise _malformed() from None
        except anthropic.APIConnectionError as error:
            raise _from_connection(error) from None
        except anthropic.AnthropicError as error:
            name = type(error).__name__
            raise ProviderError(name, outcome="sdk_error", retryable=False, charged="unknown") from None
        return _answer(message)

    def stream(self, request: ProviderRequest) -> AnswerStream:
        """The answer in pieces, once all of it is there."""
        return WholeAnswer(self.send(request))

    def close(self) -> None:
        self._client.close()


def strict_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema in the form that structured output accepts: closed objects, unsupported rules in the descriptions."""
    return anthropic.transform_schema(schema)


def _param(said: ChatMessage) -> MessageParam:
    if said["role"] == "user":
        return {"role": "user", "content": said["content"]}
    return {"role": "assistant", "content": said["content"]}


def _answer(message: Message) -> ProviderAnswer:
    """Tolerates a server that leaves out what the type promises; an answer without text is malformed."""
    stop = _STOPS.get(str(getattr(message, "stop_reason", "")), "other")
    blocks = getattr(message, "content", None) or []
    text = "".join(block.text for block in blocks if getattr(block, "type", "") == "text" and block.text)
    usage = getattr(message, "usage", None)
    if usage is None or getattr(usage, "output_tokens", None) is None or (stop == "other" and not text):
        raise _malformed()
    return ProviderAnswer(
        text=text.encode("utf-8", "replace").decode().replace("\0", ""),
        model=getattr(message, "model", "") or "",
        usage=_usage(usage),
        stop=stop,
        request_id=getattr(message, "_request_id", None) or "",
    )


def _usage(usage: Any) -> Usage:
    """Both cache writes apart where the provider tells them apart; else all of them are five-minute ones."""
    split = getattr(usage, "cache_creation", None)
    written = getattr(usage, "cache_creation_input_tokens", None) or 0
    one_hour = (getattr(split, "ephemeral_1h_input_tokens", None) or 0) if split else 0
    return Usage(
        input_tokens=usage.input_tokens or 0,
        output_tokens=usage.output_tokens or 0,
        cache_read_tokens=getattr(usage, "cache_read_input_tokens", None) or 0,
        cache_write_5m_tokens=max(0, written - one_hour),
        cache_write_1h_tokens=one_hour,
    )


def _from_status(error: anthropic.APIStatusError) -> ProviderError:
    status = error.status_code
    final = _FINAL.get(status) or ("spend_limit" if _is_spend_limit(error) else "")
    retryable = not final and (status in _PASSING or status >= 500)
    return ProviderError(
        f"HTTP {status}",
        outcome=final or _PASSING.get(status, "server_error" if status >= 500 else "bad_request"),
        retryable=retryable,
        retry_after=_retry_after(error.response.headers.get("retry-after")) if retryable else None,
        http_status=status,
        request_id=error.request_id or "",
    )


def _is_spend_limit(error: anthropic.APIStatusError) -> bool:
    return "SpendLimit" in type(error).__name__


def _retry_after(header: str | None) -> float | None:
    """Seconds, as Anthropic sends them; anything else is no wish."""
    try:
        seconds = float(header or "")
    except ValueError:
        return None
    return min(seconds, _LONGEST_RETRY_AFTER_SECONDS) if seconds >= 0 else None


def _from_connection(error: anthropic.APIConnectionError) -> ProviderError:
    """A connection that never stood cost nothing; one that broke may have."""
    never_stood = "Connect" in type(error.__cause__).__name__
    return ProviderError(
        "could not connect" if never_stood else "the connection broke",
        outcome="not_reached" if never_stood else "dropped",
        retryable=True,
        charged="no" if never_stood else "unknown",
    )


def _malformed() -> ProviderError:
    return ProviderError("the response is not a message", outcome="malformed", retryable=True, charged="unknown")
