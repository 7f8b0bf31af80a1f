"""What a call costs, to the micro-dollar; and what an operator adds where we know no price."""

from dataclasses import astuple, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as some

from audit.models import AuditEntry
from orchestrator.contracts import Usage
from orchestrator.models import ModelPrice
from orchestrator.money.price_rows import Price, StoredPrices, set_price
from orchestrator.money.pricing import PRICES, NoPrice, PriceList, PriceRow, per_token

DAY = date(2026, 11, 20)
# Dollars per million tokens as they stand on the vendor's page: input, output, writes of 5 minutes and 1 hour, read.
PAGE = {
    ("claude-haiku-5-5", 100_000): ("0.10", "0.50", "0.125", "0.20", "0.01"),
    ("claude-haiku-5-5", None): ("0.50", "2.50", "0.625", "1.00", "0.05"),
    ("claude-sonnet-5-5", None): ("2.00", "10.00", "2.50", "4.00", "0.10"),
    ("claude-sonnet-4-6", None): ("3.00", "15.00", "3.75", "6.00", "0.30"),
    ("claude-opus-5-5", None): ("4.00", "20.00", "5.00", "8.00", "0.20"),
    ("claude-opus-5", None): ("5.00", "25.00", "6.25", "10.00", "0.50"),
    ("gpt-4o-mini", None): ("0.15", "0.60", "0.15", "0.15", "0.15"),
    ("gpt-4o", None): ("2.50", "10.00", "2.50", "2.50", "2.50"),
}
tokens = some.integers(0, 200_000)
usages = some.builds(Usage, tokens, tokens, tokens, tokens, tokens)


def exact(model: str, usage: Usage) -> Fraction:
    """Micro-dollars by another road: fractions of the page's dollars, and a band chosen by hand."""
    prompt = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_5m_tokens + usage.cache_write_1h_tokens
    band = 100_000 if (model, 100_000) in PAGE and prompt <= 100_000 else None
    fresh, output, five, hour, read = (Fraction(usd) for usd in PAGE[model, band])
    return (
        usage.input_tokens * fresh
        + usage.output_tokens * output
        + usage.cache_write_5m_tokens * five
        + usage.cache_write_1h_tokens * hour
        + usage.cache_read_tokens * read
    )


@settings(max_examples=400, deadline=None)
@given(model=some.sampled_from(sorted({model for model, _ in PAGE})), usage=usages)
def test_a_cost_is_the_exact_sum_rounded_up_once(model: str, usage: Usage) -> None:
    assert PriceList().cost_micro_usd(model, usage, DAY) == ceil(exact(model, usage))


@pytest.mark.parametrize(
    ("model", "usage", "micro_usd"),
    [
        ("claude-haiku-5-5", Usage(100_000, 1000), 10_000 + 500),
        ("claude-haiku-5-5", Usage(100_001, 1000), 50_001 + 2_500),  # 50000.5 rounded up
        ("claude-haiku-5-5", Usage(50_000, 0, 50_000, 1, 0), 25_000 + 2_500 + 1),  # cache counts for the band: 0.625
        ("claude-haiku-5-5", Usage(50_000, 0, 50_000, 0, 0), 5_000 + 500),
        ("claude-haiku-5-5", Usage(0, 0, 0, 1000, 0), 125),
        ("claude-haiku-5-5", Usage(0, 0, 0, 0, 1000), 200),
        ("claude-haiku-5-5", Usage(0, 0, 1000, 0, 0), 10),
        ("claude-haiku-5-5", Usage(1, 0), 1),
        ("claude-haiku-5-5", Usage(), 0),
        ("claude-sonnet-5-5", Usage(1000, 1000, 1000, 1000, 1000), 2_000 + 10_000 + 100 + 2_500 + 4_000),
        ("gpt-4o-mini", Usage(1000, 1000), 150 + 600),
        ("gpt-4o", Usage(1000, 1000), 2_500 + 10_000),
        ("claude-opus-5", Usage(10**12, 10**12), 30 * 10**12),  # no float would keep this exact
    ],
)
def test_costs_by_hand(model: str, usage: Usage, micro_usd: int) -> None:
    assert PriceList().cost_micro_usd(model, usage, DAY) == micro_usd


@settings(max_examples=300, deadline=None)
@given(model=some.sampled_from(sorted({model for model, _ in PAGE})), usage=usages, more=tokens)
def test_a_hold_covers_every_call_within_its_ceilings(model: str, usage: Usage, more: int) -> None:
    prompt = sum(astuple(usage)) - usage.output_tokens
    most = PriceList().highest_micro_usd(model, prompt + more, usage.output_tokens + more, DAY)
    assert PriceList().cost_micro_usd(model, usage, DAY) <= most


def test_a_hold_covers_a_short_prompt_also_where_short_prompts_are_dearer() -> None:
    short = PriceRow("m", DAY, 9, 9, 9, 9, 9, up_to_prompt_tokens=10)
    prices = PriceList([short, PriceRow("m", DAY, 1, 1, 1, 1, 1)])
    most = prices.highest_micro_usd("m", 1_000_000, 1_000_000, DAY)
    assert most == 18
    assert prices.highest_micro_usd("m", 0, 0, DAY) == 0


@pytest.mark.parametrize("field", ["input_tokens", "output_tokens", "cache_read_tokens"])
def test_negative_tokens_are_no_discount(field: str) -> None:
    with pytest.raises(ValueError, match="-5 tokens"):
        PriceList().cost_micro_usd("claude-opus-5", replace(Usage(100, 100), **{field: -5}), DAY)
    with pytest.raises(ValueError, match="-1 tokens"):
        PriceList().highest_micro_usd("claude-opus-5", 10, -1, DAY)


@pytest.mark.parametrize(("model", "day"), [("gpt-9", DAY), ("claude-haiku-5-5", date(2026, 10, 6))])
def test_no_row_for_a_model_or_a_day_says_what_to_add_and_where(model: str, day: date) -> None:
    with pytest.raises(NoPrice, match=rf"no price for model {model} on {day}.*manage.py add_model_price {model} --inp"):
        PriceList().cost_micro_usd(model, Usage(1, 1), day)


def test_a_prompt_beyond_the_longest_band_has_no_price() -> None:
    prices = PriceList([PriceRow("m", DAY, 1, 1, 1, 1, 1, up_to_prompt_tokens=10)])
    assert prices.row("m", 10, DAY).model == "m"
    with pytest.raises(NoPrice, match="a prompt of 11 tokens"):
        prices.row("m", 11, DAY)
    with pytest.raises(NoPrice):
        prices.highest_micro_usd("m", 11, 1, DAY)


def test_the_newest_row_in_force_counts_and_an_added_one_before_ours() -> None:
    ours = [PriceRow("m", date(2026, 1, 1), 1, 1, 1, 1, 1), PriceRow("m", date(2026, 6, 1), 2, 2, 2, 2, 2)]
    added = [PriceRow("m", date(2026, 6, 1), 3, 3, 3, 3, 3), PriceRow("m", date(2026, 9, 1), 4, 4, 4, 4, 4)]
    prices = PriceList(ours, added=lambda: added)
    months = {month: prices.row("m", 1, date(2026, month, 1)).input for month in (5, 6, 8, 9, 12)}
    assert months == {5: 1, 6: 3, 8: 3, 9: 4, 12: 4}


def test_an_added_price_replaces_all_bands_of_its_day() -> None:
    flat = PriceRow("claude-haiku-5-5", date(2026, 10, 7), 7, 7, 7, 7, 7)
    prices = PriceList(added=lambda: [flat])
    assert {prices.row("claude-haiku-5-5", length, DAY).input for length in (1, 100_000, 100_001)} == {7}


def test_added_rows_are_read_at_most_once_a_minute() -> None:
    reads, now = [0], [0.0]

    def added() -> list[PriceRow]:
        reads[0] += 1
        return [PriceRow("m", DAY, reads[0], 1, 1, 1, 1)]

    prices = PriceList((), added=added, clock=lambda: now[0])
    seen = []
    for seconds in (0, 1, 59.9, 60, 61, 119.9, 120):
        now[0] = seconds
        seen.append(prices.row("m", 1, DAY).input)
    assert seen == [1, 1, 1, 2, 2, 2, 3]


@pytest.mark.parametrize("usd", ["-0.01", "0.0000001", "NaN", "Infinity"])
def test_what_is_no_price_is_refused(usd: str) -> None:
    with pytest.raises(ValueError, match="is no price"):
        per_token(Decimal(usd))


def test_every_price_names_its_source() -> None:
    assert all(("Anthropic" in row.source or "OpenAI" in row.source) and "202" in row.source for row in PRICES)


@pytest.mark.django_db
def test_a_model_of_ones_own_server_may_cost_nothing() -> None:
    call_command("add_model_price", "qwen", "--input", "0", "--output", "0", "--source", "ours", "--from", "2026-01-01")
    prices = PriceList(added=StoredPrices())
    assert prices.highest_micro_usd("qwen", 100_000, 100_000, DAY) == 0
    assert prices.cost_micro_usd("qwen", Usage(5, 5, 5), DAY) == 0


@pytest.mark.django_db
def test_an_added_price_is_exact_to_the_sixth_place_and_its_cache_costs_as_input_where_not_said() -> None:
    price = Price(Decimal("0.037501"), Decimal("0.3"), cache_read_usd=Decimal("0.000001"))
    set_price("g", price, valid_from=DAY, source="page", by="user:1")
    prices = PriceList(added=StoredPrices())
    million = 1_000_000
    assert prices.cost_micro_usd("g", Usage(million, 0), DAY) == 37_501
    assert prices.cost_micro_usd("g", Usage(0, 0, million), DAY) == 1
    assert prices.cost_micro_usd("g", Usage(0, 0, 0, million, 0), DAY) == 37_501


@pytest.mark.django_db
def test_a_wrong_price_is_corrected_in_place_and_both_are_in_the_audit_record() -> None:
    for usd in ("2", "3"):
        set_price("g", Price(Decimal(usd), Decimal(usd)), valid_from=DAY, source="page", by="user:1")
    assert [row.input_usd for row in ModelPrice.objects.all()] == [Decimal(3)]
    details = AuditEntry.objects.filter(action="price.set").latest("id").details
    assert (details["before"]["input_usd"], details["after"]["input_usd"]) == ("2", "3")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "usd", "up_to", "complaint"),
    [
        ("", "1", None, "no model's name"),
        ("two words", "1", None, "no model's name"),
        ("m" * 65, "1", None, "64"),
        ("m", "-1", None, "is no price"),
        ("m", "10001", None, "is the unit right"),
        ("m", "1", -1, "0|positive"),
        ("m", "1", 0, "modelprice_band_not_empty"),
    ],
)
def test_what_cannot_be_a_price_row_is_refused(model: str, usd: str, up_to: int | None, complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        set_price(
            model, Price(Decimal(usd), Decimal(1)), valid_from=DAY, source="s", by="user:1", up_to_prompt_tokens=up_to
        )
    assert not ModelPrice.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_the_command_says_what_is_wrong() -> None:
    with pytest.raises(CommandError, match="is no price"):
        call_command("add_model_price", "m", "--input", "-1", "--output", "1", "--source", "s")
    with pytest.raises(CommandError, match="--output"):
        call_command("add_model_price", "m", "--input", "1", "--output", "one", "--source", "s")


@pytest.mark.django_db(transaction=True)
def test_while_prices_cannot_be_read_the_last_ones_stay_in_force() -> None:
    set_price("g", Price(Decimal(2), Decimal(2)), valid_from=DAY, source="page", by="user:1")
    stored = StoredPrices()
    assert [row.model for row in stored()] == ["g"]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE orchestrator_modelprice RENAME TO hidden")
        try:
            assert [row.model for row in stored()] == ["g"]
        finally:
            cursor.execute("ALTER TABLE hidden RENAME TO orchestrator_modelprice")
