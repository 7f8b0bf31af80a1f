"""The only code that calls the CRM. One call each time; whoever calls has a slot for it (crm/outbox, crm/reads)."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import requests
from urllib3.exceptions import HTTPError

from crm.ghl.call import Call
from crm.ghl.dialect import Dialect
from crm.ghl.errors import NoAnswer
from crm.ghl.refusals import error_for
from crm.ghl.transport import MayLeave, OnSent, TellingAdapter, telling
from outbound.http import TooLarge, read_capped, retry_after_s

ANSWER_MAX_BYTES = 8 * 1024 * 1024
FORM = "application/x-www-form-urlencoded"
SECRETS = frozenset({"clientSecret", "client_secret", "refreshToken", "refresh_token", "code"})


@dataclass(frozen=True, slots=True)
class RateHeaders:
    """What the CRM says about its limit; None where it says nothing."""

    calls: int | None
    interval_ms: int | None
    remaining: int | None
    daily_remaining: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A call that was accepted. `body` is {} when the answer was empty."""

    status_code: int
    body: dict[str, Any] = field(repr=False)
    trace_id: str
    rate: RateHeaders


class GhlClient:
    """Calls for one location. Holds its token, shows it to nobody: not in repr, errors or logs.

    `timeout_s` is for connecting and for each wait for bytes. Not safe for use by two threads at once.
    """

    def __init__(
        self, base_url: str, token: str, dialect: Dialect, session: requests.Session, timeout_s: float
    ) -> None:
        self._base_url = base_url
        self._token = token
        self.dialect = dialect
        self._session = session
        self._timeout_s = timeout_s

    def __repr__(self) -> str:
        return f"GhlClient({self._base_url}, {self.dialect.name})"

    def prepare(self, call: Call) -> requests.PreparedRequest:
        """Everything but the sending, so that a request prepared ahead leaves on the dot."""
        operation = call.operation
        template = self.dialect.path(operation)
        path = template.format(**{name: quote(value, safe="") for name, value in call.path.items()})
        headers = {"Version": self.dialect.version(operation.group), "Accept": "application/json"}
        if operation.is_signed_in:
            headers["Authorization"] = f"Bearer {self._token}"
        body = None if call.body is None else _encoded(call)
        if body is not None:
            headers["Content-Type"] = FORM if operation.is_form else "application/json"
        request = requests.Request(
            operation.method, self._base_url + path, headers=headers, params=dict(call.query), data=body
        )
        return self._session.prepare_request(request)

    def call(self, call: Call) -> Answer:
        """Prepare and send. Raises GhlError."""
        return self.send(call, self.prepare(call))

    def open(self, call: Call, prepared: requests.PreparedRequest) -> None:
        """Connect ahead of `send`, where the session can (crm/ghl/build.py). Raises NoAnswer: nothing left."""
        adapter = self._session.get_adapter(str(prepared.url))
        if not isinstance(adapter, TellingAdapter):
            return
        try:
            adapter.open(prepared, self._timeout_s)
        except (HTTPError, OSError) as error:
            raise NoAnswer(f"{call.operation.name}: {type(error).__name__}", applied="no") from None

    def send(
        self,
        call: Call,
        prepared: requests.PreparedRequest,
        *,
        on_sent: OnSent | None = None,
        may_leave: MayLeave | None = None,
    ) -> Answer:
        """Send what `prepare` made of this call. Raises GhlError. Redirects are not followed: the token travels.

        may_leave: asked when the connection stands; its NothingLeft passes through. on_sent: told when the request
        began to leave, before the answer is waited for.
        """
        try:
            with telling(on_sent, may_leave=may_leave):
                response = self._session.send(prepared, timeout=self._timeout_s, stream=True, allow_redirects=False)
            with response:
                raw = read_capped(response.iter_content(65536), cap_bytes=ANSWER_MAX_BYTES)
        except TooLarge as error:
            raise NoAnswer(f"{call.operation.name}: {error}") from error
        except requests.RequestException as error:
            raise _network_error(call, error) from None  # its text and arguments hold the whole request
        return _answer(call, response, raw, hide=(self._token, *_secrets_of(call)))


def _encoded(call: Call) -> bytes:
    return (urlencode(call.body or {}) if call.operation.is_form else json.dumps(call.body)).encode()


def _network_error(call: Call, error: requests.RequestException) -> NoAnswer:
    """Time-outs and broken connections. Only a connection that was never made surely carried nothing."""
    kind = type(error).__name__
    never_left = isinstance(error, requests.ConnectTimeout) or "NewConnectionError" in repr(error.args)
    return NoAnswer(f"{call.operation.name}: {kind}", applied="no" if never_left else "maybe")


def _secrets_of(call: Call) -> list[str]:
    """What only a token request holds; the CRM may repeat it in the words of a refusal."""
    return [str(value) for name, value in (call.body or {}).items() if name in SECRETS]


def _answer(call: Call, response: requests.Response, raw: bytes, *, hide: tuple[str, ...]) -> Answer:
    body, readable = _json_object(raw)
    trace_id = str(body.get("traceId") or response.headers.get("X-Trace-Id") or "")[:80]
    if not 200 <= response.status_code < 300:
        wait_s = retry_after_s(response.headers.get("Retry-After"), now=datetime.now(UTC))
        if wait_s is None and response.status_code == 429:
            interval_ms = _whole(response.headers.get("X-RateLimit-Interval-Milliseconds"))
            wait_s = interval_ms / 1000 if interval_ms else None
        raise error_for(
            call.operation, response.status_code, body, trace_id=trace_id, retry_after_s=wait_s, hide=hide
        )  # fmt: skip
    if not readable:
        raise NoAnswer(
            f"{call.operation.name}: accepted, but the answer is not JSON",
            status_code=response.status_code, trace_id=trace_id, applied="yes",
        )  # fmt: skip
    return Answer(response.status_code, body, trace_id, _rate(response))


def _json_object(raw: bytes) -> tuple[dict[str, Any], bool]:
    """(object, readable). An empty body is readable; a list or a scalar is no answer of this API."""
    if not raw.strip():
        return {}, True
    try:
        body = json.loads(raw)
    except ValueError:
        return {}, False
    return (body, True) if isinstance(body, dict) else ({}, False)


def _rate(response: requests.Response) -> RateHeaders:
    names = ("X-RateLimit-Max", "X-RateLimit-Interval-Milliseconds", "X-RateLimit-Remaining")
    calls, interval_ms, remaining = (_whole(response.headers.get(name)) for name in names)
    return RateHeaders(calls, interval_ms, remaining, _whole(response.headers.get("X-RateLimit-Daily-Remaining")))


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdigit() else None
