"""What a conversation showed, counted from its messages and from what earlier turns heard. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bots.answers import Heard
from bots.situation import ConversationFacts


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the thread. `speaker`: lead, bot, person, workflow or unknown; `at` aware."""

    message_id: int
    speaker: str
    text: str
    at: datetime
    is_text: bool = True

    @property
    def by_lead(self) -> bool:
        return self.speaker == "lead"


def conversation_facts(
    thread: Sequence[Line], earlier_heard: Iterable[Mapping[str, Any]], heard: Heard
) -> ConversationFacts:
    """Facts for scoring. `thread` and `earlier_heard` (`Turn.heard` records) oldest first."""
    said = [line for line in thread if line.by_lead and line.is_text]
    turns = [*earlier_heard, heard.as_record()]
    objections = [number for number, turn in enumerate(turns) if "objection" in turn.get("intents", ())]
    return ConversationFacts(
        response_seconds=tuple(_response_seconds(thread)),
        message_characters=tuple(len(line.text) for line in said),
        questions=sum(bool(turn.get("questions")) or "question" in turn.get("intents", ()) for turn in turns),
        objections=len(objections),
        objections_overcome=sum(any(turn.get("slots") for turn in turns[number:]) for number in objections),
        open_to_call=_open_to_call(turns),
    )


def _response_seconds(thread: Sequence[Line]) -> Iterable[int]:
    """Per exchange: from our newest text to the lead's first words after it."""
    ours: datetime | None = None
    for line in thread:
        if not line.by_lead:
            ours = line.at
        elif ours is not None:
            yield max(0, round((line.at - ours).total_seconds()))
            ours = None


def _open_to_call(turns: Sequence[Mapping[str, Any]]) -> bool | None:
    wishes = {"open_to_call", "wants_appointment", "asks_for_person"}
    return True if any(wishes & set(turn.get("intents", ())) for turn in turns) else None
