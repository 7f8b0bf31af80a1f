"""Pure: the objects in a text, and which of them is meant as the answer."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from orchestrator.answer_forms.faults import Broken
from orchestrator.answer_forms.loose_json import key_at, looks_like_object, read_loose, read_pairs
from orchestrator.answer_forms.shape import Shape, plain

_MOST = 20
_DEEPEST = 6
_FINAL = re.compile(
    r"\b(?:final|corrected|revised|updated|definitiva|corregida)\b[\w\s*]{0,30}[:=]?[\s*]*(?:```\w*|<\w+>)?\s*\Z",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"\b(?:for example|an example|example of|would look like|e\.g\.|template|por ejemplo|un ejemplo)\b", re.IGNORECASE
)
_TAKEN_BACK = re.compile(
    r"\b(?:(?:ignore|disregard|forget) (?:\w+ )?(?:above|previous|last|answer)|scratch that|take (?:it|that) back"
    r"|(?:that|this|it) (?:is|was) (?:wrong|incorrect|not right)|ignor[ae] lo anterior|(?:eso|esto) (?:está|es) mal)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"([^\W\d][\w -]{0,40}?)[*_`\"']{0,3}[ \t]*[:=][*_]{0,2}\s*\[?\s*\Z")
_TOOL_NAMES = frozenset(
    {"answer", "finalanswer", "final", "output", "respond", "response", "reply", "result", "structuredoutput", "json"}
)
_ARGUMENTS = frozenset({"arguments", "parameters", "input", "args"})


@dataclass(frozen=True, slots=True)
class Found:
    """`cut`: counts only where no field can be missing. `open`: the form has no end of its own, so that the fields
    which every answer has must be there. `final`: the text calls this one the last word."""

    values: dict[str, Any]
    loose: bool = False
    cut: bool = False
    open: bool = False
    final: bool = False


def whole_json(text: str) -> Any:
    """The JSON value that is all of the text; None where it is none. Raises Broken for a name given twice."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        if isinstance(error, Broken):
            raise
        return None


def find_objects(text: str, shape: Shape) -> list[Found]:
    """Every outermost object in the text that has a field of the answer. Raises Broken for a damaged one."""
    found: list[Found] = []
    at, behind, starts = 0, 0, _starts(shape)
    while len(found) < _MOST and (match := starts.search(text, at)) is not None:
        start = match.start()
        if match.group()[0] in "{｛" and not looks_like_object(text, start, shape.names):
            at = start + 1
            continue
        one, end = _object_at(text, start, shape)
        meant = list(unwrapped(one.values, shape))
        before = text[behind:start]
        if _is_value_of_a_line(before, shape):
            return []
        if meant and _NO_ANSWER.search(before[-160:]):
            raise Broken("the object in it is called an example")
        found += [replace(one, values=values, final=bool(_FINAL.search(before[-80:]))) for values in meant]
        at = behind = end
    if found and _TAKEN_BACK.search(text[behind:]):
        raise Broken("the answer takes itself back")
    return found


def _is_value_of_a_line(before: str, shape: Shape) -> bool:
    named = _NAMED.search(before[-80:])
    field = shape.fields.get(shape.spelled.get(plain(named[1]), "")) if named else None
    return field is not None and field.kind in ("object", "list")


def find_pairs(text: str, shape: Shape) -> list[Found]:
    """An object whose opening brace is missing: the text begins with the name of a field."""
    text = text.strip()
    if not text.startswith(('"', "'", "“")) or key_at(text, 0, frozenset(shape.spelled)) is None:
        return []
    return [Found(read_pairs(text, shape.names).values, loose=True, cut=True)]


def unwrapped(value: Any, shape: Shape, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects inside wrappers, lists, tool calls and strings that have a field of the answer."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict) and any(plain(name) in shape.spelled for name in value):
        yield value
    elif isinstance(value, dict):
        if not _calls_another(value, shape):
            for part in value.values():
                yield from unwrapped(part, shape, depth + 1)
    elif isinstance(value, list):
        for part in value[:_MOST]:
            yield from unwrapped(part, shape, depth + 1)
    elif isinstance(value, str) and value.strip()[:1] in ("{", "["):
        yield from unwrapped(whole_json(value), shape, depth + 1)


def _calls_another(values: dict[str, Any], shape: Shape) -> bool:
    """Is this a call of a tool that is not the answer?"""
    name = values.get("name")
    if not isinstance(name, str) or not _ARGUMENTS & values.keys():
        return False
    return plain(name) not in _TOOL_NAMES and plain(name) != plain(shape.name)


def _starts(shape: Shape) -> re.Pattern[str]:
    return re.compile(rf"[{{｛]|\b(?:{re.escape(shape.name)}|dict)\s*\(\s*(?=\w+\s*=)")


def _object_at(text: str, start: int, shape: Shape) -> tuple[Found, int]:
    if text[start] == "{":
        try:
            values, end = _DECODER.raw_decode(text, start)
            return Found(values), end
        except (ValueError, RecursionError) as error:
            if isinstance(error, Broken):
                raise
    loose = read_loose(text, start, shape.names)
    return Found(loose.values, loose=True, cut=loose.cut), loose.end


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs) and any(values[name] != value for name, value in pairs):
        raise Broken("a field is given twice with different values")
    return values


_DECODER = json.JSONDecoder(object_pairs_hook=_once, strict=False)
