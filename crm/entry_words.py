"""An outbox entry as people read it: why it stands where it stands, and what it would write."""

from collections.abc import Iterator, Mapping
from typing import Any

REASONS: Mapping[str, str] = {
    # stored reason: words
    "awaiting_approval": "a draft waits for approval",
    "dnd": "the lead asked not to be disturbed",
    "length": "the text is too long",
    "mode": "the location's mode was lowered",
    "no_consent": "no consent to text first",
    "opted_out": "the lead opted out",
    "sending_stopped": "sending is stopped",
    "superseded": "overtaken by something newer",
    "unknown_outcome": "unclear whether an earlier text arrived",
}


def words(code: str) -> str:
    return code.replace("_", " ").strip()


def reason_words(reason: str) -> str:
    """A stored reason in words; one that has none of its own without its underscores."""
    return REASONS.get(reason) or words(reason) or "–"


def payload_lines(payload: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, value) of what the call would carry; what is empty is left out, nested names are joined by "›"."""
    for name, value in payload.items():
        if isinstance(value, Mapping):
            yield from ((f"{words(name)} › {inner}", said) for inner, said in payload_lines(value))
        elif isinstance(value, list | tuple):
            yield words(name), ", ".join(str(one) for one in value) or "–"
        elif value not in ("", None):
            yield words(name), str(value)
