"""A chat completions request as the reader and the filler know requests, and their answer back in its shape."""

import json
from typing import Any

from sandbox.claude.answer import Content
from sandbox.claude.prompt import text_of

FINISH = {"max_tokens": "length"}
REFUSAL = "I'm sorry, I can't assist with that."
UNLIMITED = 4_096


def as_messages_request(body: dict[str, Any]) -> dict[str, Any]:
    """The same request to the Messages API. A schema may also stand in the words of the system message."""
    messages = [one for one in body["messages"] if one["role"] in {"user", "assistant"}]
    system = "\n".join(text_of(one["content"]) for one in body["messages"] if one["role"] in {"system", "developer"})
    form = body.get("response_format") or {}
    schema = (form.get("json_schema") or {}).get("schema") if form.get("type") == "json_schema" else None
    if schema is None:
        schema, system = _schema_in_words(system)
    request = {"model": body["model"], "max_tokens": ceiling(body), "system": system, "messages": messages}
    return request | ({"output_config": {"format": {"type": "json_schema", "schema": schema}}} if schema else {})


def ceiling(body: dict[str, Any]) -> int:
    return int(body.get("max_completion_tokens") or body.get("max_tokens") or UNLIMITED)


def message(content: Content) -> dict[str, Any]:
    if content.stop_reason == "refusal":
        return {"role": "assistant", "content": None, "refusal": REFUSAL}
    return {"role": "assistant", "content": content.text, "refusal": None}


def finish_reason(content: Content) -> str:
    return FINISH.get(content.stop_reason, "stop")


def _schema_in_words(system: str) -> tuple[dict[str, Any] | None, str]:
    """The last JSON object in the text that has properties, and the text without it."""
    for at in (place for place in range(len(system)) if system[place] == "{"):
        try:
            found, length = json.JSONDecoder().raw_decode(system[at:])
        except ValueError:
            continue
        if isinstance(found, dict) and isinstance(found.get("properties"), dict):
            return found, system[:at] + system[at + length :]
    return None, system
