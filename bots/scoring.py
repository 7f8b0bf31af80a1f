"""Scores 0 to 100 with reasons: pure functions of slots and of what the conversation showed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bots.config import BotConfig
from bots.roles.base import BotRole
from bots.slots import SlotRecord

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
    raise NotImplementedError
