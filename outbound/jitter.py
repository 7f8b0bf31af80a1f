"""Waiting times between tries."""

from collections.abc import Callable


def full_jitter_s(tries: int, *, base_s: float, cap_s: float, random: Callable[[], float]) -> float:
    """Seconds to wait after `tries` failed tries (1 or more): evenly spread between 0 and the doubled base, capped.

    Source: "Exponential Backoff And Jitter", AWS Architecture Blog, the full-jitter form.
    """
    ceiling = min(cap_s, base_s * 2 ** min(tries - 1, 30))
    return ceiling * random()
