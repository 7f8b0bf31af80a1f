"""Follows what is invalidated, in every process: a bell in Redis says when to read the rows, the clock does too.

PostgreSQL holds the truth. Redis is asked a few times a second for a token that changes with every invalidation; a
token that is new or gone has the rows read again. They are read every few seconds anyway, and more often while Redis
does not answer, so a lost bell delays and never hides.
"""

import logging
import os
import time
import uuid
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal, Protocol

import psycopg
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from orchestrator.cache.followers import Roll
from orchestrator.cache.rules import Rules, rules_of
from orchestrator.cache.stored import StoredAnswer
from orchestrator.servers.away import AwayMemory
from orchestrator.servers.quick_database import QuickDatabase, TooSlow
from orchestrator.servers.rounds import Rounds

log = logging.getLogger(__name__)

BELL = "llm:invalidated"
_QUICK_SECONDS = 0.05  # well below every limit that this process has for an answer of Redis
_BELL_SECONDS = 7 * 86_400  # without one the rows are read once, that is all
_READ = "SELECT max(id), scope, value FROM orchestrator_invalidation GROUP BY scope, value"


class Sweeps(Protocol):
    """A local tier: what it holds is judged again when the rules change."""

    def sweep(self, allowed: Callable[[str, StoredAnswer], bool]) -> int: ...


class BellRedis(Protocol):
    def get(self, name: str) -> Any: ...

    def set(self, name: str, value: str, *, ex: int) -> Any: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """How this process follows. `within_seconds`: how soon it acts on an invalidation, as things are.

    `through`: the bell, the clock alone (Redis does not answer), or nothing (the rows cannot be read: what L1 holds
    lives out its life, the tiers below are not asked before the rows were read once, and `within_seconds` is None).
    """

    generation: int
    through: Literal["redis", "postgresql", "nothing"]
    within_seconds: float | None
    read_seconds_ago: float | None


class Following:
    """The rules as this process knows them. A thread starts at the first question and again after a fork."""

    def __init__(
        self,
        *,
        connect: Callable[[], BellRedis] = lambda: get_redis_connection("default"),
        poll_seconds: float = 0.25,
        read_seconds: float = 10.0,
        read_seconds_without_bell: float = 2.0,
        limit_ms: int = 1000,
    ) -> None:
        self._connect = connect
        self._read_seconds, self._read_seconds_without_bell = read_seconds, read_seconds_without_bell
        self._database = QuickDatabase(limit_ms=limit_ms, keep=0)
        self._roll = Roll(connect)
        self._sweeps: weakref.WeakSet[Sweeps] = weakref.WeakSet()
        self._rules: Rules | None = None
        self._token: Any = None
        self._bell_answers, self._rows_answer, self._swept = True, True, True
        self._memory = AwayMemory("redis", part="bell")
        self._read_at, self._tried_at = 0.0, 0.0  # monotonic; 0 for never
        self._reading, self._starting = Lock(), Lock()
        self._rounds = Rounds("cache-invalidations", self._follow, every_seconds=poll_seconds)

    def add(self, tier: Sweeps) -> None:
        """Have a local tier swept whenever the rules change, for as long as it exists."""
        self._sweeps.add(tier)

    def rules(self) -> Rules | None:
        """None while they were never read: then nothing below L1 can be judged."""
        if not self._rounds.goes_on:
            self._start()
        return self._rules

    def refresh(self) -> bool:
        """Read the rows now and sweep; whether they could be read."""
        with self._reading:
            self._tried_at = time.monotonic()
            try:
                rows = self._database.ask(_READ, [])
            except (TooSlow, psycopg.Error) as error:
                if self._rows_answer:
                    log.warning("orchestrator.invalidations_unread", extra={"error": type(error).__name__})
                self._rows_answer = False
                return False
            self._rows_answer, self._read_at = True, time.monotonic()
            rules = rules_of(
                (int(number or 0), str(scope, "utf8"), str(value, "utf8")) for number, scope, value in rows
            )
            if rules != self._rules or not self._swept:
                self._rules, self._swept = rules, False
                self._sweep(rules)
                self._swept = True
        return True

    def ring(self) -> bool:
        """Have every process read the rows; whether Redis took the bell."""
        try:
            self._connect().set(BELL, uuid.uuid4().hex, ex=_BELL_SECONDS)
        except (RedisError, OSError) as error:
            log.warning("orchestrator.invalidation_not_rung", extra={"error": type(error).__name__})
            return False
        return True

    def seen(self) -> Seen:
        rules = self.rules()
        ago = time.monotonic() - self._read_at if self._read_at else None
        if not self._rows_answer or rules is None:
            return Seen(rules.generation if rules else 0, "nothing", None, ago)
        if self._bell_answers:
            return Seen(rules.generation, "redis", 1.0, ago)
        return Seen(rules.generation, "postgresql", self._read_seconds_without_bell + 1.0, ago)

    def stop(self) -> None:
        """End the thread; the next question starts another."""
        self._rounds.stop()

    def after_fork(self) -> None:
        """In the child: no thread came along, and a lock may have been held by one that did not."""
        self._reading, self._starting = Lock(), Lock()
        self._rules = None

    def _start(self) -> None:
        with self._starting:
            if self._rounds.goes_on:
                return
            if not self._bell_rests():  # somebody waits
                self._look_at_bell()
            self.refresh()
            self._rounds.ensure()

    def _follow(self) -> None:
        try:
            if self._look_at_bell() or self._is_time():
                self.refresh()
            self._tell()
        except Exception:
            self._rows_answer = False  # they are read again soon, and until then it shows that nothing is known
            raise

    def _tell(self) -> None:
        """For the page that shows what each process has seen; only while Redis answers."""
        if self._bell_answers and self._rules is not None:
            self._roll.tell(self._rules.generation, "redis" if self._rows_answer else "nothing")

    def _bell_rests(self) -> bool:
        """Whether Redis just failed somebody of this process: then nobody who waits listens."""
        try:
            self._memory.belongs_to(self._connect())
        except (RedisError, OSError):
            return False
        if self._memory.rests:
            self._bell_answers = False
        return self._memory.rests

    def _look_at_bell(self) -> bool:
        """Whether it rang, or may have rung while it could not be heard.

        The thread asks also while Redis is given a rest, for nobody waits for it: a quick answer ends the rest of all.
        """
        started = time.monotonic()
        try:
            client = self._connect()
            self._memory.belongs_to(client)
            token = client.get(BELL)
        except (RedisError, OSError) as error:
            self._memory.failed(error, waited_seconds=time.monotonic() - started)
            self._bell_answers = False
            return False
        if time.monotonic() - started < _QUICK_SECONDS:
            self._memory.answered()
        rang = token != self._token or not self._bell_answers
        self._token, self._bell_answers = token, True
        return rang

    def _is_time(self) -> bool:
        every = self._read_seconds if self._bell_answers and self._rows_answer else self._read_seconds_without_bell
        return time.monotonic() - self._tried_at >= every

    def _sweep(self, rules: Rules) -> None:
        swept = sum(tier.sweep(rules.allow) for tier in list(self._sweeps))
        log.info("orchestrator.invalidations_followed", extra={"generation": rules.generation, "swept": swept})


following = Following()  # of this process
os.register_at_fork(after_in_child=following.after_fork)
