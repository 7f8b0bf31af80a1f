"""What the Messages API refuses."""

from typing import Any

from aiohttp import web

from sandbox.claude.wire import Rejected

GONE = ("temperature", "top_p", "top_k")


def check_headers(request: web.Request) -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Rejected(401, "Authentication is required: send Authorization: Bearer.")
    if not request.headers.get("anthropic-version"):
        raise Rejected(400, "anthropic-version: header is required")


def check_body(body: Any, *, counting: bool = False) -> dict[str, Any]:
    """Return the body; raises 400 with the name of what is wrong."""
    if not isinstance(body, dict):
        raise Rejected(400, "The request body must be a JSON object.")
    for name in GONE:
        if name in body:
            raise Rejected(400, f"{name}: Extra inputs are not permitted")
    if not isinstance(body.get("model"), str) or not body["model"]:
        raise Rejected(400, "model: Field required")
    if not counting and (not _is_whole(body.get("max_tokens")) or body["max_tokens"] < 1):
        raise Rejected(400, "max_tokens: Field required, an integer of at least 1")
    _check_messages(body.get("messages"))
    _check_output(body.get("output_config"))
    return body


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_messages(messages: Any) -> None:
    if not isinstance(messages, list) or not messages:
        raise Rejected(400, "messages: at least one message is required")
    for place, message in enumerate(messages):
        if not isinstance(message, dict) or message.get("role") not in {"user", "assistant", "system"}:
            raise Rejected(400, f"messages.{place}.role: must be user, assistant or system")
        content = message.get("content")
        if not isinstance(content, (str, list)) or not content:
            raise Rejected(400, f"messages.{place}.content: must be a non-empty string or list of blocks")
    if not any(message["role"] == "user" for message in messages):
        raise Rejected(400, "messages: at least one user message is required")


def _check_output(output: Any) -> None:
    if output is None:
        return
    form = output.get("format") if isinstance(output, dict) else None
    if not isinstance(output, dict) or (form is not None and not isinstance(form, dict)):
        raise Rejected(400, "output_config: must be an object")
    if form is None:
        return
    if form.get("type") != "json_schema" or not isinstance(form.get("schema"), dict):
        raise Rejected(400, "output_config.format: needs type json_schema and a schema")
    schema = form["schema"]
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        raise Rejected(
            400,
            "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
        )
