"""The doorbell: one coalesced wake-up for any number of rows, rung after the commit that stored them.

A bell carries no ids: the work stands in PostgreSQL and a sweeper rings again, so a bell that gets lost costs two
seconds and nothing else. Ringing never raises and never holds a request up for longer than BELL_TIMEOUT_SECONDS.
"""

import logging
import time
from functools import lru_cache
from typing import Any

import kombu.exceptions
import kombu.pools
import redis
from django.conf import settings

from enterprisehub.celery import app

log = logging.getLogger(__name__)

STAGES = ("intake", "turns", "outbox")
COALESCE_MS = 1000  # a second ring within this time is covered by the wake-up that is already queued
REDIS_AWAY_SECONDS = 1.0
LATER_BUCKET_SECONDS = 0.1  # wake-ups for later are shared by all work due in the same tenth of a second
LATEST_SECONDS = 15.0  # what is due after that is the sweeper's
STALE_SECONDS = 60  # a wake-up that waited this long in the queue is dropped; the sweeper has rung since

_CANNOT_RING = (redis.RedisError, kombu.exceptions.OperationalError, OSError)


class _Away:
    """Remembers for a second that Redis did not answer, so that a dead one costs each caller nothing."""

    def __init__(self) -> None:
        self._until = 0.0

    def now(self) -> bool:
        return time.monotonic() < self._until

    def remember(self) -> None:
        self._until = time.monotonic() + REDIS_AWAY_SECONDS


_away = _Away()


def ring(stage: str, after_seconds: float = 0.0) -> None:
    """Wake one drain of the stage, now or in `after_seconds` (up to 15; later is left to the sweeper)."""
    if after_seconds > LATEST_SECONDS or _away.now():
        return
    try:
        if after_seconds <= 0:
            _ring_now(stage)
        else:
            _ring_later(stage, after_seconds)
    except _CANNOT_RING as error:
        _away.remember()
        log.warning("bell.not_rung", extra={"stage": stage, "error": type(error).__name__})


def answer(stage: str) -> None:
    """Take the bell down. A drain does so before its first claim: work stored from here on rings again."""
    if _away.now():
        return
    try:
        _redis().delete(_key(stage))
    except _CANNOT_RING as error:
        _away.remember()
        log.warning("bell.not_answered", extra={"stage": stage, "error": type(error).__name__})


def _ring_now(stage: str) -> None:
    if _redis().set(_key(stage), 1, nx=True, px=COALESCE_MS):
        _wake(stage)


def _ring_later(stage: str, after_seconds: float) -> None:
    bucket = int((time.time() + after_seconds) / LATER_BUCKET_SECONDS) + 1
    wait_seconds = max(0.0, bucket * LATER_BUCKET_SECONDS - time.time())
    lifetime_ms = int(wait_seconds * 1000) + COALESCE_MS
    if _redis().set(f"{_key(stage)}:{bucket}", 1, nx=True, px=lifetime_ms):
        _wake(stage, countdown=wait_seconds)


def _wake(stage: str, **when: Any) -> None:
    with kombu.pools.producers[_broker()].acquire(block=True, timeout=settings.BELL_TIMEOUT_SECONDS) as producer:
        app.send_task(
            f"enterprisehub.tasks.drain_{stage}",
            queue=stage,
            producer=producer,
            retry=False,
            expires=when.get("countdown", 0) + STALE_SECONDS,
            **when,
        )


def _key(stage: str) -> str:
    return f"bell:{stage}"


@lru_cache(maxsize=1)
def _redis() -> redis.Redis:
    """Built on the first ring of a process; the pool notices a fork by itself."""
    seconds = settings.BELL_TIMEOUT_SECONDS
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=seconds, socket_connect_timeout=seconds)


@lru_cache(maxsize=1)
def _broker() -> kombu.Connection:
    """The broker with the bell's own short time-outs instead of the worker's."""
    seconds = settings.BELL_TIMEOUT_SECONDS
    return app.connection_for_write(
        transport_options={"socket_timeout": seconds, "socket_connect_timeout": seconds, "socket_keepalive": True}
    )
