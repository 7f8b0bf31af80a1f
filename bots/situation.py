"""What a decision may look at, and what is counted from turn to turn. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bots.answers import Heard
from bots.config import BotConfig
from bots.scoring import ConversationFacts
from bots.slots import SlotRecord


@dataclass(frozen=True, slots=True)
class PastSwitch:
    """An earlier handoff from bot to bot that was accepted. `at` aware."""

    from_role: str
    to_role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows in a row, as a conversation stores them."""

    vague_in_row: int = 0
    low_confidence_in_row: int = 0
    exchanges_without_news: int = 0


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a decision may look at. `slots` already hold what was heard; `known_before` is what stood before.

    `asked`: times each slot was asked in texts that were sent. `closing_said`: a nurture or closing line went out
    already. `handoff_open`: a person's queue holds this lead. `knowledge`: facts of the location that may be used in
    an answer. For an opener `heard` is `Heard()` and `is_opener` True.
    """

    role: str
    slots: Mapping[str, SlotRecord]
    known_before: Mapping[str, SlotRecord]
    heard: Heard
    now: datetime
    facts: ConversationFacts
    pending_slot: str = ""
    asked: Mapping[str, int] = field(default_factory=dict)
    counts: Counts = Counts()
    switches: tuple[PastSwitch, ...] = ()
    is_opener: bool = False
    closing_said: bool = False
    handoff_open: bool = False
    knowledge: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Switch:
    """A handoff from bot to bot, or its refusal with the reason (stored as a RoleSwitch)."""

    from_role: str
    to_role: str
    confidence: float
    accepted: bool
    refusal: str = ""


def news(situation: Situation) -> bool:
    """The words brought a definite fact that was not known, or a question of the lead's own."""
    heard, before = situation.heard, situation.known_before
    fresh = (slot for slot in heard.slots if not slot.vague)
    changed = any(slot.name not in before or before[slot.name]["value"] != slot.value for slot in fresh)
    return changed or bool(heard.questions) or "question" in heard.intents or "question_about_facts" in heard.intents


def is_vague(situation: Situation) -> bool:
    """The turn answered without saying anything definite."""
    heard = situation.heard
    definite = any(not slot.vague for slot in heard.slots)
    return not definite and ("vague" in heard.intents or any(slot.vague for slot in heard.slots))


def new_counts(situation: Situation, config: BotConfig) -> Counts:
    if situation.is_opener:
        return situation.counts
    before, vague, brought_news = situation.counts, is_vague(situation), news(situation)
    unsure = situation.heard.confidence < config.low_confidence_below and not vague
    return Counts(
        vague_in_row=before.vague_in_row + 1 if vague else 0 if brought_news else before.vague_in_row,
        low_confidence_in_row=before.low_confidence_in_row + 1 if unsure else 0,
        exchanges_without_news=0 if brought_news else before.exchanges_without_news + 1,
    )
