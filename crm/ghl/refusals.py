"""Pure: an answer that is no success becomes the error its caller must decide on."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from crm.ghl.errors import (
    CompanyToken,
    DoNotDisturb,
    GhlError,
    GrantRefused,
    Invalid,
    NoAnswer,
    NotFound,
    ScopeMissing,
    TenantMismatch,
    Throttled,
    TokenExpired,
    TokenRefused,
    TokenRevoked,
    Transient,
    Unauthorised,
)
from crm.ghl.operations import Operation
from outbound.errors import Applied
from outbound.redaction import redact

MOST_WORDS, MOST_FIELDS = 200, 20
# First match wins: the refusal of a company's token speaks of scopes, that of another location's of access.
_REASONS: tuple[tuple[re.Pattern[str], type[GhlError]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"version header", Invalid),
        (r"auth ?class|(company|agency)[- ]?(level )?(access )?token|(needs|use|switch to) a (location|sub-?account)",
         CompanyToken),
        (r"access to this location|(not|n't) (belong to|match) (this|the) location|different location", TenantMismatch),
        (r"expired", TokenExpired),
        (r"scope|not authori[sz]ed for|does not have access|permission|forbidden", ScopeMissing),
        (r"invalid (jwt|(access )?token)|malformed|revoked|unknown token", TokenRevoked),
    )
)  # fmt: skip
_DND = re.compile(r"\bDND\b|do.not.disturb", re.IGNORECASE)
_NOT_FOUND = re.compile(r"not found", re.IGNORECASE)
_NAMED = re.compile(
    r"^(?:each value in |nested property |property )*([A-Za-z_][\w.\[\]]{0,63})"
    r" (?:must|should|is|has|contains|cannot)\b"
)
_NO_NAMES = frozenset({"it", "request", "body", "there", "this", "the", "value", "each"})
_MADE_ALTHOUGH_REFUSED = frozenset({"create_contact", "upsert_contact"})  # highlevel-api-docs #64


def _messages(body: Mapping[str, Any]) -> list[str]:
    message = body.get("message") or body.get("error_description") or body.get("error") or body.get("msg") or ""
    return [str(one) for one in message] if isinstance(message, list) else [str(message)]


def words_of(body: Mapping[str, Any], *, hide: Iterable[str] = ()) -> str:
    """The CRM's reason, masked and short; validation errors carry a list. `hide`: secrets that it may have echoed."""
    text = "; ".join(_messages(body))
    for secret in filter(None, hide):
        text = text.replace(secret, "[key]")
    return redact(text)[:MOST_WORDS]


def fields_of(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the properties that a validation complains of, in its order."""
    found = (_NAMED.match(one.strip()) for one in _messages(body))
    names = [match[1] for match in found if match and match[1].lower() not in _NO_NAMES]
    return tuple(dict.fromkeys(names))[:MOST_FIELDS]


def error_for(
    operation: Operation,
    status_code: int,
    body: Mapping[str, Any],
    *,
    trace_id: str,
    retry_after_s: float | None,
    hide: Iterable[str] = (),
) -> GhlError:
    """`hide`: the token and whatever else of the request must not come back in the error's words."""
    words = words_of(body, hide=hide)
    message = f"{operation.name}: {status_code} {words}".strip()
    kind, applied = _kind(operation, status_code, words)
    facts: dict[str, Any] = {
        "status_code": status_code, "trace_id": trace_id, "retry_after_s": retry_after_s, "applied": applied,
    }  # fmt: skip
    if issubclass(kind, ScopeMissing):
        return kind(f"{message} (needs {operation.scope})", scope=operation.scope, **facts)
    if issubclass(kind, Invalid):
        return kind(message, fields=fields_of(body), **facts)
    return kind(message, **facts)


def _kind(operation: Operation, status_code: int, words: str) -> tuple[type[GhlError], Applied]:
    if status_code == 429:
        return Throttled, "no"
    if status_code == 504 or (status_code == 502 and not operation.repeatable):
        # The gateway gave up waiting or lost the answer; what stands behind it may have acted.
        return NoAnswer, "maybe"
    if status_code >= 500:
        return Transient, "no"
    if operation.name == "request_token" and status_code in (400, 401, 403):
        return GrantRefused, "no"
    if status_code in (401, 403):
        return _unauthorised(status_code, words), "no"
    if operation.name == "send_message" and _DND.search(words):
        return DoNotDisturb, "no"
    if status_code == 404 or (status_code == 400 and _NOT_FOUND.search(words)):
        return NotFound, "no"
    return Invalid, "maybe" if status_code == 422 and operation.name in _MADE_ALTHOUGH_REFUSED else "no"


def _unauthorised(status_code: int, words: str) -> type[GhlError]:
    """Not every 401 is an expired token. Words that tell nothing: 403 is a missing scope, 401 a refused token."""
    unclear: type[Unauthorised] = ScopeMissing if status_code == 403 else TokenRefused
    return next((kind for pattern, kind in _REASONS if pattern.search(words)), unclear)
