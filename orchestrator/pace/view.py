"""How an account's pace looks to pages and metrics, read from what `scripts.LOOK` returns."""

from typing import Any

from orchestrator.contracts import Lane
from orchestrator.pace.buckets import LANES, START_SHARE, Limits, per_second, usable


def text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _texts(pairs: list[Any]) -> dict[str, str]:
    names_and_values = [text(one) for one in pairs]
    return dict(zip(names_and_values[::2], names_and_values[1::2], strict=True))


def wish(reply: list[Any]) -> tuple[float, float]:
    """(seconds left of the account's "not before", when a wish was lifted last by the server's clock, 0 for never)."""
    stored, now_us = _texts(reply[2]), int(reply[0]) * 1e6 + int(reply[1])
    return max(0.0, float(stored.get("not_before", 0)) - now_us) / 1e6, float(stored.get("lifted", 0))


def shared_view(reply: list[Any], limits: Limits) -> dict[str, Any]:
    """The view of the stored account as it is now."""
    stored, now_us = _texts(reply[2]), int(reply[0]) * 1e6 + int(reply[1])

    def number(name: str) -> float:
        return float(stored.get(name, 0))

    true_limits = tuple(number(f"heard{n}") or limit for n, limit in enumerate(limits.triple(), 1))
    passed = max(0.0, now_us - number("at")) / 1e6
    levels = tuple(
        min(usable(limit), number(f"level{n}") + passed * per_second(limit)) if stored else limit * START_SHARE
        for n, limit in enumerate(true_limits, 1)
    )
    waiting = [lane for n, lane in enumerate(LANES, 1) if _is_held(stored.get(f"place{n}", ""), now_us)]
    return view(true_limits, levels, under_way=int(reply[3]), waiting=waiting)


def _is_held(place: str, now_us: float) -> bool:
    """`place` is "holder until cost cost cost", or nothing."""
    return bool(place) and float(place.split(" ")[1]) > now_us


def view(
    limits: tuple[float, ...], levels: tuple[float, ...], *, under_way: int, waiting: list[Lane]
) -> dict[str, Any]:
    names = ("requests", "input_tokens", "output_tokens")
    return {
        "limits_per_minute": {name: int(limit) for name, limit in zip(names, limits, strict=True)},
        "left_now": {name: round(level, 1) for name, level in zip(names, levels, strict=True)},
        "under_way": under_way,
        "waiting_lanes": waiting,
    }
