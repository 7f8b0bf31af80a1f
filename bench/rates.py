"""Rate arithmetic on time stamps: pure, so that tests can try to fool it."""

from collections.abc import Sequence


def violations(stamps_us: Sequence[int], *, limit: int, span_us: int) -> int:
    """Windows that hold more than `limit` events in less than `span_us`: one for each such run of limit + 1 stamps."""
    ordered = sorted(stamps_us)
    return sum(1 for first, last in zip(ordered, ordered[limit:], strict=False) if last - first < span_us)


def utilisation(stamps_us: Sequence[int], *, start_us: int, from_s: float, to_s: float, per_second: int) -> float:
    """Events between two offsets from the start, as a share of what the limit allows in that time."""
    low, high = start_us + int(from_s * 1e6), start_us + int(to_s * 1e6)
    counted = sum(1 for stamp in stamps_us if low <= stamp < high)
    return counted / (per_second * (to_s - from_s))
