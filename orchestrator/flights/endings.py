"""Pure: an end without an answer as bytes, so that one process can tell another about it."""

from datetime import datetime

import orjson

from orchestrator.contracts import BudgetSpent, DontKnow, ModelAway, NoAnswer, Refused, UnusableAnswer

_MOST_CHARS = 300
_PLAIN: dict[str, type[NoAnswer]] = {kind.code: kind for kind in (ModelAway, BudgetSpent, UnusableAnswer, DontKnow)}


def ending_as_json(error: NoAnswer) -> bytes:
    return orjson.dumps(
        {
            "code": error.code,
            "message": str(error)[:_MOST_CHARS],
            "retry_at": error.retry_at,
            "reason": getattr(error, "reason", ""),
        }
    )


def ending_from_json(text: bytes) -> NoAnswer | None:
    """None for what this release does not know."""
    try:
        told = orjson.loads(text)
        retry_at = datetime.fromisoformat(told["retry_at"]) if told["retry_at"] else None
        if told["code"] == Refused.code:
            return Refused(told["message"], reason=told["reason"])
        kind = _PLAIN.get(told["code"])
        return kind(told["message"], retry_at=retry_at) if kind else None
    except (ValueError, TypeError, KeyError):
        return None
