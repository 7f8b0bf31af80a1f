"""Labelled conversations: what the lead says, and what must follow from it."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "conversations"


@dataclass(frozen=True, slots=True)
class Saying:
    """One message (several bubbles: one per line). `when_asked`: said once the bot asks for that slot; "" is said next.

    `states`: the slots whose definite value the words hold, as labelled by a reader.
    """

    words: str
    when_asked: str = ""
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectedSlot:
    value: Any
    unit: str


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation. `handoff` is the expected reason or "" for none; `forbidden` lists effects that must not be."""

    name: str
    about: str
    kind: str
    role: str
    language: str
    today: date
    opener: bool
    sayings: tuple[Saying, ...]
    slots: dict[str, ExpectedSlot]
    expected_role: str
    temperature: str
    handoff: str
    forbidden: tuple[str, ...]


def load_cases(folder: Path = FOLDER) -> list[Case]:
    """All conversations of the folder, by file name. Raises ValueError that names a broken file."""
    return [_read(path) for path in sorted(folder.glob("*.json"))]


def _read(path: Path) -> Case:
    try:
        return _case(path.stem, json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} is not a labelled conversation: {error!r}") from error


def _case(name: str, raw: dict[str, Any]) -> Case:
    expected = raw["expected"]
    return Case(
        name=name,
        about=raw["about"],
        kind=raw["kind"],
        role=raw.get("role", "lead"),
        language=raw.get("language", "en"),
        today=date.fromisoformat(raw["today"]),
        opener=raw.get("opener", False),
        sayings=tuple(_saying(entry) for entry in raw["lead"]),
        slots={slot: ExpectedSlot(label["value"], label["unit"]) for slot, label in expected["slots"].items()},
        expected_role=expected["role"],
        temperature=expected["temperature"],
        handoff=expected["handoff"] or "",
        forbidden=tuple(expected["forbidden"]),
    )


def _saying(entry: dict[str, Any]) -> Saying:
    words = entry["say"] if isinstance(entry["say"], str) else "\n".join(entry["say"])
    asked = entry.get("when_asked", "")
    states = tuple(entry.get("states", ()))
    return Saying(words, asked, states)
