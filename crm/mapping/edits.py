"""Both sides wrote one field: whose value stands. Pure.

A person's edit in the CRM wins over a value that the bot had decided on before it; what the bot decided afterwards wins
over the edit. Whoever loses is kept. What the CRM tells back of our own writes is no edit, and neither is a value that
the CRM has told before: events carry all fields of a contact, whatever changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

CLOCKS = timedelta(seconds=2)  # the CRM's clock and ours may differ by this much
Fate = Literal["unedited", "echo", "plain", "theirs", "restore", "ours"]


@dataclass(frozen=True, slots=True)
class OurWrite:
    """A value of ours for one field. `wire_at`: when the call left; None while it waits."""

    value: Any
    decided_at: datetime
    state: Literal["waiting", "under_way", "landed"]
    wire_at: datetime | None = None
    entry_id: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """`fate`, with `ours` the write that it is about:

    unedited  the CRM said nothing new; where `ours` stands, it landed after what was said
    echo      what the CRM tells is what we wrote
    plain     somebody edited the field, and nothing of ours spoke against it
    theirs    the edit stands; `ours` has not left and is dropped
    restore   the edit stands, but `ours` is under way or has overwritten it: the edit is written again
    ours      `ours` was decided after the edit and stands
    """

    fate: Fate
    ours: OurWrite | None = None


def judge(
    seen: Any, stamp: datetime, told: Any, writes: Sequence[OurWrite], *, as_of: datetime | None = None
) -> Decision:
    """`seen`: what the CRM says, edited at `stamp` at the latest; `told`: what it said last; None is an empty field.

    `as_of`: when the CRM held it. An event tells of its own moment; a read of the moment it was made, so whatever of
    ours had landed by then and is not there was not kept or was edited since.
    """
    held_at = as_of or stamp
    newest = max(writes, key=lambda one: one.decided_at, default=None)
    if any(_is_echo(one, seen, stamp, writes) for one in writes):
        return Decision("echo", newest if newest and newest.value != seen and newest.state == "landed" else None)
    if seen == told:
        overtaken = newest is not None and newest.state == "landed" and _left_after(newest, held_at)
        return Decision("unedited", newest if overtaken else None)
    if newest is None or newest.value == seen:
        return Decision("plain")
    if newest.state == "landed" and not _left_after(newest, held_at):
        return Decision("plain")
    if stamp < newest.decided_at:
        return Decision("ours", newest)
    if newest.state == "waiting":
        return Decision("theirs", newest)
    return Decision("restore", newest)


def _is_echo(write: OurWrite, seen: Any, stamp: datetime, writes: Sequence[OurWrite]) -> bool:
    """The same value, told after the call left, and no later call of ours had replaced it by then."""
    if write.wire_at is None or write.value != seen or stamp < write.wire_at - CLOCKS:
        return False
    later = (one.wire_at for one in writes if one.wire_at is not None and one.value != seen)
    return not any(write.wire_at < wire_at < stamp - CLOCKS for wire_at in later)


def _left_after(write: OurWrite, stamp: datetime) -> bool:
    return write.wire_at is not None and write.wire_at >= stamp
