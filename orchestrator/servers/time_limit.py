"""A limit on how long the database may take for what a waiting lead needs of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection


class DatabaseTooSlow(Exception):
    """The database did not answer in time, or not at all. What was asked of it in one statement did not happen."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Each statement inside takes at most so long. Inside somebody else's transaction no limit is set.

    Raises DatabaseTooSlow for whatever the database does instead of answering.
    """
    try:
        if connection.in_atomic_block:
            yield
            return
        _limit(max(1, int(seconds * 1000)))
        try:
            yield
        finally:
            _limit(0)
    except DatabaseError as error:
        raise DatabaseTooSlow(type(error).__name__) from error


def _limit(milliseconds: int) -> None:
    """0 lifts it."""
    if milliseconds == 0 and (connection.connection is None or connection.connection.closed):
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {milliseconds}" if milliseconds else "RESET statement_timeout")
