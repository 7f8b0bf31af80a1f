"""Single statements on PostgreSQL in one round trip each, given up after a time limit whatever the server does.

Django's own connection has no limit of its own, and giving it one for a moment costs two more statements. So these
statements have connections of their own, a few per process. The server cancels a statement at the limit; this side
stops waiting a little later, also for a server that is frozen or cut off.
"""

import os
import select
import time
import weakref
from collections import deque
from collections.abc import Sequence
from threading import BoundedSemaphore
from typing import Any

import psycopg
from django.db import connection
from psycopg import pq
from psycopg.conninfo import make_conninfo

Row = tuple[Any, ...]  # bytes, or None for NULL

_GRACE_SECONDS = 0.05  # for the server's own cancellation to arrive
_CONNECT_SECONDS = 2  # the shortest that libpq knows
_NOT_FOR_LIBPQ = ("cursor_factory", "context", "prepare_threshold", "server_side_binding", "pool")
_DONE = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)


_all: "weakref.WeakSet[QuickDatabase]" = weakref.WeakSet()


def close_idle() -> None:
    """Close every idle connection of this process, as before a database is dropped."""
    for database in list(_all):
        database.close()


class TooSlow(Exception):
    """The limit passed. What the statement did is unknown."""


class QuickDatabase:
    """At most `most` connections at once, of which `keep` stay open when idle.

    Safe between threads: each has a connection to itself, and waits within the limit while all are in use.
    """

    def __init__(self, *, limit_ms: int, keep: int = 2, most: int = 4) -> None:
        self._limit_ms, self._keep = int(limit_ms), keep
        self._free = BoundedSemaphore(most)
        self._idle: deque[_Session] = deque()
        self._pid = os.getpid()
        _all.add(self)

    def ask(self, statement: str, values: Sequence[str | bytes | int | float]) -> list[Row]:
        """All rows, columns as text. Parameters are written $1, $2, ...

        Raises TooSlow, or psycopg.Error: OperationalError where the server could not be asked.
        """
        if not self._free.acquire(timeout=self._limit_ms / 1000):
            raise TooSlow("every connection is in use")
        try:
            session = self._take()
            if session is not None:
                try:
                    return self._run(session, statement, values)
                except psycopg.OperationalError:
                    # Idle connections end with the server that they led to: those that are left are no better.
                    self.close()
            return self._run(_Session(self._limit_ms), statement, values)
        finally:
            self._free.release()

    def close(self) -> None:
        """Close what is idle."""
        while (session := self._take()) is not None:
            session.close()

    def _take(self) -> "_Session | None":
        if self._pid != os.getpid():  # after a fork the sockets belong to the parent
            self._pid, self._idle = os.getpid(), deque()
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _run(self, session: "_Session", statement: str, values: Sequence[str | bytes | int | float]) -> list[Row]:
        try:
            rows = session.run(statement, values)
        except BaseException:
            session.close()  # an answer may still be on its way
            raise
        if len(self._idle) < self._keep:
            self._idle.append(session)
        else:
            session.close()
        return rows


class _Session:
    """One connection with its time limit and what it has prepared."""

    def __init__(self, limit_ms: int) -> None:
        given: dict[str, Any] = connection.get_connection_params()
        told = {name: value for name, value in given.items() if name not in _NOT_FOR_LIBPQ and value is not None}
        told["connect_timeout"] = min(_CONNECT_SECONDS, int(told.get("connect_timeout", _CONNECT_SECONDS)))
        self._connection = psycopg.connect(make_conninfo(**told), autocommit=True)
        self._connection.execute(f"SET statement_timeout = {limit_ms}")
        self._limit_seconds = limit_ms / 1000 + _GRACE_SECONDS
        self._line = self._connection.pgconn
        self._poll = select.poll()
        self._poll.register(self._line.socket, select.POLLIN)
        self._prepared: dict[str, bytes] = {}

    def close(self) -> None:
        self._connection.close()

    def run(self, statement: str, values: Sequence[str | bytes | int | float]) -> list[Row]:
        until = time.monotonic() + self._limit_seconds
        name = self._prepared.get(statement)
        if name is None:
            name = b"s%d" % len(self._prepared)
            self._line.send_prepare(name, statement.encode())
            self._result(until)
            self._prepared[statement] = name
        self._line.send_query_prepared(name, [_as_bytes(value) for value in values])
        result = self._result(until)
        columns = range(result.nfields)
        return [tuple(result.get_value(row, column) for column in columns) for row in range(result.ntuples)]

    def _result(self, until: float) -> pq.abc.PGresult:
        line = self._line
        while line.flush():
            self._poll.modify(line.socket, select.POLLIN | select.POLLOUT)
            self._wait(until)
            self._poll.modify(line.socket, select.POLLIN)
            line.consume_input()
        while line.is_busy():
            self._wait(until)
            line.consume_input()
        result = line.get_result()
        if result is None:
            raise psycopg.OperationalError("the server gave no answer")
        while line.get_result() is not None:
            pass
        if result.status not in _DONE:
            state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
            raise _error(state)
        return result

    def _wait(self, until: float) -> None:
        if not self._poll.poll(max(0.0, until - time.monotonic()) * 1000):
            raise TooSlow("no answer within the limit")


def _error(state: str) -> Exception:
    """Without the server's words, which may repeat values."""
    if state == "57014":  # query_canceled
        return TooSlow("the server gave up at the limit")
    try:
        return psycopg.errors.lookup(state)(f"SQLSTATE {state}")
    except KeyError:
        return psycopg.OperationalError(f"SQLSTATE {state}")


def _as_bytes(value: str | bytes | int | float) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
