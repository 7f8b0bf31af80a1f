"""Slots of a stage, between threads and between processes, given back however their holder ends."""

import multiprocessing
import os
import signal
import time
from multiprocessing.connection import Connection

from enterprisehub.stage_slots import take_slot

STAGE = 40  # none of the product's


def holds_a_slot(stage: int, told: Connection) -> None:
    told.send(take_slot(stage, 1) is not None)
    time.sleep(60)


def test_a_stage_has_as_many_slots_as_it_was_given() -> None:
    first, second = take_slot(STAGE, 2), take_slot(STAGE, 2)
    assert first and second
    assert take_slot(STAGE, 2) is None
    first.give_back()
    third = take_slot(STAGE, 2)
    assert third is not None
    second.give_back()
    third.give_back()


def test_giving_back_twice_does_not_free_somebody_elses_slot() -> None:
    mine = take_slot(STAGE, 1)
    assert mine is not None
    mine.give_back()
    other = take_slot(STAGE, 1)
    assert other is not None
    mine.give_back()
    assert take_slot(STAGE, 1) is None
    other.give_back()


def test_stages_do_not_share_slots() -> None:
    one, other = take_slot(STAGE, 1), take_slot(STAGE + 1, 1)
    assert one and other
    one.give_back()
    other.give_back()


def test_another_process_holds_its_slot_until_it_dies() -> None:
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=holds_a_slot, args=(STAGE, there))
    process.start()
    assert here.recv() is True
    assert take_slot(STAGE, 1) is None
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    free = take_slot(STAGE, 1)
    assert free is not None
    free.give_back()
