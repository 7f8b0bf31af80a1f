"""The CRM's published specs, read for comparison: operations by method and path, and schemas as jsonschema takes them.

Reads SHARED_DIR/ghl/openapi (default: `shared` beside the repository).
"""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from crm.ghl.dialect import Dialect
from crm.ghl.operations import Operation

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared")) / "ghl" / "openapi"


@cache
def spec(group: str, is_v3: bool) -> dict[str, Any]:
    return json.loads((FOLDER / (f"v3/{group}-v3.json" if is_v3 else f"{group}.json")).read_text())


def nameless(path: str) -> str:
    """A path whose ids have no names: ours differ from the spec's."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def published(operation: Operation, dialect: Dialect) -> dict[str, Any]:
    """The spec's own description of an operation; raises LookupError where it has none."""
    document = spec(operation.group, dialect.is_v3)
    for path, methods in document["paths"].items():
        if nameless(path) == nameless(dialect.path(operation)) and operation.method.lower() in methods:
            described = methods[operation.method.lower()]
            return {**described, "parameters": [*described.get("parameters", []), *methods.get("parameters", [])]}
    raise LookupError(f"{operation.method} {dialect.path(operation)} is not in the spec of {dialect.name}")


def query_parameters(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in described["parameters"] if one["in"] == "query"}


def version_header(described: dict[str, Any]) -> list[str]:
    """The values that the spec allows for the Version header; [] where it names none."""
    found = [one for one in described["parameters"] if one["in"] == "header" and one["name"] == "Version"]
    return found[0]["schema"]["enum"] if found else []


def scopes(described: dict[str, Any]) -> set[str]:
    return {scope for way in described.get("security", []) for names in way.values() for scope in names}


def body_schema(operation: Operation, dialect: Dialect) -> dict[str, Any] | None:
    """The schema of the body in the form that we send, with its references resolved; None for a call without a body."""
    content = published(operation, dialect).get("requestBody", {}).get("content")
    if content is None:
        return None
    kind = "application/x-www-form-urlencoded" if operation.is_form else "application/json"
    return resolved(content[kind]["schema"], spec(operation.group, dialect.is_v3))


def resolved(node: Any, document: dict[str, Any]) -> Any:
    """References replaced by what they name, and OpenAPI's `nullable` by JSON schema's way to say it."""
    if isinstance(node, list):
        return [resolved(one, document) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return resolved(document["components"]["schemas"][node["$ref"].rsplit("/", 1)[1]], document)
    whole = {name: resolved(value, document) for name, value in node.items() if name != "example"}
    if whole.pop("nullable", False) is True and isinstance(whole.get("type"), str):
        whole["type"] = [whole["type"], "null"]
    return whole


def property_names(schema: dict[str, Any]) -> set[str]:
    """Every property that the schema knows, also through allOf, anyOf and oneOf."""
    parts = [part for way in ("allOf", "anyOf", "oneOf") for part in schema.get(way, [])]
    return set(schema.get("properties", {})).union(*(property_names(part) for part in parts))
