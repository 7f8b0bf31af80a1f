"""Pure: words that an answer copied from the canonical text come back as the lead wrote them.

Only where the schema asks for free text: "sell" in a list of choices is a choice, also where the lead wrote "SELL".
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from orchestrator.spelling.canonical import Canonical

_DEEPEST = 8


class FreeText:
    """Places of an answer that hold free text: `here`, in members by name, in the items of a list."""

    __slots__ = ("here", "items", "members")

    def __init__(self, here: bool, members: Mapping[str, "FreeText"], items: "FreeText | None") -> None:
        self.here, self.members, self.items = here, members, items

    def __bool__(self) -> bool:
        return self.here or bool(self.members) or self.items is not None


@lru_cache(maxsize=256)
def free_text(answer_type: type[BaseModel], spoken: tuple[str, ...] = ()) -> FreeText:
    """Where the answer is free text; `spoken` names the fields that are said to somebody and are no quotation."""
    schema = answer_type.model_json_schema()
    found = _free_text(schema, schema, 0)
    return FreeText(False, {name: part for name, part in found.members.items() if name not in spoken}, None)


def in_own_words(values: Any, places: FreeText, spelled: Canonical) -> Any:
    """A copy of a JSON value whose free texts that stand in the canonical text are the lead's own words."""
    if isinstance(values, str):
        return (spelled.original(values) or values) if places.here and values else values
    if isinstance(values, dict):
        return {
            name: in_own_words(part, places.members[name], spelled) if part and name in places.members else part
            for name, part in values.items()
        }
    if isinstance(values, list) and places.items is not None:
        return [in_own_words(part, places.items, spelled) for part in values]
    return values


def _free_text(schema: Mapping[str, Any], root: Mapping[str, Any], depth: int) -> FreeText:
    if depth > _DEEPEST:
        return FreeText(False, {}, None)
    if "$ref" in schema:
        schema = root.get("$defs", {}).get(str(schema["$ref"]).rpartition("/")[2], {})
    parts = [_free_text(one, root, depth + 1) for name in ("anyOf", "oneOf", "allOf") for one in schema.get(name, ())]
    is_text = schema.get("type") == "string" and not schema.keys() & {"enum", "const", "format", "pattern"}
    members = {name: _free_text(one, root, depth + 1) for name, one in schema.get("properties", {}).items()}
    for part in parts:
        members.update(part.members)
    items = _free_text(schema["items"], root, depth + 1) if isinstance(schema.get("items"), dict) else None
    items = next((part.items for part in parts if part.items), items or None)
    kept = {name: part for name, part in members.items() if part}
    return FreeText(is_text or any(part.here for part in parts), kept, items)
