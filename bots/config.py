"""Every number by which the bots behave. Defaults here; a location overrides them by name in its bot profile."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class BotConfig:
    """Settings of the bots in one location. Shares are 0 to 1, scores 0 to 100, hours 0 to 24 local time."""

    # Words
    tone: str = "warm"  # warm | brief
    assistant_name: str = "Ava"
    disclose_in_opener: bool = True  # California B&P 17940-17943, EU AI Act article 50
    sms_max_characters: int = 160

    # Activation (GHL keeps tags in lower case); priority seller > buyer > lead
    activating_tags: tuple[str, ...] = ("needs qualifying", "ai on", "buyer-lead", "seller-lead")
    stopping_tags: tuple[str, ...] = ("ai-off", "qualified", "stop-bot")
    seller_tags: tuple[str, ...] = ("seller-lead",)
    buyer_tags: tuple[str, ...] = ("buyer-lead",)

    # Slots
    seller_extended_set: bool = False
    seller_timeline_low_days: int = 30
    seller_timeline_high_days: int = 45

    # Temperature
    hot_from: int = 75
    warm_from: int = 50
    warm_needs_core_slots: int = 3

    # Seller: financial readiness
    seller_weight_motivation: float = 0.35
    seller_weight_timeline: float = 0.30
    seller_weight_condition: float = 0.20
    seller_weight_price: float = 0.15

    # Buyer
    buyer_weight_finance: float = 0.40
    buyer_weight_urgency: float = 0.35
    buyer_weight_clarity: float = 0.25

    # Psychological commitment
    commitment_weight_speed: float = 0.20
    commitment_weight_length: float = 0.15
    commitment_weight_questions: float = 0.20
    commitment_weight_objections: float = 0.25
    commitment_weight_call: float = 0.20

    # Bot to bot
    lead_to_buyer_from: float = 0.70
    lead_to_seller_from: float = 0.70
    buyer_to_seller_from: float = 0.80
    seller_to_buyer_from: float = 0.60
    circular_switch_minutes: int = 30
    switches_per_hour: int = 3
    switches_per_day: int = 10

    # Bot to person
    vague_in_row_limit: int = 3
    asked_limit: int = 3  # a slot asked this often and still open is a loop without progress
    low_confidence_below: float = 0.5
    low_confidence_in_row_limit: int = 2
    exchanges_without_news_limit: int = 6
    value_threshold_usd: int = 0  # 0: off; a price or budget from here on goes to a person
    model_away_minutes: int = 15
    handoff_due_minutes: int = 15
    resume_timer_minutes: int = 0  # 0: off

    # Office hours, for the honest time in the handoff line (0 is Monday)
    office_days: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    office_opens_hour: int = 9
    office_closes_hour: int = 18

    # Quiet hours and caps, read by the send gate
    texts_from_hour: int = 8
    texts_until_hour: int = 21
    answer_fresh_minutes: int = 15
    bot_started_per_day: int = 3
    bot_started_per_month: int = 20
    texts_per_hour: int = 25
    texts_per_day: int = 50


DEFAULTS = BotConfig()
_TYPES = get_type_hints(BotConfig)
_CHOICES = {"tone": ("warm", "brief")}
_HOURS = ("office_opens_hour", "office_closes_hour", "texts_from_hour", "texts_until_hour")


def from_overrides(overrides: Mapping[str, Any]) -> BotConfig:
    """Defaults with a location's overrides. Lists stand for tuples, as JSON has no tuples.

    Raises ValueError that names the setting when it is unknown, ill-typed or out of range.
    """
    known = {field.name for field in fields(BotConfig)}
    unknown = sorted(set(overrides) - known)
    if unknown:
        raise ValueError(f"unknown bot setting: {', '.join(unknown)}")
    config = replace(DEFAULTS, **{name: _checked(name, value) for name, value in overrides.items()})
    if config.warm_from > config.hot_from:
        raise ValueError("bot setting warm_from lies above hot_from")
    if config.seller_timeline_low_days > config.seller_timeline_high_days:
        raise ValueError("bot setting seller_timeline_low_days lies above seller_timeline_high_days")
    return config


def _checked(name: str, value: Any) -> Any:
    wanted = _TYPES[name]
    if get_origin(wanted) is tuple:
        return _checked_tuple(name, value, get_args(wanted)[0])
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not wanted:
        raise ValueError(f"bot setting {name} must be {wanted.__name__}, not {type(value).__name__}")
    _check_range(name, value)
    return value


def _checked_tuple(name: str, value: Any, wanted: type) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple) or any(type(item) is not wanted for item in value):
        raise ValueError(f"bot setting {name} must be a list of {wanted.__name__}")
    if name == "office_days" and any(not 0 <= day <= 6 for day in value):
        raise ValueError("bot setting office_days holds days 0 (Monday) to 6")
    return tuple(value)


def _check_range(name: str, value: Any) -> None:
    if name in _CHOICES and value not in _CHOICES[name]:
        raise ValueError(f"bot setting {name} must be one of {', '.join(_CHOICES[name])}")
    if name in _HOURS and not 0 <= value <= 24:
        raise ValueError(f"bot setting {name} must lie between 0 and 24")
    if isinstance(value, float) and not 0 <= value <= 1:
        raise ValueError(f"bot setting {name} must lie between 0 and 1")
    if isinstance(value, int) and not isinstance(value, bool) and value < 0:
        raise ValueError(f"bot setting {name} must not be negative")
