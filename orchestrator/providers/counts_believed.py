"""Whether the tokens that a provider says it counted can be true; where they cannot, the most that the call can have.

One wrong number would else book a day's budget and empty a bucket for days. What is a little above our own estimate is
believed: estimates err, and the provider's count is what is paid.
"""

import logging
from dataclasses import replace
from typing import Final

from orchestrator.contracts import Usage
from orchestrator.providers.base import ProviderAnswer, ProviderRequest
from orchestrator.providers.live import input_tokens_at_most

log = logging.getLogger(__name__)

_TIMES_INPUT: Final = 4  # a text of rare signs has more tokens than bytes / 2, never eight times as many
_INPUT_BESIDES: Final = 4_000  # a provider's own words around a conversation
_TIMES_OUTPUT: Final = 2  # a ceiling holds to the token at the large ones; a small server may notice late
_SHOWN_AT_MOST: Final = 10**12


def believed(answer: ProviderAnswer, request: ProviderRequest) -> ProviderAnswer:
    """The same answer, or with the most of both counts and `usage_is_most`."""
    usage = answer.usage
    if _can_be(usage, request):
        return answer
    told = {"model": request.model, "input_tokens": _shown(_input(usage)), "output_tokens": _shown(usage.output_tokens)}
    log.warning("orchestrator.usage_not_believed", extra=told)
    most = Usage(input_tokens=input_tokens_at_most(request), output_tokens=request.max_output_tokens)
    return replace(answer, usage=most, usage_is_most=True)


def _can_be(usage: Usage, request: ProviderRequest) -> bool:
    counts = (
        usage.input_tokens,
        usage.output_tokens,
        usage.cache_read_tokens,
        usage.cache_write_5m_tokens,
        usage.cache_write_1h_tokens,
    )
    return (
        min(counts) >= 0
        and _input(usage) <= _TIMES_INPUT * input_tokens_at_most(request) + _INPUT_BESIDES
        and usage.output_tokens <= _TIMES_OUTPUT * request.max_output_tokens
    )


def _input(usage: Usage) -> int:
    written = usage.cache_write_5m_tokens + usage.cache_write_1h_tokens
    return usage.input_tokens + usage.cache_read_tokens + written


def _shown(tokens: int) -> int:
    return max(-_SHOWN_AT_MOST, min(tokens, _SHOWN_AT_MOST))
