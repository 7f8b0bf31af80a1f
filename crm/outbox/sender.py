"""The pump: while anything is due, book the next slot of each location and hand it to a thread.

Never more than one slot of a location is booked ahead, over all processes (the limiter refuses), so that a reply which
becomes due now leaves before everything that was due earlier in a less urgent lane. Locations share the threads
(shares.py): the slow answers of one delay no other.
"""

import gc
import logging
import os
import queue
import socket
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import requests
from django.conf import settings
from django.db import connections

from crm.contracts import Gate, LastLook, NextStep, OnSettled
from crm.ghl.build import new_session
from crm.outbox.build import breaker_policy, claim_limits, limiter, wire_deadline_s
from crm.outbox.claim import due_locations
from crm.outbox.one import Clerk, SlotEnd, use_slot
from crm.outbox.pacing import Pacer
from crm.outbox.settle import Listeners
from crm.outbox.shares import Shares
from outbound.rate_limit import Busy, RateLimiter, Slot

log = logging.getLogger(__name__)

THREADS = 32  # started when needed, a database session each: ten locations at the full rate, answers after 300 ms
POLL_S = 0.1
POLL_MIN_S = 0.02  # after work was done, but never more often: with many locations something is always done
WARM_THREADS = 2  # started before the first slot is booked, so that opening a connection does not cost that slot
SWITCH_INTERVAL_S = 0.0005  # a thread whose slot has come waits at most so long for one that computes


def has_due(now: datetime) -> bool:
    """Whether anything could be sent or looked up now, on the clock of the database; `now` is not needed for it."""
    return bool(due_locations(claim_limits()))


def send_due(
    *,
    gate: Gate,
    last_look: LastLook,
    on_settled: OnSettled,
    until: datetime,
    next_step: NextStep | None = None,
    rate_limiter: RateLimiter | None = None,
    threads: int = THREADS,
) -> int:
    """Send what is due until nothing is left or `until` has come; returns the number of slots that were used.

    gate: asked before every text, inside the transaction that stores its verdict; last_look: asked after it, before the
    wire. on_settled: told of every entry that ended or was held, inside the settling transaction. next_step: told of
    every contact that was read. Calls under way at `until` are waited for.
    """
    pump = _Pump(
        Clerk(
            gate=gate,
            last_look=last_look,
            listeners=Listeners(on_settled, next_step),
            pacer=Pacer(rate_limiter or limiter()),
            limits=claim_limits(),
            breaker=breaker_policy(),
            lookup_s=settings.OUTBOX_LOOKUP_SECONDS,
            wire_deadline_s=wire_deadline_s(),
            worker=f"{socket.gethostname()}:{os.getpid()}"[:80],
        ),
        threads,
    )
    return pump.run(time.monotonic() + (until - datetime.now(UTC)).total_seconds())


@cache
def _keep_the_collector_short() -> None:
    """Once per process: what is loaded by now is not searched for garbage again.

    A full collection over Django and everything it loaded stops all threads for 40 ms, which is half a slot.
    """
    gc.collect()
    gc.freeze()


class _Sessions(dict[int, requests.Session]):
    """One session per location, opened when it is first needed."""

    def __missing__(self, location_id: int) -> requests.Session:
        session = self[location_id] = new_session()
        return session

    def close(self) -> None:
        for session in self.values():
            session.close()


class _Pump:
    def __init__(self, clerk: Clerk, threads: int) -> None:
        self._clerk = clerk
        self._most_threads = threads
        self._work: queue.SimpleQueue[tuple[int, Slot, float] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._changed = threading.Condition()
        self._shares = Shares(threads, clerk.limits.in_flight)
        self._used = 0
        self._poll_now = False
        self._due: list[int] = []
        self._next_ask: dict[int, float] = {}  # location: when to ask for its next slot, monotonic

    def run(self, deadline: float) -> int:
        _keep_the_collector_short()
        switch_interval_s = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        try:
            polled = float("-inf")
            while (now := time.monotonic()) < deadline:
                if now >= polled + (POLL_MIN_S if self._poll_now else POLL_S):
                    self._poll_now = False
                    self._due, polled = due_locations(self._clerk.limits), now
                    if not self._due and not self._busy():
                        break
                    self._warm()
                self._book_all()
                self._wait(min(deadline, polled + (POLL_MIN_S if self._poll_now else POLL_S)))
            return self._used
        finally:
            self._end()
            sys.setswitchinterval(switch_interval_s)

    def _warm(self) -> None:
        while self._due and len(self._threads) < min(WARM_THREADS, self._most_threads):
            self._start_thread()

    def _book_all(self) -> None:
        for location_id in self._due:
            if not self._may_take(location_id) or time.monotonic() < self._next_ask.get(location_id, 0.0):
                continue
            asked = self._clerk.pacer.book(location_id)
            if isinstance(asked, Busy):
                self._next_ask[location_id] = time.monotonic() + asked.retry_ms / 1000
                continue
            # The next one may be booked when this one has passed.
            self._next_ask[location_id] = asked.at_monotonic
            self._hand_over(location_id, asked)

    def _hand_over(self, location_id: int, slot: Slot) -> None:
        taken_at = time.monotonic()
        with self._changed:
            self._shares.take(location_id, taken_at)
            busy = self._shares.busy()
        if busy > len(self._threads):
            self._start_thread()
        self._work.put((location_id, slot, taken_at))

    def _busy(self) -> int:
        with self._changed:
            return self._shares.busy()

    def _may_take(self, location_id: int) -> bool:
        with self._changed:
            return self._shares.may_take(location_id, self._due, time.monotonic())

    def _wait(self, until: float) -> None:
        with self._changed:
            now = time.monotonic()
            able = [one for one in self._due if self._shares.may_take(one, self._due, now)]
            wake_at = min([until, *(self._next_ask.get(one, 0.0) for one in able)])
            self._changed.wait(max(0.0, wake_at - time.monotonic()))

    def _start_thread(self) -> None:
        thread = threading.Thread(target=self._serve, name=f"outbox-{len(self._threads)}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        """A thread's life: its own database connection and CRM sessions, both closed at the end."""
        sessions = _Sessions()
        clerk = replace(self._clerk, sessions=sessions)
        try:
            connections["default"].ensure_connection()
            while (job := self._work.get()) is not None:
                self._serve_one(clerk, *job)
        finally:
            sessions.close()
            connections.close_all()

    def _serve_one(self, clerk: Clerk, location_id: int, slot: Slot, taken_at: float) -> None:
        end: SlotEnd = "lost"
        try:
            end = use_slot(clerk, location_id, slot)
        except Exception:
            # The claim stays as it is; when it expires, the sweeper finds out how far this came.
            log.exception("outbox.slot_failed", extra={"location": location_id})
            connections["default"].close()
        with self._changed:
            self._shares.give_back(location_id, taken_at, time.monotonic(), answered=end == "called")
            self._used += int(end != "lost")
            self._poll_now = True
            self._changed.notify()

    def _end(self) -> None:
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join()
        self._clerk.pacer.close()
