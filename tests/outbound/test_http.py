from datetime import UTC, datetime

import pytest

from outbound.http import LONGEST_WAIT_S, TooLarge, read_capped, retry_after_s

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 1.5 ", 1.5),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2026 11:59:00 GMT", 0.0),
        ("-3", 0.0),
        ("1e9", LONGEST_WAIT_S),
        ("nan", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_forms(value, seconds):
    assert retry_after_s(value, now=NOW) == seconds


def test_a_body_longer_than_the_cap_is_refused_while_it_is_read():
    read = []

    def chunks():
        for number in range(100):
            read.append(number)
            yield b"x" * 10

    with pytest.raises(TooLarge):
        read_capped(chunks(), cap_bytes=25)
    assert len(read) == 3


def test_a_body_within_the_cap_is_whole():
    assert read_capped([b"ab", b"c"], cap_bytes=3) == b"abc"
