"""The cap on a request's body, whatever the sender says about its length."""

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest

from crm.intake.body import TooLarge, read_capped

CAP = 1000


class Counting(io.BytesIO):
    """Remembers how much of it was ever read."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        part = super().read(size)
        self.taken += len(part)
        return part


def request(stream: io.BytesIO, **headers: str) -> WSGIRequest:
    return WSGIRequest({"REQUEST_METHOD": "POST", "PATH_INFO": "/webhooks/ghl/", "wsgi.input": stream, **headers})


def test_a_declared_length_over_the_cap_is_refused_before_anything_is_read():
    stream = Counting(b"x" * 2000)
    with pytest.raises(TooLarge):
        read_capped(request(stream, CONTENT_LENGTH="2000"), CAP)
    assert stream.taken == 0


@pytest.mark.parametrize("size", [0, 1, CAP])
def test_up_to_the_cap_the_body_is_read_whole(size):
    assert read_capped(request(io.BytesIO(b"x" * size), CONTENT_LENGTH=str(size)), CAP) == b"x" * size


@pytest.mark.parametrize("size", [0, 1, CAP])
def test_a_chunked_body_is_read_whole_up_to_the_cap(size):
    chunked = request(io.BytesIO(b"x" * size), HTTP_TRANSFER_ENCODING="chunked")
    assert read_capped(chunked, CAP) == b"x" * size


def test_a_chunked_body_over_the_cap_is_refused_after_one_byte_too_many():
    stream = Counting(b"x" * 2_000_000)
    with pytest.raises(TooLarge):
        read_capped(request(stream, HTTP_TRANSFER_ENCODING="chunked"), CAP)
    assert stream.taken == CAP + 1


@pytest.mark.parametrize("length", ["", "-1", "many", "1e3"])
def test_without_a_usable_length_the_body_is_empty(length):
    assert read_capped(request(io.BytesIO(b"xyz"), CONTENT_LENGTH=length), CAP) == b""
