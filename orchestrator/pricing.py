"""List prices of models, as data with a date and a source. Vendors change these; see budgets.py for what we allow.

1 dollar per million tokens is 1 micro-dollar per token; rows hold thousandths of that, so that all sums are integers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from orchestrator.contracts import Usage

_SOURCE = (
    "Anthropic's pricing page, read 2026-10; agreed on by claudit 1.9.2 (2026-10-25) and PromptFuel 1.0.23 (2026-10-16)"
)


@dataclass(frozen=True, slots=True)
class PriceRow:
    """Nano-dollars per token, valid from a day on, for prompts of up to `up_to_prompt_tokens` (None: any length)."""

    model: str
    valid_from: date
    input: int
    output: int
    cache_write_5m: int
    cache_write_1h: int
    cache_read: int
    up_to_prompt_tokens: int | None = None
    source: str = _SOURCE


_BEGINNING = date(2000, 1, 1)  # a row without a known first day
_HAIKU_5_5 = date(2026, 10, 7)
PRICES: tuple[PriceRow, ...] = (
    # The prompt length that chooses Haiku's band counts input, cache reads and cache writes; all tokens pay that band.
    PriceRow("claude-haiku-5-5", _HAIKU_5_5, 100, 500, 125, 200, 10, up_to_prompt_tokens=100_000),
    PriceRow("claude-haiku-5-5", _HAIKU_5_5, 500, 2_500, 625, 1_000, 50),
    PriceRow("claude-sonnet-5-5", date(2026, 10, 7), 2_000, 10_000, 2_500, 4_000, 100),
    PriceRow("claude-sonnet-4-6", _BEGINNING, 3_000, 15_000, 3_750, 6_000, 300),
    PriceRow("claude-opus-5-5", _BEGINNING, 4_000, 20_000, 5_000, 8_000, 200),
    PriceRow("claude-opus-5", _BEGINNING, 5_000, 25_000, 6_250, 10_000, 500),
)


class NoPrice(LookupError):
    """There is no row for a model; the message says which one to add."""


class PriceList:
    """Looks prices up in rows; an operator's own rows may be added to PRICES."""

    def __init__(self, rows: Iterable[PriceRow] = PRICES) -> None:
        self._rows: dict[str, list[PriceRow]] = {}
        for row in rows:
            self._rows.setdefault(row.model, []).append(row)

    def row(self, model: str, prompt_tokens: int, day: date) -> PriceRow:
        """The newest row in force on that day whose band holds a prompt of that length. Raises NoPrice."""
        in_force = [row for row in self._rows.get(model, ()) if row.valid_from <= day]
        newest = max((row.valid_from for row in in_force), default=None)
        bands = sorted(
            (row for row in in_force if row.valid_from == newest),
            key=lambda row: (row.up_to_prompt_tokens is None, row.up_to_prompt_tokens or 0),
        )
        for row in bands:
            if row.up_to_prompt_tokens is None or prompt_tokens <= row.up_to_prompt_tokens:
                return row
        raise NoPrice(
            f"There is no price for model {model} on {day}. Add a PriceRow for it to PRICES in orchestrator/pricing.py "
            "(dollars per million tokens for input, output, both cache writes and cache read), or choose another model."
        )

    def cost_micro_usd(self, model: str, usage: Usage, day: date) -> int:
        """What a call cost, rounded up to a whole micro-dollar."""
        prompt = (
            usage.input_tokens + usage.cache_read_tokens + usage.cache_write_5m_tokens + usage.cache_write_1h_tokens
        )
        row = self.row(model, prompt, day)
        nano = (
            usage.input_tokens * row.input
            + usage.output_tokens * row.output
            + usage.cache_read_tokens * row.cache_read
            + usage.cache_write_5m_tokens * row.cache_write_5m
            + usage.cache_write_1h_tokens * row.cache_write_1h
        )
        return -(-nano // 1000)

    def highest_micro_usd(self, model: str, input_tokens: int, output_tokens: int, day: date) -> int:
        """The most that a call of this size can cost: every prompt token at the dearest of the ways to pay for it."""
        row = self.row(model, input_tokens, day)
        dearest = max(row.input, row.cache_write_5m, row.cache_write_1h)
        return -(-(input_tokens * dearest + output_tokens * row.output) // 1000)
