"""Workflow webhook bodies, first step: what the CRM left unfilled is dropped."""

from typing import Any


def without_unfilled_tokens(value: Any) -> Any:
    """The same value without anything that still contains a `{{token}}`."""
    if isinstance(value, dict):
        return {name: without_unfilled_tokens(one) for name, one in value.items() if not _unfilled(one)}
    if isinstance(value, list):
        return [without_unfilled_tokens(one) for one in value if not _unfilled(one)]
    return value


def _unfilled(value: Any) -> bool:
    return isinstance(value, str) and "{{" in value
