"""A request, both clients, and ways to catch what they raise."""

from collections.abc import Callable
from typing import Any

import pytest

from orchestrator.providers.base import Provider, ProviderError, ProviderRequest
from orchestrator.providers.claude import Claude
from orchestrator.providers.openai import OpenAiCompatible

KEY = "sk-secret-0123456789"
WORDS = "my late aunt's house on Elm"
SCHEMA = {
    "type": "object",
    "properties": {"text": {"type": "string", "description": "the words to send", "maxLength": 300}},
    "required": ["text"],
    "additionalProperties": False,
}
Make = Callable[[str], Provider]


def claude(url: str) -> Claude:
    return Claude(key=KEY, base_url=url)


def compatible(url: str) -> OpenAiCompatible:
    return OpenAiCompatible(key=KEY, base_url=f"{url}/v1")


BOTH = pytest.mark.parametrize("make", [claude, compatible], ids=["claude", "openai"])


def request(**changed: Any) -> ProviderRequest:
    facts: dict[str, Any] = {
        "model": "claude-haiku-5-5",
        "system": "You write texts.",
        "messages": ({"role": "user", "content": f"<lead_message>{WORDS}</lead_message>"},),
        "schema": SCHEMA,
        "max_output_tokens": 300,
        "timeout_seconds": 5.0,
    }
    return ProviderRequest(**(facts | changed))


def fault(provider: Provider, **changed: Any) -> ProviderError:
    """What `send` raises; checks that nothing of the request is in it."""
    with pytest.raises(ProviderError) as caught:
        provider.send(request(**changed))
    error = caught.value
    assert error.__context__ is None and error.__cause__ is None, "a chain would carry the request"
    assert KEY not in f"{error!r}" and WORDS not in f"{error!r}"
    return error
