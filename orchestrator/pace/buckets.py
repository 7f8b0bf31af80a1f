"""Pure: three buckets that refill all the time, and who may take from them first.

The arithmetic of one account's pace: requests, input tokens and output tokens. `scripts.py` runs the same on the
shared server; this module is what a process keeps to alone, and what the scripts are tested against. Moments are
seconds on any one clock; the triples are (requests, input tokens, output tokens).

* The provider's buckets hold one minute's limit and refill continuously. Ours hold less and refill a little more
  slowly, so that what leaves us unevenly, arrives late or was counted too low does not overdraw theirs.
* A fresh state knows nothing of what went before: it begins with less than the margin, so that a memory that was lost
  never grants a burst twice.
* Whoever must wait may hold the one place of its lane. What a holder needs is kept for it from its own lane and from
  all lanes less urgent; more urgent ones pass. Within a lane whoever came earlier takes the place over when it asks:
  that is nearly first come, first served, and needs no list of those who wait.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from orchestrator.contracts import Lane

USABLE_SHARE: Final = 0.95  # of a minute's limit may be spent at once: 3 s of refill stay as a margin
REFILL_SHARE: Final = 0.98  # of the provider's refill is ours: what nobody booked must fit beside it
START_SHARE: Final = 0.025  # of the limit is there at a fresh start: half of the margin
HEARSAY_SECONDS: Final = 60.0  # a state younger than this knows too little of what is under way to be raised
STEP_SECONDS: Final = 0.25  # a waiter asks again after so long at the latest
LEASE_SECONDS: Final = 0.5  # so long a holder may be late before its place is free again
UNDER_WAY_SECONDS: Final = 600.0  # a booking that is still open then has lost its process
EARLIER_SECONDS: Final = 0.001  # by so much: two who came together do not take turns
LEAST_LACK: Final = 1e-6  # of a request or token: less is a rounding of the sums
LANES: Final[tuple[Lane, ...]] = ("lead", "staff", "background")

Triple = tuple[float, float, float]
_ZERO: Final[Triple] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call takes from the account: as estimated before it, or as used."""

    input_tokens: int
    output_tokens: int
    requests: int = 1

    def triple(self) -> Triple:
        return (float(self.requests), float(self.input_tokens), float(self.output_tokens))


@dataclass(frozen=True, slots=True)
class Limits:
    """What the account may take per minute."""

    requests: int
    input_tokens: int
    output_tokens: int

    def triple(self) -> Triple:
        return (float(self.requests), float(self.input_tokens), float(self.output_tokens))


@dataclass(frozen=True, slots=True)
class Place:
    """The one place of a lane: who waits, until when it is believed to live, what it needs, since when it waits."""

    holder: str
    until: float
    cost: Triple
    since: float = 0.0


@dataclass(frozen=True, slots=True)
class Open:
    """A booking not yet settled; `granted` is all that was ever granted before it."""

    at: float
    granted: Triple


@dataclass(frozen=True, slots=True)
class PaceState:
    """One account. `heard` are limits that the provider stated (0: none); `at` is when the levels were true.

    `granted` counts all that was ever booked and never falls. What was booked below `spilled` on that count cannot be
    given back any more: meanwhile the provider's bucket may have been full, and a full bucket keeps nothing.
    """

    epoch: float
    at: float
    levels: Triple
    granted: Triple = _ZERO
    spilled: Triple = _ZERO
    heard: Triple = _ZERO
    not_before: float = 0.0
    seq: int = 0
    places: Mapping[Lane, Place] = field(default_factory=dict)
    under_way: Mapping[str, Open] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """One caller's wish: `own_not_before` is what its process was told itself (0: nothing); `waited` seconds so far."""

    cost: Triple
    lane: Lane
    caller: str
    most_wait: float
    own_not_before: float = 0.0
    owed: Triple = _ZERO
    waited: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """`granted` with an id and a mark, `wait` so long and ask again, or `too_late`: nothing before `wait` seconds."""

    kind: Literal["granted", "wait", "too_late"]
    wait: float = 0.0
    id: str = ""
    mark: Triple = _ZERO


def limits_of(state: PaceState, configured: Limits) -> Triple:
    """The provider's own word where there is one."""
    return _each(lambda heard, set_here: heard or set_here, state.heard, configured.triple())


def fresh(now: float, configured: Limits) -> PaceState:
    return PaceState(epoch=now, at=now, levels=_start(configured.triple()))


def at_moment(state: PaceState, configured: Limits, now: float) -> PaceState:
    """The same account, refilled until `now`. A clock that was set back makes it fresh."""
    if state.epoch > now:
        return fresh(now, configured)
    began = state.at if state.at <= max(now, state.not_before) else now
    limits, seconds = limits_of(state, configured), max(0.0, now - began)
    levels = _each(lambda level, limit: min(usable(limit), level + seconds * per_second(limit)), state.levels, limits)
    return _risen(replace(state, levels=levels, at=max(began, now)), limits)


def _risen(state: PaceState, limits: Triple) -> PaceState:
    """After levels rose: a level and what may still come back to it never exceed the bucket together."""
    room = _each(lambda level, limit: usable(limit) - level, state.levels, limits)
    full = _each(lambda granted, one: granted - one, state.granted, room)
    return replace(state, spilled=_each(max, state.spilled, full))


def usable(limit: float) -> float:
    return limit * USABLE_SHARE


def per_second(limit: float) -> float:
    return limit * REFILL_SHARE / 60.0


def book(state: PaceState, ask: Ask, configured: Limits, now: float) -> tuple[PaceState, Told]:
    """Take all three at once, or wait, or learn that it comes too late; only a grant takes anything."""
    state = at_moment(state, configured, now)
    state = replace(
        state,
        levels=_each(lambda level, owed: level - owed, state.levels, ask.owed),
        granted=_each(lambda granted, owed: granted + owed, state.granted, ask.owed),
        not_before=max(state.not_before, ask.own_not_before),
    )
    ahead = _ahead(state, ask, now)
    wait = _wait(state, ask.cost, ahead, limits_of(state, configured), now)
    if wait <= 0:
        return _grant(state, ask, now)
    # Whoever is ahead may be gone in a moment: while there is time, only the own need says that it is too late.
    if ask.most_wait <= 0 or _wait(state, ask.cost, [], limits_of(state, configured), now) > ask.most_wait:
        return _without_place(state, ask), Told("too_late", wait)
    step = min(wait, STEP_SECONDS)
    return _with_place(state, ask, now, now + step + LEASE_SECONDS), Told("wait", step)


def _ahead(state: PaceState, ask: Ask, now: float) -> list[Triple]:
    """What those need who go first: living holders of more urgent lanes, and of this one where they came earlier."""
    urgent = LANES[: LANES.index(ask.lane)]
    places = [state.places[lane] for lane in urgent if lane in state.places]
    own = _before(state, ask, now)
    return [place.cost for place in places if place.until > now and place.holder != ask.caller] + (
        [own.cost] if own else []
    )


def _before(state: PaceState, ask: Ask, now: float) -> Place | None:
    """The holder of the asker's own lane, where somebody else lives there and did not come later."""
    place = state.places.get(ask.lane)
    if place is None or place.until <= now or place.holder == ask.caller:
        return None
    return None if now - ask.waited + EARLIER_SECONDS < place.since else place


def _wait(state: PaceState, cost: Triple, ahead: list[Triple], limits: Triple, now: float) -> float:
    wait = max(0.0, state.not_before - now)
    for bucket, limit in enumerate(limits):
        if cost[bucket] <= 0:
            continue
        need = cost[bucket] + sum(one[bucket] for one in ahead)
        if not ahead:
            need = min(need, usable(limit))  # more than the bucket ever holds: goes when it is full, and leaves a debt
        lack = need - state.levels[bucket]
        if lack > LEAST_LACK:
            wait = max(wait, max(0.0, state.at - now) + lack / per_second(limit))
    return wait


def _grant(state: PaceState, ask: Ask, now: float) -> tuple[PaceState, Told]:
    under_way = {key: one for key, one in state.under_way.items() if one.at > now - UNDER_WAY_SECONDS}
    key = str(state.seq + 1)
    under_way[key] = Open(now, state.granted)
    mark = min(under_way.values(), key=lambda one: one.at).granted
    state = replace(
        _without_place(state, ask),
        seq=state.seq + 1,
        levels=_each(lambda level, cost: level - cost, state.levels, ask.cost),
        granted=_each(lambda granted, cost: granted + cost, state.granted, ask.cost),
        under_way=under_way,
    )
    return state, Told("granted", id=key, mark=mark)


def _with_place(state: PaceState, ask: Ask, now: float, until: float) -> PaceState:
    if _before(state, ask, now) is not None:
        return state
    return replace(state, places={**state.places, ask.lane: Place(ask.caller, until, ask.cost, now - ask.waited)})


def _without_place(state: PaceState, ask: Ask) -> PaceState:
    place = state.places.get(ask.lane)
    if place is None or place.holder != ask.caller:
        return state
    return replace(state, places={lane: one for lane, one in state.places.items() if lane != ask.lane})


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a booking. `used` None: not known, the estimate stands. A hint of 0 as limit says nothing."""

    id: str
    estimate: Triple
    used: Triple | None
    mark: Triple = _ZERO
    hint_limits: Triple = _ZERO
    hint_remaining: Triple = _ZERO


def settle(state: PaceState, done: Settlement, configured: Limits, now: float) -> PaceState:
    """Give back or take the difference, then believe the provider.

    A booking that this state does not know (settled already, or from before it was lost) gets nothing back, for this
    state never took anything for it.
    """
    state = at_moment(state, configured, now)
    known = state.under_way.get(done.id)
    more = _each(lambda used, estimate: used - estimate, done.used or done.estimate, done.estimate)
    more = _each(max, more, _each(lambda back, _: -back, _refundable(state, done, known), _ZERO))
    state = replace(
        state,
        levels=_each(lambda level, one: level - one, state.levels, more),
        granted=_each(lambda granted, one: granted + max(0.0, one), state.granted, more),
        under_way={key: one for key, one in state.under_way.items() if key != done.id},
        heard=_each(lambda hint, heard: hint or heard, done.hint_limits, state.heard),
    )
    return _believed(state, done, configured, known=known is not None, now=now)


def _refundable(state: PaceState, done: Settlement, known: Open | None) -> Triple:
    if known is None:
        return _ZERO
    end = _each(lambda granted, estimate: granted + estimate, known.granted, done.estimate)
    return _each(lambda one, spilled: max(0.0, one - spilled), end, state.spilled)


def _believed(state: PaceState, done: Settlement, configured: Limits, *, known: bool, now: float) -> PaceState:
    """The levels between what is surely left and what the provider says is left, both less the margin.

    Surely left: what the provider said, less everything that was under way when this call was booked or was granted
    since. `granted` never falls, so this is never too high.
    """
    levels = list(state.levels)
    may_rise = known and now - state.epoch >= HEARSAY_SECONDS
    for bucket, limit in enumerate(limits_of(state, configured)):
        level = min(levels[bucket], usable(limit))
        if done.hint_limits[bucket] > 0:
            left = min(done.hint_remaining[bucket], limit) - (limit - usable(limit))
            if may_rise:
                level = max(level, left - (state.granted[bucket] - done.mark[bucket]))
            level = min(level, left)
        levels[bucket] = level
    return _risen(replace(state, levels=(levels[0], levels[1], levels[2])), limits_of(state, configured))


def left_alone(state: PaceState, until: float, configured: Limits, now: float) -> PaceState:
    """Nothing before `until`, and then no more than at a fresh start: a refusal says that the levels were wrong."""
    state = at_moment(state, configured, now)
    until = max(until, state.not_before)
    levels = _each(min, state.levels, _start(limits_of(state, configured)))
    return replace(state, not_before=until, at=max(state.at, until), levels=levels)


def lifted(state: PaceState, configured: Limits, now: float) -> PaceState:
    """It may be asked again at once; the levels stay as low as the wish made them, and refill from now on."""
    state = at_moment(state, configured, now)
    return replace(state, not_before=0.0, at=now)


def _start(limits: Triple) -> Triple:
    return _each(lambda limit, _: limit * START_SHARE, limits, limits)


def _each(rule: Callable[[float, float], float], left: Triple, right: Triple) -> Triple:
    return (rule(left[0], right[0]), rule(left[1], right[1]), rule(left[2], right[2]))
