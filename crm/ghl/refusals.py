"""Pure: an answer that is no success becomes the error its caller must decide on."""

import re
from collections.abc import Mapping
from typing import Any

from crm.ghl.errors import (
    DoNotDisturb,
    GhlError,
    Invalid,
    NoAnswer,
    NotFound,
    ScopeMissing,
    Throttled,
    TokenRefused,
    Transient,
)
from crm.ghl.operations import Operation
from outbound.redaction import redact

_MADE_ALTHOUGH_REFUSED = frozenset({"create_contact", "upsert_contact"})
_SCOPE = re.compile(r"scope|not authori[sz]ed for|does not have access|permission", re.IGNORECASE)
_DND = re.compile(r"\bDND\b|do.not.disturb", re.IGNORECASE)
_NOT_FOUND = re.compile(r"not found", re.IGNORECASE)


def words_of(body: Mapping[str, Any]) -> str:
    """The CRM's reason, masked and short; validation errors carry a list."""
    message = body.get("message") or body.get("error") or body.get("msg") or ""
    text = "; ".join(str(one) for one in message) if isinstance(message, list) else str(message)
    return redact(text)[:200]


def error_for(
    operation: Operation, status_code: int, body: Mapping[str, Any], *, trace_id: str, retry_after_s: float | None
) -> GhlError:
    words = words_of(body)
    message = f"{operation.name}: {status_code} {words}".strip()
    kind, applied = _kind(operation, status_code, words)
    if kind is ScopeMissing:
        message = f"{message} (needs {operation.scope})"
    return kind(message, status_code=status_code, trace_id=trace_id, retry_after_s=retry_after_s, applied=applied)


def _kind(operation: Operation, status_code: int, words: str) -> tuple[type[GhlError], Any]:
    if status_code == 429:
        return Throttled, "no"
    if status_code == 504 or (status_code == 502 and not operation.repeatable):
        # The gateway gave up waiting or lost the answer; what stands behind it may have acted.
        return NoAnswer, "maybe"
    if status_code >= 500:
        return Transient, "no"
    if status_code in (401, 403):
        return (ScopeMissing if status_code == 403 or _SCOPE.search(words) else TokenRefused), "no"
    if operation.name == "send_message" and _DND.search(words):
        return DoNotDisturb, "no"
    if status_code == 404 or (status_code == 400 and _NOT_FOUND.search(words)):
        return NotFound, "no"
    # A contact was seen to be made although its create was refused (highlevel-api-docs #64).
    return Invalid, "maybe" if status_code == 422 and operation.name in _MADE_ALTHOUGH_REFUSED else "no"
