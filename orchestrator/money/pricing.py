"""List prices of models, as data with a date and a source. Vendors change these; see budgets.py for what we allow.

1 dollar per million tokens is 1 micro-dollar per token. Rows hold millionths of that, so that every price that can be
written with six places behind the point is a whole number and all sums are integers.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orchestrator.contracts import Usage

_ANTHROPIC = (
    "Anthropic's pricing page, read 2026-10; agreed on by claudit 1.9.2 (2026-10-25) and PromptFuel 1.0.23 (2026-10-16)"
)
_OPENAI = "OpenAI's list price of input and output, mid-2025; cached input is booked as fresh (the highest it can be)"
_PARTS = 1_000_000  # of a micro-dollar


@dataclass(frozen=True, slots=True)
class PriceRow:
    """Millionths of a micro-dollar per token, valid from a day on, for prompts of up to `up_to_prompt_tokens`.

    None there: any length. The prompt's length counts input, cache reads and cache writes; all tokens of the request
    pay the same band.
    """

    model: str
    valid_from: date
    input: int
    output: int
    cache_write_5m: int
    cache_write_1h: int
    cache_read: int
    up_to_prompt_tokens: int | None = None
    source: str = _ANTHROPIC

    @property
    def dearest_input(self) -> int:
        return max(self.input, self.cache_write_5m, self.cache_write_1h, self.cache_read)


def per_token(usd_per_million_tokens: Decimal | str) -> int:
    """A price as it stands on a pricing page, in the unit of the rows. Raises ValueError where it does not fit."""
    exact = Decimal(usd_per_million_tokens) * _PARTS
    if not exact.is_finite() or exact < 0 or exact != exact.to_integral_value():
        raise ValueError(f"{usd_per_million_tokens} is no price in dollars with at most six places behind the point")
    return int(exact)


def _row(model: str, valid_from: date, *usd: str, up_to: int | None = None, source: str = _ANTHROPIC) -> PriceRow:
    """Dollars per million tokens: input, output, 5-minute cache write, 1-hour cache write, cache read."""
    fresh, output, five_minutes, hour, read = (per_token(price) for price in usd)
    return PriceRow(model, valid_from, fresh, output, five_minutes, hour, read, up_to, source)


_BEGINNING = date(2000, 1, 1)  # a row without a known first day
_OCTOBER_2026 = date(2026, 10, 7)
PRICES: tuple[PriceRow, ...] = (
    _row("claude-haiku-5-5", _OCTOBER_2026, "0.10", "0.50", "0.125", "0.20", "0.01", up_to=100_000),
    _row("claude-haiku-5-5", _OCTOBER_2026, "0.50", "2.50", "0.625", "1.00", "0.05"),
    _row("claude-sonnet-5-5", _OCTOBER_2026, "2.00", "10.00", "2.50", "4.00", "0.10"),
    _row("claude-sonnet-4-6", _BEGINNING, "3.00", "15.00", "3.75", "6.00", "0.30"),
    _row("claude-opus-5-5", _BEGINNING, "4.00", "20.00", "5.00", "8.00", "0.20"),
    _row("claude-opus-5", _BEGINNING, "5.00", "25.00", "6.25", "10.00", "0.50"),
    _row("gpt-4o-mini", _BEGINNING, "0.15", "0.60", "0.15", "0.15", "0.15", source=_OPENAI),
    _row("gpt-4o", _BEGINNING, "2.50", "10.00", "2.50", "2.50", "2.50", source=_OPENAI),
)
_REREAD_SECONDS = 60.0


class NoPrice(LookupError):
    """There is no row for a model; the message says which one to add, and where."""


def nothing_added() -> Iterable[PriceRow]:
    return ()


class PriceList:
    """Looks prices up in `rows` and in those that `added` reads, which is asked at most once a minute.

    Of the rows in force on a day the ones with the newest first day count, added ones before ours where both begin on
    the same day.
    """

    def __init__(
        self,
        rows: Iterable[PriceRow] = PRICES,
        *,
        added: Callable[[], Iterable[PriceRow]] = nothing_added,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ours, self._added, self._clock = tuple(rows), added, clock
        self._rows: dict[str, list[PriceRow]] | None = None
        self._read_at = 0.0

    def row(self, model: str, prompt_tokens: int, day: date) -> PriceRow:
        """The row in force on that day whose band holds a prompt of that length. Raises NoPrice."""
        for row in self._bands(model, day):
            if row.up_to_prompt_tokens is None or prompt_tokens <= row.up_to_prompt_tokens:
                return row
        raise NoPrice(_what_to_add(model, prompt_tokens, day))

    def cost_micro_usd(self, model: str, usage: Usage, day: date) -> int:
        """What a call cost, rounded up to a whole micro-dollar. Raises NoPrice, and ValueError for negative tokens."""
        prompt = (
            usage.input_tokens + usage.cache_read_tokens + usage.cache_write_5m_tokens + usage.cache_write_1h_tokens
        )
        row = self.row(model, prompt, day)
        counted = (
            (usage.input_tokens, row.input),
            (usage.output_tokens, row.output),
            (usage.cache_read_tokens, row.cache_read),
            (usage.cache_write_5m_tokens, row.cache_write_5m),
            (usage.cache_write_1h_tokens, row.cache_write_1h),
        )
        return _micro_usd(counted)

    def highest_micro_usd(self, model: str, input_tokens: int, output_tokens: int, day: date) -> int:
        """The most that a call can cost which is no larger than this: each token at the dearest way to pay for it."""
        self.row(model, input_tokens, day)
        bands = self._bands(model, day)
        begins = (-1, *(row.up_to_prompt_tokens or 0 for row in bands))
        within = [row for row, begin in zip(bands, begins, strict=False) if input_tokens > begin]
        dearest = max(row.dearest_input for row in within)
        return _micro_usd(((input_tokens, dearest), (output_tokens, max(row.output for row in within))))

    def _bands(self, model: str, day: date) -> list[PriceRow]:
        """The rows of one model in force on that day, the shortest prompts first."""
        in_force = [row for row in self._by_model().get(model, ()) if row.valid_from <= day]
        newest = max((row.valid_from for row in in_force), default=None)
        bands = [row for row in in_force if row.valid_from == newest]
        return sorted(bands, key=lambda row: (row.up_to_prompt_tokens is None, row.up_to_prompt_tokens or 0))

    def _by_model(self) -> dict[str, list[PriceRow]]:
        now = self._clock()
        if self._rows is None or now - self._read_at >= _REREAD_SECONDS:
            self._rows, self._read_at = _merged(self._ours, tuple(self._added())), now
        return self._rows


def _merged(ours: Iterable[PriceRow], added: Iterable[PriceRow]) -> dict[str, list[PriceRow]]:
    """Rows by model; an added one takes the place of all of ours that begin on its day."""
    merged: dict[str, list[PriceRow]] = {}
    for row in added:
        merged.setdefault(row.model, []).append(row)
    replaced = {(row.model, row.valid_from) for rows in merged.values() for row in rows}
    for row in ours:
        if (row.model, row.valid_from) not in replaced:
            merged.setdefault(row.model, []).append(row)
    return merged


def _micro_usd(counted: Iterable[tuple[int, int]]) -> int:
    """Tokens times price, rounded up."""
    total = 0
    for tokens, price in counted:
        if tokens < 0:
            raise ValueError(f"{tokens} tokens cannot be paid for")
        total += tokens * price
    return -(-total // _PARTS)


def _what_to_add(model: str, prompt_tokens: int, day: date) -> str:
    return (
        f"There is no price for model {model} on {day} and a prompt of {prompt_tokens} tokens, and a budget in dollars "
        f"needs one. Add it with `manage.py add_model_price {model} --input USD --output USD --source WHERE` (dollars "
        "per million tokens, 0 for a model that costs nothing; in force within a minute), or choose another model. "
        "Add a PriceRow to PRICES in orchestrator/money/pricing.py to ship it with the product."
    )
