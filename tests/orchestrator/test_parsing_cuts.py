"""Answers in every form that is read, cut at every place: whole, or not taken."""

import json
from typing import Any

import pytest
from pydantic import BaseModel

from bots.answers import ComposeAnswer, UnderstandAnswer
from orchestrator.answer_forms.parsing import Unreadable, read_answer
from tests.orchestrator.answers import Understood

WORDED = {"reply": "Thanks, got it: 3 beds. What's your budget?", "language": "es", "confidence": 0.95}
SLOTS = {
    "slots": [
        {"name": "price", "value": "450000", "evidence": '"450k", I\'d say', "confidence": 0.9},
        {"name": "condition", "value": "good", "evidence": "good shape", "confidence": 0.85},
    ],
    "wants_person": False,
    "language": "es",
}
STATED = {
    "budget_usd": {"value": 450000, "evidence": "450k", "confidence": 0.9, "vague": False},
    "intents": ["greeting", "question"],
    "language": "es",
    "confidence": 0.92,
}
ANSWERS: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (ComposeAnswer, WORDED),
    (Understood, SLOTS),
    (UnderstandAnswer, STATED),
    (UnderstandAnswer, dict.fromkeys(UnderstandAnswer.model_fields) | STATED),
]


def as_call(value: Any, name: str = "SaidSlot") -> str:
    if isinstance(value, dict):
        return f"{name}({', '.join(f'{key}={as_call(part)}' for key, part in value.items())})"
    if isinstance(value, list):
        return f"[{', '.join(map(as_call, value))}]"
    return repr(value)


def as_yaml(values: dict[str, Any], indent: int = 0) -> str:
    lines = []
    for key, value in values.items():
        margin = " " * indent
        if isinstance(value, dict):
            lines.append(f"{margin}{key}:\n{as_yaml(value, indent + 2)}")
        elif isinstance(value, list):
            items = [
                as_yaml(part, indent + 4).lstrip() if isinstance(part, dict) else f"{json.dumps(part)}\n"
                for part in value
            ]
            lines.append(f"{margin}{key}:\n" + "".join(f"{margin}  - {item}" for item in items))
        else:
            lines.append(f"{margin}{key}: {json.dumps(value)}\n")
    return "".join(lines)


def as_tags(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f"<{key}>{as_tags(part)}</{key}>" for key, part in value.items() if part is not None)
    if isinstance(value, list):
        return "".join(f"<item>{as_tags(part)}</item>" for part in value)
    return str(value)


FORMS = {
    "json": json.dumps,
    "json over lines": lambda values: json.dumps(values, indent=2),
    "without commas": lambda values: json.dumps(values, indent=1).replace(",\n", "\n"),
    "in a fence": lambda values: f"```json\n{json.dumps(values, indent=1)}\n```",
    "in prose": lambda values: f"Here it is:\n{json.dumps(values)}\nHope that helps",
    "python": repr,
    "call": as_call,
    "yaml": as_yaml,
    "tags": as_tags,
    "bullets": lambda values: "".join(f"- **{key}**: {value}\n" for key, value in values.items()),
    "string": lambda values: json.dumps(json.dumps(values)),
    "entities": lambda values: json.dumps(values).replace('"', "&quot;"),
    "tool call": lambda values: json.dumps({"name": "answer", "arguments": json.dumps(values)}),
}


@pytest.mark.parametrize(("kind", "values"), ANSWERS, ids=["worded", "slots", "stated", "all stated"])
@pytest.mark.parametrize("form", FORMS)
def test_an_answer_cut_anywhere_is_whole_or_not_taken(form: str, kind: type[BaseModel], values: dict[str, Any]) -> None:
    text = as_call(values, kind.__name__) if form == "call" else FORMS[form](values)
    wanted = kind.model_validate(values)
    assert read_answer(text, kind, kind.model_validate).answer == wanted
    for end in range(len(text)):
        try:
            found = read_answer(text[:end], kind, kind.model_validate).answer
        except Unreadable:
            continue
        assert found == wanted, text[:end]
