"""Scores 0 to 100 with reasons: pure functions of slots and of what the conversation showed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from bots.config import BotConfig
from bots.roles import buyer, seller
from bots.roles.base import BotRole, Slot
from bots.slots import SlotRecord, answered_core, is_known, record_of, shown, value_of

VERSION = "2026.1"
Temperature = Literal["hot", "warm", "cold"]


@dataclass(frozen=True, slots=True)
class ConversationFacts:
    """What a conversation showed, counted over the lead's messages only.

    `response_seconds`: the lead's delays after our texts; `message_characters`: lengths of the lead's messages;
    `questions`: messages with an own question; `objections` and how many of them were followed by an answer to our
    question; `open_to_call`: None when it never came up.
    """

    response_seconds: tuple[int, ...] = ()
    message_characters: tuple[int, ...] = ()
    questions: int = 0
    objections: int = 0
    objections_overcome: int = 0
    open_to_call: bool | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score. `points` 0 to 100 before `weight` (0 to 1); `because` is a plain sentence for people."""

    part: str
    weight: float
    points: int
    because: str

    def as_record(self) -> dict[str, Any]:
        return {"part": self.part, "weight": round(self.weight, 3), "points": self.points, "because": self.because}


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """`answered` and `asked` are the "3/4" of core slots. `commitment` is None when nothing of it could be measured.
    `core_complete`: every core slot has a definite answer."""

    value: int
    temperature: Temperature
    version: str
    parts: tuple[Part, ...]
    answered: int
    core: int
    commitment: int | None
    commitment_parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()

    @property
    def questions_answered(self) -> str:
        return f"{self.answered}/{self.core}"

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """JSON for `Score.reasons`: the parts of the score, then those of the commitment, then the notes."""
        noted = [{"part": "note", "weight": 0, "points": 0, "because": note} for note in self.notes]
        return [part.as_record() for part in (*self.parts, *self.commitment_parts)] + noted


def score(role: BotRole, slots: Mapping[str, SlotRecord], facts: ConversationFacts, config: BotConfig) -> ScoreResult:
    """Score of a role. The commitment stands beside it and does not move it."""
    parts = {"seller": _seller_parts, "buyer": _buyer_parts, "lead": _lead_parts}[role.name](role, slots, config)
    value = _total(parts)
    temperature, notes = _temperature(role, slots, value, config)
    measured, unmeasured = _commitment_parts(facts, config)
    if unmeasured:
        notes += (f"Commitment leaves out what was not measured ({', '.join(unmeasured)}); the other weights grew.",)
    return ScoreResult(
        value=value,
        temperature=temperature,
        version=VERSION,
        parts=parts,
        answered=answered_core(slots, role),
        core=len(role.core),
        commitment=_total(measured) if measured else None,
        commitment_parts=measured,
        notes=notes,
    )


def timeline_accepted(slots: Mapping[str, SlotRecord], config: BotConfig) -> bool:
    """The seller can sell within the days that the location offers."""
    days = value_of(slots, seller.TIMELINE)
    return days is not None and days <= config.seller_timeline_high_days


def _total(parts: tuple[Part, ...]) -> int:
    return round(sum(part.weight * part.points for part in parts))


def _temperature(
    role: BotRole, slots: Mapping[str, SlotRecord], value: int, config: BotConfig
) -> tuple[Temperature, tuple[str, ...]]:
    by_value: Temperature = "hot" if value >= config.hot_from else "warm" if value >= config.warm_from else "cold"
    if role.name == "lead":
        return ("warm" if by_value == "hot" else by_value), ("Triage routes; only a buyer or seller score can be hot.",)
    if role.name == "buyer":
        return by_value, ()
    answered, notes = answered_core(slots, role), []
    if by_value == "hot" and answered < len(role.core):
        notes.append("Hot needs all four core answers.")
    if by_value == "hot" and not timeline_accepted(slots, config):
        notes.append(f"Hot needs a timeline of at most {config.seller_timeline_high_days} days.")
    temperature: Temperature = "warm" if notes else by_value
    if temperature == "warm" and answered < config.warm_needs_core_slots:
        return "cold", (*notes, f"Warm needs {config.warm_needs_core_slots} of the four core answers.")
    return temperature, tuple(notes)


# -- Seller ------------------------------------------------------------------------------------------------------------

MOTIVATION_POINTS = {
    "relocation": 100,
    "inheritance": 100,
    "divorce": 100,
    "financial": 100,
    "retirement": 90,
    "downsizing": 85,
    "upsizing": 85,
    "investment": 75,
    "other": 65,
    "just_curious": 10,
}
CONDITION_POINTS = {"move_in_ready": 100, "minor_work": 90, "major_work": 70, "tear_down": 60}
VAGUE_POINTS = 20


def _seller_parts(role: BotRole, slots: Mapping[str, SlotRecord], config: BotConfig) -> tuple[Part, ...]:
    high = config.seller_timeline_high_days
    return (
        _part("motivation", config.seller_weight_motivation, slots, seller.MOTIVATION, MOTIVATION_POINTS.get),
        _part("timeline", config.seller_weight_timeline, slots, seller.TIMELINE, lambda days: _seller_days(days, high)),
        _part("condition", config.seller_weight_condition, slots, seller.CONDITION, CONDITION_POINTS.get),
        _price_part(config, slots),
    )


def _seller_days(days: int, accepted_days: int) -> int:
    if days <= accepted_days:
        return 100
    return 60 if days <= 90 else 35 if days <= 180 else 15


def _price_part(config: BotConfig, slots: Mapping[str, SlotRecord]) -> Part:
    part = _part("price", config.seller_weight_price, slots, seller.PRICE, lambda _: 100)
    if part.points == 0:
        return part
    because = f"{part.because} No valuation is held, so only a definite figure counts, not its height."
    return Part(part.part, part.weight, part.points, because)


# -- Buyer and triage --------------------------------------------------------------------------------------------------

PREAPPROVAL_POINTS = {"approved": 100, "cash": 100, "in_progress": 65, "not_started": 25}
BUDGET_SHARE = 0.3  # of financial readiness; the rest is how the purchase is paid


def _buyer_parts(role: BotRole, slots: Mapping[str, SlotRecord], config: BotConfig) -> tuple[Part, ...]:
    paid = _part("finance", config.buyer_weight_finance, slots, buyer.PREAPPROVAL, PREAPPROVAL_POINTS.get)
    budget = _part("budget", config.buyer_weight_finance, slots, buyer.BUDGET, lambda _: 100)
    finance = Part(
        "finance",
        config.buyer_weight_finance,
        round((1 - BUDGET_SHARE) * paid.points + BUDGET_SHARE * budget.points),
        f"{paid.because} {budget.because}",
    )
    wishes = (buyer.BEDROOMS, buyer.AREA)
    clear = [slot for slot in wishes if is_known(slots, slot)]
    because = f"{len(clear)} of {len(wishes)} wishes are clear (bedrooms, area)."
    return (
        finance,
        _part("urgency", config.buyer_weight_urgency, slots, buyer.TIMELINE, _buyer_days),
        Part("clarity", config.buyer_weight_clarity, round(100 * len(clear) / len(wishes)), because),
    )


def _buyer_days(days: int) -> int:
    for limit_days, points in ((30, 100), (60, 85), (90, 70), (180, 45)):
        if days <= limit_days:
            return points
    return 20


def _lead_parts(role: BotRole, slots: Mapping[str, SlotRecord], config: BotConfig) -> tuple[Part, ...]:
    answered = answered_core(slots, role)
    return (
        Part("triage", 1.0, round(100 * answered / len(role.core)), f"{answered} of {len(role.core)} facts are known."),
    )


def _part(
    name: str, weight: float, slots: Mapping[str, SlotRecord], slot: Slot, points: Callable[[Any], int | None]
) -> Part:
    """One slot as a part. What only the CRM holds counts as answered but scores nothing: only the lead's words do."""
    record = record_of(slots, slot)
    if record is None:
        return Part(name, weight, 0, f"{slot.label} is not known.")
    if record["source"] != "lead":
        return Part(name, weight, 0, f"{slot.label} comes from the CRM, not from the lead's words.")
    if record["vague"]:
        return Part(name, weight, VAGUE_POINTS, f"{slot.label} was answered vaguely.")
    earned = points(record["value"]) or 0
    return Part(name, weight, earned, f"{slot.label}: {shown(record)} (“{record['evidence']}”).")


# -- Commitment --------------------------------------------------------------------------------------------------------


def _commitment_parts(facts: ConversationFacts, config: BotConfig) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The measured parts with weights that sum to 1 again, and the names of those that were not measured."""
    found = {
        "response speed": (config.commitment_weight_speed, _speed(facts)),
        "message length": (config.commitment_weight_length, _length(facts)),
        "own questions": (config.commitment_weight_questions, _questions(facts)),
        "objections": (config.commitment_weight_objections, _objections(facts)),
        "openness to a call": (config.commitment_weight_call, _call(facts)),
    }
    total = sum(weight for weight, measure in found.values() if measure is not None)
    measured = tuple(
        Part(f"commitment: {name}", weight / total, measure[0], measure[1])
        for name, (weight, measure) in found.items()
        if measure is not None
    )
    return measured, tuple(name for name, (_, measure) in found.items() if measure is None)


def _speed(facts: ConversationFacts) -> tuple[int, str] | None:
    if not facts.response_seconds:
        return None
    middle = int(median(facts.response_seconds))
    points = 100 if middle <= 300 else 70 if middle <= 3600 else 40 if middle <= 86_400 else 10
    return points, f"The lead usually answers within {_spoken_seconds(middle)}."


def _spoken_seconds(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} seconds"
    return f"{seconds // 60} minutes" if seconds < 7200 else f"{seconds // 3600} hours"


def _length(facts: ConversationFacts) -> tuple[int, str] | None:
    if not facts.message_characters:
        return None
    middle = int(median(facts.message_characters))
    return min(100, round(middle * 100 / 80)), f"The lead's messages have about {middle} characters."


def _questions(facts: ConversationFacts) -> tuple[int, str] | None:
    if not facts.message_characters:
        return None
    return min(100, 35 * facts.questions), f"The lead asked {facts.questions} questions."


def _objections(facts: ConversationFacts) -> tuple[int, str] | None:
    if not facts.objections:
        return None
    points = round(100 * facts.objections_overcome / facts.objections)
    return points, f"After {facts.objections_overcome} of {facts.objections} objections the lead went on."


def _call(facts: ConversationFacts) -> tuple[int, str] | None:
    if facts.open_to_call is None:
        return None
    return (100, "The lead is open to a call.") if facts.open_to_call else (0, "The lead does not want a call.")
