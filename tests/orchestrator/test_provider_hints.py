"""What headers say: limits, resets, and for how long to leave an account alone."""

import pytest

from orchestrator.providers.base import RateHint, RateHints
from orchestrator.providers.hints import claude_hints, openai_hints, retry_after

NOW = 1_795_168_800.0  # 2026-11-20T10:00:00Z


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "9", "retry-after-ms": "250"}, 0.25),
        ({"retry-after": "Fri, 20 Nov 2026 10:00:20 GMT"}, 20.0),
        ({"retry-after": "Fri, 20 Nov 2026 09:00:00 GMT"}, 0.0),
        ({"retry-after": "999999"}, 86_400.0),
        ({"retry-after": "inf"}, 86_400.0),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": ""}, None),
        ({}, None),
    ],
)
def test_a_wish_to_be_left_alone_is_read_in_every_form(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("span", "seconds"),
    [("1s", 1.0), ("6m0s", 360.0), ("8.64s", 8.64), ("120ms", 0.12), ("1h2m3.5s", 3723.5), ("1d", 86_400.0)],
)
def test_openais_spans_become_moments(span: str, seconds: float) -> None:
    headers = {"x-ratelimit-limit-tokens": "200", "x-ratelimit-remaining-tokens": "5", "x-ratelimit-reset-tokens": span}
    hints = openai_hints(headers, NOW)
    assert hints is not None
    assert hints.input_tokens is not None
    assert hints.input_tokens.reset_at == pytest.approx(NOW + seconds)
    assert (hints.input_tokens.limit, hints.input_tokens.remaining) == (200, 5)


@pytest.mark.parametrize("reset", ["", "soon", "5", "1s2", "-1s", "2026-11-20T10:00:30Z"])
def test_what_is_no_span_is_no_hint(reset: str) -> None:
    headers = {f"x-ratelimit-{part}-requests": "5" for part in ("limit", "remaining")}
    assert openai_hints(headers | {"x-ratelimit-reset-requests": reset}, NOW) is None


@pytest.mark.parametrize(
    ("part", "value"),
    [("limit", "many"), ("remaining", "-3"), ("reset", "2026-11-20T10:00:30"), ("reset", "1s"), ("limit", None)],
)
def test_half_a_hint_is_none(part: str, value: str | None) -> None:
    told: dict[str, str | None] = {"limit": "50", "remaining": "9", "reset": "2026-11-20T10:00:30Z"}
    whole = {f"anthropic-ratelimit-requests-{name}": one for name, one in told.items() if one is not None}
    assert claude_hints(whole) == RateHints(RateHint(50, 9, NOW + 30), None, None)
    broken = {f"anthropic-ratelimit-requests-{name}": one for name, one in (told | {part: value}).items() if one}
    assert claude_hints(broken) is None


HUGE = "9" * 400


@pytest.mark.parametrize("part", ["limit", "remaining"])
@pytest.mark.parametrize("value", [HUGE, "9" * 5000, "1000000000001"])
def test_a_number_out_of_range_is_no_hint(part: str, value: str) -> None:
    told = {"limit": "50", "remaining": "9", "reset": "2026-11-20T10:00:30Z"} | {part: value}
    assert claude_hints({f"anthropic-ratelimit-requests-{name}": one for name, one in told.items()}) is None
    told |= {"reset": "1s"}
    assert openai_hints({f"x-ratelimit-{name}-requests": one for name, one in told.items()}, NOW) is None


def test_a_span_without_end_is_no_hint() -> None:
    headers = {"x-ratelimit-limit-requests": "5", "x-ratelimit-remaining-requests": "5"}
    assert openai_hints(headers | {"x-ratelimit-reset-requests": f"{HUGE}s"}, NOW) is None


def test_the_largest_number_that_is_meant_is_a_hint() -> None:
    told = {"limit": "1000000000000", "remaining": "0", "reset": "1s"}
    hints = openai_hints({f"x-ratelimit-{name}-requests": one for name, one in told.items()}, NOW)
    assert hints == RateHints(RateHint(10**12, 0, NOW + 1.0), None, None)


@pytest.mark.parametrize("wish", [HUGE, "1e999", f"{HUGE}.5"])
def test_a_wish_out_of_range_is_a_day(wish: str) -> None:
    assert retry_after({"retry-after": wish}, NOW) == 86_400.0
