"""Reading what a provider sent: strangers' data, checked by shapes, because the SDKs take almost anything."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, TypeVar

import httpx2
from pydantic import BaseModel, Field, ValidationError

from orchestrator.providers.base import ProviderError, RateHints

# Wide, so that an answer is not lost for a wrong count: counts_believed.py looks at it.
Tokens = Annotated[int, Field(ge=-(10**15), le=10**15)]
Shape = TypeVar("Shape", bound=BaseModel)


def read_body(shape: type[Shape], body: bytes | str) -> Shape:
    """The body in this shape; half characters in it become "?". Raises ProviderError (malformed)."""
    fault = malformed()
    try:
        whole = json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8", "replace")
        return shape.model_validate_json(whole)
    except (ValueError, ValidationError, RecursionError):
        pass  # their words would quote the answer
    raise fault


def plain(text: str) -> str:
    """Without zero bytes, which no table keeps."""
    return text.replace("\0", "")


def malformed() -> ProviderError:
    return ProviderError(
        "the response is not an answer of this API", outcome="malformed", retryable=True, charged="unknown"
    )


def broken_off() -> ProviderError:
    return ProviderError("the answer broke off", outcome="dropped", retryable=True, charged="unknown")


def not_sent() -> ProviderError:
    return ProviderError("the address or the key cannot be sent", outcome="not_sent", retryable=False)


@contextmanager
def noting(request_id: str, hints: RateHints | None) -> Iterator[tuple[str, RateHints | None]]:
    """Gives an error of this block what the headers had said before the body was read."""
    try:
        yield request_id, hints
    except ProviderError as error:
        error.request_id, error.hints = error.request_id or request_id, error.hints or hints
        raise


def from_wire(cause: BaseException | None) -> ProviderError:
    """What a failed exchange means. One that never reached the server cost nothing; one that broke may have."""
    if isinstance(cause, (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, httpx2.InvalidURL, UnicodeError)):
        return not_sent()
    if isinstance(cause, (httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ConnectError, httpx2.ProxyError)):
        return ProviderError("could not connect", outcome="not_reached", retryable=True)
    if isinstance(cause, (httpx2.TimeoutException, TimeoutError)):
        return ProviderError("no answer in time", outcome="timed_out", retryable=True, charged="unknown")
    return ProviderError("the connection broke", outcome="dropped", retryable=True, charged="unknown")
