"""When a provider may be asked: its limits per minute and its "not before", shared by all processes.

A call books its request, its input and its output in one step before it leaves, and settles what it used afterwards;
the provider's own headers correct limits and levels. The arithmetic is that of buckets.py, run by scripts.py.
While Redis is away every process keeps to a share of the limits by itself; what it took meanwhile is booked once Redis
is back.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Lock
from typing import Any, Final
from uuid import uuid4

from orchestrator.contracts import Lane
from orchestrator.pace import scripts
from orchestrator.pace.alone import PaceAlone, share
from orchestrator.pace.buckets import LANES, Ask, Cost, Limits, Settlement, Told, Triple
from orchestrator.pace.view import shared_view, text, view, wish
from orchestrator.pace.wishes import Wishes
from orchestrator.providers.base import RateHint, RateHints
from orchestrator.servers.shared_lua import RedisLike, SharedLua

# Before an account has said its own limits in its headers. Small, for a new account's are: one too high costs 429s.
DEFAULT_LIMITS: Final = Limits(requests=1_000, input_tokens=400_000, output_tokens=80_000)
_SHORTEST_STEP_SECONDS = 0.002
_SPREAD = 0.2  # of a step: waiters of one lane do not all ask at one moment
_ZERO: Final[Triple] = (0.0, 0.0, 0.0)
_ALONE = "alone-"


class NotBefore(Exception):
    """Nothing was booked, and nothing can be before `retry_at` (Unix time)."""

    def __init__(self, retry_at: float) -> None:
        super().__init__(f"not before {retry_at:.3f}")
        self.retry_at = retry_at


@dataclass(frozen=True, slots=True)
class Booking:
    """What was taken for one call. `mark` is a note of the arithmetic, given back when it is settled."""

    account: str
    cost: Cost
    waited_ms: int
    id: str
    mark: Triple = field(default=_ZERO, repr=False)


class Pace:
    """Moments are Unix time. An account is one key's limits for one family of models, as "provider:model"."""

    def __init__(
        self,
        redis: RedisLike,
        *,
        limits: Limits | Callable[[str], Limits] = DEFAULT_LIMITS,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`clock` is for what people and callers are told; what this process keeps runs on `steady`."""
        self._limits, self._clock, self._steady, self._sleep = limits, clock, steady, sleep
        self._shared = SharedLua(redis, part="pace", scripts=scripts.ALL)
        self._alone = PaceAlone(clock=steady)
        self._wishes = Wishes(steady=steady)
        self._owed: dict[str, Triple] = {}  # taken while the shared server could not be told
        self._lock = Lock()
        self._process, self._callers = uuid4().hex, count()

    def book(self, account: str, cost: Cost, *, lane: Lane, most_wait_seconds: float) -> Booking:
        """Wait for the account's turn, `most_wait_seconds` at the longest, and take what the call costs.

        A waiter holds the one place of its lane, or none; a more urgent lane's holder goes first. Raises NotBefore.
        """
        started, caller = time.monotonic(), f"{self._process}-{next(self._callers)}"
        while True:
            waited = time.monotonic() - started
            left = max(0.0, most_wait_seconds - waited)
            told = self._ask_once(account, Ask(cost.triple(), lane, caller, left, waited=waited))
            if told.kind == "granted":
                waited_ms = int((time.monotonic() - started) * 1000)
                return Booking(account, cost, waited_ms, told.id, told.mark)
            if told.kind == "too_late":
                raise NotBefore(self._clock() + told.wait)
            step = max(told.wait, _SHORTEST_STEP_SECONDS) * (1 + _SPREAD * random.random())
            self._sleep(min(step, max(0.0, most_wait_seconds - (time.monotonic() - started))))

    def settle(self, booking: Booking, *, used: Cost | None, hints: RateHints | None) -> None:
        """Give back or take the difference; `used` None where nobody knows: the estimate stands.

        A call that the provider refused or that never left used `Cost(0, 0, requests=0)`.
        """
        done = _settlement(booking, used, hints)
        limits = self._limits_of(booking.account)
        if booking.id.startswith(_ALONE):
            self._settle_alone(booking, done, limits)
            return
        arguments = (*limits.triple(), *done.estimate, *(done.used or done.estimate), *done.mark)
        hinted = (*done.hint_limits, *done.hint_remaining, done.id)
        if self._shared.run(scripts.SETTLE, _keys(booking.account), (*arguments, *hinted)) is None:
            self._owe(booking.account, _above(done))

    def leave_alone(self, account: str, seconds: float) -> float:
        """Nobody asks the account for so long; returns the moment. The longer of two wishes stands."""
        seconds, limits = max(0.0, seconds), self._limits_of(account)
        wished = max(seconds, self._wishes.told_left(account))
        reply = self._shared.run(scripts.LEAVE_ALONE, _keys(account), (*limits.triple(), round(wished * 1e6)))
        if reply is not None:
            self._hear(account, lifted=float(reply[1]), left=0.0)
        self._wishes.tell(account, seconds)
        left = self._wishes.told_left(account)
        self._alone.leave_alone(account, left, limits)
        return self._clock() + left

    def lift(self, account: str) -> bool:
        """The account may be asked again at once, whatever its provider wished. Processes that refuse by heart follow
        within a second. False while the shared server is away: then only this process knows."""
        limits = self._limits_of(account)
        reply = self._shared.run(scripts.LIFT, _keys(account), limits.triple())
        self._wishes.forget(account)
        self._alone.lift(account, limits)
        if reply is not None:
            self._wishes.hear(account, lifted=float(reply), left=0.0)
        return reply is not None

    def not_before(self, account: str) -> float:
        """The moment from which the account may be asked; not later than now when it may be asked at once."""
        return float(self.state(account)["not_before"])

    def state(self, account: str) -> dict[str, Any]:
        """What pages and metrics show; "redis" is "shared", or "away" while this process keeps to its share alone."""
        limits = self._limits_of(account)
        reply = self._shared.run(scripts.LOOK, _keys(account), ())
        if reply is None:
            alone = self._alone.look(account, limits)
            found = view(share(limits).triple(), alone.levels, under_way=len(alone.under_way), waiting=[])
            return found | {"redis": "away", "not_before": self._own_not_before(account)}
        left, lifted = wish(reply)
        self._hear(account, lifted=lifted, left=left)
        return shared_view(reply, limits) | {"redis": "shared", "not_before": self._own_not_before(account)}

    def _own_not_before(self, account: str) -> float:
        left = self._wishes.left(account)
        return self._clock() + left if left > 0 else 0.0

    def _hear(self, account: str, *, lifted: float, left: float) -> None:
        if self._wishes.hear(account, lifted=lifted, left=left):
            self._alone.lift(account, self._limits_of(account))

    def _left(self, account: str, bearable: float) -> float:
        """Seconds for which the account is left alone. Before more than is bearable is refused by heart, the server is
        asked now and then whether the wish still stands."""
        left = self._wishes.left(account)
        if left > bearable and self._wishes.is_old(account):
            reply = self._shared.run(scripts.LOOK, _keys(account), ())
            if reply is not None:
                server_left, lifted = wish(reply)
                self._hear(account, lifted=lifted, left=server_left)
                left = self._wishes.left(account)
        return left

    def _limits_of(self, account: str) -> Limits:
        return self._limits(account) if callable(self._limits) else self._limits

    def _ask_once(self, account: str, ask: Ask) -> Told:
        """Grant, wait or too late: by this process's own memory, by the shared server, or alone."""
        own_left = self._left(account, ask.most_wait)
        if own_left > ask.most_wait:
            return Told("too_late", own_left)
        limits, owed = self._limits_of(account), self._take_owed(account)
        ask = replace(ask, owed=owed)
        told = self._ask_shared(account, ask, limits)
        if told is not None:
            return told
        self._owe(account, owed)
        left = self._wishes.left(account)
        ask = replace(ask, owed=_ZERO, own_not_before=self._steady() + left if left > 0 else 0.0)
        told = self._alone.book(account, ask, limits)
        if told.kind == "granted":
            self._owe(account, ask.cost)
            return replace(told, id=f"{_ALONE}{told.id}")
        return told

    def _ask_shared(self, account: str, ask: Ask, limits: Limits) -> Told | None:
        arguments = (*limits.triple(), *ask.cost, *ask.owed, LANES.index(ask.lane) + 1, ask.caller)
        waits = (round(ask.most_wait * 1e6), round(self._wishes.told_left(account) * 1e6))
        known = repr(self._wishes.lifted(account))
        waited = round(ask.waited * 1e6)
        reply = self._shared.run(scripts.BOOK, _keys(account), (*arguments, *waits, known, waited))
        if reply is None:
            return None
        kind, wait_us, not_before_us, booking, since, lifted = reply
        self._hear(account, lifted=float(lifted), left=not_before_us / 1e6)
        if text(kind) == "granted":
            return Told("granted", id=text(booking), mark=_mark(text(since)))
        return Told("wait" if text(kind) == "wait" else "too_late", wait_us / 1e6)

    def _settle_alone(self, booking: Booking, done: Settlement, limits: Limits) -> None:
        self._alone.settle(booking.account, replace(done, id=done.id.removeprefix(_ALONE)), limits)
        self._owe(booking.account, _above(done))

    def _owe(self, account: str, amount: Triple) -> None:
        if amount == _ZERO:
            return
        with self._lock:
            held = self._owed.get(account, _ZERO)
            self._owed[account] = (held[0] + amount[0], held[1] + amount[1], held[2] + amount[2])

    def _take_owed(self, account: str) -> Triple:
        with self._lock:
            return self._owed.pop(account, _ZERO)


def _keys(account: str) -> tuple[str, str]:
    return f"llm:pace:{{{account}}}", f"llm:pace:{{{account}}}:open"


def _settlement(booking: Booking, used: Cost | None, hints: RateHints | None) -> Settlement:
    said = hints or RateHints()
    all_three = (said.requests, said.input_tokens, said.output_tokens)
    limits = _three(all_three, lambda hint: float(max(0, hint.limit)))
    remaining = _three(all_three, lambda hint: float(max(0, hint.remaining)))
    spent = used.triple() if used is not None else None
    return Settlement(booking.id, booking.cost.triple(), spent, booking.mark, limits, remaining)


def _three(hints: tuple[RateHint | None, ...], read: Callable[[RateHint], float]) -> Triple:
    requests, input_tokens, output_tokens = (read(hint) if hint else 0.0 for hint in hints)
    return (requests, input_tokens, output_tokens)


def _above(done: Settlement) -> Triple:
    """What was used beyond the estimate; what was not used is given up, for nobody could be told in time."""
    used = done.used or done.estimate
    return (
        max(0.0, used[0] - done.estimate[0]),
        max(0.0, used[1] - done.estimate[1]),
        max(0.0, used[2] - done.estimate[2]),
    )


def _mark(booking_id: str) -> Triple:
    _, requests, input_tokens, output_tokens = booking_id.split("|")
    return (float(requests), float(input_tokens), float(output_tokens))
