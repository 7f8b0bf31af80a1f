"""Who wins when both sides wrote one field: every order of our decision, our call, a person's edit and its news."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.mapping.edits import OurWrite, judge

START = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def waiting(value: Any, decided: float) -> OurWrite:
    return OurWrite(value, at(decided), "waiting")


def under_way(value: Any, decided: float, wire: float) -> OurWrite:
    return OurWrite(value, at(decided), "under_way", at(wire))


def landed(value: Any, decided: float, wire: float) -> OurWrite:
    return OurWrite(value, at(decided), "landed", at(wire))


@pytest.mark.parametrize(
    ("case", "seen", "stamp", "told", "writes", "fate"),
    [
        ("nobody of us wrote", 500, 10, 300, [], "plain"),
        ("an event about something else", 300, 10, 300, [waiting(400, 5)], "unedited"),
        ("edited while our older value waits", 500, 10, 300, [waiting(400, 5)], "theirs"),
        ("edited at the same moment", 500, 5, 300, [waiting(400, 5)], "theirs"),
        ("emptied while our older value waits", None, 10, 300, [waiting(400, 5)], "theirs"),
        ("the bot decided after the edit, the news is late", 500, 3, 300, [waiting(400, 5)], "ours"),
        ("edited to what we were about to write", 400, 10, 300, [waiting(400, 5)], "plain"),
        ("edited while our call is under way", 500, 10, 300, [under_way(400, 5, 9)], "restore"),
        ("edited before the call left, told during it", 500, 7, 300, [under_way(400, 5, 9)], "restore"),
        ("the echo comes before the answer", 400, 10, 300, [under_way(400, 5, 9)], "echo"),
        ("the echo comes after the answer", 400, 10, 300, [landed(400, 5, 9)], "echo"),
        ("the echo of a clock that runs behind", 400, 8, 300, [landed(400, 5, 9)], "echo"),
        ("edited after our call", 500, 20, 400, [landed(400, 5, 9)], "plain"),
        ("our call overwrote an edit made before it", 500, 7, 300, [landed(400, 5, 9)], "restore"),
        ("the bot decided after the edit and wrote over it", 500, 3, 300, [landed(400, 5, 9)], "ours"),
        ("late news about something else", 300, 7, 300, [landed(400, 5, 9)], "unedited"),
        ("the echo of the first of two", 400, 10, 300, [landed(400, 5, 9), waiting(450, 11)], "echo"),
        ("back by hand to what we wrote before", 400, 60, 450, [landed(400, 5, 9), landed(450, 15, 20)], "plain"),
        ("edited between two of ours", 500, 12, 400, [landed(400, 5, 9), waiting(450, 15)], "ours"),
        ("edited after both were decided", 500, 17, 400, [landed(400, 5, 9), waiting(450, 15)], "theirs"),
    ],
)  # fmt: skip
def test_each_order_has_one_end(
    case: str, seen: Any, stamp: float, told: Any, writes: list[OurWrite], fate: str
) -> None:
    assert judge(seen, at(stamp), told, writes).fate == fate, case


@pytest.mark.parametrize(
    ("case", "seen", "writes", "fate"),
    [
        ("the CRM did not keep what we wrote", 300, [landed(400, 5, 9)], "unedited"),
        ("edited after our call, by a clock that runs behind", 500, [landed(400, 5, 9)], "plain"),
        ("edited while ours waits", 500, [waiting(400, 2)], "theirs"),
        ("edited before ours was decided", 500, [waiting(400, 5)], "ours"),
        ("read while our call is under way", 500, [under_way(400, 2, 8)], "restore"),
    ],
)  # fmt: skip
def test_a_read_tells_what_the_crm_holds_now(case: str, seen: Any, writes: list[OurWrite], fate: str) -> None:
    decision = judge(seen, at(4), 300, writes, as_of=at(20))
    assert decision.fate == fate, case
    if fate in ("unedited", "plain"):
        assert decision.ours is None, "nothing is put back over what a read has shown"


VALUES = st.sampled_from([None, 1, 2, 3])
SECONDS = st.integers(0, 60)


@st.composite
def writes_of_ours(draw: st.DrawFn) -> list[OurWrite]:
    """Calls follow one another, and each was decided before it left."""
    made, clock = [], 0
    for _ in range(draw(st.integers(0, 3))):
        decided = clock + draw(st.integers(1, 10))
        clock = decided + draw(st.integers(1, 10))
        made.append(landed(draw(VALUES), decided, clock))
    ending = draw(st.sampled_from(["none", "waiting", "under_way"]))
    if ending == "waiting":
        made.append(waiting(draw(VALUES), clock + 1))
    if ending == "under_way":
        made.append(under_way(draw(VALUES), clock + 1, clock + 2))
    return made


@given(seen=VALUES, told=VALUES, stamp=SECONDS, writes=writes_of_ours())
def test_an_edit_loses_only_to_what_was_decided_after_it(
    seen: Any, told: Any, stamp: int, writes: list[OurWrite]
) -> None:
    decision = judge(seen, at(stamp), told, writes)
    if decision.fate == "ours":
        assert decision.ours is not None
        assert decision.ours.decided_at > at(stamp)
    if decision.fate in ("theirs", "restore"):
        assert decision.ours is not None
        assert decision.ours.decided_at <= at(stamp)
        assert decision.ours.value != seen
    if decision.fate == "theirs":
        assert decision.ours.state == "waiting"


@given(seen=VALUES, stamp=SECONDS, writes=writes_of_ours())
def test_what_the_crm_told_before_is_never_taken_for_an_edit(seen: Any, stamp: int, writes: list[OurWrite]) -> None:
    assert judge(seen, at(stamp), seen, writes).fate in ("unedited", "echo")


@given(write=st.integers(1, 10), told=VALUES, late=st.integers(0, 50))
def test_a_write_told_back_is_never_taken_for_an_edit(write: int, told: Any, late: int) -> None:
    for ours in (landed(9, write, write + 1), under_way(9, write, write + 1)):
        assert judge(9, at(write + 1 + late), told, [ours]).fate == "echo"
