"""Pure: a JSON schema in the strict subset that OpenAI's structured output takes, and the way back from it.

Strict: every property is required (an optional one may be null instead), objects are closed, rules such as lengths
become words of the description. OpenAI, "Structured outputs", supported schemas.
"""

import json
from typing import Any, Final

Schema = dict[str, Any]
_KEPT: Final = frozenset({"type", "enum", "const", "description", "$ref"})
_UNSAID: Final = frozenset({"title", "default", "examples", "discriminator", "$schema", "$id"})
_DEEPEST: Final = 40


def to_strict(schema: Schema) -> Schema | None:
    """The schema in the strict subset; None where it has an open map, which the subset cannot say."""
    try:
        strict = _node(schema, 0)
    except _CannotBeSaid:
        return None
    if "$defs" in schema:
        try:
            strict["$defs"] = {name: _node(one, 0) for name, one in schema["$defs"].items()}
        except _CannotBeSaid:
            return None
    return strict if strict.get("type") == "object" else None


def without_added_nulls(text: str, schema: Schema) -> str:
    """The answer without the nulls that stand only because optional properties had to be given."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return text  # not for this module to mend
    cleaned = _dropped(values, schema, schema, 0)
    return text if cleaned == values else json.dumps(cleaned, ensure_ascii=False)


class _CannotBeSaid(Exception):
    pass


def _node(schema: Schema, depth: int) -> Schema:
    if depth > _DEEPEST:
        raise _CannotBeSaid
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return _described({"anyOf": [_node(one, depth + 1) for one in choices]}, schema)
    if len(schema.get("allOf") or ()) == 1:
        return _node({**schema["allOf"][0], **{k: v for k, v in schema.items() if k != "allOf"}}, depth + 1)
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}  # beside a reference nothing else may stand
    if schema.get("type") == "object" or "properties" in schema:
        return _object(schema, depth)
    strict = {key: value for key, value in schema.items() if key in _KEPT}
    if "items" in schema:
        strict["items"] = _node(schema["items"], depth + 1)
    if not strict.keys() - {"description"}:
        raise _CannotBeSaid  # "anything"
    return _described(strict, schema)


def _object(schema: Schema, depth: int) -> Schema:
    if schema.get("additionalProperties") not in (None, False) or "properties" not in schema:
        raise _CannotBeSaid
    required = set(schema.get("required", ()))
    properties = {}
    for name, one in schema["properties"].items():
        strict = _node(one, depth + 1)
        properties[name] = strict if name in required or _takes_null(one) else _nullable(strict)
    closed = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return _described(closed, schema)


def _nullable(strict: Schema) -> Schema:
    if "anyOf" in strict:
        return strict | {"anyOf": [*strict["anyOf"], {"type": "null"}]}
    described = {"description": strict.pop("description")} if "description" in strict else {}
    return {"anyOf": [strict, {"type": "null"}], **described}


def _takes_null(schema: Schema) -> bool:
    choices = schema.get("anyOf") or schema.get("oneOf") or ()
    kind = schema.get("type")
    return kind == "null" or (isinstance(kind, list) and "null" in kind) or any(_takes_null(one) for one in choices)


def _described(strict: Schema, schema: Schema) -> Schema:
    """With its description, and with the rules that the subset does not know in words."""
    known = _KEPT | _UNSAID | {"anyOf", "oneOf", "items", "properties", "required", "additionalProperties", "$defs"}
    rules = ", ".join(f"{name}: {json.dumps(value)}" for name, value in schema.items() if name not in known)
    words = " ".join(part for part in (schema.get("description", ""), f"({rules})" if rules else "") if part)
    return strict | {"description": words} if words else strict


def _dropped(value: Any, schema: Schema, root: Schema, depth: int) -> Any:
    if depth > _DEEPEST:
        return value
    schema = _resolved(schema, root)
    choices = [_resolved(one, root) for one in schema.get("anyOf") or schema.get("oneOf") or ()]
    if isinstance(value, dict):
        named = next((one for one in [schema, *choices] if set(value) <= set(one.get("properties", ()))), None)
        return value if named is None else _dropped_from(value, named, root, depth)
    if isinstance(value, list):
        items = next((one["items"] for one in [schema, *choices] if "items" in one), None)
        return value if items is None else [_dropped(one, items, root, depth + 1) for one in value]
    return value


def _dropped_from(value: Schema, schema: Schema, root: Schema, depth: int) -> Schema:
    required = set(schema.get("required", ()))
    kept = {}
    for name, one in value.items():
        rule = schema["properties"][name]
        if one is None and name not in required and not _takes_null(_resolved(rule, root)):
            continue
        kept[name] = _dropped(one, rule, root, depth + 1)
    return kept


def _resolved(schema: Schema, root: Schema) -> Schema:
    if "$ref" in schema:
        return root.get("$defs", {}).get(str(schema["$ref"]).rpartition("/")[2], {})
    if len(schema.get("allOf") or ()) == 1:
        return _resolved(schema["allOf"][0], root)
    return schema
