"""How the pages say money and time, and which amounts of money they take."""

import pytest

from orchestrator.page_words import dollars, exact_usd, full_dollars, micro_usd, microseconds


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("2.50", 2_500_000), ("$2.50", 2_500_000), (" 0 ", 0), ("1,234.5", 1_234_500_000), (".000001", 1),
        ("3.", 3_000_000), ("1,000", 1_000_000_000),
    ],
)  # fmt: skip
def test_amounts_are_whole_millionths_of_a_dollar(typed: str, amount: int) -> None:
    assert micro_usd(typed) == amount
    assert micro_usd(full_dollars(amount)) == amount
    assert micro_usd(exact_usd(amount)) == amount


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2,50", "digits and a point"), ("1,00,000", "digits and a point"), ("", "digits and a point"),
        ("1e3", "digits and a point"), ("٢", "digits and a point"), ("two", "digits and a point"),
        ("-1", "below 0"), ("0.0000001", "six places"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_what_came(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        micro_usd(typed)
    assert f"“{typed}”" in str(refused.value)


@pytest.mark.parametrize(
    ("amount", "short", "full"),
    [
        (0, "$0", "$0.00"), (304, "0.0304 ¢", "$0.000304"), (45_000, "4.50 ¢", "$0.045"), (5_000_000, "$5.00", "$5.00"),
        (1_234_567_800, "$1,234.57", "$1,234.5678"),
    ],
)  # fmt: skip
def test_lists_are_short_and_records_exact(amount: int, short: str, full: str) -> None:
    assert (dollars(amount), full_dollars(amount)) == (short, full)


@pytest.mark.parametrize(
    ("us", "says"), [(266, "266 µs"), (9_976, "9.98 ms"), (14_600, "14.6 ms"), (12_000_000, "12.0 s")]
)
def test_spans_keep_their_unit_readable(us: int, says: str) -> None:
    assert microseconds(us) == says
