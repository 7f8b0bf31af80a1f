"""How the model tests ask: any schema, through the real SDK."""

import json
from typing import Any

import anthropic

from tests.sandbox.conftest import Sandbox

MODEL = "claude-haiku-5-5"


def client(sandbox: Sandbox) -> anthropic.Anthropic:
    return anthropic.Anthropic(api_key="any", base_url=f"{sandbox.url}/claude", max_retries=0)


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    """An object schema with these properties, all required and no others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def raw(sandbox: Sandbox, schema: dict[str, Any], words: str, *, pending: str = "", system: str = "") -> Any:
    """One structured call; returns the SDK's message."""
    content = f"<pending>{pending}</pending>\n<lead_message>{words}</lead_message>"
    return client(sandbox).messages.create(
        model=MODEL,
        max_tokens=1_000,
        system=system or "Read the message.",
        messages=[{"role": "user", "content": content}],
        output_config={"format": {"type": "json_schema", "schema": schema}},
    )


def read(sandbox: Sandbox, schema: dict[str, Any], words: str, **more: str) -> Any:
    return json.loads(raw(sandbox, schema, words, **more).content[0].text)
