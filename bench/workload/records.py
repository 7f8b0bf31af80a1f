"""A workload on disk: one JSON object per line, one message of one lead each.

Needed: `lead`, `location` (text or number), `order` (number; within the lead or over the whole file) and `text`.
Optional: `role` (lead, buyer, seller), `first_name`, `last_name`, `phone`, `email`, and `slots`: what a reader would
note down from this message, by the names of the model's form ("budget_usd": 450000) or of a slot ("buyer.budget").
Other names there and fields that are not known are passed over, lines may stand in any order, blank lines and a
byte-order mark do no harm.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bots.roles.table import ROLES, SLOTS

IDENTITY = ("first_name", "last_name", "phone", "email")
_PROPERTIES = frozenset(slot.answer_property for slot in SLOTS.values())


class BadWorkload(ValueError):
    """The sentence names the file, the line and the field."""


@dataclass(frozen=True, slots=True)
class Person:
    """A lead as the file gives it. `role` is where the conversation starts."""

    lead: str
    location: str
    role: str = "lead"
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `slots`: property of the model's form -> value, None where nobody labelled the message."""

    person: Person
    text: str
    slots: Mapping[str, Any] | None = None


def read_workload(path: Path) -> list[Said]:
    """Messages in the order in which they are played: by `order`, leads side by side. Raises BadWorkload."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadWorkload(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadWorkload(f"{path} is not UTF-8 at byte {error.start}.") from error
    # Not splitlines(): a message may hold a line separator that is none of JSON's.
    rows = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    read = [_row(f"{path.name}, line {number}", line) for number, line in rows]
    if not read:
        raise BadWorkload(f"{path} holds no message.")
    return _in_order(read)


def write_workload(path: Path, said: Iterable[Said]) -> None:
    """A file that `read_workload` gives back as it is."""
    lines = []
    for order, message in enumerate(said, 1):
        person = {name: value for name in ("role", *IDENTITY) if (value := getattr(message.person, name))}
        row = {"lead": message.person.lead, "location": message.person.location, "order": order, "text": message.text}
        labels = {} if message.slots is None else {"slots": dict(message.slots)}
        lines.append(json.dumps({**row, **person, **labels}, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Row:
    lead: str
    location: str
    order: float
    text: str
    optional: Mapping[str, str]
    slots: Mapping[str, Any] | None


def _row(where: str, line: str) -> _Row:
    try:
        raw = json.loads(line)
    except ValueError as error:
        raise BadWorkload(f"{where}: is not JSON ({error}).") from error
    if not isinstance(raw, dict):
        raise BadWorkload(f"{where}: is {type(raw).__name__}, not an object.")
    return _Row(
        lead=_name(where, raw, "lead"),
        location=_name(where, raw, "location"),
        order=_order(where, raw),
        text=_text(where, raw),
        optional={name: _optional(where, raw, name) for name in ("role", *IDENTITY) if raw.get(name) is not None},
        slots=_labels(where, raw),
    )


def _given(where: str, raw: Mapping[str, Any], field: str) -> Any:
    if raw.get(field) is None:
        raise BadWorkload(f"{where}: {field} is missing.")
    return raw[field]


def _name(where: str, raw: Mapping[str, Any], field: str) -> str:
    value = _given(where, raw, field)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadWorkload(f"{where}: {field} must be text or a whole number, not {type(value).__name__}.")
    if not str(value).strip():
        raise BadWorkload(f"{where}: {field} is empty.")
    return str(value).strip()


def _order(where: str, raw: Mapping[str, Any]) -> float:
    value = _given(where, raw, "order")
    try:
        if isinstance(value, bool):
            raise TypeError
        return float(value)
    except (TypeError, ValueError) as error:
        raise BadWorkload(f"{where}: order must be a number, not {value!r}.") from error


def _text(where: str, raw: Mapping[str, Any]) -> str:
    value = _given(where, raw, "text")
    if not isinstance(value, str):
        raise BadWorkload(f"{where}: text must be text, not {type(value).__name__}.")
    if not value.strip():
        raise BadWorkload(f"{where}: text is empty.")
    return value


def _optional(where: str, raw: Mapping[str, Any], field: str) -> str:
    value = raw[field]
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadWorkload(f"{where}: {field} must be text, not {type(value).__name__}.")
    value = str(value).strip()
    if field == "role" and value.lower() not in ("", *ROLES):
        raise BadWorkload(f"{where}: role must be one of {', '.join(ROLES)}, not {value!r}.")
    return value.lower() if field == "role" else value


def _labels(where: str, raw: Mapping[str, Any]) -> Mapping[str, Any] | None:
    labels = raw.get("slots")
    if labels is None:
        return None
    if not isinstance(labels, dict):
        raise BadWorkload(f"{where}: slots must be an object, not {type(labels).__name__}.")
    found = {}
    for name, value in labels.items():
        known = SLOTS[name].answer_property if name in SLOTS else name
        if known in _PROPERTIES:
            found[known] = value
    return found


def _in_order(rows: list[_Row]) -> list[Said]:
    """By `order` and then by the lead's first line: a number of the whole file keeps its order, a number within each
    lead lets all leads speak in turn. A lead is one person of one location; what is known of it may stand on any line.
    """
    known: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        facts = known.setdefault((row.location, row.lead), {})
        for name, value in row.optional.items():
            if value:
                facts.setdefault(name, value)
    place = {who: number for number, who in enumerate(known)}
    people = {who: Person(lead=who[1], location=who[0], **facts) for who, facts in known.items()}
    ordered = sorted(rows, key=lambda row: (row.order, place[row.location, row.lead]))
    return [Said(people[row.location, row.lead], row.text, row.slots) for row in ordered]
