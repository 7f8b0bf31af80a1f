"""What is counted of every try at a provider when it ends, whatever its end."""

from orchestrator.asking.ledger import Outcome
from orchestrator.contracts import Usage
from orchestrator.seen.totals import totals

_TOKENS = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens")


def call_ended(outcome: Outcome, *, provider: str, model: str, task: str, lane: str, pace_ms: int) -> None:
    """`outcome` is what stands in the ledger; a call that a dead process left is counted by upkeep."""
    who = {"provider": provider, "model": model}
    totals.add("calls", outcome=outcome.outcome, task=task, **who)
    totals.add("cost_micro_usd", outcome.cost_micro_usd, task=task, **who)
    if outcome.strategy:
        totals.add("answers", task=task, strategy=outcome.strategy)
    _tokens(outcome.usage, **who)
    totals.observe("provider_seconds", outcome.provider_ms / 1000, task=task, **who)
    totals.observe("overhead_seconds", outcome.overhead_us / 1_000_000, task=task)
    totals.observe("pace_wait_seconds", pace_ms / 1000, lane=lane, **who)


def _tokens(usage: Usage, **who: str) -> None:
    for name in _TOKENS:
        totals.add("tokens", getattr(usage, name), kind=name.removesuffix("_tokens"), **who)
