"""Pure: what an error of Anthropic's API means for the next try. The words of an error are never kept: they may quote.

Statuses and kinds: Anthropic, "Errors" (API reference), and the error codes that its SDK lists, October 2026.
"""

from typing import Final

import anthropic

from orchestrator.providers.base import ProviderError
from orchestrator.providers.hints import claude_hints, retry_after

_FINAL: Final = {
    400: "bad_request", 401: "not_authorised", 402: "payment_required", 403: "forbidden", 404: "not_found",
    413: "too_large", 422: "bad_request", 499: "cancelled",
}  # fmt: skip
_PASSING: Final = {408: "timed_out", 409: "conflict", 429: "rate_limited", 504: "timed_out", 529: "overloaded"}
_ACCOUNT_STATUSES: Final = frozenset({401, 402, 403})
# Codes of a 400 or 429 that only a person can mend, with what they mean.
_ACCOUNT_CODES: Final = {
    "enforced_spend_limit_reached": "spend_limit",
    "contract_spend_limit_reached": "spend_limit",
    "linked_organization_spend_limit_reached": "spend_limit",
    "organization_on_hold": "forbidden",
    "organization_type_not_supported": "forbidden",
    "cmek_key_disabled": "forbidden",
}
# Before there was a 402 an account without credit got a 400 whose only mark are these words.
_NO_CREDIT: Final = "credit balance is too low"
_STATUS_OF_KIND: Final = {
    "invalid_request_error": 400, "authentication_error": 401, "billing_error": 402, "permission_error": 403,
    "not_found_error": 404, "request_too_large": 413, "rate_limit_error": 429, "api_error": 500,
    "timeout_error": 504, "overloaded_error": 529,
}  # fmt: skip


def from_status(error: anthropic.APIStatusError, now: float) -> ProviderError:
    """An answer that is an error costs nothing."""
    status, headers = error.status_code, error.response.headers
    account = _account_outcome(error)
    retryable = not account and _is_passing(status) and headers.get("x-should-retry") != "false"
    return ProviderError(
        f"HTTP {status}",
        outcome=account or _outcome(status),
        retryable=retryable,
        retry_after=retry_after(headers, now) if retryable else None,
        http_status=status,
        request_id=error.request_id or "",
        account_wide=bool(account) or status in _ACCOUNT_STATUSES,
        hints=claude_hints(headers),
    )


def error_in_stream(kind: str) -> ProviderError:
    """An error after the answer has begun: what came until then is paid for."""
    status = _STATUS_OF_KIND.get(kind, 500)
    return ProviderError(
        f"the stream ended with {kind if kind in _STATUS_OF_KIND else 'an error'}",
        outcome=_outcome(status),
        retryable=_is_passing(status),
        charged="unknown",
        account_wide=status in _ACCOUNT_STATUSES,
    )


def _account_outcome(error: anthropic.APIStatusError) -> str:
    code = error.error_code or ""
    if code in _ACCOUNT_CODES:
        return _ACCOUNT_CODES[code]
    if "SpendLimit" in type(error).__name__ or code.endswith("spend_limit_reached"):
        return "spend_limit"
    if error.status_code == 400 and _NO_CREDIT in str(error.api_message).lower():
        return "payment_required"
    return ""


def _is_passing(status: int) -> bool:
    return status in _PASSING or (status >= 500 and status not in _FINAL)


def _outcome(status: int) -> str:
    return _FINAL.get(status) or _PASSING.get(status) or ("server_error" if status >= 500 else "bad_request")
