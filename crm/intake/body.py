"""Read a request's body with a hard cap, also when it names no length."""

from typing import BinaryIO

from django.http import HttpRequest


class TooLarge(Exception):
    """More bytes than the cap."""


def read_capped(request: HttpRequest, cap_bytes: int) -> bytes:
    """The raw body. Raises TooLarge; at most one byte more than the cap is ever read.

    Django gives a chunked request an empty body, because WSGI does not promise an end of input; the server does
    (`wsgi.input_terminated`, or a chunked encoding that it has already undone), so the stream itself is read.
    """
    declared = request.META.get("CONTENT_LENGTH") or ""
    if declared.isdecimal():
        if int(declared) > cap_bytes:
            raise TooLarge
        return request.read(cap_bytes + 1)
    if "chunked" not in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        return b""
    return _read_to_the_end(request.META["wsgi.input"], cap_bytes)


def _read_to_the_end(stream: BinaryIO, cap_bytes: int) -> bytes:
    parts, left = [], cap_bytes + 1
    while left > 0 and (part := stream.read(min(left, 65536))):
        parts.append(part)
        left -= len(part)
    if left <= 0:
        raise TooLarge
    return b"".join(parts)
