"""Pure choice: what follows from a turn's words. The model never decides state; this module does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bots.answers import Heard
from bots.config import BotConfig
from bots.scoring import ConversationFacts, ScoreResult
from bots.slots import SlotRecord

Kind = Literal["ask", "answer", "nurture", "hand_off", "switch_role", "silence"]
Lane = Literal["situation", "conversation", "fixed", ""]
Approach = Literal["plain", "rephrase", "choices"]


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


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do. `role` speaks from now on. `slot` is the one to ask ("" for none), `approach` how.

    `lane`: "situation" and "fixed" need no model; "conversation" needs words from one, with `fallback` saying whether
    the situation text may stand in. `line` names the situation text (composing/situations.py): opener, ask, bot_answer,
    handoff, handoff_question, handoff_hot, nurture, not_interested, wrong_number. `lead_in`: how the text starts:
    "", thanks, corrected, greeting. `counts` are the new ones to store. `risk_flags` go into the packet.
    `stop_bot`: the bot stays silent from now on (wrong number). `score` is that of `role` with these slots.
    """

    kind: Kind
    role: str
    score: ScoreResult
    why: tuple[str, ...]
    counts: Counts
    slot: str = ""
    approach: Approach = "plain"
    lane: Lane = "situation"
    line: str = ""
    lead_in: str = ""
    fallback: bool = True
    handoff_reason: str = ""
    silence_reason: str = ""
    switch: Switch | None = None
    risk_flags: tuple[str, ...] = ()
    stop_bot: bool = False

    @property
    def speaks(self) -> bool:
        return self.kind != "silence"

    @property
    def hands_off(self) -> bool:
        return self.kind == "hand_off"


def decide(situation: Situation, config: BotConfig) -> Decision:
    """The one next step. Opt-outs were honoured before; who owns the thread is the caller's look."""
    raise NotImplementedError
