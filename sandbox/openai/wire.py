"""Answers and errors in the shape of the chat completions API."""

import secrets
from typing import Any

import orjson
from aiohttp import web

ERROR_TYPES = {
    401: ("invalid_request_error", "invalid_api_key"),
    403: ("invalid_request_error", "unsupported_country_region_territory"),
    404: ("invalid_request_error", "model_not_found"),
    429: ("tokens", "rate_limit_exceeded"),
    500: ("server_error", None),
    503: ("server_error", None),
}


class Rejected(Exception):
    """A request that the API refuses; carries the status, words, the parameter at fault, a code and extra headers."""

    def __init__(
        self, status: int, message: str, *, param: str = "", code: str = "", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.param, self.code, self.headers = status, message, param, code, headers or {}


def new_key(prefix: str) -> str:
    return f"{prefix}{secrets.token_hex(12)}"


def error_answer(
    status: int, message: str, headers: dict[str, str], *, param: str = "", code: str = ""
) -> web.Response:
    kind, usual = ERROR_TYPES.get(status, ("server_error" if status >= 500 else "invalid_request_error", None))
    kind = code if code == "insufficient_quota" else kind
    error = {"message": message, "type": kind, "param": param or None, "code": code or usual}
    return json_answer({"error": error}, headers, status=status)


def json_answer(body: Any, headers: dict[str, str], *, status: int = 200) -> web.Response:
    headers = {"x-request-id": new_key("req_"), **headers}
    return web.Response(status=status, body=orjson.dumps(body), headers=headers, content_type="application/json")


def sse(body: Any) -> bytes:
    return b"data: " + (body if isinstance(body, bytes) else orjson.dumps(body)) + b"\n\n"
