"""Pure: an answer as lines of names and values: plain, bulleted, numbered, YAML, INI, a table or headings."""

import re
from collections.abc import Iterator
from typing import Any

from orchestrator.answer_forms.faults import CUT_OFF, TWO_OBJECTS, Broken
from orchestrator.answer_forms.loose_json import read_value
from orchestrator.answer_forms.objects import Found
from orchestrator.answer_forms.shape import Shape, plain

_LINE = re.compile(
    r"(?P<indent>[ \t]*)(?P<bullet>[-*•][ \t]+|\d{1,2}[.)][ \t]+)?"
    r"[*_`\"']{0,3}(?P<name>[^\W\d][\w -]{0,40}?)[*_`\"']{0,3}"
    r"[ \t]*(?::|=|→|->)[*_]{0,3}(?:[ \t]+(?P<value>.*)|(?P<tight>[^\s/].*)?)$"
)
_ITEM = re.compile(r"(?P<indent>[ \t]*)-[ \t]+(?P<value>.+)$")
_MARK = re.compile(r"\s*(?:-{3,}|\.{3}|\[[\w .-]+\]|```\w*|~~~\w*|\w+:|)\s*$")
_HEADING = re.compile(r"(?:#{1,6}[ \t]*|\*\*|__)(?P<name>[A-Za-z][\w -]{0,40}?):?(?:\*\*|__)?[ \t]*$")
_RULE = re.compile(r"\|?[\s:|-]+\|?")
_DANGLING = re.compile(
    r"\b(?:the|an?|of|to|and|or|with|for|in|on|at|your|our|my|is|are|if|that|de|la|el|los|las|un|una|y|o|con|para|su|que)\s*$",
    re.IGNORECASE,
)
_SENTENCE_WORDS = 5
_ENDS = tuple(".!?…)\"'”»")


def find_lines(text: str, shape: Shape) -> list[Found]:
    """One object, or none where no line names a field. Raises Broken where lines between its fields say more."""
    for form in (_table, _headings, _named_lines):
        values = form(text, shape)
        if values:
            return [Found(values, loose=True, open=True)]
    return []


def _named_lines(text: str, shape: Shape) -> dict[str, Any]:
    lines = [line.rstrip() for line in text.splitlines()]
    first = 0
    while first < len(lines) and not _named(lines[first], shape):
        if not _MARK.fullmatch(lines[first]) and not lines[first].endswith(":"):
            return {}  # prose comes first
        first += 1
    lines = [line for line in lines[first:] if not _MARK.fullmatch(line) or line.rstrip().endswith(":")]
    if not lines or (len(lines) == 1 and len(shape.fields) > 1):
        return {}
    if not text.endswith(("\n", "```", "~~~")):
        _check_end(lines[-1])
    values, at = _mapping([_without_bullet(line, shape) for line in lines], 0, 0)
    if at != len(lines) or not all(shape.knows(name) for name in values):
        raise Broken("there are other words between the fields")
    return values


def _named(line: str, shape: Shape) -> bool:
    match = _LINE.match(line)
    return match is not None and shape.knows(match["name"])


def _without_bullet(line: str, shape: Shape) -> str:
    """A bulleted field of the answer itself as a plain line; items of its lists stay items."""
    match = _LINE.match(line)
    if match and match["bullet"] and not match["indent"] and shape.knows(match["name"]):
        return line[match.end("bullet") :]
    return line


def _check_end(line: str) -> None:
    """A last line without its line break may have been cut: a number always, a long sentence without its end."""
    words = line.rsplit(":", 1)[-1].split()
    if line.rstrip(".")[-1:].isdigit() or (len(words) >= _SENTENCE_WORDS and not line.endswith(_ENDS)):
        raise Broken(CUT_OFF)


def _mapping(lines: list[str], at: int, indent: int) -> tuple[dict[str, Any], int]:
    """Lines of one depth as names with values, and the first line that is none of them."""
    values: dict[str, Any] = {}
    while at < len(lines):
        match = _LINE.match(lines[at])
        if match is None or match["bullet"] or len(match["indent"]) != indent:
            break
        name, said = match["name"].strip(), (match["value"] or match["tight"] or "").strip()
        value, at = (_scalar(said), at + 1) if said else _block(lines, at + 1, indent)
        if name in values and values[name] != value:
            raise Broken(f"{name}: given twice with different values")
        values[name] = value
    return values, at


def _block(lines: list[str], at: int, indent: int) -> tuple[Any, int]:
    """What stands under a name without a value: deeper lines, or items of a list at any depth from here on."""
    if at >= len(lines):
        return None, at
    depth = len(lines[at]) - len(lines[at].lstrip())
    if _ITEM.match(lines[at]) and depth >= indent:
        return _items(lines, at, depth)
    return _mapping(lines, at, depth) if depth > indent else (None, at)


def _items(lines: list[str], at: int, indent: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while at < len(lines):
        match = _ITEM.match(lines[at])
        if match is None or len(match["indent"]) != indent:
            break
        if _LINE.match(match["value"]):
            inside = match.start("value")
            lines[at] = " " * inside + match["value"]
            value, at = _mapping(lines, at, inside)
        else:
            value, at = _scalar(match["value"]), at + 1
        found.append(value)
    return found, at


def _scalar(said: str) -> Any:
    said = said.strip().rstrip(",;").strip()
    if said.lower() in ("null", "~", "none"):
        return None
    if said[:1] in ("[", "{") or (said[:1] in ("'", '"') and len(said) > 1):
        return read_value(said, frozenset())
    said = said.strip("*`").strip()
    if len(said.split()) >= _SENTENCE_WORDS and _DANGLING.search(said):
        raise Broken(CUT_OFF)
    return said


def _table(text: str, shape: Shape) -> dict[str, Any]:
    """A table of names and values, or one with a row of names and a row of values."""
    rows = [_cells(line) for line in text.splitlines() if line.count("|") > 1 and not _RULE.fullmatch(line.strip())]
    if not rows:
        return {}
    if len(rows) > 1 and all(shape.knows(cell) for cell in rows[0]):
        if any(row != rows[1] for row in rows[1:]) or len(rows[1]) != len(rows[0]):
            raise Broken(TWO_OBJECTS)
        return _pairs(zip(rows[0], rows[1], strict=True))
    named = [row for row in rows if len(row) == 2 and shape.knows(row[0])]
    if named and len(named) < len(rows) - 1:
        raise Broken("there are other words between the fields")
    return _pairs((row[0], row[1]) for row in named)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip().strip("*`").strip() for cell in line.strip().strip("|").split("|"))


def _headings(text: str, shape: Shape) -> dict[str, Any]:
    """Each name as a heading on a line of its own, with one line under it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = [match["name"] for line in lines[::2] if (match := _HEADING.match(line)) and shape.knows(match["name"])]
    if not named or len(named) * 2 != len(lines):
        return {}
    return _pairs(zip(named, lines[1::2], strict=True))


def _pairs(said: Iterator[tuple[str, str]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, words in said:
        value = _scalar(words)
        if plain(name) in map(plain, values) and values.get(name) != value:
            raise Broken(f"{name}: given twice with different values")
        values[name] = value
    return values
