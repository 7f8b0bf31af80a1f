"""Pure: a model's text becomes a checked answer, or says why it cannot. Never guesses a value that was cut off.

The first form in which a text can be read at all decides: structured output, an object in the text (packed, damaged),
fields as pairs or tags, lines of names and values. A weaker form never overrules a stronger one that failed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ValidationError

from orchestrator.answer_forms.faults import CUT_OFF, TWO_OBJECTS, Broken
from orchestrator.answer_forms.fit import fit
from orchestrator.answer_forms.lines import find_lines
from orchestrator.answer_forms.objects import Found, find_objects, find_pairs, unwrapped, whole_json
from orchestrator.answer_forms.packing import unpacked
from orchestrator.answer_forms.shape import Shape, plain, shape_of
from orchestrator.answer_forms.tags import find_tags
from orchestrator.masking.mask import UnresolvedPlaceholder

Strategy = Literal["structured", "json", "repaired", "regex", "key_value"]
Values = dict[str, Any]
_REFUSED = re.compile(r"[\x00\ud800-\udfff]")
_ZERO_BYTE = rb"\u0000"
_LONGEST_CHARS = 200_000  # more than any model gives in one answer
_LAYERS = 3  # an object in a string in a string


class Unreadable(ValueError):
    """The text holds no answer of the asked type. The message names fields and faults, never the text."""


@dataclass(frozen=True, slots=True)
class Read:
    """`values` as the model gave them (still masked), `answer` as the caller wants it, and how it was found."""

    values: Values
    answer: BaseModel
    strategy: Strategy


def read_answer(text: str, answer_type: type[BaseModel], check: Callable[[Values], BaseModel]) -> Read:
    """The answer in a text, if `check` (restore placeholders, validate) passes it.

    Two different objects that both pass are no answer unless the text calls one of them the final one: which one was
    meant is a guess. Raises Unreadable.
    """
    if len(text) > _LONGEST_CHARS:
        raise Unreadable("the answer is too long to be one")
    shape = shape_of(answer_type)
    try:
        for strategy, found in _forms(text, shape):
            if found:
                return Read(*_meant(found, shape, check), strategy)
    except Broken as error:
        raise Unreadable(str(error)) from error
    raise Unreadable("the answer holds no JSON object" if text.strip() else "the answer is empty")


def confidence_of(answer: BaseModel) -> float:
    """The answer's own `confidence`, held between 0 and 1; 1.0 where its type has none."""
    said = getattr(answer, "confidence", 1.0)
    if isinstance(said, bool) or not isinstance(said, int | float):
        return 1.0
    return max(0.0, min(1.0, said)) if said == said else 0.0  # NaN is no confidence


def describe(error: ValidationError | UnresolvedPlaceholder) -> str:
    """What is wrong, by field and rule; no value of the answer is repeated (it may carry a stranger's words)."""
    if isinstance(error, UnresolvedPlaceholder):
        return str(error)
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, f['loc'])) or 'answer'}: {_rule(f['type'])}" for f in faults[:5])


def _rule(kind: str) -> str:
    return {"extra_forbidden": "unknown field"}.get(kind, kind.replace("_", " "))


def _forms(text: str, shape: Shape) -> Iterator[tuple[Strategy, list[Found]]]:
    """What each form of reading finds, strongest first."""
    value = whole_json(text)
    if isinstance(value, dict | list):
        yield "structured", _inside(value, shape)
        return  # it is JSON through and through: nothing else can be meant
    layer, text = 0, unpacked(value if isinstance(value, str) else text)
    while isinstance(value := whole_json(_without_fence(text)), str) and layer < _LAYERS:
        layer, text = layer + 1, unpacked(value)
    if isinstance(value, dict | list):
        yield "json", _inside(value, shape)
        return
    if value is not None:
        return
    objects = find_objects(text, shape)
    yield ("repaired" if any(one.loose for one in objects) else "json"), objects
    yield "regex", find_pairs(text, shape) or find_tags(text, shape)
    yield "key_value", find_lines(text, shape)


def _without_fence(text: str) -> str:
    match = re.fullmatch(r"\s*(?:```|~~~)\w*\s*(.*?)\s*(?:```|~~~)\s*", text, re.DOTALL)
    return match[1] if match else text


def _inside(value: Any, shape: Shape) -> list[Found]:
    """The answers in a JSON value; the value itself where it has none, so that the fault can be named."""
    meant = [Found(values) for values in unwrapped(value, shape)]
    return meant or ([Found(value)] if isinstance(value, dict) else [])


def _meant(found: list[Found], shape: Shape, check: Callable[[Values], BaseModel]) -> tuple[Values, BaseModel]:
    passed: list[tuple[Values, BaseModel, bool]] = []
    fault = ""
    for one in found:
        try:
            passed.append((*_checked(one, shape, check), one.final))
        except Broken as error:
            fault = str(error)
    if not passed:
        raise Broken(fault)
    finals = [one for one in passed if one[2]]
    if any(answer != passed[0][1] for _, answer, _ in passed[1:]):
        if len(finals) != 1 or finals[0] is not passed[-1]:
            raise Broken(TWO_OBJECTS)
        passed = finals
    return passed[0][:2]


def _checked(one: Found, shape: Shape, check: Callable[[Values], BaseModel]) -> tuple[Values, BaseModel]:
    """Raises Broken where it does not fit the type, or may lack something."""
    values, faults = fit(one.values, shape)
    try:
        values = _storable(values)
        answer = check(values)
    except (ValidationError, UnresolvedPlaceholder) as error:
        described = [said for said in describe(error).split("; ") if said not in faults]
        raise Broken("; ".join(faults + described)) from error
    except TypeError as error:
        raise Broken("a number in it is too large") from error
    if faults:
        raise Broken("; ".join(faults))
    needed = shape.fields.keys() if one.cut else shape.always if one.open else frozenset()
    if not needed <= values.keys():
        raise Broken(CUT_OFF)
    if values and not any(plain(name) in shape.spelled for name in values):
        raise Broken("the answer has none of the asked fields")
    return values, answer


def _storable(values: Values) -> Values:
    """Without zero bytes and half characters, which databases refuse. Raises TypeError for a number over 64 bits."""
    try:
        stored = orjson.dumps(values)
    except TypeError:
        stored = _ZERO_BYTE  # half characters too
    if _ZERO_BYTE in stored:
        stored = orjson.dumps(_clean_strings(values))
    return orjson.loads(stored)


def _clean_strings(value: Any) -> Any:
    if isinstance(value, str):
        return _REFUSED.sub("", value)
    if isinstance(value, dict):
        return {_REFUSED.sub("", str(name)): _clean_strings(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_strings(part) for part in value]
    return value
