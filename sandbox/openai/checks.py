"""What the chat completions API refuses."""

from typing import Any

from sandbox.openai.wire import Rejected

ROLES = {"system", "developer", "user", "assistant", "tool"}
FORMATS = {"text", "json_object", "json_schema"}


def check_body(body: Any) -> dict[str, Any]:
    """Return the body; raises 400 with the name of what is wrong."""
    if not isinstance(body, dict):
        raise Rejected(400, "We could not parse the JSON body of your request.")
    if not isinstance(body.get("model"), str) or not body["model"]:
        raise Rejected(400, "you must provide a model parameter")
    _check_messages(body.get("messages"))
    for name in ("max_tokens", "max_completion_tokens"):
        value = body.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise Rejected(400, f"Invalid '{name}': integer below minimum value.", param=name)
    if body.get("stream_options") and not body.get("stream"):
        raise Rejected(400, "The 'stream_options' parameter is only allowed when 'stream' is enabled.")
    _check_format(body)
    return body


def _check_messages(messages: Any) -> None:
    if not isinstance(messages, list) or not messages:
        raise Rejected(400, "Invalid 'messages': empty array.", param="messages")
    for place, message in enumerate(messages):
        if not isinstance(message, dict) or message.get("role") not in ROLES:
            raise Rejected(400, f"Invalid value: 'messages[{place}].role'.", param=f"messages[{place}].role")
        if not isinstance(message.get("content"), (str, list)):
            raise Rejected(400, f"Invalid value: 'messages[{place}].content'.", param=f"messages[{place}].content")


def _check_format(body: dict[str, Any]) -> None:
    form = body.get("response_format")
    if form is None:
        return
    if not isinstance(form, dict) or form.get("type") not in FORMATS:
        raise Rejected(400, "Invalid value: 'response_format.type'.", param="response_format")
    if form["type"] == "json_object" and "json" not in str(body["messages"]).lower():
        raise Rejected(400, "'messages' must contain the word 'json' to use 'json_object'.", param="messages")
    if form["type"] != "json_schema":
        return
    told = form.get("json_schema")
    if not isinstance(told, dict) or not told.get("name") or not isinstance(told.get("schema"), dict):
        raise Rejected(400, "Missing 'response_format.json_schema'.", param="response_format")
    if told.get("strict"):
        _check_strict(told["schema"], "()")


def _check_strict(schema: Any, place: str) -> None:
    """Every object closed and all of its properties required, nothing beside a reference, no rule of the unknown."""
    if not isinstance(schema, dict):
        return
    fault = ""
    if "$ref" in schema and len(schema) > 1:
        fault = "$ref cannot have keywords beside it"
    for unknown in ("minLength", "maxLength", "default", "oneOf", "allOf", "uniqueItems", "patternProperties"):
        fault = f"'{unknown}' is not permitted" if unknown in schema else fault
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            fault = "'additionalProperties' is required to be supplied and to be false"
        elif set(schema.get("required") or []) != set(schema.get("properties") or {}):
            fault = "'required' is required to be supplied and to be an array including every key in properties"
    if fault:
        said = f"Invalid schema for response_format 'answer': In context={place}, {fault}."
        raise Rejected(400, said, param="response_format", code="invalid_json_schema")
    inner = [*(schema.get("properties") or {}).values(), *(schema.get("$defs") or {}).values()]
    for one in [*inner, *(schema.get("anyOf") or []), schema.get("items")]:
        _check_strict(one, f"{place[:-1]}'...')")
