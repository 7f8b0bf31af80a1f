"""Small readings of JSON schema."""

import re
from typing import Any

Schema = dict[str, Any]
DEEPEST = 24


def resolve(schema: Any, root: Schema) -> Schema:
    """Follow $ref and merge allOf; an odd schema reads as "anything"."""
    for _ in range(DEEPEST):
        if not isinstance(schema, dict):
            return {}
        if "$ref" in schema:
            target: Any = root
            for step in str(schema["$ref"]).removeprefix("#").strip("/").split("/"):
                target = target.get(step, {}) if isinstance(target, dict) and step else target
            schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
        elif "allOf" in schema:
            merged: Schema = {key: value for key, value in schema.items() if key != "allOf"}
            for part in schema["allOf"]:
                part = resolve(part, root)
                properties = {**merged.get("properties", {}), **part.get("properties", {})}
                required = [*merged.get("required", []), *part.get("required", [])]
                merged = {**part, **merged, "properties": properties, "required": required}
            schema = merged
        else:
            return schema
    return {}


def variants(schema: Schema, root: Schema) -> tuple[list[Schema], bool]:
    """Return the non-null choices of a schema (each with the outer description) and whether null is allowed."""
    schema = resolve(schema, root)
    choices = schema.get("anyOf") or schema.get("oneOf")
    outer = {key: value for key, value in schema.items() if key in {"description", "title", "default"}}
    if choices:
        found: list[Schema] = []
        nullable = False
        for choice in choices:
            inner, inner_null = variants({**outer, **resolve(choice, root)}, root)
            found, nullable = [*found, *inner], nullable or inner_null
        return found, nullable
    kind = schema.get("type")
    if isinstance(kind, list):
        return [{**schema, "type": one} for one in kind if one != "null"], "null" in kind
    if kind == "null":
        return [], True
    enum = schema.get("enum")
    if enum and None in enum:
        return [{**schema, "enum": [one for one in enum if one is not None]}], True
    return [schema], False


def kind_of(schema: Schema) -> str:
    if isinstance(schema.get("type"), str):
        return str(schema["type"])
    if "properties" in schema:
        return "object"
    if "items" in schema:
        return "array"
    values = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    if values:
        first = values[0]
        return "boolean" if isinstance(first, bool) else "number" if isinstance(first, (int, float)) else "string"
    return "string"


def choices_of(schema: Schema) -> list[Any]:
    return [schema["const"]] if "const" in schema else list(schema.get("enum") or [])


def numbers_in(text: str) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]
