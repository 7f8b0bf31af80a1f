"""Answers and errors in the shape of the Messages API."""

import secrets
from typing import Any

import orjson
from aiohttp import web

ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}


class Rejected(Exception):
    """A request that the API refuses; carries the status, words and extra headers."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers or {}


def new_key(prefix: str) -> str:
    return f"{prefix}_01{secrets.token_hex(11)}"


def error_answer(status: int, message: str, headers: dict[str, str], *, code: str = "") -> web.Response:
    request_id = new_key("req")
    kind = ERROR_TYPES.get(status, "api_error" if status >= 500 else "invalid_request_error")
    error = {"type": kind, "message": message} | ({"details": {"error_code": code}} if code else {})
    body = {"type": "error", "error": error, "request_id": request_id}
    return json_answer(body, {**headers, "request-id": request_id}, status=status)


def json_answer(body: Any, headers: dict[str, str], *, status: int = 200) -> web.Response:
    headers = {"request-id": new_key("req"), **headers}
    return web.Response(status=status, body=orjson.dumps(body), headers=headers, content_type="application/json")


def sse(event: str, body: dict[str, Any]) -> bytes:
    return b"event: " + event.encode() + b"\ndata: " + orjson.dumps({"type": event, **body}) + b"\n\n"
