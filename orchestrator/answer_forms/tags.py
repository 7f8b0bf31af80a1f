"""Pure: an answer between tags that carry the names of its fields."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from orchestrator.answer_forms.faults import CUT_OFF, Broken
from orchestrator.answer_forms.objects import Found
from orchestrator.answer_forms.shape import Shape, plain

_TOKEN = re.compile(
    r"<!\[CDATA\[(?P<raw>.{0,2000}?)\]\]>|<!--.{0,200}?-->|<\?.{0,200}?\?>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z_][\w.-]{0,60})(?P<attributes>(?:\s+[\w-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_DEEPEST = 20


@dataclass(slots=True)
class _Node:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["_Node"] = field(default_factory=list)
    text: str = ""


def find_tags(text: str, shape: Shape) -> list[Found]:
    """The object whose fields are tags; none where no tag is a field. Raises Broken for one never closed."""
    names = {plain(match["name"]) for match in _TOKEN.finditer(text) if match["name"]}
    if not names & shape.spelled.keys():
        return []
    node = root = _tree(text)
    while node.children and not any(shape.knows(child.name) for child in node.children):
        node = next((child for child in node.children if child.children), node.children[0])
    return [Found(_object(node, shape), loose=True, open=node is root)] if node.children else []


def _tree(text: str) -> _Node:
    root = _Node("")
    open_ones, at = [root], 0
    for match in _TOKEN.finditer(text):
        open_ones[-1].text += html.unescape(text[at : match.start()])
        at = match.end()
        if match["raw"] is not None:
            open_ones[-1].text += match["raw"]
        elif match["close"]:
            if len(open_ones) == 1 or open_ones.pop().name != match["name"]:
                raise Broken("its tags do not match")
        elif match["name"]:
            attributes = {name: html.unescape(a or b) for name, a, b in _ATTRIBUTE.findall(match["attributes"])}
            node = _Node(match["name"], attributes)
            open_ones[-1].children.append(node)
            open_ones += [] if match["empty"] else [node]
            if len(open_ones) > _DEEPEST:
                raise Broken("the object is nested too deeply")
    if len(open_ones) > 1:
        raise Broken(CUT_OFF)
    return root


def _object(node: _Node, shape: Shape) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for child in node.children:
        inner = shape.fields.get(shape.spelled.get(plain(child.name), ""), Shape("other"))
        said = {child.name: _value(child, inner)}
        if inner.kind not in ("object", "list"):
            said |= child.attributes
        for name, value in said.items():
            if name in values and values[name] != value:
                raise Broken(f"{name}: given twice with different values")
            values[name] = value
    return values


def _value(node: _Node, shape: Shape) -> Any:
    if shape.kind == "object" and (node.children or not shape.nullable):
        return _object(node, shape)
    if shape.kind == "list" and (node.children or not node.text.strip()):
        return [_value(child, shape.item or Shape("other")) for child in node.children]
    if node.children and shape.kind != "other":
        raise Broken(f"{node.name}: tags inside a simple value")
    return node.text.strip()
