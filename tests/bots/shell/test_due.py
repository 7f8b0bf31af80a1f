"""The arithmetic of a turn's due time."""

from datetime import timedelta

import pytest

from bots.due import due_at
from tests.bots.shell.cast import NOON


@pytest.mark.parametrize(
    ("last_after_s", "debounce_s", "is_read", "due_after_s"),
    [
        (0, 4, True, 4),  # one message: receipt + debounce
        (3, 4, True, 7),  # a second bubble moves it
        (7, 4, True, 11),
        (11, 4, True, 12),  # but never past first receipt + 3 × debounce
        (40, 4, True, 12),
        (0, 0, True, 0),  # no debounce: at once
        (0, 4, False, 10),  # the first read of the contact is waited for
        (40, 4, False, 12),
        (0, 0, False, 10),
    ],
)
def test_due_is_last_receipt_plus_debounce_within_bounds(
    last_after_s: int, debounce_s: int, is_read: bool, due_after_s: int
) -> None:
    due = due_at(NOON, NOON + timedelta(seconds=last_after_s), debounce_s, is_read=is_read)
    assert due == NOON + timedelta(seconds=due_after_s)
