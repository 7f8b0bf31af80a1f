"""The breaker's machine alone: every interleaving of callers, time passed in."""

import dataclasses

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from orchestrator.breaker import states
from orchestrator.breaker.states import CLOSED, Breaker, BreakerSettings

SETTINGS = BreakerSettings(
    failures=3, window_seconds=10.0, open_seconds=4.0, longest_open_seconds=12.0, probe_lease_seconds=5.0
)


def opened(now: float = 0.0) -> Breaker:
    return states.failed(CLOSED, SETTINGS, now, "", at_once=True, why="401")


def test_failures_within_the_window_open_it_and_older_ones_do_not_count() -> None:
    breaker = CLOSED
    for now in (0.0, 6.0, 10.5):
        breaker = states.failed(breaker, SETTINGS, now, "")
    assert breaker.state == "closed" and breaker.failed_at == (6.0, 10.5)
    breaker = states.failed(breaker, SETTINGS, 11.0, "", why="HTTP 529")
    assert (breaker.state, breaker.retry_at, breaker.why) == ("open", 15.0, "HTTP 529")


def test_it_opens_longer_after_each_failed_probe_up_to_the_longest_and_anew_after_a_success() -> None:
    breaker, now, lengths = opened(), 0.0, []
    for number in range(4):
        lengths.append(breaker.retry_at - now)
        now = breaker.retry_at
        breaker, decision = states.ask(breaker, SETTINGS, now, f"p{number}")
        assert decision == "probe"
        breaker = states.failed(breaker, SETTINGS, now, f"p{number}")
    assert lengths == [4.0, 8.0, 12.0, 12.0]
    breaker, _ = states.ask(breaker, SETTINGS, breaker.retry_at, "last")
    assert states.succeeded(breaker, SETTINGS, 99.0, "last") == CLOSED


def test_a_few_failures_among_many_successes_open_nothing() -> None:
    breaker, opened_once = CLOSED, False
    for number in range(2_000):
        now = number / 20
        step = states.failed if number % 40 == 0 else states.succeeded
        breaker = step(breaker, SETTINGS, now, "")
        opened_once = opened_once or breaker.state != "closed"
    assert not opened_once
    for at in (100.0, 100.1, 100.2):  # and now an outage, with all that traffic behind it
        breaker = states.failed(breaker, SETTINGS, at, "")
    assert breaker.state == "open"


def test_half_of_the_tries_failing_open_it_and_less_do_not() -> None:
    def after(outcomes: str) -> Breaker:
        breaker = CLOSED
        for number, outcome in enumerate(outcomes):
            now = number / 100
            failed = outcome == "x"
            breaker = (
                states.failed(breaker, SETTINGS, now, "") if failed else states.succeeded(breaker, SETTINGS, now, "")
            )
        return breaker

    assert after("x.x.x").state == "open"
    assert after("x..x..x..x..x").state == "closed"
    assert after("......x.x.x").state == "open", "what went well before is not counted for ever"


def test_a_share_of_nothing_counts_failures_alone() -> None:
    settings, breaker = dataclasses.replace(SETTINGS, failed_share=0.0), CLOSED
    for number in range(30):
        breaker = states.succeeded(breaker, settings, number / 10, "")
        breaker = states.failed(breaker, settings, number / 10, "") if number % 10 == 0 else breaker
    assert breaker.state == "open"
    assert dataclasses.replace(SETTINGS, failed_share=7.0).latest == SETTINGS.failures


def test_a_model_that_is_well_is_not_written_about() -> None:
    assert states.succeeded(CLOSED, SETTINGS, 1.0, "") is CLOSED


def test_a_probe_is_one_and_is_lost_after_its_lease() -> None:
    breaker, first = states.ask(opened(), SETTINGS, 4.0, "a")
    breaker, second = states.ask(breaker, SETTINGS, 8.9, "b")
    breaker, third = states.ask(breaker, SETTINGS, 9.0, "c")
    assert (first, second, third) == ("probe", "no", "probe")
    assert (
        states.succeeded(breaker, SETTINGS, 9.1, "a") is breaker
        and states.failed(breaker, SETTINGS, 9.1, "a") is breaker
    )
    assert states.succeeded(breaker, SETTINGS, 9.1, "c") == CLOSED


def test_a_dropped_probe_goes_to_the_next_who_asks() -> None:
    breaker, _ = states.ask(opened(), SETTINGS, 4.0, "a")
    breaker = states.dropped(breaker, "b")
    assert breaker.probe == "a"
    breaker, decision = states.ask(states.dropped(breaker, "a"), SETTINGS, 4.1, "b")
    assert decision == "probe"


def test_a_forced_opening_lasts_as_long_as_was_asked() -> None:
    breaker = states.forced_open(100.0, 60.0)
    assert states.ask(breaker, SETTINGS, 159.9, "a")[1] == "no"
    assert states.shown(breaker, 159.9) == "open" and states.shown(breaker, 160.0) == "half_open"


def test_a_breaker_survives_its_own_record() -> None:
    breaker = dataclasses.replace(opened(3.0), ended=((1.0, True), (2.0, False)))
    assert states.from_record(states.as_record(breaker)) == breaker


class Interleavings(RuleBasedStateMachine):
    """Callers ask, end in any order or never; a plain tally beside the machine says what must hold."""

    permits = Bundle("permits")

    def __init__(self) -> None:
        super().__init__()
        self.breaker, self.now, self.number = CLOSED, 0.0, 0
        self.live_probe: tuple[str, float] | None = None  # who, until when
        self.ended: list[tuple[float, bool]] = []  # while closed

    @rule(seconds=st.floats(0.0, 6.0))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(target=permits)
    def somebody_asks(self) -> tuple[str, str]:
        self.number += 1
        caller = f"c{self.number}"
        before = self.breaker
        self.breaker, decision = states.ask(before, SETTINGS, self.now, caller)
        if decision == "probe":
            assert before.state != "closed"
            assert before.state == "half_open" or self.now >= before.retry_at
            assert self.live_probe is None or self.live_probe[1] <= self.now, "two probes live at once"
            self.live_probe = (caller, self.now + SETTINGS.probe_lease_seconds)
        elif decision == "no":
            assert self.breaker == before
            waiting_for_time = before.state == "open" and self.now < before.retry_at
            assert waiting_for_time or (self.live_probe and self.now < self.live_probe[1]), "nobody may try, ever"
        return caller, decision

    @rule(permit=consumes(permits), at_once=st.booleans())
    def somebody_fails(self, permit: tuple[str, str], at_once: bool) -> None:
        caller, decision = permit
        if decision == "no":
            return
        before = self.breaker
        self.breaker = states.failed(before, SETTINGS, self.now, caller, at_once=at_once)
        if before.state == "closed":
            self.ended.append((self.now, True))
            latest = self.ended[-2 * SETTINGS.failures :]
            recent = [at for at, failed in latest if failed and self.now - at < SETTINGS.window_seconds]
            assert (self.breaker.state == "open") == (at_once or len(recent) >= SETTINGS.failures)
        elif self.live_probe and self.live_probe[0] == caller:
            assert self.breaker.state == "open" and self.breaker.retry_at >= self.now + SETTINGS.open_seconds
            assert self.breaker.open_seconds <= SETTINGS.longest_open_seconds
            self.live_probe = None
        else:
            assert self.breaker is before, "only the probe decides"
        if self.breaker.state != "closed":
            self.ended = []

    @rule(permit=consumes(permits))
    def somebody_succeeds(self, permit: tuple[str, str]) -> None:
        after = states.succeeded(self.breaker, SETTINGS, self.now, permit[0])
        if self.breaker.state == "closed":
            if permit[1] != "no":
                self.ended.append((self.now, False))
                self.breaker = after
            assert after.state == "closed"
            return
        self._ends(permit, after, closes=True)

    @rule(permit=consumes(permits))
    def somebody_drops(self, permit: tuple[str, str]) -> None:
        self._ends(permit, states.dropped(self.breaker, permit[0]), closes=False)

    def _ends(self, permit: tuple[str, str], after: Breaker, *, closes: bool) -> None:
        mine = self.live_probe is not None and self.live_probe[0] == permit[0]
        if not mine:
            assert after is self.breaker
            return
        assert after.state == ("closed" if closes else "half_open") and not after.probe
        self.breaker, self.live_probe = after, None

    @rule(seconds=st.floats(1.0, 20.0))
    def a_person_opens_it(self, seconds: float) -> None:
        self.breaker, self.live_probe, self.ended = states.forced_open(self.now, seconds), None, []

    @invariant()
    def it_is_never_stuck(self) -> None:
        latest = max(self.breaker.retry_at, self.breaker.probe_until, self.now)
        assert states.ask(self.breaker, SETTINGS, latest, "anybody")[1] != "no"

    @invariant()
    def its_memory_is_bounded(self) -> None:
        assert len(self.breaker.failed_at) <= SETTINGS.failures
        assert len(self.breaker.ended) <= 2 * SETTINGS.failures


TestInterleavings = Interleavings.TestCase
TestInterleavings.settings = hypothesis_settings(max_examples=200, stateful_step_count=40, deadline=None)
