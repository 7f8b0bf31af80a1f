"""Pure: what an error of OpenAI's API, or of a server that speaks it, means for the next try.

The words of an error are read for three things and never kept: they may quote. OpenAI, "Error codes".
"""

from collections.abc import Mapping
from typing import Any, Final

import openai

from orchestrator.providers.base import ProviderError
from orchestrator.providers.hints import openai_hints, retry_after

_FINAL: Final = {
    400: "bad_request", 401: "not_authorised", 402: "payment_required", 403: "forbidden", 404: "not_found",
    413: "too_large", 422: "bad_request", 499: "cancelled", 501: "bad_request",
}  # fmt: skip
_PASSING: Final = {408: "timed_out", 409: "conflict", 429: "rate_limited", 503: "overloaded", 504: "timed_out"}
_ACCOUNT_STATUSES: Final = frozenset({401, 402, 403})
# Codes that only a person can mend, with what they mean; they come with 429, 400 or 403.
_ACCOUNT_CODES: Final = {
    "insufficient_quota": "spend_limit",
    "billing_hard_limit_reached": "spend_limit",
    "billing_not_active": "payment_required",
    "account_deactivated": "forbidden",
    "invalid_api_key": "not_authorised",
}
_REFUSED_CODES: Final = frozenset({"content_filter", "content_policy_violation"})
_WINDOW_CODES: Final = frozenset({"context_length_exceeded", "string_above_max_length"})
_STRUCTURE_WORDS: Final = ("response_format", "json_schema", "json_object", "grammar", "guided", "structured output")


def from_status(error: openai.APIStatusError, now: float) -> ProviderError:
    """An answer that is an error costs nothing."""
    status, headers = error.status_code, error.response.headers
    account = next((_ACCOUNT_CODES[code] for code in _codes(error.body) if code in _ACCOUNT_CODES), "")
    outcome = account or _special(error) or _FINAL.get(status) or _PASSING.get(status)
    is_final = bool(account) or status in _FINAL or status < 400
    retryable = not is_final and (status in _PASSING or status >= 500) and headers.get("x-should-retry") != "false"
    return ProviderError(
        f"HTTP {status}",
        outcome=outcome or ("server_error" if status >= 500 else "bad_request"),
        retryable=retryable,
        retry_after=retry_after(headers, now) if retryable else None,
        http_status=status,
        request_id=headers.get("x-request-id") or "",
        account_wide=bool(account) or status in _ACCOUNT_STATUSES,
        hints=openai_hints(headers, now),
    )


def error_in_stream(body: Mapping[str, Any]) -> ProviderError:
    """An error after the answer has begun: what came until then is paid for."""
    codes = _codes(body)
    account = next((_ACCOUNT_CODES[code] for code in codes if code in _ACCOUNT_CODES), "")
    passing = "rate_limited" if {"rate_limit_exceeded", "429"} & set(codes) else "server_error"
    return ProviderError(
        "the stream ended with an error",
        outcome=account or passing,
        retryable=not account,
        charged="unknown",
        account_wide=bool(account),
    )


def refuses_structure(error: openai.APIStatusError) -> bool:
    """Whether the server does not take the form of answer that was asked for, so that a plainer one may do."""
    if error.status_code not in {400, 422, 500, 501}:
        return False
    said = f"{_named(error.body, 'param')} {_named(error.body, 'message')} {error.body}".lower()
    return any(word in said for word in _STRUCTURE_WORDS)


def _special(error: openai.APIStatusError) -> str:
    """Too long for the model's window, or stopped by a filter that a host has before the model."""
    codes = set(_codes(error.body)) if error.status_code == 400 else set()
    return "too_large" if codes & _WINDOW_CODES else "refused" if codes & _REFUSED_CODES else ""


def _codes(body: object) -> tuple[str, ...]:
    """Code and type of an error, wherever a server puts them: in the body or in its `error`."""
    return tuple(found for name in ("code", "type") if (found := _named(body, name)))


def _named(body: object, name: str) -> str:
    if not isinstance(body, Mapping):
        return ""
    inner = body.get("error")
    value = inner.get(name) if isinstance(inner, Mapping) else body.get(name)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
